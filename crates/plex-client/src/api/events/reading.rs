//! Messages to events.

use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::event::{Event, TranscodePhase};
use crate::client::PlexClient;
use crate::error::PlexError;
use crate::model::Notification;
use crate::redact;
use crate::transport::request::Request;
use crate::wire::{self, Answer, Clean, DecodeError};

/// Reads a message: each thing it tells of is an event. `name` is the type that the channel names
/// beside it, if it does.
pub(super) fn events(
    client: &PlexClient,
    request: &Request,
    name: &str,
    message: &Bytes,
) -> Vec<Event> {
    let mut told: Notification = match client.read(request, message.clone()) {
        Ok(told) => told,
        Err(cause) => return vec![Event::Garbled { cause }],
    };
    if told.notification_type.is_empty() {
        name.clone_into(&mut told.notification_type);
    }
    let event_type = std::mem::take(&mut told.notification_type);
    // A sign of life tells nothing.
    if event_type == "ping" {
        return Vec::new();
    }
    let events = known(&event_type, told);
    if !events.is_empty() {
        return events;
    }
    vec![match client.read::<AsItCame>(request, message.clone()) {
        Ok(AsItCame(message)) if !event_type.is_empty() => Event::Unknown {
            event_type,
            // No model leaves out the tokens that stand in fields of their own.
            message: redact::without_tokens(message),
        },
        Ok(_) => Event::Garbled {
            cause: PlexError::Malformed {
                request: request.label(),
                source: DecodeError::new("it is a message of no type", ""),
            },
        },
        Err(cause) => Event::Garbled { cause },
    }]
}

/// Returns what a message of a known type tells of. Its type decides, where it has several lists.
fn known(event_type: &str, told: Notification) -> Vec<Event> {
    match event_type {
        "playing" => told.playing.into_iter().map(Event::Playing).collect(),
        "timeline" => told.timeline.into_iter().map(Event::Timeline).collect(),
        "activity" => told.activities.into_iter().map(Event::Activity).collect(),
        "status" => told.status.into_iter().map(Event::Status).collect(),
        "preference" => told.settings.into_iter().map(Event::Setting).collect(),
        "transcodeSession.start" => transcodes(told, TranscodePhase::Start),
        "transcodeSession.update" => transcodes(told, TranscodePhase::Update),
        "transcodeSession.end" => transcodes(told, TranscodePhase::End),
        _ => Vec::new(),
    }
}

fn transcodes(told: Notification, phase: TranscodePhase) -> Vec<Event> {
    let sessions = told.transcodes.into_iter();
    sessions
        .map(|session| Event::Transcode {
            phase,
            session: Box::new(session),
        })
        .collect()
}

/// A message as it came.
struct AsItCame(Value);

impl Answer for AsItCame {
    const ROOT: Option<&'static str> = None;

    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        Value::deserialize(document).map(Self)
    }

    fn of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Self, DecodeError> {
        wire::of_body(body, clean)
    }
}
