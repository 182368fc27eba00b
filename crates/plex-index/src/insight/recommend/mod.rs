//! What to watch next, with reasons.
//!
//! The method, so that anybody can check it: each film or show that a person has played counts once,
//! more for more of its episodes and less the longer ago. It passes its weight on to its traits:
//! genres, directors, writers, main actors, collections, studio, decade. Traits that many titles
//! have count less (the logarithm of how rare they are), and a person's taste is scaled to length
//! one, so that who watches much does not weigh more than who watches little. A title's score for
//! a person is the sum of the taste for its traits, over the square root of how many it has. For
//! several people the least content one counts most. The audience's rating only breaks near ties.
//!
//! Nothing is random: the same data give the same list. It knows nothing but this server's history:
//! not what was seen elsewhere, not what was liked, not what was left before its end.

mod candidates;
mod taste;
mod traits;

use rusqlite::Connection;

use self::taste::Taste;
use super::named::{self, Person};
use crate::{error::Result, index::Index};

/// For whom to recommend, and what.
#[derive(Debug, Clone)]
pub struct RecommendQuery {
    /// Names of people; everybody who has played anything when there is none.
    pub users: Vec<String>,
    /// Only from this library: its id or title.
    pub library: Option<String>,
    /// At most so long: a film, or an episode.
    pub max_minutes: Option<u32>,
    /// Only with one of these genres.
    pub genres: Vec<String>,
    /// More like these titles, instead of like what was played.
    pub like: Vec<String>,
    /// The most titles.
    pub limit: u32,
    /// The present moment, epoch seconds: plays fade by it.
    pub now: i64,
}

/// A title to watch.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// What other tools take.
    pub rating_key: String,
    /// `movie` or `show`.
    pub item_type: String,
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: Option<i64>,
    /// The title of its library.
    pub library: String,
    /// The length of the film, or of an episode, in seconds.
    pub duration_s: Option<u64>,
    /// How well it fits, 0 to 100; comparable within one answer only.
    pub score: u32,
    /// What fits, strongest first: `director Fritz Lang: ada played "M" (1931)`.
    pub reasons: Vec<String>,
}

/// Titles to watch, and how far the answer goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendations {
    /// The best first.
    pub titles: Vec<Recommendation>,
    /// The people it is for.
    pub users: Vec<String>,
    /// Those of them of whom no play is known.
    pub strangers: Vec<String>,
}

impl Index {
    /// Finds titles that these people have not played here and may like.
    ///
    /// # Errors
    ///
    /// [`IndexError::Unknown`](crate::IndexError::Unknown) for people, libraries, genres and titles
    /// that are not there; those of the store.
    pub async fn recommend(&self, query: RecommendQuery) -> Result<Recommendations> {
        self.look(move |connection| recommend(connection, &query))
            .await
    }
}

fn recommend(connection: &Connection, query: &RecommendQuery) -> Result<Recommendations> {
    let people = people(connection, query)?;
    let tastes = if query.like.is_empty() {
        people
            .iter()
            .map(|person| taste::of_person(connection, person, query.now))
            .collect::<Result<Vec<_>>>()?
    } else {
        vec![taste::of_titles(connection, &query.like)?]
    };
    let known: Vec<Taste> = tastes
        .iter()
        .filter(|taste| !taste.is_empty())
        .cloned()
        .collect();
    let strangers = match query.like.is_empty() {
        true => people
            .iter()
            .zip(&tastes)
            .filter(|(_, taste)| taste.is_empty())
            .map(|(person, _)| person.name.clone())
            .collect(),
        false => Vec::new(),
    };
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    let titles = candidates::ranked(connection, query, &ids, &known)?;
    Ok(Recommendations {
        titles,
        users: people.into_iter().map(|person| person.name).collect(),
        strangers,
    })
}

/// The people asked for, or everybody who has played anything.
fn people(connection: &Connection, query: &RecommendQuery) -> Result<Vec<Person>> {
    if !query.users.is_empty() {
        let mut people: Vec<Person> = Vec::new();
        for name in &query.users {
            let person = named::person(connection, name)?;
            if !people.contains(&person) {
                people.push(person);
            }
        }
        return Ok(people);
    }
    let mut active = connection.prepare(
        "SELECT id, name FROM account WHERE EXISTS (SELECT 1 FROM play WHERE account_id = account.id) ORDER BY name, id",
    )?;
    let people = active.query_map([], |row| {
        Ok(Person {
            id: row.get(0)?,
            name: row.get(1)?,
        })
    })?;
    Ok(people.collect::<rusqlite::Result<_>>()?)
}
