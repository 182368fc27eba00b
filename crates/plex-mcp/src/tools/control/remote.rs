//! What the tools that command players have in common.

use plex_client::{ItemType, MediaItem, PlayerState, Stream, StreamId};
use serde_json::Value;

use crate::{
    call::Call,
    clean,
    error::{ErrorKind, ToolError},
    name::{Meant, meant},
    plex::{
        find::KnownPlayer,
        players::{Medium, Playing},
    },
    view::{
        change::{ChangeView, NamedRow},
        playing::PlayingView,
    },
};

/// The number of sounds among a file's streams.
pub(super) const AUDIO: u32 = 2;

/// The number of subtitles among a file's streams.
pub(super) const SUBTITLES: u32 = 3;

/// Returns the kind of what an item is, for players.
pub(super) fn medium(item: &MediaItem) -> Medium {
    match item.item_type {
        ItemType::Track | ItemType::Album | ItemType::Artist => Medium::Music,
        ItemType::Photo => Medium::Photo,
        _ => Medium::Video,
    }
}

/// Returns the id by which a player is told something.
///
/// # Errors
///
/// `unsupported` for one of which nothing but a session without an id is known.
pub(super) fn id(player: &KnownPlayer) -> Result<&str, ToolError> {
    player.id.as_deref().ok_or_else(|| {
        ToolError::new(
            ErrorKind::Unsupported,
            format!("{} has no id to be told anything by", quoted(player)),
        )
    })
}

/// Returns a player's name in quotation marks.
pub(super) fn quoted(player: &KnownPlayer) -> String {
    clean::quoted(&player.name, 40)
}

/// Returns what a player does now, and what came of telling it something.
///
/// # Errors
///
/// What asking the server gives.
pub(super) async fn view(
    call: &Call,
    player: &KnownPlayer,
    now: Playing,
    change: ChangeView,
) -> Result<PlayingView, ToolError> {
    let item = match &now.item {
        Some(key) => match call
            .plex
            .details(key, &plex_client::DetailsQuery::new())
            .await
        {
            Ok(item) => NamedRow::of(&item),
            // What is no item of a library plays too.
            Err(_) => NamedRow::default(),
        },
        None => NamedRow::default(),
    };
    Ok(PlayingView {
        state: state(&now),
        player: Some(player.name.clone()),
        session_key: now.session_key.map(|key| key.to_string()),
        item,
        position_s: now.position_s,
        change_id: change.change_id,
        did: change.did,
        unchanged: change.unchanged.into_iter().next().map(|left| left.why),
        undo: change.undo,
        note: change.note,
        ..PlayingView::default()
    })
}

/// Returns what a player does in a word.
pub(super) fn state(now: &Playing) -> String {
    let state = now.state.as_ref().unwrap_or(&PlayerState::Stopped);
    clean::title(state.as_str()).unwrap_or_else(|| "unknown".to_owned())
}

/// Says what is seen of a player: `it is playing at 60 s`.
pub(super) fn seen(now: &Playing) -> String {
    match now.position_s {
        Some(at) => format!("it is {} at {at} s", state(now)),
        None => format!("it is {}", state(now)),
    }
}

/// Returns the stream of a kind that a language, a title or an id names.
///
/// # Errors
///
/// `invalid_argument` that lists those there are.
pub(super) fn stream(
    item: &MediaItem,
    kind: u32,
    argument: &str,
    wanted: &str,
) -> Result<StreamId, ToolError> {
    let parts = item.media.iter().take(1).flat_map(|media| &media.parts);
    let streams: Vec<&Stream> = parts
        .flat_map(|part| &part.streams)
        .filter(|stream| stream.stream_type == Some(kind) && stream.id.is_some())
        .collect();
    let names: [fn(&Stream) -> Option<&String>; 6] = [
        |stream| stream.language.as_ref(),
        |stream| stream.language_tag.as_ref(),
        |stream| stream.language_code.as_ref(),
        |stream| stream.title.as_ref(),
        |stream| stream.display_title.as_ref(),
        |stream| stream.extended_display_title.as_ref(),
    ];
    for name in names {
        let named: Vec<(&str, &StreamId)> = streams
            .iter()
            .filter_map(|stream| Some((name(stream)?.as_str(), stream.id.as_ref()?)))
            .collect();
        match meant(wanted, named, |(name, _)| name) {
            Meant::One((_, id)) => return Ok(id.clone()),
            // Several of one language: the first is the usual one.
            Meant::Several(several) => {
                if let Some((_, id)) = several.first() {
                    return Ok((*id).clone());
                }
            }
            Meant::Nothing => {}
        }
    }
    let ids = streams.iter().filter_map(|stream| stream.id.as_ref());
    if let Some(id) = ids.into_iter().find(|id| id.as_str() == wanted.trim()) {
        return Ok(id.clone());
    }
    let mut known: Vec<String> = Vec::new();
    for stream in &streams {
        let name = stream
            .language
            .as_deref()
            .or(stream.display_title.as_deref());
        let name = clean::quoted(name.unwrap_or("unknown language"), 40);
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let there = match known.as_slice() {
        [] => "nothing: it has none".to_owned(),
        known => format!("one of those it has: {}", known.join(", ")),
    };
    Err(ToolError::refused(argument, &Value::from(wanted), &there))
}

/// Tells whether a text asks for no subtitles.
pub(super) fn is_off(text: &str) -> bool {
    matches!(
        clean::folded(text).trim(),
        "off" | "none" | "no" | "false" | "0"
    )
}
