//! What a player that plays can be told.

use super::super::play_queues::RepeatMode;
use super::RemotePlayer;
use crate::error::{PlexError, Result};
use crate::id::{PlayQueueId, PlayQueueItemId, RatingKey};
use crate::time::Millis;
use crate::transport::request::flag;

/// Says how loud a player is, from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Volume(u8);

impl Volume {
    /// Takes a volume from 0, silent, to 100.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for more than 100.
    ///
    /// ```
    /// use plex_client::Volume;
    ///
    /// assert_eq!(Volume::new(35)?.percent(), 35);
    /// assert!(Volume::new(101).is_err());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn new(percent: u8) -> Result<Self> {
        if percent <= 100 {
            Ok(Self(percent))
        } else {
            Err(PlexError::invalid_argument(
                "volume",
                "must be from 0 to 100",
            ))
        }
    }

    /// Returns the volume, from 0 to 100.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

impl RemotePlayer {
    /// Pauses what plays: `GET /player/playback/pause`.
    ///
    /// # Errors
    ///
    /// [`PlexError::PlayerNotReached`] when the server does not reach the player, or the player knows no such
    /// command; [`PlexError::Refused`] and [`PlexError::PlayerRefused`] when the player does not take it; [`PlexError::OutcomeUnknown`]
    /// when the answer was lost, which is also how a sleeping player is silent; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.pause().await?;
    /// # Ok(()) }
    /// ```
    pub async fn pause(&self) -> Result<()> {
        self.tell(self.command("playback/pause")).await
    }

    /// Goes on with what is paused: `GET /player/playback/play`.
    /// Some players take it, as [`pause`](Self::pause), for the one command that changes between the two: look at
    /// what it does first.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.play().await?;
    /// # Ok(()) }
    /// ```
    pub async fn play(&self) -> Result<()> {
        self.tell(self.command("playback/play")).await
    }

    /// Stops what plays: `GET /player/playback/stop`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.stop().await?;
    /// # Ok(()) }
    /// ```
    pub async fn stop(&self) -> Result<()> {
        self.tell(self.command("playback/stop")).await
    }

    /// Goes to the next entry of the queue: `GET /player/playback/skipNext`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.skip_next().await?;
    /// # Ok(()) }
    /// ```
    pub async fn skip_next(&self) -> Result<()> {
        self.tell(self.command("playback/skipNext")).await
    }

    /// Goes to the entry of the queue before, or to the beginning of this one: `GET /player/playback/skipPrevious`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.skip_previous().await?;
    /// # Ok(()) }
    /// ```
    pub async fn skip_previous(&self) -> Result<()> {
        self.tell(self.command("playback/skipPrevious")).await
    }

    /// Goes a little forward, usually 30 seconds: `GET /player/playback/stepForward`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.step_forward().await?;
    /// # Ok(()) }
    /// ```
    pub async fn step_forward(&self) -> Result<()> {
        self.tell(self.command("playback/stepForward")).await
    }

    /// Goes a little back, usually 10 seconds: `GET /player/playback/stepBack`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.step_back().await?;
    /// # Ok(()) }
    /// ```
    pub async fn step_back(&self) -> Result<()> {
        self.tell(self.command("playback/stepBack")).await
    }

    /// Goes to a place, counted from the beginning: `GET /player/playback/seekTo`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// use plex_client::Millis;
    ///
    /// player.seek(Millis::new(90_000)).await?;
    /// # Ok(()) }
    /// ```
    pub async fn seek(&self, to: Millis) -> Result<()> {
        let command = self.command("playback/seekTo");
        self.tell(command.query("offset", to.get().to_string()))
            .await
    }

    /// Goes to an item of the queue: `GET /player/playback/skipTo`. Its entry says which, where the queue has the
    /// item more than once.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer,
    /// # episode: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// player.skip_to(&episode, None).await?;
    /// # Ok(()) }
    /// ```
    pub async fn skip_to(&self, item: &RatingKey, entry: Option<&PlayQueueItemId>) -> Result<()> {
        let command = self
            .command("playback/skipTo")
            .query("key", format!("/library/metadata/{item}"))
            .query_some("playQueueItemID", entry.map(PlayQueueItemId::as_str));
        self.tell(command).await
    }

    /// Makes it louder or less loud: `GET /player/playback/setParameters`. Many players have no volume of their
    /// own and say "done" all the same.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// use plex_client::Volume;
    ///
    /// player.set_volume(Volume::new(35)?).await?;
    /// # Ok(()) }
    /// ```
    pub async fn set_volume(&self, volume: Volume) -> Result<()> {
        self.parameter("volume", &volume.percent().to_string())
            .await
    }

    /// Makes it mute, or not: `GET /player/playback/setParameters`. Few players know it, and those that do not
    /// say "done" all the same: `mute` in its timeline tells. Volume 0 is understood by more.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.set_mute(true).await?;
    /// # Ok(()) }
    /// ```
    pub async fn set_mute(&self, mute: bool) -> Result<()> {
        self.parameter("mute", flag(mute)).await
    }

    /// Repeats what plays, the queue, or nothing: `GET /player/playback/setParameters`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// use plex_client::RepeatMode;
    ///
    /// player.set_repeat(RepeatMode::All).await?;
    /// # Ok(()) }
    /// ```
    pub async fn set_repeat(&self, repeat: RepeatMode) -> Result<()> {
        self.parameter("repeat", &repeat.number().to_string()).await
    }

    /// Plays the queue in any order, or in its own: `GET /player/playback/setParameters`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// player.set_shuffle(false).await?;
    /// # Ok(()) }
    /// ```
    pub async fn set_shuffle(&self, shuffle: bool) -> Result<()> {
        self.parameter("shuffle", flag(shuffle)).await
    }

    /// Has it look at its queue, which was changed: `GET /player/playback/refreshPlayQueue`.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer,
    /// # queue: plex_client::PlayQueueId) -> Result<(), plex_client::PlexError> {
    /// player.refresh_play_queue(&queue).await?;
    /// # Ok(()) }
    /// ```
    pub async fn refresh_play_queue(&self, queue: &PlayQueueId) -> Result<()> {
        let command = self.command("playback/refreshPlayQueue");
        self.tell(command.query("playQueueID", queue.as_str()))
            .await
    }

    async fn parameter(&self, name: &str, value: &str) -> Result<()> {
        let command = self.command("playback/setParameters");
        self.tell(command.query(name, value)).await
    }
}
