//! A server as plex.tv knows it.

/// A server that the emulated account can use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TvServer {
    /// The name its owner gave it.
    pub name: String,
    /// Forty hexadecimal digits.
    pub machine_identifier: String,
    /// The version of PMS.
    pub version: String,
    /// The account that shares it; `None` when it is the asking account's own.
    pub shared_by: Option<String>,
    /// The asking account's token for it; plex.tv has none for servers that are gone.
    pub access_token: Option<String>,
    /// Whether it refuses connections without TLS.
    pub https_required: bool,
    /// Whether plex.tv sees it now.
    pub is_online: bool,
    /// Ways to it.
    pub connections: Vec<TvConnection>,
}

/// A way to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TvConnection {
    /// The address or name.
    pub address: String,
    /// The port.
    pub port: u16,
    /// The whole URL, when it is not simply made of the others.
    pub uri: Option<String>,
    /// Whether it is in the server's own network.
    pub is_local: bool,
    /// Whether it leads through plex.tv.
    pub is_relay: bool,
}

impl TvServer {
    /// Returns a server of the account's own that nothing leads to yet.
    pub fn new(name: impl Into<String>, machine_identifier: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            machine_identifier: machine_identifier.into(),
            version: "1.43.4.10903-2e1bb4a0f".to_owned(),
            shared_by: None,
            access_token: None,
            https_required: false,
            is_online: true,
            connections: Vec::new(),
        }
    }

    /// Returns the same server under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..self
        }
    }

    /// Returns the same server, shared by somebody else, with the token it was shared under.
    #[must_use]
    pub fn shared_by(self, account: impl Into<String>, access_token: impl Into<String>) -> Self {
        Self {
            shared_by: Some(account.into()),
            access_token: Some(access_token.into()),
            ..self
        }
    }

    /// Returns the same server with one more way to it, which plex.tv lists first.
    #[must_use]
    pub fn connection(mut self, connection: TvConnection) -> Self {
        self.connections.insert(0, connection);
        self
    }
}

impl TvConnection {
    /// Returns a way in the server's own network.
    pub fn local(address: impl Into<String>, port: u16) -> Self {
        Self {
            address: address.into(),
            port,
            uri: None,
            is_local: true,
            is_relay: false,
        }
    }

    /// Returns a way over the internet.
    pub fn remote(address: impl Into<String>, port: u16) -> Self {
        Self {
            is_local: false,
            ..Self::local(address, port)
        }
    }

    /// Returns a way through plex.tv.
    pub fn relay(address: impl Into<String>, port: u16) -> Self {
        Self {
            is_relay: true,
            ..Self::remote(address, port)
        }
    }

    /// Returns the same way under this URL.
    #[must_use]
    pub fn uri(self, uri: impl Into<String>) -> Self {
        Self {
            uri: Some(uri.into()),
            ..self
        }
    }
}
