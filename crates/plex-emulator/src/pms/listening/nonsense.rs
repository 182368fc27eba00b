//! What listeners have to put up with: floods, and frames that make no sense.

use serde_json::json;

use crate::notification::Message;

/// Returns one of the many entries that a server tells of while it loads a guide for television.
pub(super) fn programme(number: u64, now: i64) -> Message {
    Message::new(
        "timeline",
        "TimelineEntry",
        json!({
            "identifier": "tv.plex.providers.epg.cloud:1",
            "sectionID": "-1",
            "itemID": (900_000 + number).to_string(),
            "type": 4,
            "title": format!("Programme {number}"),
            "state": 5,
            "updatedAt": now,
        }),
    )
}

/// Returns something whole of a type that nobody knows: another each time.
pub(super) fn unheard(number: u64) -> Message {
    let kinds = [
        ("provider.content.arrived", "ContentArrival"),
        ("media.scrobble.remote", "RemoteScrobble"),
        ("unheard.of", "Unheard"),
    ];
    let at = usize::try_from(number).unwrap_or(0) % kinds.len();
    let (kind, list) = kinds.get(at).copied().unwrap_or(("unheard.of", "Unheard"));
    Message::new(
        kind,
        list,
        json!({"number": number, "nested": {"list": [1, null, "three"]}}),
    )
}

/// Returns an entry that is so many bytes long: its title is.
pub(super) fn large(bytes: u64, now: i64) -> Message {
    let mut message = programme(0, now);
    let length = usize::try_from(bytes).unwrap_or(usize::MAX);
    let title = length.saturating_sub(message.frame().len());
    if let Some(entry) = message.notifications.first_mut() {
        let said = entry["title"].as_str().map_or(0, str::len);
        entry["title"] = json!("x".repeat(title + said));
    }
    message
}

/// Returns a frame that makes no sense: another each time.
pub(super) fn frame(number: u64) -> String {
    let frames = [
        "not JSON at all",
        "{\"NotificationContainer\":{\"type\":\"playing\",\"size\":1,\"PlaySess",
        "{\"Something\":[1,2,3]}",
        "{\"NotificationContainer\":{\"type\":\"unheard.of\",\"size\":1,\"Unheard\":[{}]}}",
        "{\"NotificationContainer\":{\"type\":\"playing\",\"size\":1}}",
        "[]",
        "{\"NotificationContainer\":{\"type\":\"timeline\",\"size\":1,\"TimelineEntry\":[{\"state\":\"x\",\"itemID\":{}}]}}",
    ];
    let at = usize::try_from(number).unwrap_or(0) % frames.len();
    frames.get(at).copied().unwrap_or("").to_owned()
}
