//! How people write an episode: "Show S02E05", "Show - 2x05 - Title", "season 2 episode 5 of Show", or the day it
//! was first shown; or a season.

use jiff::civil::Date;

use crate::{name::is_number, view::format};

/// An episode as people write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EpisodeName {
    /// The show.
    pub(super) show: String,
    /// Which of it is meant.
    pub(super) which: Which,
    /// What else was written, which should be its title.
    pub(super) title: Option<String>,
}

/// Says which part of a show is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Episodes of a season: the first and the last, which may be one.
    Episodes(i32, i32, i32),
    /// An episode by its number alone.
    Number(i32),
    /// The episode of a day.
    Day(Date),
    /// A season.
    Season(i32),
}

/// The most episodes that are named as one.
const SPAN: i32 = 50;

/// Words for a season, and for an episode.
const SEASONS: [&str; 5] = ["season", "series", "staffel", "saison", "temporada"];
const EPISODES: [&str; 6] = ["episode", "ep", "folge", "épisode", "episodio", "e"];

/// Words for the first numbers, from one on.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The beginnings of the months' names, from January on.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What names of files have behind the episode.
const TAGS: [&str; 12] = [
    "web", "webrip", "web-dl", "webdl", "hdtv", "bluray", "bdrip", "dvdrip", "proper", "repack",
    "x264", "x265",
];

impl EpisodeName {
    /// Reads what can hardly be anything else: `Show S02E05`, `Show 2x05 - Title`, `S02E05 of Show`, `Show
    /// season 2 episode 5`, `Show.S02E05`, `Show S02E05-E06`, `Show 2020-02-16`, `Show 16 Feb 2020`; `None` for
    /// anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::read_by(text, surely)
    }

    /// Reads `Show season 2`, `Season 2 of Show`, `Show S02` or `Show episode 5`. Films are called so as well:
    /// their titles come first.
    pub(crate) fn read_loosely(text: &str) -> Option<Self> {
        Self::read_by(text, loosely)
    }

    /// Reads a text in which one place says which part is meant.
    fn read_by(text: &str, which: fn(&[&str]) -> Option<(Which, usize)>) -> Option<Self> {
        let text = spaced(text);
        let words = words(&text);
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        (0..words.len()).find_map(|at| {
            let (which, length) = which(lower.get(at..)?)?;
            let before = text.get(..words.get(at)?.start)?;
            let after = text.get(words.get(at + length - 1)?.end..)?;
            Self::of(before, after, which)
        })
    }

    /// Returns the name where a show is before or behind its number, as it was written.
    fn of(before: &str, after: &str, which: Which) -> Option<Self> {
        let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = joined(before.trim_end_matches([' ', '-', ':', '–', '—', ',', '(', '[', '"']));
        let after = after.trim_start_matches([' ', '-', ':', '–', '—', ',', '.', ')', ']', '"']);
        if !before.is_empty() {
            return Some(Self {
                show: before,
                which,
                title: untagged(after),
            });
        }
        let leads = ["of ", "from ", "in "];
        let lead = leads.iter().find(|lead| {
            let start = after.get(..lead.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(lead))
        });
        let show = joined(after.get(lead.map_or(0, |lead| lead.len())..)?);
        (!show.is_empty()).then_some(Self {
            show,
            which,
            title: None,
        })
    }

    /// Writes `S02E05`, `season 2`, `episode 5` or `episode of 2020-02-16`.
    pub(crate) fn code(&self) -> String {
        match self.which {
            Which::Episodes(season, first, last) => {
                let code = |episode| format::episode_code(Some(season), Some(episode));
                let first_code = code(first).unwrap_or_default();
                match code(last) {
                    Some(last_code) if last != first => format!("{first_code} to {last_code}"),
                    _ => first_code,
                }
            }
            Which::Number(number) => format!("episode {number}"),
            Which::Season(season) => format!("season {season}"),
            Which::Day(day) => format!("episode of {day}"),
        }
    }

    /// Returns what something was found by.
    pub(crate) fn reason(&self) -> &'static str {
        match self.which {
            Which::Episodes(..) | Which::Number(_) => "episode number",
            Which::Season(_) => "season number",
            Which::Day(_) => "day",
        }
    }
}

