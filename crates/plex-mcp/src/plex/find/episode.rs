//! An episode by its show and its number, or by the day it was first shown; or a season.

use plex_client::{Fit, ItemType, LibraryKey, MediaItem, NameQuery, SearchQuery};

use super::{
    candidates::listed,
    episode_name::{EpisodeName, Which},
    of_show::{OfShow, of_show},
    search::{How, Sought, fit_of_item},
    silence::{others_unknown, told_beside, unknown},
    take::Take,
};
use crate::{
    clean,
    error::ToolError,
    plex::{Plex, concurrent::together},
    view::{format::episode_code, named::NamedView},
};

/// Says what was found by such a name. Two shows may have one name.
pub(crate) enum FoundEpisodes {
    /// The episodes of each show of that name which has some, and what is worth knowing about the others.
    Episodes(Vec<MediaItem>, Option<String>),
    /// The shows of that name, and why none of their episodes is meant.
    Shows(Vec<MediaItem>, String),
    /// The shows that only come near that name, which is said.
    Near(Vec<MediaItem>, String),
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
        } else if take == Take::Called
            && let Some(error) = others_unknown("show", &self.show, &sought.silent, &listed(&shows))
        {
            return Err(error);
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
            return Ok(FoundEpisodes::Near(shows, note));
        }
        let asked = shows.iter().map(|show| of_show(plex, show, self.which));
        let found: Vec<OfShow> = together(asked.collect()).await?;
        let without = shows.iter().zip(&found);
        let without = without.filter(|(_, of_show)| of_show.found.is_empty());
        let without: Vec<(&MediaItem, &OfShow)> = without.collect();
        let missing = (!without.is_empty()).then(|| self.missing(&without));
        let are_several = shows.len() > 1;
        let with = shows.len() - without.len();
        let mut notes = Vec::new();
        if nearness == Nearness::Near {
            let show = clean::quoted(&self.show, 60);
            let titles: Vec<String> = shows.iter().map(dated).collect();
            let is = clean::quoted(&titles.join(", "), 120);
            notes.push(format!(
                "No show is called {show}; what comes nearest is {is}."
            ));
        } else {
            notes.extend(told_beside(&sought.silent));
        }
        let partly: Vec<String> = shows
            .iter()
            .zip(&found)
            .filter_map(|(show, of_show)| self.partly(show, of_show))
            .collect();
        if take == Take::Called && !partly.is_empty() {
            notes.extend(partly);
            return Ok(FoundEpisodes::Shows(shows, notes.join(" ")));
        }
        notes.extend(partly);
        let doubts = shows.iter().zip(&found);
        let doubts: Vec<_> = doubts
            .filter_map(|(show, of_show)| Some((show, of_show.doubt.as_ref()?)))
            .collect();
        if take == Take::Called && !doubts.is_empty() {
            let may_be: Vec<String> = doubts
                .iter()
                .map(|(show, doubt)| match are_several {
                    true => format!("{} of {}", doubt.is(), clean::quoted(&dated(show), 60)),
                    false => doubt.is().to_owned(),
                })
                .collect();
            notes.push(format!(
                "It may be {}, which a number alone does not say: say the season too.",
                may_be.join(" or ")
            ));
            return Ok(FoundEpisodes::Shows(shows, notes.join(" ")));
        }
        notes.extend(doubts.iter().map(|(_, doubt)| doubt.taken()));
        let mut episodes = Vec::new();
        for (show, of_show) in shows.iter().zip(found) {
            for mut episode in of_show.found {
                if are_several {
                    // Its show's title alone does not say which show it is.
                    episode.grandparent_title = Some(dated(show));
                }
                episodes.push(episode);
            }
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

    /// Says which of several episodes a show has, where it has not all of them.
    fn partly(&self, show: &MediaItem, of_show: &OfShow) -> Option<String> {
        let Which::Episodes(season, ..) = self.which else {
            return None;
        };
        let only = of_show.only.as_ref()?.iter();
        let only: Vec<String> = only
            .filter_map(|number| episode_code(Some(season), Some(*number)))
            .collect();
        Some(format!(
            "Of {} {} has only {} here.",
            self.code(),
            clean::quoted(&dated(show), 60),
            only.join(", ")
        ))
    }

    /// Says which shows do not have it, as far as they were looked through.
    fn missing(&self, without: &[(&MediaItem, &OfShow)]) -> String {
        let titles: Vec<String> = without
            .iter()
            .map(|(show, _)| clean::quoted(&dated(show), 60))
            .collect();
        let has = if without.len() > 1 { "have" } else { "has" };
        let mut parts = without
            .iter()
            .filter_map(|(_, of_show)| of_show.looked_through);
        let within = match parts.next() {
            None => " here".to_owned(),
            Some((seen, Some(total))) => format!(" among the first {seen} of {total}"),
            Some((seen, None)) => format!(" among the first {seen}"),
        };
        format!("{} {has} no {}{within}.", titles.join(" and "), self.code())
    }
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
