//! Learns from plays what a person likes.

use std::collections::{HashMap, HashSet};

use plex_client::RatingKey;
use rusqlite::{Connection, OptionalExtension, params};

use super::traits::{self, Trait};
use crate::{
    error::{IndexError, Result},
    insight::{named::Person, works::Works},
};

/// In so many days a play comes to count half.
const HALF_LIFE_DAYS: f64 = 240.0;

/// So many episodes of a show count as much as a film.
const EPISODES_FOR_FULL_WEIGHT: f64 = 4.0;

/// The most titles of one person that are looked at, the last played ones.
const MOST_TITLES: u32 = 2_000;

/// A liking for traits, scaled to length one.
#[derive(Debug, Clone, Default)]
pub(super) struct Taste {
    /// Whose it is, as reasons say it; nobody's when it is that for given titles.
    whose: Option<String>,
    likings: HashMap<Trait, Liking>,
}

/// The weight of a trait in a taste, and the title that contributes most to it.
#[derive(Debug, Clone)]
struct Liking {
    strength: f64,
    example: String,
    example_weight: f64,
}

/// A title that was played, and how much it counts.
pub(super) struct Played {
    pub(super) id: i64,
    title: String,
    year: Option<i64>,
    weight: f64,
}

impl Taste {
    pub(super) fn is_empty(&self) -> bool {
        self.likings.is_empty()
    }

    /// Returns what each trait adds to how well a title fits.
    pub(super) fn of<'t>(&'t self, traits: &'t [Trait]) -> impl Iterator<Item = (Trait, f64)> + 't {
        traits
            .iter()
            .filter_map(|one| Some((*one, self.likings.get(one)?.strength)))
    }

    /// Returns why a trait fits: `director Fritz Lang: ada played "M" (1931)`.
    pub(super) fn reason(
        &self,
        connection: &Connection,
        fitting: Trait,
    ) -> rusqlite::Result<String> {
        let example = self
            .likings
            .get(&fitting)
            .map_or("", |liking| liking.example.as_str());
        let because = match &self.whose {
            Some(name) => format!("{name} played {example}"),
            None => format!("as in {example}"),
        };
        Ok(format!(
            "{} {}: {because}",
            fitting.kind.word(),
            fitting.name(connection)?
        ))
    }

    /// Returns the taste that speaks from these titles.
    fn from(
        connection: &Connection,
        whose: Option<String>,
        titles: &[Played],
    ) -> rusqlite::Result<Self> {
        let all: f64 = connection
            .query_row(
                "SELECT count(*) FROM item WHERE type IN ('movie', 'show')",
                [],
                |row| row.get::<_, u32>(0),
            )
            .map(f64::from)?;
        let mut likings: HashMap<Trait, Liking> = HashMap::new();
        for played in titles {
            for one in traits::of_title(connection, played.id, played.year)? {
                let liking = likings.entry(one).or_insert(Liking {
                    strength: 0.0,
                    example: String::new(),
                    example_weight: 0.0,
                });
                liking.strength += played.weight;
                if played.weight > liking.example_weight {
                    liking.example_weight = played.weight;
                    liking.example = shown(&played.title, played.year);
                }
            }
        }
        for (one, liking) in &mut likings {
            liking.strength *= one.significance(connection, all)?;
        }
        // Added up in a fixed order, or the last digits would depend on the order of a hash table.
        let mut squares: Vec<(Trait, f64)> = likings
            .iter()
            .map(|(one, liking)| (*one, liking.strength * liking.strength))
            .collect();
        squares.sort_unstable_by_key(|(one, _)| *one);
        let length = squares.iter().map(|(_, square)| square).sum::<f64>().sqrt();
        if length > 0.0 {
            likings
                .values_mut()
                .for_each(|liking| liking.strength /= length);
        }
        Ok(Self { whose, likings })
    }
}

/// Writes `"M" (1931)`.
fn shown(title: &str, year: Option<i64>) -> String {
    year.map_or_else(
        || format!("\"{title}\""),
        |year| format!("\"{title}\" ({year})"),
    )
}

/// Returns the taste that speaks from what a person has played, each work once in whatever copies.
pub(super) fn of_person(
    connection: &Connection,
    works: &Works,
    person: &Person,
    now: i64,
) -> Result<Taste> {
    let mut plays = connection.prepare(
        "SELECT title.id, title.title, title.year, title.type, count(DISTINCT item.id), max(play.viewed_unix)
         FROM play JOIN item ON item.id = play.item_id
         JOIN item AS title ON title.id = coalesce(item.grandparent_id, item.id)
         WHERE play.account_id = ?1 AND title.type IN ('movie', 'show')
         GROUP BY title.id ORDER BY max(play.viewed_unix) DESC, title.id LIMIT ?2",
    )?;
    let titles = plays.query_map(params![person.id.get(), MOST_TITLES], |row| {
        let episodes = if row.get_ref(3)?.as_str()? == "show" {
            row.get::<_, u32>(4)?
        } else {
            1_000
        };
        let share = (f64::from(episodes) / EPISODES_FOR_FULL_WEIGHT).min(1.0);
        let seconds = u32::try_from(now.saturating_sub(row.get(5)?).max(0)).unwrap_or(u32::MAX);
        let faded = 0.5_f64.powf(f64::from(seconds) / 86_400.0 / HALF_LIFE_DAYS);
        Ok(Played {
            id: row.get(0)?,
            title: row.get(1)?,
            year: row.get(2)?,
            weight: share * faded,
        })
    })?;
    let mut titles = titles.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut seen = HashSet::new();
    titles.retain(|title| works.of(title.id).is_none_or(|work| seen.insert(work)));
    Ok(Taste::from(connection, Some(person.name.clone()), &titles)?)
}

/// Returns the taste for titles like these, each work once in whatever copies.
pub(super) fn of_titles(
    connection: &Connection,
    works: &Works,
    wanted: &[RatingKey],
) -> Result<Taste> {
    let mut titles = Vec::new();
    for wanted in wanted {
        titles.push(title(connection, wanted)?);
    }
    let mut seen = HashSet::new();
    titles.retain(|title| works.of(title.id).is_none_or(|work| seen.insert(work)));
    Ok(Taste::from(connection, None, &titles)?)
}

/// Returns the film or show that an item is or is of.
///
/// # Errors
///
/// [`IndexError::Unknown`] for what is not in the snapshot, or of no film or show.
pub(super) fn title(connection: &Connection, wanted: &RatingKey) -> Result<Played> {
    let mut find = connection.prepare_cached(
        "SELECT title.id, title.title, title.year FROM item
         JOIN item AS title ON title.id = coalesce(item.grandparent_id, item.parent_id, item.id)
         WHERE item.rating_key = ?1 AND title.type IN ('movie', 'show')",
    )?;
    let found = find.query_row([wanted.as_str()], |row| {
        Ok(Played {
            id: row.get(0)?,
            title: row.get(1)?,
            year: row.get(2)?,
            weight: 1.0,
        })
    });
    found.optional()?.ok_or_else(|| IndexError::Unknown {
        what: "film or show",
        id: wanted.to_string(),
    })
}
