//! "Show S02E05": an episode by its show and its number, or by the day it was first shown; or a season.

use jiff::civil::Date;
use plex_client::{Fit, ItemType, LibraryKey, MediaItem, NameQuery, PageRequest, SearchQuery};

use super::search::{How, Sought, fit_of_item};
use crate::{
    clean,
    error::ToolError,
    plex::{Plex, concurrent::together},
    view::{format, named::NamedView},
};

/// An episode as people write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EpisodeName {
    show: String,
    which: Which,
}

/// Says which part of a show is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// A season and an episode of it.
    Episode(i32, i32),
    /// The episode of a day.
    Day(Date),
    /// A season.
    Season(i32),
}

/// Says what was found by such a name. Two shows may have one name.
pub(crate) enum FoundEpisodes {
    /// The episode of each show of that name which has one, and what is worth knowing about the others.
    Episodes(Vec<MediaItem>, Option<String>),
    /// The shows of that name, or those that come near it, and why none of their episodes is meant.
    Shows(Vec<MediaItem>, String),
    /// Neither.
    Nothing,
}

/// How many shows of one name are looked into.
const SHOWS: usize = 5;

impl EpisodeName {
    /// Reads `Show S02E05`, `Show 2x05`, `Show s02 e05`, `Show season 2 episode 5` or `Show 2020-02-16`;
    /// `None` for anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let words = words(text);
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        if let [show @ .., day] = lower.as_slice()
            && let Ok(day) = day.parse()
        {
            return Self::of(text, &words, show.len(), Which::Day(day));
        }
        let (first, season, episode) = match lower.as_slice() {
            [show @ .., s, season, e, episode]
                if *s == "season" && matches!(*e, "episode" | "ep" | "ep.") =>
            {
                (show.len(), number(season)?, number(episode)?)
            }
            [show @ .., season, episode]
                if season.starts_with('s')
                    && episode.starts_with('e')
                    && code(episode).is_none() =>
            {
                let season = number(season.get(1..)?)?;
                (show.len(), season, number(episode.get(1..)?)?)
            }
            [show @ .., last] => {
                let (season, episode) = code(last)?;
                (show.len(), season, episode)
            }
            [] => return None,
        };
        Self::of(text, &words, first, Which::Episode(season, episode))
    }

    /// Reads `Show season 2` or `Show S02`. Films are called so as well: their titles come first.
    pub(crate) fn read_season(text: &str) -> Option<Self> {
        let words = words(text);
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        let (first, season) = match lower.as_slice() {
            [show @ .., "season", season] => (show.len(), number(season)?),
            [show @ .., season] => (show.len(), number(season.strip_prefix('s')?)?),
            [] => return None,
        };
        Self::of(text, &words, first, Which::Season(season))
    }

    /// Returns the name where something stands before its number: the show as it was written, to which a
    /// comma may belong.
    fn of(text: &str, words: &[Word], first: usize, which: Which) -> Option<Self> {
        let show = text.get(..words.get(first)?.start)?;
        let show = show.trim_end_matches([' ', '-', ':', '–', ',']);
        let show = show.split_whitespace().collect::<Vec<_>>().join(" ");
        (!show.is_empty()).then_some(Self { show, which })
    }

    /// Looks for it: the shows by name, then their season, then the episode.
    ///
    /// # Errors
    ///
    /// What asking the server gives.
    pub(crate) async fn find(
        &self,
        plex: &Plex,
        section: Option<&LibraryKey>,
    ) -> Result<FoundEpisodes, ToolError> {
        let mut query = SearchQuery::new(&*self.show)
            .types([ItemType::Show])
            .limit(10);
        if let Some(section) = section {
            query = query.section(section.clone());
        }
        let sought = plex.seek(&query).await?;
        let (mut shows, is_named) = nearest(&sought, &self.show);
        shows.truncate(SHOWS);
        if shows.is_empty() {
            return Ok(FoundEpisodes::Nothing);
        }
        if !is_named {
            let note = format!(
                "No show is called {}; these come nearest.",
                clean::quoted(&self.show, 60)
            );
            return Ok(FoundEpisodes::Shows(shows, note));
        }
        let asked = shows.iter().map(|show| self.within(plex, show));
        let found: Vec<Option<MediaItem>> = together(asked.collect()).await?;
        let without = shows.iter().zip(&found);
        let without = without.filter(|(_, episode)| episode.is_none());
        let without: Vec<&MediaItem> = without.map(|(show, _)| show).collect();
        let missing = (!without.is_empty()).then(|| self.missing(&without));
        let are_several = shows.len() > 1;
        let episodes: Vec<MediaItem> = shows
            .iter()
            .zip(found)
            .filter_map(|(show, episode)| {
                let mut episode = episode?;
                if are_several {
                    // Its show's title alone does not say which show it is.
                    episode.grandparent_title = Some(dated(show));
                }
                Some(episode)
            })
            .collect();
        Ok(match (episodes.len(), missing) {
            (0, missing) => FoundEpisodes::Shows(shows, missing.unwrap_or_default()),
            (1, missing) => FoundEpisodes::Episodes(episodes, missing),
            (count, _) => {
                let note = format!("{count} shows of that name have {}.", self.code());
                FoundEpisodes::Episodes(episodes, Some(note))
            }
        })
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

    /// Returns the episode of a show.
    async fn within(&self, plex: &Plex, show: &MediaItem) -> Result<Option<MediaItem>, ToolError> {
        let of_number = |items: Vec<MediaItem>, number: i32| {
            items.into_iter().find(|item| item.index == Some(number))
        };
        let Some(key) = &show.rating_key else {
            return Ok(None);
        };
        let (season, episode) = match self.which {
            Which::Episode(season, episode) => (season, Some(episode)),
            Which::Season(season) => (season, None),
            Which::Day(day) => {
                let all = PageRequest::first(1_000);
                let leaves = plex.leaves(key, &ItemType::Show, all).await?;
                return Ok(leaves.items.into_iter().find(|item| is_of_day(item, day)));
            }
        };
        let seasons = plex.children(key, PageRequest::first(1_000)).await?;
        let season = of_number(seasons.items, season);
        let (Some(season), Some(episode)) = (&season, episode) else {
            return Ok(season);
        };
        let Some(season) = &season.rating_key else {
            return Ok(None);
        };
        let episodes = plex.children(season, PageRequest::first(1_000));
        Ok(of_number(episodes.await?.items, episode))
    }

    /// Writes `S02E05`, `season 2` or `2020-02-16`.
    pub(crate) fn code(&self) -> String {
        match self.which {
            Which::Episode(season, episode) => {
                format::episode_code(Some(season), Some(episode)).unwrap_or_default()
            }
            Which::Season(season) => format!("season {season}"),
            Which::Day(day) => format!("episode of {day}"),
        }
    }

    /// Returns what something was found by.
    pub(crate) fn reason(&self) -> &'static str {
        match self.which {
            Which::Episode(..) => "episode number",
            Which::Season(_) => "season number",
            Which::Day(_) => "day",
        }
    }
}

