//! An episode by its show and its number, or by the day it was first shown; or a season.

use jiff::civil::Date;
use plex_client::{
    Fit, ItemType, LibraryKey, MediaItem, NameQuery, PageRequest, RatingKey, SearchQuery,
};

use super::{
    candidates::listed,
    episode_name::{EpisodeName, Which},
    search::{How, Sought, fit_of_item},
    silence::unknown,
    take::Take,
};
use crate::{
    clean,
    error::ToolError,
    plex::{Plex, concurrent::together},
    view::{format, named::NamedView},
};

/// Says what was found by such a name. Two shows may have one name.
pub(crate) enum FoundEpisodes {
    /// The episodes of each show of that name which has some, and what is worth knowing about the others.
    Episodes(Vec<MediaItem>, Option<String>),
    /// The shows of that name, or those that come near it, and why none of their episodes is meant.
    Shows(Vec<MediaItem>, String),
    /// Neither.
    Nothing,
}

/// How many shows of one name are looked into.
const SHOWS: usize = 5;

/// How like its title must be what is written behind an episode.
const LIKE: f64 = 0.75;

impl EpisodeName {
    /// Looks for it: the shows by name, then their season, then the episode.
    ///
    /// # Errors
    ///
    /// What asking the server gives, also where what did not answer may have the show.
    pub(crate) async fn find(
        &self,
        plex: &Plex,
        section: Option<&LibraryKey>,
        take: Take,
    ) -> Result<FoundEpisodes, ToolError> {
        let mut query = SearchQuery::new(&*self.show)
            .types([ItemType::Show])
            .limit(10);
        if let Some(section) = section {
            query = query.section(section.clone());
        }
        let sought = plex.seek(&query).await?;
        let (mut shows, nearness) = nearest(&sought, &self.show);
        shows.truncate(SHOWS);
        if nearness != Nearness::Called {
            let near = (!shows.is_empty()).then(|| listed(&shows));
            if let Some(error) = unknown("show", &self.show, &sought.silent, near.as_deref()) {
                return Err(error);
            }
        }
        if shows.is_empty() {
            return Ok(FoundEpisodes::Nothing);
        }
        let is_meant =
            nearness == Nearness::Called || (nearness == Nearness::Near && take == Take::Near);
        if !is_meant {
            let note = format!(
                "No show is called {}; these come nearest.",
                clean::quoted(&self.show, 60)
            );
            return Ok(FoundEpisodes::Shows(shows, note));
        }
        let asked = shows.iter().map(|show| self.within(plex, show));
        let found: Vec<Vec<MediaItem>> = together(asked.collect()).await?;
        let without = shows.iter().zip(&found);
        let without = without.filter(|(_, episodes)| episodes.is_empty());
        let without: Vec<&MediaItem> = without.map(|(show, _)| show).collect();
        let missing = (!without.is_empty()).then(|| self.missing(&without));
        let are_several = shows.len() > 1;
        let with = shows.len() - without.len();
        let mut episodes = Vec::new();
        for (show, found) in shows.iter().zip(found) {
            for mut episode in found {
                if are_several {
                    // Its show's title alone does not say which show it is.
                    episode.grandparent_title = Some(dated(show));
                }
                episodes.push(episode);
            }
        }
        let mut notes = Vec::new();
        if nearness == Nearness::Near {
            let show = clean::quoted(&self.show, 60);
            let titles: Vec<String> = shows.iter().map(dated).collect();
            let is = clean::quoted(&titles.join(", "), 120);
            notes.push(format!(
                "No show is called {show}; what comes nearest is {is}."
            ));
        }
        if with == 0 {
            notes.extend(missing);
            return Ok(FoundEpisodes::Shows(shows, notes.join(" ")));
        }
        let (episodes, other) = self.of_title(episodes);
        match other {
            Some(other) if take == Take::Called => return Ok(FoundEpisodes::Shows(shows, other)),
            other => notes.extend(other),
        }
        match with {
            1 => notes.extend(missing),
            with => notes.push(format!("{with} shows of that name have {}.", self.code())),
        }
        let note = (!notes.is_empty()).then(|| notes.join(" "));
        Ok(FoundEpisodes::Episodes(episodes, note))
    }

    /// Returns the episodes that have the title which was written, where one has; otherwise all of them, and what
    /// they are called.
    fn of_title(&self, episodes: Vec<MediaItem>) -> (Vec<MediaItem>, Option<String>) {
        let Some(title) = &self.title else {
            return (episodes, None);
        };
        let query = NameQuery::new(title);
        let is_titled = |episode: &&MediaItem| {
            fit_of_item(episode, &query) >= Fit::Words || query.likeness(&episode.title) >= LIKE
        };
        let titled: Vec<MediaItem> = episodes.iter().filter(is_titled).cloned().collect();
        if !titled.is_empty() {
            return (titled, None);
        }
        let called: Vec<String> = episodes
            .iter()
            .take(SHOWS)
            .map(|episode| clean::quoted(&episode.title, 60))
            .collect();
        let note = format!(
            "{} is called {}, not {}.",
            self.code(),
            called.join(" and "),
            clean::quoted(title, 60)
        );
        (episodes, Some(note))
    }

