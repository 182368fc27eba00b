//! What is told.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::error::PlexError;
use crate::model::{
    ActivityNotification, PlayingNotification, Setting, StatusNotification, TimelineNotification,
    TranscodeSession,
};

/// Something that a server told, or that became of listening to it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// The server is listened to from now on. Nothing tells what happened before: look it up.
    Listening {
        /// The way by which it is.
        channel: Channel,
        /// How long it was not listened to; `None` at the beginning, when it was reached at once.
        away: Option<Duration>,
    },
    /// The server is not listened to any more, or could not be reached. It is tried again until it can;
    /// what happens meanwhile is not told.
    Away {
        /// Why, for the first time since it was listened to.
        cause: PlexError,
    },
    /// A playback has begun, gone on, changed or ended. Playbacks that go on are told of every ten seconds.
    Playing(PlayingNotification),
    /// An item is on its way into a library, has changed, or has gone.
    Timeline(TimelineNotification),
    /// An activity has begun, gone on or ended.
    Activity(ActivityNotification),
    /// A conversion has begun, gone on or ended.
    Transcode {
        /// Which of these.
        phase: TranscodePhase,
        /// The conversion. At its end little more than its key is known.
        session: Box<TranscodeSession>,
    },
    /// News for people, such as the end of a scan.
    Status(StatusNotification),
    /// A setting of the server has changed.
    Setting(Setting),
    /// A message of another type, or of one of these without what it should tell of: whole, as it came,
    /// but for tokens.
    Unknown {
        /// The type.
        event_type: String,
        /// The message.
        message: Value,
    },
    /// Something that is no message. It was skipped.
    Garbled {
        /// What is wrong with it.
        cause: PlexError,
    },
    /// Whoever reads was too slow for these, which stood before the next event of their kind.
    Dropped {
        /// Their kind.
        kind: EventKind,
        /// How many there were.
        count: u64,
    },
}

/// The kinds of events. Each has a queue of its own, so that a flood of one displaces none of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EventKind {
    /// What became of listening: [`Event::Listening`] and [`Event::Away`].
    Connection,
    /// [`Event::Playing`].
    Playing,
    /// [`Event::Timeline`].
    Timeline,
    /// [`Event::Activity`].
    Activity,
    /// [`Event::Transcode`].
    Transcode,
    /// [`Event::Status`].
    Status,
    /// [`Event::Setting`].
    Setting,
    /// [`Event::Unknown`].
    Unknown,
    /// [`Event::Garbled`].
    Garbled,
}

impl EventKind {
    pub(super) const ALL: [Self; 9] = [
        Self::Connection,
        Self::Playing,
        Self::Timeline,
        Self::Activity,
        Self::Transcode,
        Self::Status,
        Self::Setting,
        Self::Unknown,
        Self::Garbled,
    ];
}

impl Event {
    /// Returns the kind of this event; that of the dropped ones, where it tells of those.
    ///
    /// ```
    /// use plex_client::{Event, EventKind};
    ///
    /// assert_eq!(Event::Playing(Default::default()).kind(), EventKind::Playing);
    /// ```
    #[must_use]
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Listening { .. } | Self::Away { .. } => EventKind::Connection,
            Self::Playing(_) => EventKind::Playing,
            Self::Timeline(_) => EventKind::Timeline,
            Self::Activity(_) => EventKind::Activity,
            Self::Transcode { .. } => EventKind::Transcode,
            Self::Status(_) => EventKind::Status,
            Self::Setting(_) => EventKind::Setting,
            Self::Unknown { .. } => EventKind::Unknown,
            Self::Garbled { .. } => EventKind::Garbled,
            Self::Dropped { kind, .. } => *kind,
        }
    }
}

/// The ways by which a server is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Channel {
    /// The websocket, `/:/websockets/notifications`.
    #[default]
    Websocket,
    /// The event source, `/:/eventsource/notifications`, where websockets do not get through.
    EventSource,
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Websocket => "websocket",
            Self::EventSource => "event source",
        })
    }
}

/// What a conversion has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TranscodePhase {
    /// It has begun.
    Start,
    /// It goes on: told every five seconds or so.
    Update,
    /// It has ended.
    End,
}
