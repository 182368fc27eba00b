//! Play queues, and what a player says of itself.

use super::item::MediaItem;
use super::kind::PlayerState;
use crate::id::{PlayQueueId, PlayQueueItemId, RatingKey, StreamId};
use crate::time::Millis;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// Holds what is to be played, one thing after another, as the server keeps it for players.
    pub struct PlayQueue {
        /// Its id.
        id: Option<PlayQueueId> = "playQueueID",
        /// The entry that plays, or is to.
        selected: Option<PlayQueueItemId> = "playQueueSelectedItemID",
        /// How many entries come before that one.
        selected_offset: Option<u64> = "playQueueSelectedItemOffset",
        /// The item of that entry.
        selected_key: Option<RatingKey> = "playQueueSelectedMetadataItemID",
        /// The last entry of those added to be played next.
        last_added: Option<PlayQueueItemId> = "playQueueLastAddedItemID",
        /// Whether it is shuffled.
        shuffled: Option<bool> = "playQueueShuffled",
        /// The address that it was made from.
        source: Option<String> = "playQueueSourceURI",
        /// How many entries it has in all; `items` are those around the selected one.
        total: Option<u64> = "playQueueTotalCount",
        /// Grows with every change.
        version: Option<u64> = "playQueueVersion",
        /// Entries, each with its `play_queue_item_id`.
        items: Vec<MediaItem> = "Metadata" | "Video" | "Track" | "Photo" | "Directory",
    }
}

model! {
    /// Holds what a player says of itself, medium by medium.
    pub struct Timelines {
        /// The last command of the asker's that it took.
        command_id: Option<u64> = "commandID",
        /// Where its screen is, such as `navigation` or `fullScreenVideo`.
        location: Option<String> = "location",
        /// One for each medium, or fewer: players differ.
        timelines: Vec<Timeline> = "Timeline",
    }
}

impl Timelines {
    /// Returns the timeline of what plays, waits or is paused; `None` when nothing is.
    ///
    /// ```
    /// use plex_client::{Timelines, wire::answer};
    ///
    /// let told: Timelines = answer(
    ///     br#"<MediaContainer commandID="7"><Timeline type="music" state="stopped"/>
    ///         <Timeline type="video" state="paused" time="90000" ratingKey="18"/></MediaContainer>"#,
    /// )
    /// .unwrap();
    /// assert_eq!(told.active().and_then(|timeline| timeline.time.map(|time| time.as_secs())), Some(90));
    /// ```
    #[must_use]
    pub fn active(&self) -> Option<&Timeline> {
        self.timelines.iter().find(|timeline| {
            matches!(
                timeline.state,
                PlayerState::Playing | PlayerState::Paused | PlayerState::Buffering
            )
        })
    }
}

model! {
    /// Holds what a player says of one medium.
    pub struct Timeline {
        /// `video`, `music` or `photo`.
        medium: String = "type",
        /// What it is doing.
        state: PlayerState = "state",
        /// How far it has got.
        time: Option<Millis> = "time",
        /// Length of what plays.
        duration: Option<Millis> = "duration",
        /// The item that plays.
        rating_key: Option<RatingKey> = "ratingKey",
        /// Path of the item on its server.
        key: Option<String> = "key",
        /// Path of what it plays from, such as `/playQueues/5`.
        container_key: Option<String> = "containerKey",
        /// What the item is the world over.
        guid: Option<String> = "guid",
        /// The server that the item is on.
        machine_identifier: Option<String> = "machineIdentifier",
        /// The queue that it plays.
        play_queue_id: Option<PlayQueueId> = "playQueueID",
        /// The entry of the queue that plays.
        play_queue_item_id: Option<PlayQueueItemId> = "playQueueItemID",
        /// How often the queue had changed when the player last looked.
        play_queue_version: Option<u64> = "playQueueVersion",
        /// What it can be told to do with it, separated by commas.
        controllable: Option<String> = "controllable",
        /// How loud it is, 0 to 100.
        volume: Option<u32> = "volume",
        /// Whether it is mute.
        mute: Option<bool> = "mute",
        /// Whether it plays in any order.
        shuffle: Option<bool> = "shuffle",
        /// 0 when nothing is repeated, 1 for this item, 2 for the queue.
        repeat: Option<u32> = "repeat",
        /// The sound that is heard.
        audio_stream_id: Option<StreamId> = "audioStreamID",
        /// The subtitles that are shown; `0` for none.
        subtitle_stream_id: Option<StreamId> = "subtitleStreamID",
        /// The picture that is seen.
        video_stream_id: Option<StreamId> = "videoStreamID",
        /// Whether it goes on with what follows.
        auto_play: Option<bool> = "autoPlay",
    }
}

answer_under!(PlayQueue = "MediaContainer", Timelines = "MediaContainer");
