//! The server that is worked with: the configured one, or the emulator's sample library.

use plex_mcp::{PlexMcpServer, config::Config};

/// What a command works with.
pub(crate) struct Target {
    /// The MCP server over it.
    pub(crate) server: PlexMcpServer,
    /// Kept for as long as it is used.
    #[cfg(feature = "demo")]
    _emulator: Option<plex_emulator::Emulator>,
}

impl Target {
    /// The server the configuration names; nothing is sent to it yet.
    #[cfg(feature = "demo")]
    pub(crate) async fn open(config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        let emulator = if config.demo {
            Some(plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?)
        } else {
            None
        };
        let client = match &emulator {
            Some(emulator) => config.client_for(emulator.url(), emulator.token())?,
            None => config.client()?,
        };
        let server = PlexMcpServer::with_options(client, config.options.clone());
        Ok(Self {
            server,
            _emulator: emulator,
        })
    }

    /// The server the configuration names; nothing is sent to it yet.
    #[cfg(not(feature = "demo"))]
    pub(crate) async fn open(config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        if config.demo {
            return Err("this build has no emulator: build it with the feature demo".into());
        }
        let server = PlexMcpServer::with_options(config.client()?, config.options.clone());
        Ok(Self { server })
    }
}
