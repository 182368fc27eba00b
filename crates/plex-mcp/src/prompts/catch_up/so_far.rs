//! What lies before the point that a viewer has reached in a show.

use plex_client::{ItemType, MediaItem, Millis, OnDeckQuery, PageRequest};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    call::Call,
    clean,
    error::ToolError,
    time,
    view::{format, named::NamedView},
};

/// How many episodes a show is read to have.
const EPISODES: u32 = 2_000;

/// How many of those that were watched are told about, the latest.
const TOLD: usize = 24;

/// How many titles on deck are looked through for the show.
const ON_DECK: u32 = 100;

/// How much of a summary is told.
const SUMMARY_CHARS: usize = 500;

/// Says where the viewer is, and what was before.
pub(super) struct SoFar {
    /// The title of the show.
    pub(super) show: String,
    /// The episodes that were watched, the latest first; as much as is told of each.
    watched: Vec<Told>,
    /// How many more were watched, before those.
    earlier: usize,
    /// The episode that was left half-way, and where.
    left: Option<Value>,
    /// The number of the episode that comes next.
    next: Option<String>,
}

/// Returns what the owner of the token has seen of a show.
///
/// # Errors
///
/// What asking the server gives.
pub(super) async fn of(call: &Call, show: &MediaItem) -> Result<SoFar, ToolError> {
    let key = show
        .rating_key
        .as_ref()
        .ok_or_else(|| ToolError::internal("Plex gave a show without its id"))?;
    let leaves = call
        .plex
        .leaves(key, &ItemType::Show, PageRequest::first(EPISODES));
    let (leaves, on_deck) = tokio::join!(leaves, on_deck(call, show));
    Ok(SoFar::among(
        NamedView::of(show).title,
        leaves?.items,
        on_deck.as_ref(),
    ))
}

/// Returns the episode of a show that the server would go on with, if it says so.
async fn on_deck(call: &Call, show: &MediaItem) -> Option<MediaItem> {
    let mut query = OnDeckQuery::new(ON_DECK);
    if let Some(library) = &show.library_section_id {
        query = query.library(library.clone());
    }
    let page = call.plex.on_deck(&query).await;
    let page = page.inspect_err(|error| tracing::debug!(%error, "what is on deck is not known"));
    page.ok()?.items.into_iter().find(|item| {
        item.grandparent_rating_key.is_some() && item.grandparent_rating_key == show.rating_key
    })
}

impl SoFar {
    /// Returns what was seen among all episodes of a show. Where the server would go on is where to go
    /// on; where it does not say, after what was seen last.
    fn among(show: String, mut episodes: Vec<MediaItem>, on_deck: Option<&MediaItem>) -> Self {
        // Specials lie outside the story's order.
        episodes.retain(|episode| place(episode).is_some_and(|(season, _)| season > 0));
        episodes.sort_by_key(place);
        let deck = on_deck.and_then(|deck| {
            let mut episodes = episodes.iter();
            episodes.find(|episode| episode.rating_key == deck.rating_key)
        });
        let last_seen = episodes
            .iter()
            .filter(|episode| is_begun(episode))
            .max_by_key(|episode| (episode.last_viewed_at, place(episode)))
            .and_then(place);
        let here = match deck {
            Some(deck) if is_half_way(deck) => place(deck),
            Some(deck) => {
                let mut before = episodes.iter().filter_map(place).rev();
                before.find(|place| Some(*place) < self::place(deck))
            }
            None => last_seen,
        };
        let next_on_deck = deck.filter(|deck| !is_half_way(deck)).and_then(code);
        let (before, after): (Vec<_>, Vec<_>) = episodes
            .into_iter()
            .partition(|episode| here.is_some() && place(episode) <= here);
        let left = before.last().filter(|episode| is_half_way(episode));
        let left = left.filter(|_| next_on_deck.is_none());
        // What was left half-way is told of no more than what was never begun.
        let told: Vec<&MediaItem> = before
            .iter()
            .filter(|episode| is_watched(episode) && !is_half_way(episode))
            .collect();
        Self {
            show,
            watched: told
                .iter()
                .rev()
                .take(TOLD)
                .map(|episode| Told::of(episode))
                .collect(),
            earlier: told.len().saturating_sub(TOLD),
            left: left
                .map(|episode| json!({"episode": code(episode), "position_s": position(episode)})),
            next: match left {
                Some(_) => None,
                None => next_on_deck.or_else(|| {
                    let unseen = after.iter().find(|episode| !is_watched(episode));
                    unseen.or(after.first()).and_then(code)
                }),
            },
        }
    }

