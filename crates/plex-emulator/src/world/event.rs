//! What has happened, for those who listen: a bounded log beside the world's version.
//!
//! A change of the world says what it did with [`World::tell`](super::World::tell) or one of the
//! `tell_…` methods next to it. Everybody who has subscribed gets it from then on; nothing is
//! replayed, as on a real server.

use std::sync::Arc;

use tokio::sync::broadcast::{Receiver, Sender, channel};

use super::account::AccountId;
use super::attribute::Value;

/// Events kept for a listener that falls behind. One that falls further behind loses the oldest,
/// and is told how many.
const KEPT: usize = 16_384;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// Counts the events of a server from 1.
    pub(crate) number: u64,
    /// Milliseconds since the epoch, by the emulator's clock.
    pub(crate) at_millis: i64,
    pub(crate) audience: Audience,
    pub(crate) change: Change,
}

/// Says who is told. The owner is told everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Owner,
    /// The account that it is about, and the owner.
    Account(AccountId),
    Everybody,
}

/// Says what happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// An item was created, changed or removed: a `timeline` entry.
    Item(ItemChange),
    /// Something under way began, went on or ended.
    Activity(ActivityChange),
    /// A player reported.
    Playback(PlaybackChange),
    /// A conversion began, went on or ended.
    Transcode(TranscodeChange),
    /// A preference was set; the value is as it is written.
    Preference { id: String, value: String },
    /// A scan of a library is over.
    ScanComplete { section: String },
    /// Something that a test wants told: its type, the name of its list, and what stands in that.
    Made {
        kind: String,
        list: String,
        notification: serde_json::Value,
    },
}

/// Says how far the server is with an item. PMS counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemState {
    Created,
    Matching,
    Downloading,
    Loading,
    Processing = 4,
    Processed,
    Deleted = 9,
}

impl ItemState {
    /// Returns the number that PMS gives it.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }
}

/// An entry of the timeline. Kept by value: the item may be gone when it is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemChange {
    pub(crate) rating_key: String,
    /// The kind's number; -1 when it is no longer known.
    pub(crate) kind: i64,
    /// The section's key; -1 when there is none.
    pub(crate) section: String,
    pub(crate) title: String,
    pub(crate) parent: Option<String>,
    /// The show of an episode, the artist of a track.
    pub(crate) root: Option<String>,
    pub(crate) state: ItemState,
    /// `created`, `queued`, `deleted`.
    pub(crate) metadata_state: Option<&'static str>,
    /// `analyzing`, `thumbnailing`.
    pub(crate) media_state: Option<&'static str>,
    /// Seconds since the epoch.
    pub(crate) updated_at: i64,
}

/// Says where something under way stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Started,
    Updated,
    Ended,
}

impl Phase {
    /// Returns PMS's word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Updated => "updated",
            Self::Ended => "ended",
        }
    }
}

/// The attributes of an activity's `Context`.
pub(crate) type ActivityContext = Vec<(&'static str, Value)>;

/// Holds what an activity said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ActivityChange {
    pub(crate) phase: Phase,
    pub(crate) uuid: String,
    /// `library.update.section`, `library.refresh.items`, `butler`, …
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) subtitle: String,
    /// In percent; -1 when it cannot be told.
    pub(crate) progress: i64,
    pub(crate) is_cancellable: bool,
    pub(crate) user: AccountId,
    /// The attributes of its `Context`; none when it has none yet.
    pub(crate) context: ActivityContext,
}

/// Holds what a player reported.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlaybackChange {
    pub(crate) session_key: String,
    pub(crate) client_identifier: String,
    pub(crate) guid: String,
    pub(crate) rating_key: String,
    /// Milliseconds.
    pub(crate) view_offset: i64,
    pub(crate) play_queue_item: Option<u32>,
    pub(crate) play_queue: Option<u32>,
    /// `playing`, `paused`, `buffering`, `stopped`.
    pub(crate) state: &'static str,
    /// The key of its conversion, if it has one.
    pub(crate) transcode: Option<String>,
}

/// Holds what a conversion said: its key is `/transcode/sessions/…`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TranscodeChange {
    pub(crate) phase: Phase,
    pub(crate) key: String,
    /// The session that it is for.
    pub(crate) session_key: String,
}

/// The log. Cheap to keep when nobody listens.
#[derive(Debug)]
pub(crate) struct Events {
    sender: Sender<Arc<Event>>,
    last: u64,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            sender: channel(KEPT).0,
            last: 0,
        }
    }
}

impl Events {
    /// Returns everything that happens from now on.
    pub(crate) fn subscribe(&self) -> Receiver<Arc<Event>> {
        self.sender.subscribe()
    }

    pub(super) fn add(&mut self, at_millis: i64, audience: Audience, change: Change) {
        self.last += 1;
        // Fails when nobody listens, which is no failure.
        let _ = self.sender.send(Arc::new(Event {
            number: self.last,
            at_millis,
            audience,
            change,
        }));
    }
}
