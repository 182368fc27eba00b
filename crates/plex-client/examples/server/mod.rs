//! Which server an example is for: one's own, by `PLEX_URL` and `PLEX_TOKEN`, or with `--demo` one
//! that lives as long as the example.

use plex_client::PlexClient;
use plex_emulator::{Emulator, Library, PlayerKind, PlayerOptions};

/// A client, and the server behind it if it is a made-up one.
pub(crate) struct Server {
    pub(crate) client: PlexClient,
    #[allow(dead_code, reason = "of use to some of the examples only")]
    pub(crate) words: Option<String>,
    demo: Option<Emulator>,
}

impl Server {
    /// Whether it is a made-up one.
    #[allow(dead_code, reason = "of use to some of the examples only")]
    pub(crate) fn is_demo(&self) -> bool {
        self.demo.is_some()
    }
}

/// The server that the command line and the environment name.
pub(crate) async fn of_command_line() -> Result<Server, Box<dyn std::error::Error>> {
    let (flags, words): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let words = (!words.is_empty()).then(|| words.join(" "));
    if flags.iter().any(|flag| flag == "--demo") {
        let television = PlayerOptions::new(PlayerKind::Television, "Living Room");
        let demo = Emulator::builder()
            .library(Library::sample())
            .player(television)
            .start()
            .await?;
        let client = PlexClient::connect(demo.url(), demo.token()).await?;
        return Ok(Server {
            client,
            words,
            demo: Some(demo),
        });
    }
    let url =
        std::env::var("PLEX_URL").map_err(|_| "set PLEX_URL and PLEX_TOKEN, or give --demo")?;
    let token = std::env::var("PLEX_TOKEN").unwrap_or_default();
    Ok(Server {
        client: PlexClient::connect(&url, token).await?,
        words,
        demo: None,
    })
}