/// Returns what follows an episode without what only files have: `1080p WEB`; `None` where nothing else does.
fn untagged(text: &str) -> Option<String> {
    let is_tag = |word: &str| {
        let word = word.to_lowercase();
        let is_resolution = word
            .strip_suffix(['p', 'i'])
            .is_some_and(|rest| (3..=4).contains(&rest.len()) && is_number(rest));
        is_resolution || TAGS.contains(&word.as_str())
    };
    let words = text.split_whitespace().take_while(|word| !is_tag(word));
    let title = words.collect::<Vec<_>>().join(" ");
    let title = title.trim_matches(['"', '“', '”', ' ', '-', '–']);
    title
        .contains(char::is_alphanumeric)
        .then(|| title.to_owned())
}

/// Reads the words at the beginning of which an episode or a day is named, and tells how many they are.
fn surely(words: &[&str]) -> Option<(Which, usize)> {
    let one = |season, episode| Which::Episodes(season, episode, episode);
    let is_season = |word: &&str| SEASONS.contains(word);
    let is_episode = |word: &&str| EPISODES.contains(word);
    if let Some(word) = words.first()
        && let Some((season, first, last)) = code(word)
    {
        return Some((Which::Episodes(season, first, last), 1));
    }
    match words {
        [s, season, e, episode, ..] if is_season(s) && is_episode(e) => {
            Some((one(number(season)?, number(episode)?), 4))
        }
        [e, episode, "of", s, season, ..] if is_season(s) && is_episode(e) => {
            Some((one(number(season)?, number(episode)?), 5))
        }
        [e, episode, s, season, ..] if is_season(s) && is_episode(e) => {
            Some((one(number(season)?, number(episode)?), 4))
        }
        [season, episode, ..] if season.starts_with('s') && episode.starts_with('e') => {
            let season = digits(season.strip_prefix('s')?)?;
            let episode = episode.strip_prefix("ep").or(episode.strip_prefix('e'))?;
            Some((one(season, digits(episode)?), 2))
        }
        _ => {
            let (day, length) = day(words)?;
            Some((Which::Day(day), length))
        }
    }
}

/// Reads the words at the beginning of which a season, or an episode without one, is named.
fn loosely(words: &[&str]) -> Option<(Which, usize)> {
    match words {
        [s, season, ..] if SEASONS.contains(s) => Some((Which::Season(number(season)?), 2)),
        [e, episode, ..] if EPISODES.contains(e) => Some((Which::Number(number(episode)?), 2)),
        [word, ..] => {
            let season = word.strip_prefix('s').and_then(digits).map(Which::Season);
            let episode = word.strip_prefix("ep").and_then(digits).map(Which::Number);
            Some((season.or(episode)?, 1))
        }
        [] => None,
    }
}

/// Reads `s02e05`, `s02.e05`, `2x05` or `s02e05-e06`: the season, the first episode and the last.
fn code(word: &str) -> Option<(i32, i32, i32)> {
    let is_sign = |c: char| matches!(c, '.' | '-' | '_' | '–');
    let (season, episodes) = match word.strip_prefix('s') {
        Some(rest) => rest.split_once('e')?,
        None => word.split_once('x')?,
    };
    let season = digits(season.trim_end_matches(is_sign))?;
    let episodes = episodes.strip_prefix('p').unwrap_or(episodes);
    let end = episodes.find(|c: char| !c.is_ascii_digit());
    let (first, more) = episodes.split_at(end.unwrap_or(episodes.len()));
    let first = digits(first)?;
    let last = match more {
        "" => first,
        more => digits(
            more.trim_start_matches(is_sign)
                .trim_start_matches(['e', 'p']),
        )?,
    };
    ((first..=first.saturating_add(SPAN)).contains(&last)).then_some((season, first, last))
}

