//! Holes in the numbering of episodes and seasons. Season 0 holds the specials, which have none.

use rusqlite::{Connection, params};

use super::{finding::Finding, query::Scope};

/// The highest number that is believed: beyond it are dates and other people's jokes.
const HIGHEST: i64 = 5_000;

/// From here on a season's number is a year: a show that is numbered by years begins when it begins.
const FIRST_YEAR: i64 = 1_900;

/// The most missing numbers that a reason spells out.
const MOST_NAMED: usize = 12;

/// A season with the numbers of its episodes.
struct Season {
    show_id: i64,
    show: String,
    year: Option<i64>,
    library: String,
    show_key: String,
    season_key: Option<String>,
    number: i64,
    /// Distinct and in order.
    episodes: Vec<i64>,
    /// The episodes whose number is the date on which they were shown.
    dated: usize,
}

impl Season {
    fn is_year(&self) -> bool {
        self.number >= FIRST_YEAR
    }

    /// Says whether its episodes are numbered by dates: as they were shown, or, where that is not known,
    /// because they lie so far apart as dates do.
    fn is_dated(&self) -> bool {
        let count = i64::try_from(self.episodes.len()).unwrap_or(i64::MAX);
        let (Some(first), Some(last)) = (self.episodes.first(), self.episodes.last()) else {
            return false;
        };
        let dates = self.episodes.iter().all(|number| is_month_and_day(*number));
        self.dated * 2 > self.episodes.len()
            || (self.is_year() && dates && *last > 131)
            || (self.is_year() && *last - first + 1 > 3 * count)
    }
}

/// Says whether a number is a day of a year as `1231` is.
fn is_month_and_day(number: i64) -> bool {
    (1..=12).contains(&(number / 100)) && (1..=31).contains(&(number % 100))
}

/// Says whether a number stands for a date: `1231`, `20241231`, `241231` or the day of the year.
fn is_date(number: i64, date: &str) -> bool {
    let Ok(date) = date.parse::<jiff::civil::Date>() else {
        return false;
    };
    let day = i64::from(date.month()) * 100 + i64::from(date.day());
    let year = i64::from(date.year());
    [
        day,
        year * 10_000 + day,
        year % 100 * 10_000 + day,
        i64::from(date.day_of_year()),
    ]
    .contains(&number)
}

pub(super) fn find(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    let seasons = seasons(connection, scope)?;
    let mut found = Vec::new();
    let mut before: Option<&Season> = None;
    for season in &seasons {
        let previous = before.filter(|before| before.show_id == season.show_id);
        found.extend(missing_seasons(season, previous));
        found.extend(missing_episodes(season, previous));
        before = Some(season);
    }
    Ok(found)
}

/// Returns every season but the specials, in order, with the distinct numbers of its episodes.
fn seasons(connection: &Connection, scope: &Scope) -> rusqlite::Result<Vec<Season>> {
    let mut statement = connection.prepare(
        "SELECT show.id, show.title, show.year, library.title, show.rating_key, season.rating_key,
           episode.parent_number, episode.number, episode.released
         FROM item AS episode JOIN item AS show ON show.id = episode.grandparent_id
         JOIN library ON library.id = episode.library_id
         LEFT JOIN item AS season ON season.id = episode.parent_id
         WHERE episode.type = 'episode' AND episode.parent_number BETWEEN 1 AND ?2
           AND episode.number BETWEEN 1 AND ?2 AND (?1 IS NULL OR episode.library_id = ?1)
         ORDER BY show.title_sort, show.id, episode.parent_number, episode.number",
    )?;
    let mut seasons: Vec<Season> = Vec::new();
    let mut rows = statement.query(params![scope.library, HIGHEST])?;
    while let Some(row) = rows.next()? {
        let (show_id, number, episode): (i64, i64, i64) = (row.get(0)?, row.get(6)?, row.get(7)?);
        let date: Option<String> = row.get(8)?;
        let is_date = date.is_some_and(|date| is_date(episode, &date));
        if let Some(season) = seasons
            .last_mut()
            .filter(|last| last.show_id == show_id && last.number == number)
        {
            // Several entries of one number are one episode.
            if season.episodes.last() != Some(&episode) {
                season.episodes.push(episode);
                season.dated += usize::from(is_date);
            }
            continue;
        }
        seasons.push(Season {
            show_id,
            show: row.get(1)?,
            year: row.get(2)?,
            library: row.get(3)?,
            show_key: row.get(4)?,
            season_key: row.get(5)?,
            number,
            episodes: vec![episode],
            dated: usize::from(is_date),
        });
    }
    Ok(seasons)
}

/// Seasons that are missing before this one.
fn missing_seasons(season: &Season, previous: Option<&Season>) -> Option<Finding> {
    // Before the first year there is nothing, and between numbers and years no hole.
    let follows_year = previous.is_some_and(Season::is_year);
    if season.is_year() && !follows_year {
        return None;
    }
    let from = previous.map_or(1, |previous| previous.number + 1);
    let missing: Vec<i64> = (from..season.number).collect();
    if missing.is_empty() {
        return None;
    }
    let why = match previous {
        Some(previous) => {
            format!(
                "no season {}, between seasons {} and {}",
                listed(&missing),
                previous.number,
                season.number
            )
        }
        None => format!(
            "no season {}: the first one there is season {}",
            listed(&missing),
            season.number
        ),
    };
    Some(finding(season, None, vec![season.show_key.clone()], why))
}

