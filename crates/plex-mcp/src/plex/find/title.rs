//! An item by its title and year.

use plex_client::{Fit, ItemType, MediaItem, NameQuery, SearchQuery, fold};

use super::{
    candidates::{described, listed},
    episode::FoundEpisodes,
    episode_name::EpisodeName,
    parts,
    search::{How, Sought, fit_of_item},
    silence::{others_unknown, told_beside, unknown},
    take::Take,
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
    /// Nothing that may be taken for it: why, with what comes near.
    Nothing(ToolError),
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
    /// spelled alike, as far as `take` lets it. `argument` is what the title was given as.
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
        take: Take,
    ) -> Result<NamedItem, ToolError> {
        match self.look_for(argument, title, year, take).await? {
            Found::One(named) => Ok(*named),
            Found::Several(candidates) => Err(candidates.error),
            Found::Nothing(error) => Err(error),
        }
    }

    /// Does the same for who has something else to try where nothing has the title.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what can be no title; and what asking the server gives, also where what did not
    /// answer may have it.
    pub(crate) async fn look_for(
        &self,
        argument: &str,
        title: &str,
        year: Option<i32>,
        take: Take,
    ) -> Result<Found, ToolError> {
        self.find_of(argument, title, year, &[], take).await
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
        self.find_of(argument, title, None, &types, Take::Near)
            .await
    }

    /// Finds an item of some types, or of all.
    async fn find_of(
        &self,
        argument: &str,
        title: &str,
        year: Option<i32>,
        types: &[ItemType],
        take: Take,
    ) -> Result<Found, ToolError> {
        let wanted = clean::line(title, 200);
        if fold(&wanted).is_empty() {
            return Err(ToolError::invalid(format!(
                "{argument}: nothing is left of it to look for"
            )));
        }
        // Shows of that name of which none has the episode; a title may read like one all the same.
        let mut without = None;
        if let Some(name) = EpisodeName::read(&wanted) {
            match name.find(self, None, take).await? {
                FoundEpisodes::Episodes(episodes, note) => {
                    return Ok(of_episodes(argument, &wanted, year, episodes, note));
                }
                FoundEpisodes::Shows(shows, note) | FoundEpisodes::Near(shows, note) => {
                    without = Some(without_episode(argument, &wanted, &shows, &note));
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
        let of_title = match without {
            Some(_) => Take::Called,
            None => take,
        };
        let near = match among(&sought, &wanted, year, of_title) {
            Err(Unnamed::Several(several)) => {
                return Ok(Found::several(argument, &wanted, several));
            }
            Ok(named) => {
                let is_called = described(&named.item);
                return match others_unknown(argument, &wanted, &sought.silent, &is_called) {
                    Some(error) if take == Take::Called => Err(error),
                    _ => Ok(Found::one(named.unless_silent(&sought))),
                };
            }
            Err(Unnamed::Nothing(near)) => near,
        };
        if let Some(without) = without {
            return Ok(Found::Nothing(without));
        }
        // Shows of that name of which none has the season or the episode.
        let without = match self.loosely(&wanted, types, take).await? {
            FoundEpisodes::Episodes(found, note) => {
                return Ok(of_episodes(argument, &wanted, year, found, note));
            }
            FoundEpisodes::Shows(shows, note) => {
                Some(without_episode(argument, &wanted, &shows, &note))
            }
            FoundEpisodes::Near(..) | FoundEpisodes::Nothing => None,
        };
        let listed = (!near.is_empty()).then(|| listed(&near));
        if let Some(error) = unknown(argument, &wanted, &sought.silent, listed.as_deref()) {
            return Err(error);
        }
        match (&sought.how, near.as_slice()) {
            (How::Alike, [only]) if take == Take::Near && is_of_year(only, year) => {
                Ok(Found::one(NamedItem {
                    item: only.clone(),
                    note: Some(format!(
                        "Nothing is called {}; this alone is spelled alike.",
                        clean::quoted(&wanted, 60)
                    )),
                }))
            }
            _ => {
                Ok(Found::Nothing(without.unwrap_or_else(|| {
                    nothing(argument, &wanted, year, &near)
                })))
            }
        }
    }
}

impl Plex {
    /// Looks for the seasons or episodes that a text names in a way in which titles are written as well.
    async fn loosely(
        &self,
        wanted: &str,
        types: &[ItemType],
        take: Take,
    ) -> Result<FoundEpisodes, ToolError> {
        let is_wanted = types.is_empty() || types.contains(&ItemType::Show);
        match EpisodeName::read_loosely(wanted).filter(|_| is_wanted) {
            Some(name) => name.find(self, None, take).await,
            None => Ok(FoundEpisodes::Nothing),
        }
    }
}

impl NamedItem {
    /// Returns the same with what did not answer, where that may hold another of that name.
    fn unless_silent(mut self, sought: &Sought) -> Self {
        if let Some(note) = told_beside(&sought.silent) {
            self.note = Some(match self.note.take() {
                Some(known) => format!("{known} {note}"),
                None => note,
            });
        }
        self
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
    take: Take,
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
        let named = in_parts(wanted, found.cloned().collect(), take);
        return named.map_err(|several| match several.is_empty() {
            true => Unnamed::Nothing(all(sought)),
            false => Unnamed::Several(several),
        });
    }
    for least in [Fit::Exact, Fit::Same] {
        match choose(wanted, called(least)) {
            Err(several) if several.is_empty() => {}
            Err(several) => return Err(Unnamed::Several(several)),
            Ok(named) => return Ok(named),
        }
    }
    // A number that is a part of a name is no name.
    let mut near = match query.is_number() {
        true => Vec::new(),
        false => called(Fit::Words),
    };
    match (near.len(), near.pop()) {
        (1, Some(item)) if take == Take::Near && sought.silent.is_empty() => Ok(NamedItem {
            item,
            note: Some(format!(
                "Nothing is called {} and no more; this alone has it in its title.",
                clean::quoted(wanted, 60)
            )),
        }),
        _ => Err(Unnamed::Nothing(all(sought))),
    }
}

/// Returns the item that is meant among those of which the text is a title and whose it is; where several are, those.
/// What is only likely to be meant is taken where it is alone, and as far as `take` lets it.
fn in_parts(wanted: &str, found: Vec<MediaItem>, take: Take) -> Result<NamedItem, Vec<MediaItem>> {
    let is_sure = |item: &MediaItem| parts::is_sure(item, wanted);
    let (sure, likely): (Vec<_>, Vec<_>) = found.into_iter().partition(is_sure);
    if !sure.is_empty() {
        return choose(wanted, sure);
    }
    match likely.as_slice() {
        [only] if take == Take::Near => Ok(NamedItem {
            item: only.clone(),
            note: Some(format!(
                "Nothing is called {}; this was found by {}.",
                clean::quoted(wanted, 60),
                parts::reason(only, wanted)
            )),
        }),
        _ => Err(Vec::new()),
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
    // More are not looked at.
    let at_least = match several.len() < HITS as usize {
        true => "",
        false => "at least ",
    };
    ToolError::invalid(format!(
        "{argument}: {at_least}{} items are called {}: {}",
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
