//! Players: what can be told to play, and what cannot.

use plex_client::{Endpoint, Player, Session};
use schemars::JsonSchema;
use serde::Serialize;

use super::session;
use crate::clean;

/// Why commands do not reach a player that only plays.
pub(crate) const NOT_ANNOUNCED: &str = "it plays, but does not announce itself to this server, so commands do not reach it: many apps \
     have remote control off, or none";

/// Why a player that announces itself takes no commands.
pub(crate) const NO_PLAYBACK: &str = "it announces no playback control";

/// A player.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct PlayerView {
    /// Its name.
    player: String,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) player_id: Option<String>,
    /// The app, e.g. Plex for Apple TV.
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<String>,
    /// phone, tv, pc, …
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    /// Whether it can be controlled now.
    pub(crate) controllable: bool,
    /// What it can be told: playback, timeline, navigation, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    can: Vec<String>,
    /// What it plays now.
    #[serde(skip_serializing_if = "Option::is_none")]
    playing: Option<String>,
    /// Who plays it.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// Why it cannot be controlled.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl PlayerView {
    /// Returns a player that announces itself to the server, and what it plays.
    pub(crate) fn announced(player: &Endpoint, session: Option<&Session>) -> Self {
        let can = capabilities(player.protocol_capabilities.as_deref());
        let controllable = takes_commands(player);
        Self {
            player: name_of_endpoint(player),
            player_id: text(&player.machine_identifier),
            app: text(&player.product),
            device: text(&player.device_class),
            controllable,
            can,
            playing: session.map(playing),
            user: session.and_then(session::user),
            reason: (!controllable).then(|| NO_PLAYBACK.to_owned()),
        }
    }

    /// Returns a player that plays, but does not announce itself.
    pub(crate) fn seen(player: &Player, session: &Session) -> Self {
        Self {
            player: name_of_player(player),
            player_id: text(&player.machine_identifier),
            app: text(&player.product),
            device: text(&player.device),
            playing: Some(playing(session)),
            user: session::user(session),
            reason: Some(NOT_ANNOUNCED.to_owned()),
            ..Self::default()
        }
    }
}

/// Returns what a session plays, in a few words.
fn playing(session: &Session) -> String {
    let item = super::named::NamedView::of(&session.item);
    match (item.show, item.episode, item.artist) {
        (Some(show), Some(episode), _) => format!("{show} {episode}"),
        (_, _, Some(artist)) => format!("{artist}: {}", item.title),
        _ => item.title,
    }
}

/// Tells whether a player announces that it can be told what to play.
pub(crate) fn takes_commands(player: &Endpoint) -> bool {
    let can = capabilities(player.protocol_capabilities.as_deref());
    can.iter().any(|word| word == "playback")
}

/// Returns what a player that announces itself is called.
pub(crate) fn name_of_endpoint(player: &Endpoint) -> String {
    name([&player.name, &player.product, &None])
}

/// Returns what the player of a session is called.
pub(crate) fn name_of_player(player: &Player) -> String {
    name([&player.title, &player.product, &player.device])
}

fn capabilities(list: Option<&str>) -> Vec<String> {
    let words = list.unwrap_or_default().split(',');
    words.filter_map(clean::title).take(12).collect()
}

fn name(names: [&Option<String>; 3]) -> String {
    names
        .into_iter()
        .find_map(text)
        .unwrap_or_else(|| "(no name)".to_owned())
}

fn text(text: &Option<String>) -> Option<String> {
    text.as_deref().and_then(clean::title)
}
