//! Why somebody could not be signed in, and what to do about it.

use plex_client::PlexError;
use thiserror::Error;

/// Says why signing in ended without an account and a server.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoginError {
    /// The person wanted to stop.
    #[error("stopped; nothing was stored")]
    Interrupted,
    /// Nobody said yes in time.
    #[error("the sign-in was not confirmed in time, and its code has expired")]
    Expired,
    /// The account can use no server.
    #[error("this account has no Plex Media Server, and nobody shares one with it")]
    NoServers,
    /// No server has the name that was given.
    #[error("this account has no server named {named:?}; it has {}", list(servers))]
    NoSuchServer {
        /// What was asked for.
        named: String,
        /// What was probably meant.
        meant: Option<String>,
        /// What there is.
        servers: Vec<String>,
    },
    /// Several servers have the name that was given.
    #[error(
        "several servers are named {named:?}; their identifiers are {}",
        list(identifiers)
    )]
    Ambiguous {
        /// What was asked for.
        named: String,
        /// What tells them apart.
        identifiers: Vec<String>,
    },
    /// There are several servers and nobody chose.
    #[error("no server was chosen; there are {}", list(servers))]
    NotChosen {
        /// What there is.
        servers: Vec<String>,
    },
    /// plex.tv has no token for the server.
    #[error("plex.tv gave no token for {server}")]
    NoToken {
        /// Its name.
        server: String,
    },
    /// No connection to the server works.
    #[error("{server} cannot be reached from this machine: none of its {ways} addresses works{}", if *is_absent { ", and plex.tv does not see it either" } else { "" })]
    NoConnection {
        /// Its name.
        server: String,
        /// Whether plex.tv does not see it either.
        is_absent: bool,
        /// How many were tried.
        ways: usize,
    },
    /// plex.tv could not be asked.
    #[error("plex.tv: {0}")]
    PlexTv(#[from] PlexError),
}

impl LoginError {
    /// Says what to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Interrupted => "Run `plex-mcp login` again when you are ready.".to_owned(),
            Self::Expired => {
                "Run `plex-mcp login` again, and confirm within 15 minutes.".to_owned()
            }
            Self::NoServers => {
                "Install Plex Media Server and claim it with this account, or sign in with another."
                    .to_owned()
            }
            Self::NoSuchServer {
                meant: Some(meant), ..
            } => format!("Did you mean {meant:?}?"),
            Self::NoSuchServer { .. } => "Give one of these names to --server.".to_owned(),
            Self::Ambiguous { .. } => "Give one of these identifiers to --server.".to_owned(),
            Self::NotChosen { .. } => "Give the name of one of them: --server NAME.".to_owned(),
            Self::NoToken { .. } => {
                "Open the server in Plex's own app once, then sign in again.".to_owned()
            }
            Self::NoConnection {
                is_absent: true, ..
            } => "Start the server, and see that it is signed in to plex.tv.".to_owned(),
            Self::NoConnection { .. } => {
                "Check each address above; on the server's own machine, http://localhost:32400 as \
                 PLEX_URL works without them."
                    .to_owned()
            }
            Self::PlexTv(error) => error.hint().into_owned(),
        }
    }
}

/// Returns names in quotes, with commas.
fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names
            .iter()
            .map(|name| format!("{name:?}"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
