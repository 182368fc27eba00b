//! The show that a person has named.

use plex_client::{DetailsQuery, ItemType, MediaItem, RatingKey, SearchQuery, SearchSubject, fold};
use serde_json::Value;

use crate::{call::Call, clean, error::ToolError, view::item::ItemView};

/// How many shows are looked at, and how many an error lists.
const FOUND: u32 = 30;
const LISTED: usize = 6;

/// The show with this title, or else with this rating key. Only shows are looked for: the title of
/// an episode could tell too much.
///
/// # Errors
///
/// `invalid_argument` with the candidates when none or more than one is meant; and what asking the
/// server gives.
pub(super) async fn named(call: &Call, wanted: &str) -> Result<MediaItem, ToolError> {
    let folded = fold(wanted);
    if folded.is_empty() {
        return Err(refused(wanted, "the title of a show"));
    }
    let query = SearchQuery::new(wanted)
        .types([ItemType::Show])
        .limit(FOUND);
    let hits = call.plex.search(&query).await?.hits.into_iter();
    let shows: Vec<MediaItem> = hits
        .filter_map(|hit| match hit.subject {
            SearchSubject::Item(item) if item.item_type == ItemType::Show => Some(*item),
            _ => None,
        })
        .collect();
    let (mut same, others): (Vec<_>, Vec<_>) = shows
        .into_iter()
        .partition(|show| fold(&show.title) == folded);
    match (same.len(), same.pop()) {
        (1, Some(show)) => Ok(show),
        (0, _) | (_, None) => match by_key(call, wanted).await? {
            Some(show) => Ok(show),
            None if others.is_empty() => Err(refused(wanted, "the title of a show on this server")),
            None => Err(refused(wanted, &format!("one of: {}", listed(&others)))),
        },
        (_, Some(last)) => {
            same.push(last);
            let all = listed(&same);
            Err(
                ToolError::invalid(format!("show: more than one has that title: {all}"))
                    .hint("Give the rating key of the one you mean."),
            )
        }
    }
}

/// The show that has this id, if it is one.
async fn by_key(call: &Call, wanted: &str) -> Result<Option<MediaItem>, ToolError> {
    // Only what looks like an id of this server: a title of one word is none.
    let is_id = wanted.bytes().all(|byte| byte.is_ascii_digit());
    let Some(key) = RatingKey::new(wanted).ok().filter(|_| is_id) else {
        return Ok(None);
    };
    let item = call.plex.details(&key, &DetailsQuery::new()).await?;
    Ok(Some(item).filter(|item| item.item_type == ItemType::Show))
}

fn refused(wanted: &str, allowed: &str) -> ToolError {
    ToolError::refused("show", &Value::from(wanted), allowed)
}

/// Shows in one line, with what tells them apart.
fn listed(shows: &[MediaItem]) -> String {
    let names = shows.iter().take(LISTED).map(|show| {
        let view = ItemView::named(show);
        let year = view.year.map(|year| format!(" ({year})"));
        format!(
            "{}{}, rating_key {}",
            clean::quoted(&view.title, 40),
            year.unwrap_or_default(),
            view.rating_key.unwrap_or_default()
        )
    });
    names.collect::<Vec<_>>().join("; ")
}