/// Reads a day at the beginning of some words: `2024-01-09`, `9 Jan 2024`, `January 9th 2024`, `2024 01 09`.
fn day(words: &[&str]) -> Option<(Date, usize)> {
    let ordinal = |word: &str| {
        let ends = ["st", "nd", "rd", "th"];
        digits(
            ends.iter()
                .find_map(|end| word.strip_suffix(end))
                .unwrap_or(word),
        )
    };
    let year = |word: &str| (word.len() == 4).then(|| digits(word)).flatten();
    let month = |word: &str| {
        let at = MONTHS.iter().position(|begin| {
            word.starts_with(begin) && word.chars().all(char::is_alphabetic) && word.len() <= 9
        })?;
        i32::try_from(at + 1).ok()
    };
    let date = |year: i32, month: i32, day: i32| {
        let small = |number: i32| i8::try_from(number).ok();
        Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
    };
    if let [word, ..] = words {
        if let Ok(day) = word.parse() {
            return Some((day, 1));
        }
        let parts: Vec<&str> = word.split(['.', '/', '_']).collect();
        if let [y, m, d] = parts.as_slice() {
            return Some((date(year(y)?, digits(m)?, digits(d)?)?, 1));
        }
    }
    let [one, two, three, ..] = words else {
        return None;
    };
    let named = match (month(one), month(two)) {
        (Some(month), _) => date(year(three)?, month, ordinal(two)?),
        (_, Some(month)) => date(year(three)?, month, ordinal(one)?),
        _ if two.len() == 2 && three.len() == 2 => date(year(one)?, digits(two)?, digits(three)?),
        _ => None,
    };
    Some((named?, 3))
}

/// A word in lower case without the signs around it, and where it is.
struct Word {
    start: usize,
    end: usize,
    lower: String,
}

/// Returns the text with spaces between its words, where points or lines stand for them, as in names of files.
fn spaced(text: &str) -> String {
    let text = text.trim();
    match text.contains(char::is_whitespace) {
        true => text.to_owned(),
        false => text.replace(['.', '_'], " "),
    }
}

/// Returns the words of a text, without dashes that stand alone.
fn words(text: &str) -> Vec<Word> {
    let is_between = |c: char| c.is_whitespace() || c == ',';
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !is_between(c)) {
        let start = text.len() - rest.len() + at;
        let from = text.get(start..).unwrap_or_default();
        let (word, after) = from.split_at(from.find(is_between).unwrap_or(from.len()));
        let bare = word.trim_matches([
            '(', ')', '[', ']', '"', '“', '”', ':', ';', '.', '-', '–', '—',
        ]);
        if !bare.is_empty() {
            words.push(Word {
                start,
                end: start + word.len(),
                lower: bare.to_lowercase(),
            });
        }
        rest = after;
    }
    words
}

/// Returns a number of at most four digits, or one of the first in words.
fn number(text: &str) -> Option<i32> {
    let in_words = || NUMBERS.iter().position(|word| *word == text);
    digits(text).or_else(|| i32::try_from(in_words()? + 1).ok())
}

