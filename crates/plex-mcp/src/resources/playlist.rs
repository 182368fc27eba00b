//! `pms://playlist/{playlist_id}`.

use std::sync::Arc;

use plex_client::{ErrorKind, MediaItem, RatingKey};
use serde_json::{Value, json};

use super::{Content, Resource, Words, ask};
use crate::{
    call::Call,
    clean,
    error::ToolError,
    nearest::nearest,
    tools::{Tool, library::GetChildren},
};

/// How many of its items are shown.
const ITEMS: u32 = 200;

/// One playlist, and what is in it.
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
}

async fn read(call: Arc<Call>, wanted: String) -> Result<Content, ToolError> {
    let playlist = named(call.plex.playlists().await?, &wanted)?;
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

/// The playlist that has this id, or else this title.
fn named(playlists: Vec<MediaItem>, wanted: &str) -> Result<MediaItem, ToolError> {
    let folded = clean::folded(wanted);
    let of_id = |playlist: &MediaItem| {
        let key = playlist.rating_key.as_ref();
        key.is_some_and(|key| key.as_str() == wanted.trim())
    };
    let at = playlists.iter().position(of_id).or_else(|| {
        let of_title = |playlist: &MediaItem| clean::folded(&playlist.title) == folded;
        playlists.iter().position(of_title)
    });
    let titles: Vec<String> = playlists.iter().map(title).collect();
    at.and_then(|at| playlists.into_iter().nth(at))
        .ok_or_else(|| {
            let wanted = clean::line(wanted, 60);
            ToolError::new(
                ErrorKind::NotFound,
                format!(
                    "playlist_id: there is no playlist {}",
                    clean::quoted(&wanted, 60)
                ),
            )
            .meant(nearest(&wanted, titles.iter().map(String::as_str)))
        })
}

fn title(playlist: &MediaItem) -> String {
    clean::title(&playlist.title).unwrap_or_else(|| "(no title)".to_owned())
}
