//! How it stands at a moment.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use plex_client::{Activity, ActivityId, MediaItem, PlayerState, Session, SessionKey};
use serde::Serialize;
use tokio::time::Instant;

use crate::{clean, time, view::named::NamedView, view::session};

/// Arrivals that are remembered.
const ARRIVALS: usize = 8;

/// How it stands on the server. Texts are of one line and hold no control characters.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Scene {
    /// Whether the server is listened to.
    pub is_listening: bool,
    /// What plays, by session.
    pub sessions: BTreeMap<SessionKey, Playing>,
    /// What the server is busy with.
    pub work: BTreeMap<ActivityId, Doing>,
    /// What came in last, newest first.
    pub arrivals: VecDeque<String>,
}

/// A playback.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Playing {
    /// The session's id.
    pub session_key: String,
    /// What plays, in words: a title with its year, or show, number and title.
    pub title: String,
    /// Who plays it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub player: Option<String>,
    /// `playing`, `paused` or `buffering`.
    pub state: String,
    /// How far it was when last told, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position_s: Option<u64>,
    /// How long it is, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u64>,
    /// The item's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating_key: Option<String>,
    /// When that was told.
    #[serde(skip)]
    pub(super) told: Option<Instant>,
}

/// Something that the server is busy with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Doing {
    /// What it is.
    pub title: String,
    /// What it is at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// How much is done, where the server says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress_percent: Option<i64>,
    /// Plex's word for its kind.
    #[serde(rename = "type")]
    pub kind: String,
}

impl Playing {
    /// Returns how far it should be by now, in seconds.
    #[must_use]
    pub fn position_now(&self) -> Option<u64> {
        let went = match (self.state.as_str(), self.told) {
            ("playing", Some(told)) => told.elapsed(),
            _ => Duration::ZERO,
        };
        let position = self.position_s?.saturating_add(went.as_secs());
        Some(self.duration_s.map_or(position, |all| position.min(all)))
    }

    pub(super) fn of(key: &SessionKey, of: &Session) -> Self {
        let item = &of.item;
        let player = of.player.as_ref();
        let name = player.and_then(|player| player.title.as_ref().or(player.product.as_ref()));
        let state = player.map_or(&PlayerState::Playing, |player| &player.state);
        Self {
            session_key: key.to_string(),
            title: in_words(item),
            user: session::user(of),
            player: name.and_then(|name| clean::title(name)),
            state: clean::line(state.as_str(), 20),
            position_s: item.view_offset.and_then(time::seconds),
            duration_s: item.duration.and_then(time::seconds),
            rating_key: item.rating_key.as_ref().map(ToString::to_string),
            told: Some(Instant::now()),
        }
    }
}

impl Doing {
    pub(super) fn of(activity: &Activity) -> Self {
        let text = |text: &Option<String>| text.as_deref().and_then(clean::title);
        let kind = clean::line(&activity.activity_type, 60);
        Self {
            title: text(&activity.title).unwrap_or_else(|| kind.clone()),
            subject: text(&activity.subtitle),
            progress_percent: activity.progress.filter(|done| (0..=100).contains(done)),
            kind,
        }
    }
}

impl Scene {
    pub(super) fn arrive(&mut self, title: String) {
        self.arrivals.push_front(title);
        self.arrivals.truncate(ARRIVALS);
    }
}

/// Writes `Harbour S02E05 "The Long Night"`, `Metropolis (1927)`.
pub(super) fn in_words(item: &MediaItem) -> String {
    let view = NamedView::of(item);
    let artist = view.artist.filter(|_| view.kind == "track");
    match (view.show, view.episode, artist, view.year) {
        (Some(show), Some(number), ..) => format!("{show} {number} {}", view.title),
        (Some(show), None, ..) => format!("{show}: {}", view.title),
        (None, _, Some(artist), _) => format!("{artist}: {}", view.title),
        (None, _, None, Some(year)) => format!("{} ({year})", view.title),
        _ => view.title,
    }
}
