//! A playback that is under way.

use plex_client::{MediaItem, Player, Session};
use schemars::JsonSchema;
use serde::Serialize;

use super::{delivery::Delivery, format, named::NamedView};
use crate::{clean, time};

/// Who plays what where, and how it is delivered.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SessionView {
    /// The session's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    session_key: Option<String>,
    /// What plays.
    #[serde(flatten)]
    item: NamedView,
    /// How long it runs, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_s: Option<u64>,
    /// How far it was played, in seconds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    position_s: Option<u64>,
    /// Who plays it.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// Where: the player's name and its app.
    #[serde(skip_serializing_if = "Option::is_none")]
    player: Option<String>,
    /// playing, paused or buffering.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// How much was played, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    progress_percent: Option<f64>,
    /// How it is delivered.
    #[serde(flatten)]
    delivery: Delivery,
    /// Kilobits a second reserved for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    bandwidth_kbps: Option<u64>,
    /// lan (at home), wan (over the internet) or cellular.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
}

impl SessionView {
    /// Returns a session, and the item it plays as the library has it where that is known.
    pub(crate) fn of(session: &Session, source: Option<&MediaItem>) -> Self {
        let duration_s = session.item.duration.and_then(time::seconds);
        let position_s = session.item.view_offset.and_then(time::seconds);
        let progress = duration_s.and_then(|all| format::percent(position_s.unwrap_or(0), all));
        let info = session.session.as_ref();
        Self {
            session_key: session.session_key.as_ref().map(ToString::to_string),
            item: NamedView::of(&session.item),
            duration_s,
            position_s,
            user: user(session),
            player: session.player.as_ref().and_then(player),
            state: session
                .player
                .as_ref()
                .and_then(|player| clean::title(player.state.as_str())),
            progress_percent: progress,
            delivery: Delivery::of(session, source),
            bandwidth_kbps: info
                .and_then(|info| info.bandwidth)
                .filter(|kbps| *kbps > 0),
            location: info
                .and_then(|info| info.location.as_deref())
                .and_then(clean::title),
        }
    }
}

/// Returns the name of who plays.
pub(crate) fn user(session: &Session) -> Option<String> {
    session
        .user
        .as_ref()?
        .title
        .as_deref()
        .and_then(clean::title)
}

/// Writes `Living room (Plex for Apple TV)`.
fn player(player: &Player) -> Option<String> {
    let text = |text: &Option<String>| text.as_deref().and_then(clean::title);
    match (text(&player.title), text(&player.product)) {
        (Some(title), Some(product)) if title != product => Some(format!("{title} ({product})")),
        (Some(name), _) | (None, Some(name)) => Some(name),
        (None, None) => text(&player.device),
    }
}
