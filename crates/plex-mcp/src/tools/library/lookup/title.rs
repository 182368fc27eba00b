//! An item by its title and year.

use plex_client::{ItemType, MediaItem, SearchQuery, SearchSubject, fold};

use super::episode::{self, EpisodeName};
use crate::{call::Call, clean, error::ToolError, view::item::ItemView};

/// How many candidates an error lists.
const LISTED: usize = 6;

/// What a title led to.
pub(in crate::tools::library) struct Named {
    pub(in crate::tools::library) item: MediaItem,
    /// What else has that title, if anything.
    pub(in crate::tools::library) note: Option<String>,
}

/// The item that a title, and a year if there is one, name.
///
/// # Errors
///
/// `invalid_argument` with the candidates when none or more than one is meant; and what asking the
/// server gives.
pub(in crate::tools::library) async fn named(
    call: &Call,
    title: &str,
    year: Option<i32>,
) -> Result<Named, ToolError> {
    let wanted = clean::line(title, 200);
    let named = clean::quoted(title, 200);
    if fold(&wanted).is_empty() {
        return Err(ToolError::invalid(
            "title: nothing is left of it to look for",
        ));
    }
    if let Some(name) = EpisodeName::read(&wanted)
        && let episode::Found::Episode(item) = name.find(call, None).await?
    {
        return Ok(Named {
            item: *item,
            note: None,
        });
    }
    let found = call
        .plex
        .search(&SearchQuery::new(&*wanted).limit(50))
        .await?;
    let items: Vec<MediaItem> = found
        .hits
        .into_iter()
        .filter_map(|hit| match hit.subject {
            SearchSubject::Item(item) => Some(*item),
            _ => None,
        })
        .collect();
    let folded = fold(&wanted);
    let (same, others): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| {
        let original = item.original_title.as_deref().map(fold);
        fold(&item.title) == folded || original.as_ref() == Some(&folded)
    });
    let (of_year, of_others): (Vec<_>, Vec<_>) = same
        .into_iter()
        .partition(|item| year.is_none() || item.year == year);
    choose(of_year).map_err(|candidates| match candidates.as_slice() {
        [] => {
            let year = year.map(|year| format!(" ({year})")).unwrap_or_default();
            let near: Vec<MediaItem> = of_others.into_iter().chain(others).collect();
            let message = match near.as_slice() {
                [] => format!("title: nothing is called {named}{year}"),
                near => format!(
                    "title: nothing is called {named}{year}; similar: {}",
                    listed(near)
                ),
            };
            ToolError::invalid(message)
                .hint("Give the rating_key of one of these, or look with plex_search.")
        }
        several => ToolError::invalid(format!(
            "title: {} items are called {named}: {}",
            several.len(),
            listed(several)
        ))
        .hint("Give the rating_key of the one you mean, or its year."),
    })
}

/// The one that is meant: the only one, or the only film, show, artist or album among songs and
/// episodes of that name. Otherwise the candidates.
fn choose(mut items: Vec<MediaItem>) -> Result<Named, Vec<MediaItem>> {
    let is_main = |item: &MediaItem| {
        matches!(
            item.item_type,
            ItemType::Movie | ItemType::Show | ItemType::Artist
        )
    };
    let main: Vec<usize> = (0..items.len())
        .filter(|at| items.get(*at).is_some_and(is_main))
        .collect();
    let at = match (items.len(), main.as_slice()) {
        (1, _) => 0,
        (_, [only]) => *only,
        _ => return Err(items),
    };
    let item = items.remove(at);
    let note = (!items.is_empty()).then(|| format!("Also called that: {}.", listed(&items)));
    Ok(Named { item, note })
}

/// Items in one line: `"Alice" (1988), movie, rating_key 12`.
fn listed(items: &[MediaItem]) -> String {
    let mut names: Vec<String> = items
        .iter()
        .take(LISTED)
        .map(|item| {
            let view = ItemView::named(item);
            let title = clean::quoted(&view.title, 40);
            let of = match (&view.show, &view.episode, &view.artist) {
                (Some(show), Some(episode), _) => {
                    format!(" ({} {episode})", clean::quoted(show, 30))
                }
                (Some(of), ..) | (_, _, Some(of)) => format!(" ({})", clean::quoted(of, 30)),
                _ => view
                    .year
                    .map(|year| format!(" ({year})"))
                    .unwrap_or_default(),
            };
            let edition = view
                .edition
                .map(|edition| format!(" [{}]", clean::quoted(&edition, 20)));
            let key = view.rating_key.unwrap_or_default();
            format!(
                "{title}{of}{}, {}, rating_key {key}",
                edition.unwrap_or_default(),
                clean::line(&view.kind, 20)
            )
        })
        .collect();
    if items.len() > LISTED {
        names.push(format!("and {} more", items.len() - LISTED));
    }
    names.join("; ")
}
