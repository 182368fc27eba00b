//! What plays on players, and what they are told.

use std::time::Duration;

use plex_client::{
    Millis, PlayQueueId, PlayQueueItemId, PlayRequest, PlayerState, PlaylistKind, PlexError,
    QueueQuery, RatingKey, RemotePlayer, RepeatMode, Result, Session, SessionId, SessionKey,
    StreamChoice, StreamId, SubtitleChoice, Timeline, Volume,
};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::Plex;

/// How long a player may take to tell what it does; some that the server does not reach never answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Holds what a player does now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Playing {
    /// `None` when nothing plays.
    pub(crate) state: Option<PlayerState>,
    pub(crate) item: Option<RatingKey>,
    pub(crate) position_s: Option<u64>,
    pub(crate) session_key: Option<SessionKey>,
    pub(crate) queue: Option<PlayQueueId>,
    pub(crate) entry: Option<PlayQueueItemId>,
    pub(crate) volume: Option<u32>,
    pub(crate) mute: Option<bool>,
    pub(crate) shuffle: Option<bool>,
    pub(crate) repeat: Option<u32>,
    pub(crate) audio: Option<StreamId>,
    pub(crate) subtitles: Option<StreamId>,
}

/// The kind of what plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Medium {
    Video,
    Music,
    Photo,
}

/// Says what a player that plays is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    Pause,
    Resume,
    Stop,
    /// Seconds from the beginning.
    Seek(u64),
    Next,
    Previous,
    /// From 0 to 100.
    Volume(u8),
    Mute(bool),
    Audio(StreamId),
    /// None for no subtitles.
    Subtitles(Option<StreamId>),
    Repeat(Repeat),
    Shuffle(bool),
}

/// Says what is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Repeat {
    Off,
    One,
    All,
}

/// Holds what a player is to play, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Program {
    /// What it begins with.
    pub(crate) item: RatingKey,
    pub(crate) medium: Medium,
    pub(crate) source: Source,
    /// Seconds from the beginning.
    pub(crate) position_s: u64,
    pub(crate) shuffle: bool,
    pub(crate) audio: Option<StreamId>,
    pub(crate) subtitles: Option<StreamId>,
}

/// Says where the queue comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// The item alone; an episode and those after it.
    Item {
        /// Whether what follows it is played after it.
        goes_on: bool,
    },
    /// A show, season, album or artist.
    Within(RatingKey),
    Collection(RatingKey),
    Playlist(RatingKey),
}

impl Medium {
    fn kind(self) -> PlaylistKind {
        match self {
            Self::Video => PlaylistKind::Video,
            Self::Music => PlaylistKind::Audio,
            Self::Photo => PlaylistKind::Photo,
        }
    }
}

impl Repeat {
    /// Returns Plex's number for it.
    pub(crate) fn number(self) -> u32 {
        self.mode().number()
    }

    fn mode(self) -> RepeatMode {
        match self {
            Self::Off => RepeatMode::Off,
            Self::One => RepeatMode::One,
            Self::All => RepeatMode::All,
        }
    }
}

impl Plex {
    /// Returns what a player does now, by what it says itself and by the server's sessions. What may not
    /// be shown does not play.
    ///
    /// # Errors
    ///
    /// The client's, where neither can be asked.
    pub(crate) async fn playing_on(&self, player: &str) -> Result<Playing> {
        let remote = self.client.player(player)?;
        let (sessions, told) = tokio::join!(self.sessions(), timeout(PATIENCE, remote.timelines()));
        let told = told.unwrap_or(Err(PlexError::PlayerNotReached {
            player: player.to_owned(),
        }));
        let session = match (sessions, &told) {
            (Ok(sessions), _) => sessions
                .into_iter()
                .find(|session| player_id(session) == Some(player)),
            // Who may not see the sessions of others may still ask a player.
            (Err(PlexError::Forbidden { .. }), Ok(_)) => None,
            (Err(error), _) => return Err(error),
        };
        let told = told.ok();
        let timeline = told.as_ref().and_then(|told| told.active());
        let timeline = match timeline.and_then(|timeline| timeline.rating_key.as_ref()) {
            Some(item) if self.check_item(item).await.is_err() => None,
            _ => timeline,
        };
        Ok(Playing::of(session.as_ref(), timeline))
    }

    /// Returns what a session plays.
    pub(crate) async fn playing_in(&self, session: &SessionKey) -> Result<Playing> {
        let sessions = self.sessions().await?;
        let session = sessions
            .iter()
            .find(|found| found.session_key.as_ref() == Some(session));
        Ok(Playing::of(session, None))
    }