/// Returns a number of at most four digits.
fn digits(text: &str) -> Option<i32> {
    let is_short = is_number(text) && text.len() <= 4;
    if is_short { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read: the show, which of it, and the title.
    fn read(text: &str) -> Option<(String, String, Option<String>)> {
        let name = EpisodeName::read(text)?;
        let code = name.code();
        Some((name.show, code, name.title))
    }

    #[test]
    fn episodes_are_read_as_people_write_them() {
        for text in [
            "The Harbour S02E05",
            "The Harbour s2e5",
            "The Harbour 2x05",
            "The Harbour - S02E05",
            "The  Harbour S02 E05",
            "The Harbour S02.E05",
            "The Harbour (S02E05)",
            "The Harbour: S02EP05",
            "The Harbour, season 2, episode 5",
            "The Harbour season 2 ep. 5",
            "The Harbour Season Two Episode Five",
            "The Harbour episode 5 of season 2",
            "The Harbour Staffel 2 Folge 5",
            "The.Harbour.S02E05",
            "The.Harbour.S02E05.1080p.WEB",
            "The_Harbour_s02e05",
            "S02E05 The Harbour",
            "S02E05 of The Harbour",
            "S02E05 - The Harbour",
            "Season 2 Episode 5 of The Harbour",
            "episode 5 of season 2 of The Harbour",
        ] {
            let show = read(text).map(|(show, code, title)| (show, code, title.is_none()));
            let meant = ("The Harbour".to_owned(), "S02E05".to_owned(), true);
            assert_eq!(show, Some(meant), "{text}");
        }
        for text in [
            "The Harbour - S02E05 - Low Tide",
            "The Harbour S02E05 Low Tide",
            "The Harbour 2x05 \"Low Tide\"",
            "The.Harbour.2x05.Low.Tide.720p",
        ] {
            let title = read(text).and_then(|(_, _, title)| title);
            assert_eq!(title.as_deref(), Some("Low Tide"), "{text}");
        }
        for text in [
            "The Harbour S01E01-E02",
            "The Harbour S01E01E02",
            "The Harbour 1x01-02",
        ] {
            assert_eq!(read(text).unwrap().1, "S01E01 to S01E02", "{text}");
        }
        for (text, show) in [
            ("M*A*S*H 11x16", "M*A*S*H"),
            ("Love, Victor S01E01", "Love, Victor"),
            ("Alex, Inc. S01E01", "Alex, Inc."),
            ("The Office (US) S01E01", "The Office (US)"),
            ("24 S01E01", "24"),
            ("9-1-1 S01E01", "9-1-1"),
        ] {
            assert_eq!(read(text).unwrap().0, show, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "The Late Hour 2024-01-09",
            "The Late Hour 9 Jan 2024",
            "The Late Hour January 9, 2024",
            "The Late Hour - Jan 9th 2024",
            "The Late Hour 2024.01.09",
            "The Late Hour 2024/01/09",
            "The.Late.Hour.2024.01.09",
        ] {
            let (show, code, _) = read(text).unwrap_or_default();
            assert_eq!(
                (show.as_str(), code.as_str()),
                ("The Late Hour", "episode of 2024-01-09"),
                "{text}"
            );
        }
        for text in [
            "2020-03-04",
            "The Harbour 2020-13-04",
            "The Harbour 31 Feb 2020",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn seasons_and_bare_numbers_are_read_where_nothing_is_called_so() {
        for (text, code) in [
            ("The Harbour season 2", "season 2"),
            ("The Harbour S02", "season 2"),
            ("The Harbour, Season 02", "season 2"),
            ("Season 2 of The Harbour", "season 2"),
            ("The Harbour season two", "season 2"),
            ("The Harbour episode 5", "episode 5"),
            ("The Harbour ep 5", "episode 5"),
            ("The Harbour ep5", "episode 5"),
            ("Episode 5 of The Harbour", "episode 5"),
        ] {
            let name = EpisodeName::read_loosely(text).unwrap();
            assert_eq!(
                (name.show.as_str(), &*name.code()),
                ("The Harbour", code),
                "{text}"
            );
            assert_eq!(EpisodeName::read(text), None, "{text}");
        }
        for text in ["Season 2", "Sunset", "s", "The Harbour", "Episode 5"] {
            assert_eq!(EpisodeName::read_loosely(text), None, "{text}");
        }
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
            "Apollo 13 1995",
            "May 2002",
            "Summer of 1842 to 1843",
        ] {
            assert_eq!(EpisodeName::read(text), None, "{text}");
        }
    }
}
