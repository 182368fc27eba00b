//! The server that is worked with: the configured one, or the emulator's sample library.

use std::{io, path::PathBuf};

use plex_client::PlexClient;
use plex_mcp::{
    JournalPlace, PlexMcpServer,
    config::{Config, IndexConfig},
};
use secrecy::ExposeSecret;
#[cfg(feature = "demo")]
use tempfile::TempDir;

use super::worker;

/// What is said to `--demo` where it cannot be had.
#[cfg(not(feature = "demo"))]
pub(super) const NO_EMULATOR: &str = "this build has no emulator: build it with the feature demo";

/// Holds what a command works with.
pub(crate) struct Target {
    /// The MCP server over it.
    pub(crate) server: PlexMcpServer,
    /// Kept for as long as it is used, and its snapshot with it.
    #[cfg(feature = "demo")]
    _demo: Option<(plex_emulator::Emulator, TempDir)>,
}

impl Target {
    /// Returns the server the configuration names; nothing is sent to it yet.
    pub(crate) async fn open(config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        if config.demo {
            return Self::open_demo(config).await;
        }
        Ok(Self {
            server: configured(config)?,
            #[cfg(feature = "demo")]
            _demo: None,
        })
    }

    /// Returns the emulator with its sample library, whatever server the configuration names.
    #[cfg(feature = "demo")]
    pub(crate) async fn open_demo(config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        let emulator = sample_server().start().await?;
        let client = config.client_for(emulator.url(), emulator.token())?;
        // The sample's history is made anew each time: an older snapshot of it would be wrong.
        let folder = TempDir::with_prefix("plex-mcp-")?;
        let index = config
            .index
            .clone()
            .map(|index| index.within(folder.path()));
        let server = served(config, client, emulator.token(), index, None)?;
        Ok(Self {
            server,
            _demo: Some((emulator, folder)),
        })
    }

    /// Fails: without an emulator there is nothing to show.
    #[cfg(not(feature = "demo"))]
    async fn open_demo(_config: &Config) -> Result<Self, Box<dyn std::error::Error>> {
        Err(NO_EMULATOR.into())
    }
}

/// Returns the emulator with its sample library, a player that can be told to play, and one that cannot.
#[cfg(feature = "demo")]
pub(super) fn sample_server() -> plex_emulator::EmulatorBuilder {
    use plex_emulator::{Emulator, Library, PlayerKind, PlayerOptions};
    let tablet = PlayerOptions::new(PlayerKind::Phone, "Mia's tablet")
        .machine_identifier("ipad-mias-tablet")
        .account("mia");
    Emulator::builder()
        .library(Library::sample())
        .player(PlayerOptions::new(PlayerKind::Television, "Bedroom"))
        .player(tablet)
}

/// Returns the MCP server over the Plex server that the configuration names; nothing is sent to it yet.
pub(super) fn configured(config: &Config) -> Result<PlexMcpServer, Box<dyn std::error::Error>> {
    let token = config
        .token
        .as_ref()
        .map_or("", |token| token.expose_secret());
    Ok(served(
        config,
        config.client()?,
        token,
        config.index.clone(),
        config.state_dir.clone(),
    )?)
}

/// Returns the MCP server over `client`, with a snapshot if snapshots are kept, and with the journal of
/// changes in `state` or, without a place, for as long as the program runs.
fn served(
    config: &Config,
    client: PlexClient,
    token: &str,
    index: Option<IndexConfig>,
    state: Option<PathBuf>,
) -> io::Result<PlexMcpServer> {
    let mut options = config.options.clone();
    options.index = match index {
        Some(index) => Some(index.options(token, &options.calendar, worker::itself()?)),
        None => None,
    };
    options.journal = state.map(|directory| JournalPlace::new(directory, token));
    Ok(PlexMcpServer::with_options(client, options))
}
