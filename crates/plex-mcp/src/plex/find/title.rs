//! An item by its title and year.

use plex_client::{Fit, ItemType, MediaItem, NameQuery, SearchQuery, fold};

use super::{
    candidates::{described, listed},
    episode::{EpisodeName, FoundEpisodes},
    search::{How, Sought, fit_of_item},
};
use crate::{clean, error::ToolError, name::Wanted, plex::Plex};

/// How many hits are looked at.
const HITS: u32 = 50;

/// An item that a title led to.
pub(crate) struct NamedItem {
    /// The item, as a search tells of it.
    pub(crate) item: MediaItem,
    /// What else has that title, or how it was found, where that is worth knowing.
    pub(crate) note: Option<String>,
}

/// Says what a title led to.
pub(crate) enum Found {
    /// One item.
    One(Box<NamedItem>),
    /// Several that have it.
    Several(Candidates),
}

/// Items that have the same title, and the error that lists them.
pub(crate) struct Candidates {
    /// The items.
    pub(crate) items: Vec<MediaItem>,
    /// The error for who has to name one.
    pub(crate) error: ToolError,
}

/// Says why a title led to no item.
pub(super) enum Unnamed {
    /// These have the title.
    Several(Vec<MediaItem>),
    /// Nothing has it; these come near.
    Nothing(Vec<MediaItem>),
}

impl Plex {
    /// Returns the item that a title names, together with a year if there is one: a title as it is
    /// or with its year, "Show S02E05", a title and whose it is, or one that is alone in being
    /// spelled alike. `argument` is what the title was given as.
    ///
    /// # Errors
    ///
    /// `invalid_argument` with the candidates when none or more than one is meant; and what asking
    /// the server gives.
    pub(crate) async fn find_item(
        &self,
        argument: &str,
        title: &str,
        year: Option<i32>,
    ) -> Result<NamedItem, ToolError> {
        match self.find_of(argument, title, year, &[]).await? {
            Found::One(named) => Ok(*named),
            Found::Several(candidates) => Err(candidates.error),
        }
    }

    /// Returns the film or show that a title names, or an episode by its show and number; where several
    /// have it, all of them, for whoever can tell whether they are copies of one work.
    ///
    /// # Errors
    ///
    /// As [`find_item`](Self::find_item), but for several.
    pub(crate) async fn find_watchable(
        &self,
        argument: &str,
        title: &str,
    ) -> Result<Found, ToolError> {
        let types = [ItemType::Movie, ItemType::Show];
        self.find_of(argument, title, None, &types).await
    }

    /// Finds an item of some types, or of all.
    async fn find_of(
        &self,
        argument: &str,
        title: &str,
        year: Option<i32>,
        types: &[ItemType],
    ) -> Result<Found, ToolError> {
        let wanted = clean::line(title, 200);
        if fold(&wanted).is_empty() {
            return Err(ToolError::invalid(format!(
                "{argument}: nothing is left of it to look for"
            )));
        }
        if let Some(name) = EpisodeName::read(&wanted) {
            match name.find(self, None).await? {
                FoundEpisodes::Episodes(episodes, note) => {
                    return Ok(of_episodes(argument, &wanted, year, episodes, note));
                }
                FoundEpisodes::Shows(shows, note) => {
                    return Err(without_episode(argument, &wanted, &shows, &note));
                }
                FoundEpisodes::Nothing => {}
            }
        }
        let query = match year {
            // The year helps to find what has its title in another spelling.
            Some(year) => SearchQuery::new(format!("{wanted} ({year})")),
            None => SearchQuery::new(&*wanted),
        };
        let query = query.limit(HITS).types(types.iter().cloned());
        let sought = self.seek(&query).await?;
        match among(&sought, &wanted, year) {
            Err(Unnamed::Nothing(near)) => match (&sought.how, near.as_slice()) {
                (How::Alike, [only]) if is_of_year(only, year) => Ok(Found::one(NamedItem {
                    item: only.clone(),
                    note: Some(format!(
                        "Nothing is called {}; this alone is spelled alike.",
                        clean::quoted(&wanted, 60)
                    )),
                })),
                _ => match self.season(&wanted, types).await? {
                    Some(found) => Ok(of_episodes(argument, &wanted, year, found.0, found.1)),
                    None => Err(nothing(argument, &wanted, year, &near)),
                },
            },
            Err(Unnamed::Several(several)) => Ok(Found::several(argument, &wanted, several)),
            Ok(named) => Ok(Found::one(named)),
        }
    }
}

impl Plex {
    /// Returns the seasons that a text names, where it names some, and what is worth knowing about them.
    async fn season(
        &self,
        wanted: &str,
        types: &[ItemType],
    ) -> Result<Option<(Vec<MediaItem>, Option<String>)>, ToolError> {
        let is_wanted = types.is_empty() || types.contains(&ItemType::Show);
        let Some(name) = EpisodeName::read_season(wanted).filter(|_| is_wanted) else {
            return Ok(None);
        };
        Ok(match name.find(self, None).await? {
            FoundEpisodes::Episodes(seasons, note) => Some((seasons, note)),
            FoundEpisodes::Shows(..) | FoundEpisodes::Nothing => None,
        })
    }
}

impl Found {
    fn one(named: NamedItem) -> Self {
        Self::One(Box::new(named))
    }

    fn several(argument: &str, wanted: &str, items: Vec<MediaItem>) -> Self {
        let error = ambiguous(argument, wanted, &items);
        Self::Several(Candidates { items, error })
    }
}

