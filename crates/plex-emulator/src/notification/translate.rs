//! From what happened to what is told.

use serde_json::{Map, Value, json};

use super::message::Message;
use crate::world::{
    self, ActivityChange, Change, ItemChange, Phase, PlaybackChange, Session, TranscodeChange,
    World,
};

/// The library's name among the sources of metadata.
const LIBRARY: &str = "com.plexapp.plugins.library";

/// Returns what a change is told as. The world is asked for what the change does not carry.
pub(crate) fn message(change: &Change, world: &World, now_millis: i64) -> Message {
    match change {
        Change::Item(item) => Message::new("timeline", "TimelineEntry", timeline(item)),
        Change::Activity(change) => {
            Message::new("activity", "ActivityNotification", activity(change))
        }
        Change::Playback(change) => {
            Message::new("playing", "PlaySessionStateNotification", playback(change))
        }
        Change::Transcode(change) => transcode(change, world, now_millis),
        Change::Preference { id, value } => {
            Message::new("preference", "Setting", setting(world, id, value))
        }
        Change::Made {
            kind,
            list,
            notification,
        } => Message::new(kind.clone(), list.clone(), notification.clone()),
        Change::ScanComplete { .. } => Message::new(
            "status",
            "StatusNotification",
            json!({
                "title": "Library scan complete",
                "description": "",
                "notificationName": "LIBRARY_UPDATE",
            }),
        ),
    }
}

fn timeline(item: &ItemChange) -> Value {
    let mut entry = json!({
        "identifier": LIBRARY,
        "sectionID": item.section,
        "itemID": item.rating_key,
        "type": item.kind,
        "title": item.title,
        "state": item.state.number(),
        "updatedAt": item.updated_at,
    });
    let more = [
        ("parentItemID", item.parent.as_deref()),
        ("rootItemID", item.root.as_deref()),
        ("metadataState", item.metadata_state),
        ("mediaState", item.media_state),
    ];
    if let Some(entry) = entry.as_object_mut() {
        for (name, value) in more {
            if let Some(value) = value {
                entry.insert(name.to_owned(), json!(value));
            }
        }
    }
    entry
}

fn activity(change: &ActivityChange) -> Value {
    let mut activity = json!({
        "uuid": change.uuid,
        "type": change.kind,
        "cancellable": change.is_cancellable,
        "userID": change.user.0,
        "title": change.title,
        "subtitle": change.subtitle,
        "progress": change.progress,
    });
    if let (Some(activity), false) = (activity.as_object_mut(), change.context.is_empty()) {
        let context: Map<String, Value> = change
            .context
            .iter()
            .map(|(name, value)| ((*name).to_owned(), plain(value)))
            .collect();
        activity.insert("Context".to_owned(), Value::Object(context));
    }
    json!({"event": change.phase.name(), "uuid": change.uuid, "Activity": activity})
}

fn playback(change: &PlaybackChange) -> Value {
    let mut notification = json!({
        "sessionKey": change.session_key,
        "clientIdentifier": change.client_identifier,
        "guid": change.guid,
        "ratingKey": change.rating_key,
        "url": "",
        "key": format!("/library/metadata/{}", change.rating_key),
        "viewOffset": change.view_offset,
        "state": change.state,
    });
    if let Some(notification) = notification.as_object_mut() {
        let mut set = |name: &str, value: Value| notification.insert(name.to_owned(), value);
        if let Some(item) = change.play_queue_item {
            set("playQueueItemID", json!(item));
        }
        if let Some(queue) = change.play_queue {
            set("playQueueID", json!(queue));
        }
        if let Some(key) = &change.transcode {
            let key = key.rsplit('/').next().unwrap_or(key);
            set("transcodeSession", json!(key));
        }
    }
    notification
}

/// Returns a session as its player reports it from time to time.
pub(crate) fn playing(world: &World, session: &Session, now_millis: i64) -> Message {
    let change = world.playback_change(session, session.state.name(), now_millis);
    Message::new("playing", "PlaySessionStateNotification", playback(&change))
}

/// Returns the conversion of a session as it is told of from time to time, if it has one.
pub(crate) fn transcoding(world: &World, session: &Session, now_millis: i64) -> Option<Message> {
    session.transcode.as_ref()?;
    let facts = converting(world, session, now_millis);
    Some(Message::new(
        "transcodeSession.update",
        "TranscodeSession",
        Value::Object(facts),
    ))
}

fn transcode(change: &TranscodeChange, world: &World, now_millis: i64) -> Message {
    let kind = match change.phase {
        Phase::Started => "transcodeSession.start",
        Phase::Updated => "transcodeSession.update",
        Phase::Ended => "transcodeSession.end",
    };
    let session = world
        .sessions
        .iter()
        .find(|session| session.key == change.session_key);
    let mut facts = session.map_or_else(Map::new, |session| converting(world, session, now_millis));
    let key = change.key.rsplit('/').next().unwrap_or(&change.key);
    facts.insert("key".to_owned(), json!(key));
    Message::new(kind, "TranscodeSession", Value::Object(facts))
}

/// Returns what is said of a session's conversion.
fn converting(world: &World, session: &Session, now_millis: i64) -> Map<String, Value> {
    let mut facts = Map::new();
    for (name, value) in session.transcode.iter().flat_map(|facts| facts.iter()) {
        facts.insert(world.names.text(name).to_owned(), plain(value));
    }
    if let Some(Value::String(key)) = facts.get("key") {
        let short = key.rsplit('/').next().unwrap_or(key).to_owned();
        facts.insert("key".to_owned(), json!(short));
    }
    let item = world.items.get(session.item);
    let duration = item
        .and_then(world::Item::duration)
        .filter(|duration| *duration > 0);
    if let Some(duration) = duration {
        let position = session.position(now_millis, Some(duration));
        let ahead = (position + 60_000).min(duration);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a film fit")]
        let percent = (ahead as f64 * 1000.0 / duration as f64).round() / 10.0;
        facts.insert("progress".to_owned(), json!(percent));
        facts.insert("duration".to_owned(), json!(duration));
        facts.insert("remaining".to_owned(), json!((duration - ahead) / 1000));
        facts.insert("complete".to_owned(), json!(ahead == duration));
    }
    let usual = [
        ("throttled", json!(true)),
        ("complete", json!(false)),
        ("progress", json!(-1)),
        ("size", json!(-22)),
        ("speed", json!(0)),
        ("error", json!(false)),
        ("context", json!("streaming")),
        ("transcodeHwRequested", json!(false)),
    ];
    for (name, value) in usual {
        facts.entry(name).or_insert(value);
    }
    facts
}

fn plain(value: &world::Value) -> Value {
    match value {
        world::Value::Text(text) => json!(&**text),
        world::Value::Int(number) => json!(number),
        world::Value::Float(number) => json!(number),
        world::Value::Bool(flag) => json!(flag),
    }
}

/// Returns a preference as its own list has it.
fn setting(world: &World, id: &str, value: &str) -> Value {
    let Some(held) = world.preferences.get(id) else {
        return json!({"id": id, "value": value});
    };
    let mut held = held.clone();
    held.set(value);
    let mut setting = json!({
        "id": held.id,
        "label": held.label,
        "summary": held.summary,
        "type": held.kind,
        "default": plain(&held.default),
        "value": plain(&held.value),
        "hidden": held.is_hidden,
        "advanced": held.is_advanced,
        "group": held.group,
    });
    if let (Some(setting), Some(choices)) = (setting.as_object_mut(), held.choices) {
        setting.insert("enumValues".to_owned(), json!(choices));
    }
    setting
}
