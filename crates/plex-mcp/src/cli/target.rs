//! The server that is worked with: the configured one, or the emulator's sample library.

use plex_mcp::{PlexMcpServer, config::Config};

/// What is said to `--demo` where it cannot be had.
#[cfg(not(feature = "demo"))]
pub(super) const NO_EMULATOR: &str = "this build has no emulator: build it with the feature demo";

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
        if config.demo {
            return Self::open_demo(config).await;
        }
        let server = PlexMcpServer::with_options(config.client()?, config.options.clone());
        Ok(Self {
            server,
            _emulator: None,
        })
    }

    /// The emulator with its sample library, whatever server the configuration names.
    #[cfg(feature = "demo")]
    pub(crate) async fn open_demo(config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        let emulator = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
        let client = config.client_for(emulator.url(), emulator.token())?;
        let server = PlexMcpServer::with_options(client, config.options.clone());
        Ok(Self {
            server,
            _emulator: Some(emulator),
        })
    }

    /// The server the configuration names; nothing is sent to it yet.
    #[cfg(not(feature = "demo"))]
    pub(crate) async fn open(config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        if config.demo {
            return Err(NO_EMULATOR.into());
        }
        let server = PlexMcpServer::with_options(config.client()?, config.options.clone());
        Ok(Self { server })
    }
}
