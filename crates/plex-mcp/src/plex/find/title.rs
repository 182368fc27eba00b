//! An item by its title and year.

use plex_client::{Fit, ItemType, MediaItem, NameQuery, SearchQuery, fold};

use super::{
    candidates::listed,
    episode::{EpisodeName, FoundEpisodes},
    search::{How, Sought, fit_of_item},
};
use crate::{clean, error::ToolError, plex::Plex};

/// How many hits are looked at.
const HITS: u32 = 50;

/// An item that a title led to.
pub(crate) struct NamedItem {
    /// The item, as a search tells of it.
    pub(crate) item: MediaItem,
    /// What else has that title, or how it was found, where that is worth knowing.
    pub(crate) note: Option<String>,
}

impl Plex {
    /// Returns the item that a title names, together with a year if there is one: a title as it is
    /// or with its year, "Show S02E05", a title and whose it is, or one that is alone in being
    /// spelled alike.
    ///
    /// # Errors
    ///
    /// `invalid_argument` with the candidates when none or more than one is meant; and what asking
    /// the server gives.
    pub(crate) async fn find_item(
        &self,
        title: &str,
        year: Option<i32>,
    ) -> Result<NamedItem, ToolError> {
        let wanted = clean::line(title, 200);
        if fold(&wanted).is_empty() {
            return Err(ToolError::invalid(
                "title: nothing is left of it to look for",
            ));
        }
        if let Some(name) = EpisodeName::read(&wanted)
            && let FoundEpisodes::Episodes(mut episodes) = name.find(self, None).await?
        {
            return match (episodes.len(), episodes.pop()) {
                (1, Some(item)) => Ok(NamedItem { item, note: None }),
                (_, last) => {
                    episodes.extend(last);
                    Err(ambiguous(&wanted, &episodes))
                }
            };
        }
        let sought = self.seek(&SearchQuery::new(&*wanted).limit(HITS)).await?;
        among(sought, &wanted, year)
    }
}

/// The item that is meant among what was found.
fn among(sought: Sought, wanted: &str, year: Option<i32>) -> Result<NamedItem, ToolError> {
    let of_year = |item: &MediaItem| year.is_none() || item.year == year;
    let query = NameQuery::new(wanted);
    let called = |least: Fit| -> Vec<MediaItem> {
        let named = sought
            .items()
            .filter(|item| of_year(item) && fit_of_item(item, &query) >= least);
        named.cloned().collect()
    };
    let all = || -> Vec<MediaItem> { sought.items().cloned().collect() };
    let named = match &sought.how {
        How::InParts => sought
            .items()
            .filter(|item| of_year(item))
            .cloned()
            .collect(),
        _ => Some(called(Fit::Exact))
            .filter(|exact| !exact.is_empty())
            .unwrap_or_else(|| called(Fit::Same)),
    };
    match choose(named) {
        Ok(named) => Ok(named),
        Err(several) if several.is_empty() => {
            let similar = all();
            match (&sought.how, similar.as_slice()) {
                (How::Alike(_), [only]) if of_year(only) => Ok(NamedItem {
                    item: only.clone(),
                    note: Some(format!(
                        "Nothing is called {}; this alone is spelled alike.",
                        clean::quoted(wanted, 60)
                    )),
                }),
                _ => Err(nothing(wanted, year, &similar)),
            }
        }
        Err(several) => Err(ambiguous(wanted, &several)),
    }
}

/// The error where nothing has the title. It speaks of candidates only where it lists some.
fn nothing(wanted: &str, year: Option<i32>, similar: &[MediaItem]) -> ToolError {
    let named = clean::quoted(wanted, 200);
    let year = year.map(|year| format!(" ({year})")).unwrap_or_default();
    match similar {
        [] => ToolError::invalid(format!("title: nothing is called {named}{year}")).hint(
            "Look for one word of it with plex_search, or list a library with \
             plex_get_library_items.",
        ),
        similar => ToolError::invalid(format!(
            "title: nothing is called {named}{year}; similar: {}",
            listed(similar)
        ))
        .hint("Give the rating_key of one of these, or look with plex_search."),
    }
}

/// The error where several have the title.
fn ambiguous(wanted: &str, several: &[MediaItem]) -> ToolError {
    let years: Vec<Option<i32>> = several.iter().map(|item| item.year).collect();
    let by_year = years
        .iter()
        .any(|year| *year != years.first().copied().flatten());
    ToolError::invalid(format!(
        "title: {} items are called {}: {}",
        several.len(),
        clean::quoted(wanted, 200),
        listed(several)
    ))
    .hint(match by_year {
        true => "Give the rating_key of the one you mean, or its year.",
        false => "Give the rating_key of the one you mean.",
    })
}

/// The one that is meant: the only one, or the only film, show, artist or album among songs and
/// episodes of that name. Otherwise the candidates.
fn choose(mut items: Vec<MediaItem>) -> Result<NamedItem, Vec<MediaItem>> {
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
    Ok(NamedItem { item, note })
}
