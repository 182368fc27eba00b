//! Recommends what to watch next, with reasons.
//!
//! The method, so that anybody can check it: each film or show that a person has played counts once,
//! more for more of its episodes and less the longer ago. It passes its weight on to its traits:
//! genres, directors, writers, main actors, collections, studio, decade. Traits that many titles
//! have count less (the logarithm of how rare they are), and a person's taste is scaled to length
//! one, so that who watches much does not weigh more than who watches little. A title's score for
//! a person is the sum of the taste for its traits, over the square root of how many it has. For
//! several people the least content one counts most. The audience's rating only breaks near ties.
//!
//! A film in two libraries or editions is one work: it is learned from once, offered once, and not
//! at all when any copy was played. What there is no file of is not offered.
//!
//! Nothing is random: the same data give the same list. It knows nothing but this server's history:
//! not what was seen elsewhere, not what was liked, not what was left before its end.

mod candidates;
mod query;
mod recommendation;
mod taste;
mod traits;

use plex_client::AccountId;
use rusqlite::Connection;

use self::taste::Taste;
pub use self::{query::RecommendQuery, recommendation::Recommendation};
use super::{
    named::{self, Person},
    works::Works,
};
use crate::{error::Result, index::Index};

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
    /// [`IndexError::Unknown`](crate::IndexError::Unknown) for libraries, genres and titles that are not
    /// there; those of the store.
    pub async fn recommend(&self, query: RecommendQuery) -> Result<Recommendations> {
        self.look(move |connection| recommend(connection, &query))
            .await
    }
}

fn recommend(connection: &Connection, query: &RecommendQuery) -> Result<Recommendations> {
    let people = people(connection, query)?;
    let works = Works::read(connection)?;
    let tastes = if query.like.is_empty() {
        people
            .iter()
            .map(|person| taste::of_person(connection, &works, person, query.now))
            .collect::<Result<Vec<_>>>()?
    } else {
        vec![taste::of_titles(connection, &works, &query.like)?]
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
    let ids: Vec<AccountId> = people.iter().map(|person| person.id).collect();
    let titles = candidates::ranked(connection, query, &works, &ids, &known)?;
    Ok(Recommendations {
        titles,
        users: people.into_iter().map(|person| person.name).collect(),
        strangers,
    })
}

/// Returns the people asked for, each once, or the owner of the token.
fn people(connection: &Connection, query: &RecommendQuery) -> Result<Vec<Person>> {
    if query.users.is_empty() {
        return Ok(vec![named::owner(connection)?]);
    }
    let mut people: Vec<Person> = Vec::new();
    for person in &query.users {
        if people.iter().all(|known| known.id != person.id) {
            people.push(person.clone());
        }
    }
    Ok(people)
}