fn is_of_year(item: &MediaItem, year: Option<i32>) -> bool {
    year.is_none() || item.year == year
}

/// Returns the item that is meant among what was found.
pub(super) fn among(
    sought: &Sought,
    wanted: &str,
    year: Option<i32>,
) -> Result<NamedItem, Unnamed> {
    let query = NameQuery::new(wanted);
    let called = |least: Fit| -> Vec<MediaItem> {
        let named = sought
            .items()
            .filter(|item| is_of_year(item, year) && fit_of_item(item, &query) >= least);
        named.cloned().collect()
    };
    if sought.how == How::InParts {
        let found = sought.items().filter(|item| is_of_year(item, year));
        return match choose(wanted, found.cloned().collect()) {
            Err(several) if several.is_empty() => Err(Unnamed::Nothing(all(sought))),
            Err(several) => Err(Unnamed::Several(several)),
            Ok(named) => Ok(named),
        };
    }
    for least in [Fit::Exact, Fit::Same] {
        match choose(wanted, called(least)) {
            Err(several) if several.is_empty() => {}
            Err(several) => return Err(Unnamed::Several(several)),
            Ok(named) => return Ok(named),
        }
    }
    let mut near = called(Fit::Words);
    match (near.len(), near.pop()) {
        (1, Some(item)) => Ok(NamedItem {
            item,
            note: Some(format!(
                "Nothing is called {} and no more; this alone has it in its title.",
                clean::quoted(wanted, 60)
            )),
        }),
        _ => Err(Unnamed::Nothing(all(sought))),
    }
}

fn all(sought: &Sought) -> Vec<MediaItem> {
    sought.items().cloned().collect()
}

/// Returns the episode that is meant, of several shows perhaps.
fn of_episodes(
    argument: &str,
    wanted: &str,
    year: Option<i32>,
    mut episodes: Vec<MediaItem>,
    note: Option<String>,
) -> Found {
    if let Some(year) = year {
        let is_of = |episode: &MediaItem| {
            let show = episode.grandparent_title.as_deref().unwrap_or_default();
            episode.year == Some(year) || show.contains(&year.to_string())
        };
        if episodes.iter().any(is_of) {
            episodes.retain(is_of);
        }
    }
    match (episodes.len(), episodes.pop()) {
        (1, Some(item)) => Found::one(NamedItem { item, note }),
        (_, last) => {
            episodes.extend(last);
            Found::several(argument, wanted, episodes)
        }
    }
}

/// Returns the error where there are shows of that name, and none has such an episode.
fn without_episode(argument: &str, wanted: &str, shows: &[MediaItem], note: &str) -> ToolError {
    let wanted = clean::quoted(wanted, 200);
    let listed = listed(shows);
    ToolError::invalid(format!(
        "{argument}: nothing is called {wanted}. {note} Shows: {listed}"
    ))
    .hint("plex_get_children with the rating_key of a show lists its seasons.")
}

/// Returns the error where nothing has the title. It speaks of candidates only where it lists some.
fn nothing(argument: &str, wanted: &str, year: Option<i32>, similar: &[MediaItem]) -> ToolError {
    let named = clean::quoted(wanted, 200);
    let year = year.map(|year| format!(" ({year})")).unwrap_or_default();
    let message = format!("{argument}: nothing is called {named}{year}");
    match similar {
        [] => ToolError::invalid(message).hint(
            "Look for one word of it with plex_search, or list a library with \
             plex_get_library_items.",
        ),
        [only] => ToolError::invalid(format!("{message}; similar: {}", described(only)))
            .hint("Give its rating_key, or look with plex_search."),
        similar => ToolError::invalid(format!("{message}; similar: {}", listed(similar)))
            .hint("Give the rating_key of one of these, or look with plex_search."),
    }
}

/// Returns the error where several have the title.
fn ambiguous(argument: &str, wanted: &str, several: &[MediaItem]) -> ToolError {
    let years: Vec<Option<i32>> = several.iter().map(|item| item.year).collect();
    let by_year = years
        .iter()
        .any(|year| *year != years.first().copied().flatten());
    ToolError::invalid(format!(
        "{argument}: {} items are called {}: {}",
        several.len(),
        clean::quoted(wanted, 200),
        listed(several)
    ))
    .hint(match by_year {
        true => "Give the rating_key of the one you mean, or its year.",
        false => "Give the rating_key of the one you mean.",
    })
}

/// Returns the one that is meant: the only one, or the only film, show or artist among songs and episodes
/// of that name, or the only one that is spelled just so. Otherwise the candidates.
fn choose(wanted: &str, items: Vec<MediaItem>) -> Result<NamedItem, Vec<MediaItem>> {
    let is_main = |item: &&MediaItem| {
        matches!(
            item.item_type,
            ItemType::Movie | ItemType::Show | ItemType::Artist
        )
    };
    let main: Vec<&MediaItem> = items.iter().filter(is_main).collect();
    let these = if main.is_empty() {
        items.iter().collect()
    } else {
        main
    };
    let closest = match these.as_slice() {
        [_] => these,
        _ => Wanted::new(wanted).closest(these, |item| &item.title),
    };
    let [meant] = closest.as_slice() else {
        return Err(items);
    };
    let item = (*meant).clone();
    let others: Vec<MediaItem> = items
        .into_iter()
        .filter(|other| other.rating_key != item.rating_key)
        .collect();
    let note = (!others.is_empty()).then(|| format!("Also called that: {}.", listed(&others)));
    Ok(NamedItem { item, note })
}