    /// Says which shows do not have it.
    fn missing(&self, shows: &[&MediaItem]) -> String {
        let titles: Vec<String> = shows
            .iter()
            .map(|show| clean::quoted(&dated(show), 60))
            .collect();
        let has = if shows.len() > 1 { "have" } else { "has" };
        format!("{} {has} no {} here.", titles.join(" and "), self.code())
    }

    /// Returns the episodes, or the season, of a show.
    async fn within(&self, plex: &Plex, show: &MediaItem) -> Result<Vec<MediaItem>, ToolError> {
        let Some(key) = &show.rating_key else {
            return Ok(Vec::new());
        };
        let (season, episodes) = match self.which {
            Which::Episodes(season, first, last) => (season, Some(first..=last)),
            Which::Season(season) => (season, None),
            Which::Number(number) => return Ok(of_number(leaves(plex, key).await?, number)),
            Which::Day(day) => {
                let found = leaves(plex, key).await?.into_iter();
                return Ok(found.filter(|item| is_of_day(item, day)).take(1).collect());
            }
        };
        let seasons = plex.children(key, PageRequest::first(1_000)).await?.items;
        let season = seasons.into_iter().find(|item| item.index == Some(season));
        let (Some(season), Some(episodes)) = (&season, episodes) else {
            return Ok(season.into_iter().collect());
        };
        let Some(season) = &season.rating_key else {
            return Ok(Vec::new());
        };
        let found = plex
            .children(season, PageRequest::first(1_000))
            .await?
            .items;
        let is_meant = |item: &MediaItem| item.index.is_some_and(|index| episodes.contains(&index));
        let mut found: Vec<MediaItem> = found.into_iter().filter(is_meant).collect();
        // The same number twice is an oddity of the library; the first is meant.
        found.dedup_by_key(|item| item.index);
        Ok(found)
    }
}

/// Returns all episodes of a show.
async fn leaves(plex: &Plex, show: &RatingKey) -> Result<Vec<MediaItem>, ToolError> {
    let all = PageRequest::first(1_000);
    Ok(plex.leaves(show, &ItemType::Show, all).await?.items)
}

/// Returns the episodes of a number in their seasons; where no season has so many, the one that is that far
/// from the first. Specials do not count.
fn of_number(episodes: Vec<MediaItem>, number: i32) -> Vec<MediaItem> {
    let mut episodes = episodes;
    episodes.retain(|item| item.parent_index != Some(0));
    let is_of = |item: &&MediaItem| item.index == Some(number);
    let numbered: Vec<MediaItem> = episodes.iter().filter(is_of).cloned().collect();
    if !numbered.is_empty() {
        return numbered;
    }
    let at = usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1));
    let counted = at.and_then(|at| episodes.into_iter().nth(at));
    counted.into_iter().collect()
}

/// Tells whether an episode was first shown on a day.
fn is_of_day(item: &MediaItem, day: Date) -> bool {
    let shown = format::day(item.originally_available_at.as_deref());
    shown.is_some_and(|shown| shown == day.to_string())
}

/// Says how near the shows that were found come to the name that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// They are called so.
    Called,
    /// They have it in their names, or one alone is spelled alike.
    Near,
    /// They only come nearest.
    Far,
}

/// Returns the shows that are called so, or else that have the name within theirs, or else those that come
/// near it.
fn nearest(sought: &Sought, name: &str) -> (Vec<MediaItem>, Nearness) {
    let wanted = NameQuery::new(name);
    let least = [Fit::Exact, Fit::Same, Fit::Prefix, Fit::Words];
    for fit in least {
        let fits = |show: &&MediaItem| {
            // What a server writes behind a title to tell two of one name apart is no part of the name.
            let bare = |title| wanted.fit(title, show.year) >= fit.max(Fit::Same);
            fit_of_item(show, &wanted) >= fit || without_remark(&show.title).is_some_and(bare)
        };
        let named: Vec<MediaItem> = sought.items().filter(fits).cloned().collect();
        if !named.is_empty() {
            let is_called = fit >= Fit::Same || sought.how == How::InParts;
            let nearness = if is_called {
                Nearness::Called
            } else {
                Nearness::Near
            };
            return (named, nearness);
        }
    }
    let near: Vec<MediaItem> = sought.items().cloned().collect();
    // One that is alone in being spelled alike is meant.
    let is_meant = near.len() == 1 && sought.how == How::Alike;
    (
        near,
        if is_meant {
            Nearness::Near
        } else {
            Nearness::Far
        },
    )
}

/// Returns a title without what stands in brackets at its end; `None` where nothing does.
fn without_remark(title: &str) -> Option<&str> {
    let (bare, _) = title.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(bare.trim_end()).filter(|bare| !bare.is_empty())
}

/// Returns a show's title with its year: `Doctor Who (2005)`.
fn dated(show: &MediaItem) -> String {
    let title = NamedView::of(show).title;
    match show.year {
        Some(year) if !title.contains(&year.to_string()) => format!("{title} ({year})"),
        _ => title,
    }
}
