//! `pms://playlist/{playlist_id}`.

use std::sync::Arc;

use plex_client::{MediaItem, RatingKey};
use serde_json::{Value, json};

use super::{
    resource::{Content, Resource, Words, ask},
    topic::Topic,
};
use crate::{
    call::Call,
    clean,
    error::ToolError,
    tools::{Tool, library::GetChildren},
};

/// How many of its items are shown.
const ITEMS: u32 = 200;

/// Returns one playlist, and what is in it.
pub(super) fn resource() -> Resource {
    Resource::read_by(
        Words {
            uri: "pms://playlist/{playlist_id}",
            name: "playlist",
            title: "One playlist",
            description: "One playlist of the token's owner, by id or title: what is in it, in order.",
            fresh_s: 60,
        },
        vec![Tool::of::<GetChildren>()],
        read,
    )
    .of_no_library()
    .about(Topic::Playlist)
}

async fn read(call: Arc<Call>, wanted: String) -> Result<Content, ToolError> {
    let playlist = call.plex.find_playlist("playlist_id", &wanted).await?;
    let key = playlist.rating_key.as_ref().map(RatingKey::as_str);
    let page = json!({"rating_key": key, "limit": ITEMS});
    let page = ask::<GetChildren>(Arc::clone(&call), page)
        .await?
        .structured;
    let mut view = json!({"playlist_id": key, "title": title(&playlist)});
    if let (Value::Object(view), Value::Object(page)) = (&mut view, page) {
        view.extend(page);
    }
    Ok(Content::Json(view))
}

fn title(playlist: &MediaItem) -> String {
    clean::title(&playlist.title).unwrap_or_else(|| "(no title)".to_owned())
}