    /// Returns what of it there is, by name.
    pub(super) fn fields(self) -> Vec<(&'static str, Value)> {
        let earlier = (self.earlier > 0).then(|| json!(self.earlier));
        [
            ("left_half_way", self.left),
            ("next", self.next.map(Value::from)),
            ("watched_before_these", earlier),
            ("watched", Some(json!(self.watched))),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// As much of an episode that was watched as is told.
#[derive(Serialize)]
struct Told {
    #[serde(skip_serializing_if = "Option::is_none")]
    episode: Option<String>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
}

impl Told {
    fn of(episode: &MediaItem) -> Self {
        let summary = episode.summary.as_deref();
        let summary = summary.map(|summary| clean::line(summary, SUMMARY_CHARS));
        Self {
            episode: code(episode),
            title: NamedView::of(episode).title,
            summary: summary.filter(|summary| !summary.is_empty()),
        }
    }
}

/// Returns season and number: the order of the story.
fn place(episode: &MediaItem) -> Option<(i32, i32)> {
    Some((episode.parent_index?, episode.index?))
}

fn code(episode: &MediaItem) -> Option<String> {
    format::episode_code(episode.parent_index, episode.index)
}

fn position(episode: &MediaItem) -> Option<u64> {
    episode.view_offset.and_then(time::seconds)
}

fn is_watched(episode: &MediaItem) -> bool {
    episode.view_count.is_some_and(|count| count > 0)
}

fn is_half_way(episode: &MediaItem) -> bool {
    episode
        .view_offset
        .is_some_and(|offset| offset > Millis::default())
}

fn is_begun(episode: &MediaItem) -> bool {
    is_watched(episode) || is_half_way(episode)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an episode with a place, a count of views, a position and the time it was last seen at.
    fn episode_of(place: (i32, i32), views: u32, offset: u64, seen: Option<i64>) -> MediaItem {
        let mut episode = MediaItem::default();
        episode.item_type = plex_client::ItemType::Episode;
        episode.title = format!("title of {place:?}");
        episode.summary = Some(format!("summary of {place:?}"));
        (episode.parent_index, episode.index) = (Some(place.0), Some(place.1));
        episode.view_count = (views > 0).then_some(views);
        episode.view_offset = (offset > 0).then_some(Millis::new(offset));
        episode.last_viewed_at = seen.map(plex_client::Timestamp::from_epoch_seconds);
        episode
    }

    fn told(so_far: &SoFar) -> Vec<&str> {
        let codes = so_far.watched.iter();
        codes
            .map(|episode| episode.episode.as_deref().unwrap())
            .collect()
    }

    #[test]
    fn nothing_is_told_of_what_was_not_watched() {
        let so_far = SoFar::among(
            "Show".to_owned(),
            vec![
                episode_of((2, 1), 0, 0, None),
                episode_of((1, 3), 0, 0, None),
                episode_of((1, 2), 1, 0, Some(20)),
                episode_of((1, 1), 1, 0, Some(10)),
                episode_of((0, 1), 1, 0, Some(30)),
            ],
            None,
        );
        assert_eq!(told(&so_far), ["S01E02", "S01E01"]);
        assert_eq!(so_far.next.as_deref(), Some("S01E03"));
        let all = format!("{:?}", so_far.fields());
        assert!(!all.contains("(1, 3)") && !all.contains("(2, 1)") && !all.contains("(0, 1)"));
    }

    #[test]
    fn of_an_episode_left_half_way_only_the_place_is_told() {
        let so_far = SoFar::among(
            "Show".to_owned(),
            vec![
                episode_of((1, 1), 1, 0, Some(10)),
                episode_of((1, 2), 0, 61_000, Some(20)),
                episode_of((1, 3), 0, 0, None),
            ],
            None,
        );
        assert_eq!(told(&so_far), ["S01E01"]);
        assert_eq!(so_far.next, None);
        let all = format!("{:?}", so_far.fields());
        assert!(all.contains("61") && !all.contains("(1, 2)"), "{all}");
    }

    #[test]
    fn who_watches_again_is_where_they_were_last() {
        let mut episodes: Vec<MediaItem> = (1..=40)
            .map(|number| episode_of((1, number), 1, 0, Some(i64::from(number))))
            .collect();
        episodes[29].last_viewed_at = Some(plex_client::Timestamp::from_epoch_seconds(100));
        let so_far = SoFar::among("Show".to_owned(), episodes, None);
        assert_eq!(told(&so_far).first(), Some(&"S01E30"));
        assert_eq!((told(&so_far).len(), so_far.earlier), (TOLD, 30 - TOLD));
        assert_eq!(so_far.next.as_deref(), Some("S01E31"));
    }

    #[test]
    fn who_has_not_begun_is_nowhere() {
        let so_far = SoFar::among(
            "Show".to_owned(),
            vec![episode_of((1, 1), 0, 0, None)],
            None,
        );
        assert!(told(&so_far).is_empty());
        assert_eq!(so_far.next.as_deref(), Some("S01E01"));
    }
}
