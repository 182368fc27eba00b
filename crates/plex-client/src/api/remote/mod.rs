//! Players as values that can be commanded.

mod command;
mod media;
mod playback;

use std::fmt;
use std::sync::Arc;

pub use media::{PlayRequest, StreamChoice, SubtitleChoice};
pub use playback::Volume;

use super::playlist_edits::PlaylistKind;
use crate::builder::checked;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::transport::Transport;

/// The longest client identifier that is taken for one.
const MAX_IDENTIFIER: usize = 256;

/// A player that commands can be sent to, by way of the server or [directly](Self::directly).
///
/// It is known by its client identifier, which [`players`](PlexClient::players),
/// [`sessions`](PlexClient::sessions) and plex.tv's list of an account's devices tell
/// (`machine_identifier`, `client_identifier`). A server passes commands on to those players that hold a
/// connection to it; many apps, and everything that plays by Chromecast, do not.
///
/// A player's "done" means that it took the command. Whether it did as it was told, its
/// [`timelines`](Self::timelines) and the server's [`sessions`](PlexClient::sessions) tell, a second or
/// more later.
///
/// Commands carry a growing number, by which players tell a new command from one that they have seen.
/// They are those of the client, [`CommandIds`](crate::CommandIds), so that clones of a player can be used side by side.
#[derive(Clone)]
#[must_use]
pub struct RemotePlayer {
    client: PlexClient,
    identifier: Box<str>,
    kind: PlaylistKind,
    /// The way to the player itself; by the server where there is none.
    way: Option<Arc<Transport>>,
}

impl PlexClient {
    /// Returns a player by its client identifier. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it can be no identifier.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// for found in client.players().await? {
    ///     if let Some(identifier) = &found.machine_identifier {
    ///         client.player(identifier)?.pause().await?;
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn player(&self, client_identifier: &str) -> Result<RemotePlayer> {
        let is_plain = !client_identifier.is_empty()
            && client_identifier.len() <= MAX_IDENTIFIER
            && client_identifier
                .bytes()
                .all(|byte| byte.is_ascii_graphic());
        if !is_plain {
            return Err(PlexError::invalid_argument(
                "player",
                "is not the identifier of a player: visible ASCII without spaces is",
            ));
        }
        Ok(RemotePlayer {
            client: self.clone(),
            identifier: client_identifier.into(),
            kind: PlaylistKind::Video,
            way: None,
        })
    }
}

impl RemotePlayer {
    /// Commands what the player plays of another kind than video.
    ///
    /// ```
    /// # fn example(player: plex_client::RemotePlayer) {
    /// let music = player.of_kind(plex_client::PlaylistKind::Audio);
    /// # }
    /// ```
    pub fn of_kind(mut self, kind: PlaylistKind) -> Self {
        self.kind = kind;
        self
    }

    /// Commands the player at an address of its own, such as `http://192.168.1.20:32500`, and not by way
    /// of the server: some that a server does not reach obey so, where they are on the same network, Plexamp and
    /// apps on Apple TV among them. Their addresses are among plex.tv's resources. The
    /// client's token does not go there: a player that is to play something is given one for a while, which
    /// [`transient_token`](PlexClient::transient_token) makes.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for an address that is neither http nor https, or holds more than one.
    ///
    /// ```
    /// # fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// let direct = player.directly("http://192.168.1.20:32500")?;
    /// # Ok(()) }
    /// ```
    pub fn directly(mut self, url: &str) -> Result<Self> {
        self.way = Some(self.client.way_to(&checked(url)?)?);
        Ok(self)
    }

    /// Returns its client identifier.
    #[must_use]
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Returns the word that players have for what it plays.
    fn medium(&self) -> &'static str {
        match self.kind {
            PlaylistKind::Audio => "music",
            other => other.as_str(),
        }
    }
}

impl fmt::Debug for RemotePlayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemotePlayer")
            .field("identifier", &self.identifier)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
