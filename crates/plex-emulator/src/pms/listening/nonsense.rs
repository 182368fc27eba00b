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