/// Tells whether an episode was first shown on a day.
fn is_of_day(item: &MediaItem, day: Date) -> bool {
    let shown = format::day(item.originally_available_at.as_deref());
    shown.is_some_and(|shown| shown == day.to_string())
}

/// Returns the shows that are called so, or else that have the name within theirs; where there are none,
/// those that come near it, and that they do.
fn nearest(sought: &Sought, name: &str) -> (Vec<MediaItem>, bool) {
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
            return (named, true);
        }
    }
    let near: Vec<MediaItem> = sought.items().cloned().collect();
    // One that is alone in being spelled alike is meant.
    let is_meant = near.len() == 1 && sought.how == How::Alike;
    (near, is_meant)
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

/// A word in lower case, and where it begins.
struct Word {
    start: usize,
    lower: String,
}

/// Returns the words of a text, without the commas around them.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !c.is_whitespace() && c != ',') {
        let begin = text.len() - rest.len() + at;
        let from = text.get(begin..).unwrap_or_default();
        let length = from
            .find(|c: char| c.is_whitespace() || c == ',')
            .unwrap_or(from.len());
        let (word, after) = from.split_at(length);
        words.push(Word {
            start: begin,
            lower: word.to_lowercase(),
        });
        rest = after;
    }
    words
}

/// Reads `s02e05` or `2x05`.
fn code(word: &str) -> Option<(i32, i32)> {
    let (season, episode) = match word.strip_prefix('s') {
        Some(rest) => rest.split_once('e')?,
        None => word.split_once('x')?,
    };
    Some((number(season)?, number(episode)?))
}

/// Returns a number of at most four digits.
fn number(text: &str) -> Option<i32> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, i32, i32)> {
        let name = EpisodeName::read(text)?;
        match name.which {
            Which::Episode(season, episode) => Some((name.show, season, episode)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn seasons_and_days_are_read_as_well() {
        let name = EpisodeName::read("The Daily Show 2020-03-04").unwrap();
        assert_eq!(
            (name.show.as_str(), &*name.code()),
            ("The Daily Show", "episode of 2020-03-04")
        );
        for text in [
            "The Harbour season 2",
            "The Harbour S02",
            "The Harbour, Season 02",
        ] {
            let name = EpisodeName::read_season(text).unwrap();
            assert_eq!(
                (name.show.as_str(), &*name.code()),
                ("The Harbour", "season 2")
            );
        }
        for text in ["2020-03-04", "The Harbour 2020-13-04"] {
            assert_eq!(EpisodeName::read(text), None, "{text}");
        }
        for text in ["Season 2", "Sunset", "s", "The Harbour"] {
            assert_eq!(EpisodeName::read_season(text), None, "{text}");
        }
    }

    #[test]
    fn episodes_are_read_as_people_write_them() {
        for text in [
            "The Harbour S02E05",
            "The Harbour s2e5",
            "The Harbour 2x05",
            "The Harbour - S02E05",
            "The  Harbour S02 E05",
            "The Harbour, season 2, episode 5",
            "The Harbour season 2 ep 5",
        ] {
            assert_eq!(read(text), Some(("The Harbour".to_owned(), 2, 5)), "{text}");
        }
        assert_eq!(read("M*A*S*H 11x16").unwrap().0, "M*A*S*H");
        assert_eq!(read("Love, Victor S01E01").unwrap().0, "Love, Victor");
        assert_eq!(read("Alex, Inc. S01E01").unwrap().0, "Alex, Inc.");
    }

    #[test]
    fn titles_stay_titles() {
        for text in [
            "",
            "S02E05",
            "Blade Runner 2049",
            "1917",
            "Malcolm X",
            "x",
            "24",
            "See S E",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
