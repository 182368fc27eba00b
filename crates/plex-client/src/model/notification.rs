//! The messages that a server sends by itself, over its event source or its notification websocket.

use serde::Deserializer;

use super::kind::PlayerState;
use super::server::{Activity, Setting};
use super::session::TranscodeSession;
use crate::id::{ActivityId, LibraryKey, RatingKey, SessionKey};
use crate::time::{Millis, Timestamp};
use crate::wire::answer::InList;
use crate::wire::object::{Whole, model};
use crate::wire::{self, Answer, Clean, DecodeError};

model! {
    /// One message. Only what its type brings is there.
    pub struct Notification {
        /// What it is about: `playing`, `timeline`, `activity`, `status`, …
        notification_type: String = "type",
        /// How many things it tells of.
        size: Option<u64> = "size",
        /// Playbacks that have changed, of type `playing`.
        playing: Vec<PlayingNotification> = "PlaySessionStateNotification",
        /// Items that have changed, of type `timeline`.
        timeline: Vec<TimelineNotification> = "TimelineEntry",
        /// Activities that have changed, of type `activity`.
        activities: Vec<ActivityNotification> = "ActivityNotification",
        /// News for people, of type `status`.
        status: Vec<StatusNotification> = "StatusNotification",
        /// Conversions that have changed, of the types `transcodeSession.…`.
        transcodes: Vec<TranscodeSession> = "TranscodeSession",
        /// Settings that have changed, of type `preference`.
        settings: Vec<Setting> = "Setting",
    }
}

model! {
    /// A playback that has changed.
    pub struct PlayingNotification {
        /// The playback.
        session_key: Option<SessionKey> = "sessionKey",
        /// The client identifier of the player.
        client_identifier: Option<String> = "clientIdentifier",
        /// The item.
        rating_key: Option<RatingKey> = "ratingKey",
        /// What the item is to every server.
        guid: Option<String> = "guid",
        /// Path of the item.
        key: Option<String> = "key",
        /// How far it has got.
        view_offset: Option<Millis> = "viewOffset",
        /// What the player is doing.
        state: PlayerState = "state",
        /// Its conversion.
        transcode_session: Option<String> = "transcodeSession",
    }
}

model! {
    /// An item that has changed.
    pub struct TimelineNotification {
        /// Who tells, such as `com.plexapp.plugins.library`.
        identifier: Option<String> = "identifier",
        /// The library.
        section_id: Option<LibraryKey> = "sectionID",
        /// The item.
        item_id: Option<RatingKey> = "itemID",
        /// The item it is in.
        parent_item_id: Option<RatingKey> = "parentItemID",
        /// The show or artist it is of.
        root_item_id: Option<RatingKey> = "rootItemID",
        /// The number of its type.
        type_number: Option<u32> = "type",
        /// Its title.
        title: Option<String> = "title",
        /// 0 made, 1 to 4 on the way, 5 done, 9 gone.
        state: Option<u32> = "state",
        /// What is done to its file.
        media_state: Option<String> = "mediaState",
        /// What is done to its metadata.
        metadata_state: Option<String> = "metadataState",
        /// When it changed.
        updated_at: Option<Timestamp> = "updatedAt",
    }
}

model! {
    /// An activity that has changed.
    pub struct ActivityNotification {
        /// `started`, `updated`, `progress` or `ended`.
        event: String = "event",
        /// The activity's id.
        uuid: Option<ActivityId> = "uuid",
        /// The activity.
        activity: Option<Activity> = "Activity",
    }
}

model! {
    /// News for people.
    pub struct StatusNotification {
        /// Title.
        title: Option<String> = "title",
        /// Text.
        description: Option<String> = "description",
        /// What it is about, such as `LIBRARY_UPDATE`.
        notification_name: Option<String> = "notificationName",
    }
}

model! {
    /// A message in its wrapper, or without one, as servers before 2017 and the event stream send it.
    pub(crate) struct Frame {
        /// What is in the wrapper.
        wrapped: Option<Notification> = "NotificationContainer",
        ..
        /// What is not.
        bare: Notification,
    }
}

impl Answer for Notification {
    const ROOT: Option<&'static str> = None;

    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        let frame: Frame = serde::de::DeserializeSeed::deserialize(Whole::default(), document)?;
        Ok(frame.wrapped.unwrap_or(frame.bare))
    }

    fn of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Self, DecodeError> {
        wire::of_body(body, clean)
    }
}

impl InList for Notification {
    fn list_of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Vec<Self>, DecodeError> {
        wire::of_body(body, clean)
    }
}