    /// Tells a player what to do with what plays on it.
    pub(crate) async fn command(
        &self,
        player: &str,
        item: &RatingKey,
        medium: Medium,
        order: &Order,
    ) -> Result<()> {
        self.check_item(item).await?;
        let player = self.client.player(player)?.of_kind(medium.kind());
        match order {
            Order::Pause => player.pause().await,
            Order::Resume => player.play().await,
            Order::Stop => player.stop().await,
            Order::Seek(seconds) => player.seek(millis(*seconds)).await,
            Order::Next => player.skip_next().await,
            Order::Previous => player.skip_previous().await,
            Order::Volume(percent) => player.set_volume(Volume::new(*percent)?).await,
            Order::Mute(so) => player.set_mute(*so).await,
            Order::Audio(stream) => {
                let choice = StreamChoice::new().audio(stream.clone());
                player.set_streams(&choice).await
            }
            Order::Subtitles(stream) => {
                let choice = StreamChoice::new().subtitles(match stream {
                    Some(stream) => SubtitleChoice::Stream(stream.clone()),
                    None => SubtitleChoice::Off,
                });
                player.set_streams(&choice).await
            }
            Order::Repeat(what) => player.set_repeat(what.mode()).await,
            Order::Shuffle(so) => player.set_shuffle(*so).await,
        }
    }

    /// Makes a queue and has a player play it.
    pub(crate) async fn start(&self, player: &str, program: &Program) -> Result<()> {
        self.check_item(&program.item).await?;
        let kind = program.medium.kind();
        let query = match &program.source {
            Source::Item { goes_on } => {
                QueueQuery::items(kind, [program.item.clone()]).continuous(*goes_on)
            }
            Source::Within(whole) => {
                self.check_item(whole).await?;
                QueueQuery::items(kind, [whole.clone()])
            }
            Source::Collection(collection) => {
                self.check_item(collection).await?;
                QueueQuery::collection(kind, collection.clone())
            }
            // A playlist is of no library.
            Source::Playlist(playlist) if self.is_limited() => {
                return Err(super::visible::absent(playlist));
            }
            Source::Playlist(playlist) => QueueQuery::playlist(kind, playlist.clone()),
        };
        let query = match program.source {
            Source::Item { .. } => query,
            _ if program.shuffle => query,
            _ => query.start(program.item.clone()),
        };
        let query = query.shuffle(program.shuffle);
        let player = self.client.player(player)?;
        let queue = self.client.create_play_queue(&query).await?;
        let mut streams = StreamChoice::new();
        streams.audio.clone_from(&program.audio);
        streams.subtitles = program.subtitles.clone().map(SubtitleChoice::Stream);
        let request = PlayRequest::queue(&queue, kind)?
            .offset(millis(program.position_s))
            .streams(streams);
        match player.play_media(&request).await {
            // Some know only this, and have done nothing yet.
            Err(PlexError::PlayerNotReached { .. } | PlexError::Unsupported { .. })
                if self.makes_queues(&player).await =>
            {
                player.play_queue_of(&query, None).await
            }
            other => other,
        }
    }

    /// Tells whether the server is asked at an address that only this machine has.
    pub(crate) fn is_local(&self) -> bool {
        let host = self.client.url().host_str().unwrap_or_default();
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// Tells whether a player announces that it makes its queues itself.
    async fn makes_queues(&self, player: &RemotePlayer) -> bool {
        let players = self.players().await.unwrap_or_default();
        players.iter().any(|found| {
            let capabilities = found.protocol_capabilities.as_deref();
            found.machine_identifier.as_deref() == Some(player.identifier())
                && capabilities.is_some_and(|all| all.contains("playqueues-creation"))
        })
    }

    /// Ends a session in which an item plays.
    pub(crate) async fn end_session(
        &self,
        session: &SessionId,
        item: &RatingKey,
        reason: &str,
    ) -> Result<()> {
        self.check_item(item).await?;
        self.client.end_session(session, reason).await
    }
}

impl Playing {
    /// Puts together what the server and the player say. The player knows its position better; that it
    /// plays nothing, it may say too late.
    fn of(session: Option<&Session>, timeline: Option<&Timeline>) -> Self {
        let mut playing = Self::default();
        if let Some(session) = session {
            playing.state = session.player.as_ref().map(|player| player.state.clone());
            playing.item.clone_from(&session.item.rating_key);
            playing.position_s = session.view_offset().map(whole_seconds);
            playing.session_key.clone_from(&session.session_key);
        }
        if let Some(timeline) = timeline {
            playing.state = Some(timeline.state.clone());
            if timeline.rating_key.is_some() {
                playing.item.clone_from(&timeline.rating_key);
            }
            playing.position_s = timeline.time.map(whole_seconds).or(playing.position_s);
            playing.queue.clone_from(&timeline.play_queue_id);
            playing.entry.clone_from(&timeline.play_queue_item_id);
            playing.volume = timeline.volume;
            playing.mute = timeline.mute;
            playing.shuffle = timeline.shuffle;
            playing.repeat = timeline.repeat;
            playing.audio.clone_from(&timeline.audio_stream_id);
            playing.subtitles.clone_from(&timeline.subtitle_stream_id);
        }
        playing
    }
}

/// Returns the id of the player of a session.
pub(crate) fn player_id(session: &Session) -> Option<&str> {
    session.player.as_ref()?.machine_identifier.as_deref()
}

/// Returns a place in whole seconds; the beginning is one, too.
pub(crate) fn whole_seconds(at: Millis) -> u64 {
    at.get() / 1_000
}

fn millis(seconds: u64) -> Millis {
    Millis::new(seconds.saturating_mul(1_000))
}