/// Episodes that are missing in this season. A season may go on counting where the last one ended.
fn missing_episodes(season: &Season, previous: Option<&Season>) -> Option<Finding> {
    let first = *season.episodes.first()?;
    let last = *season.episodes.last()?;
    if season.is_dated() {
        // A day without an episode is no hole.
        return None;
    }
    let goes_on = previous
        .and_then(|previous| previous.episodes.last())
        .is_some_and(|end| first > *end && *end > 1);
    let from = if goes_on || season.is_year() {
        first
    } else {
        1
    };
    let missing: Vec<i64> = (from..=last)
        .filter(|number| season.episodes.binary_search(number).is_err())
        .collect();
    if missing.is_empty() {
        return None;
    }
    let why = format!(
        "no episode {} of season {}, which has up to {last}",
        listed(&missing),
        season.number
    );
    let key = season
        .season_key
        .clone()
        .unwrap_or_else(|| season.show_key.clone());
    Some(finding(season, Some(season.number), vec![key], why))
}

fn finding(season: &Season, number: Option<i64>, rating_keys: Vec<String>, why: String) -> Finding {
    Finding {
        title: season.show.clone(),
        year: season.year,
        season: number,
        library: season.library.clone(),
        rating_keys,
        size_bytes: None,
        why,
    }
}

/// Writes `3, 5-7 and 9`, cut when there are too many.
fn listed(numbers: &[i64]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let cut = runs.len() > MOST_NAMED;
    let mut names: Vec<String> = runs
        .into_iter()
        .take(MOST_NAMED)
        .map(|(start, end)| {
            if start == end {
                start.to_string()
            } else {
                format!("{start}-{end}")
            }
        })
        .collect();
    match names.pop() {
        None => String::new(),
        Some(last) if cut => format!("{}, {last} and more", names.join(", ")),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season(number: i64, episodes: &[i64]) -> Season {
        Season {
            show_id: 1,
            show: "Harbour".into(),
            year: None,
            library: "Shows".into(),
            show_key: "1".into(),
            season_key: None,
            number,
            episodes: episodes.to_vec(),
            dated: 0,
        }
    }

    fn why(season: &Season, previous: Option<&Season>) -> Option<String> {
        missing_episodes(season, previous).map(|finding| finding.why)
    }

    #[test]
    fn holes_are_found_and_wholes_are_not() {
        assert_eq!(why(&season(1, &[1, 2, 3]), None), None);
        assert_eq!(
            why(&season(1, &[1, 2, 5, 6, 9]), None).unwrap(),
            "no episode 3-4 and 7-8 of season 1, which has up to 9"
        );
        assert_eq!(
            why(&season(1, &[3]), None).unwrap(),
            "no episode 1-2 of season 1, which has up to 3"
        );
    }

    #[test]
    fn a_season_may_go_on_counting() {
        let first = season(1, &[1, 2, 3]);
        assert_eq!(why(&season(2, &[4, 5]), Some(&first)), None);
        assert_eq!(
            why(&season(2, &[4, 6]), Some(&first)).unwrap(),
            "no episode 5 of season 2, which has up to 6"
        );
        assert!(why(&season(2, &[2, 3]), Some(&first)).is_some());
    }

    #[test]
    fn whole_seasons_can_be_missing() {
        let first = season(1, &[1]);
        assert_eq!(
            missing_seasons(&season(4, &[1]), Some(&first)).unwrap().why,
            "no season 2-3, between seasons 1 and 4"
        );
        assert!(missing_seasons(&season(2, &[1]), Some(&first)).is_none());
        assert!(missing_seasons(&season(1, &[1]), None).is_none());
    }

    #[test]
    fn years_have_holes_between_them_only() {
        let first = season(2020, &[1]);
        assert!(missing_seasons(&first, None).is_none());
        assert!(missing_seasons(&first, Some(&season(3, &[1]))).is_none());
        assert_eq!(
            missing_seasons(&season(2023, &[1]), Some(&season(2021, &[1])))
                .unwrap()
                .why,
            "no season 2022, between seasons 2021 and 2023"
        );
        // A year may begin in the middle of a count that goes on.
        assert_eq!(why(&season(2020, &[7, 8, 9]), None), None);
        assert_eq!(
            why(&season(2020, &[7, 9]), None).unwrap(),
            "no episode 8 of season 2020, which has up to 9"
        );
    }

    #[test]
    fn days_without_an_episode_are_no_holes() {
        assert_eq!(why(&season(2020, &[102, 103, 106, 1231]), None), None);
        assert_eq!(why(&season(2020, &[12, 45, 200, 361]), None), None);
        let dated = Season {
            dated: 3,
            ..season(1, &[102, 103, 109])
        };
        assert_eq!(why(&dated, None), None);
        for number in [1_231, 20_201_231, 201_231, 366] {
            assert!(is_date(number, "2020-12-31"), "{number}");
        }
        assert!(!is_date(12, "2020-12-31"));
        assert!(!is_date(12, "at some time"));
    }
}
