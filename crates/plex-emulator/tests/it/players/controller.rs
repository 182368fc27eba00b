//! Somebody with a remote control.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::ask;
use plex_emulator::{Emulator, Player};
use reqwest::Response;
use serde_json::Value;

/// A controller: it speaks to a player directly, or over the server.
pub(super) struct Controller<'e> {
    emulator: &'e Emulator,
    player: &'e Player,
    is_direct: bool,
    command: AtomicI64,
}

/// What was answered.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: u16,
    pub(super) text: String,
}

impl Said {
    /// The attributes of the timeline of a medium.
    pub(super) fn timeline(&self, medium: &str, attribute: &str) -> Option<String> {
        let document = roxmltree::Document::parse(&self.text)
            .unwrap_or_else(|error| panic!("{error}: {self:?}"));
        let mut nodes = document.descendants();
        let timeline = nodes
            .find(|node| node.has_tag_name("Timeline") && node.attribute("type") == Some(medium))?;
        timeline.attribute(attribute).map(str::to_owned)
    }
}

impl<'e> Controller<'e> {
    pub(super) fn direct(emulator: &'e Emulator, title: &str) -> Self {
        Self::new(emulator, title, true)
    }

    pub(super) fn over_server(emulator: &'e Emulator, title: &str) -> Self {
        Self::new(emulator, title, false)
    }

    fn new(emulator: &'e Emulator, title: &str, is_direct: bool) -> Self {
        Self {
            emulator,
            player: emulator.player(title).unwrap(),
            is_direct,
            command: AtomicI64::new(0),
        }
    }

    /// Sends a command with the next id.
    pub(super) async fn send(&self, path: &str) -> Said {
        let number = self.command.fetch_add(1, Ordering::SeqCst) + 1;
        let separator = if path.contains('?') { '&' } else { '?' };
        self.ask(&format!("{path}{separator}commandID={number}"))
            .await
    }

    /// Sends a request as it is.
    pub(super) async fn ask(&self, path: &str) -> Said {
        let response = self.request(path).await.unwrap();
        Said {
            status: response.status().as_u16(),
            text: response.text().await.unwrap_or_default(),
        }
    }

    pub(super) async fn request(&self, path: &str) -> reqwest::Result<Response> {
        let base = if self.is_direct {
            self.player.url().unwrap()
        } else {
            self.emulator.url()
        };
        ask::http()
            .get(format!("{base}{path}"))
            .header("X-Plex-Token", self.emulator.token())
            .header("X-Plex-Client-Identifier", "the-remote-control")
            .header(
                "X-Plex-Target-Client-Identifier",
                self.player.machine_identifier(),
            )
            .send()
            .await
    }

    /// Tells the player to play an item, as controllers do.
    pub(super) async fn play(&self, key: &str, more: &str) -> Said {
        let path = play_media(self.emulator, key, more);
        self.send(&path).await
    }

    /// The timeline of what it plays.
    pub(super) async fn timeline(&self, medium: &str, attribute: &str) -> Option<String> {
        self.send("/player/timeline/poll?wait=0")
            .await
            .timeline(medium, attribute)
    }

    pub(super) async fn state(&self, medium: &str) -> String {
        self.timeline(medium, "state").await.unwrap()
    }

    /// Its session on the server.
    pub(super) async fn session(&self) -> Option<Value> {
        let sessions = ask::json(self.emulator, "/status/sessions").await;
        let sessions = ask::list(&sessions["Metadata"]);
        sessions.into_iter().find(|session| {
            session["Player"]["machineIdentifier"] == self.player.machine_identifier()
        })
    }
}

pub(super) fn play_media(emulator: &Emulator, key: &str, more: &str) -> String {
    format!(
        "/player/playback/playMedia?machineIdentifier=5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920\
         &protocol=http&address=127.0.0.1&port={}&key=/library/metadata/{key}\
         &providerIdentifier=com.plexapp.plugins.library{more}",
        emulator.address().port()
    )
}
