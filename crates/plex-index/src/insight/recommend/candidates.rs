//! The titles that may be recommended, scored one by one; only the best are kept.

use std::{cmp::Ordering, collections::HashSet};

use plex_client::AccountId;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    query::RecommendQuery,
    recommendation::Recommendation,
    taste::{self, Taste},
    traits::{self, Trait},
};
use crate::{
    error::{IndexError, Result},
    insight::{
        named,
        works::{Work, Works},
    },
};

/// The weight of the least content person; the others share the rest.
const LEAST_CONTENT: f64 = 0.7;

/// The part of a score that the best possible rating adds.
const RATING: f64 = 0.02;

/// Reasons of one title.
const REASONS: usize = 3;

/// A candidate that is among the best so far.
struct Scored {
    score: f64,
    title_sort: String,
    work: Option<Work>,
    traits: Vec<Trait>,
    shown: Recommendation,
}

/// Returns the best titles that none of these people has played in any copy, each once, and only what
/// there is a file to play of.
pub(super) fn ranked(
    connection: &Connection,
    query: &RecommendQuery,
    works: &Works,
    people: &[AccountId],
    tastes: &[Taste],
) -> Result<Vec<Recommendation>> {
    let library = query
        .library
        .as_ref()
        .map(|key| named::library(connection, key))
        .transpose()?;
    let genres = genres(connection, &query.genres)?;
    let mut known = HashSet::new();
    for person in people {
        known.extend(works.played(connection, Some(*person))?);
    }
    for title in &query.like {
        let liked = taste::title(connection, title)?;
        known.extend(works.of(liked.id));
    }
    let most = usize::try_from(query.limit).unwrap_or(usize::MAX).max(1);
    let longest = query.max_minutes.map(|minutes| i64::from(minutes) * 60);
    let mut statement = connection.prepare(
        "SELECT item.id, item.rating_key, item.type, item.title, item.title_sort, item.year, library.title,
           item.duration_s, coalesce(item.audience_rating, item.rating, 0)
         FROM item JOIN library ON library.id = item.library_id
         WHERE (item.type = 'movie' AND item.versions > 0 OR item.type = 'show' AND EXISTS
             (SELECT 1 FROM item AS episode WHERE episode.grandparent_id = item.id AND episode.versions > 0))
           AND (?1 IS NULL OR item.library_id = ?1)
           AND (?2 IS NULL OR item.duration_s <= ?2)",
    )?;
    let mut best: Vec<Scored> = Vec::new();
    let mut rows = statement.query(params![library, longest])?;
    while let Some(row) = rows.next()? {
        let (id, rating_key, title): (i64, String, String) =
            (row.get(0)?, row.get(1)?, row.get(3)?);
        let work = works.of(id);
        if work.is_some_and(|work| known.contains(&work)) {
            continue;
        }
        if !genres.is_empty() && !has_tag(connection, id, &genres)? {
            continue;
        }
        let year: Option<i64> = row.get(5)?;
        let traits = traits::of_title(connection, id, year)?;
        let rating: f64 = row.get(8)?;
        let score = score(&traits, tastes) + RATING * rating / 10.0;
        let title_sort: String = row.get(4)?;
        let shown = Recommendation {
            rating_key,
            item_type: row.get(2)?,
            title,
            year,
            library: row.get(6)?,
            duration_s: row.get(7)?,
            score: 0,
            reasons: Vec::new(),
        };
        best.push(Scored {
            score,
            title_sort,
            work,
            traits,
            shown,
        });
        if best.len() >= most.saturating_mul(4).max(256) {
            keep_best(&mut best, most);
        }
    }
    keep_best(&mut best, most);
    best.into_iter()
        .map(|scored| explained(connection, scored, tastes))
        .collect()
}

/// Scores how well a title fits all tastes together; without a taste nothing is known.
fn score(traits: &[Trait], tastes: &[Taste]) -> f64 {
    if tastes.is_empty() || traits.is_empty() {
        return 0.0;
    }
    let breadth = f64::from(u32::try_from(traits.len()).unwrap_or(u32::MAX)).sqrt();
    let fits: Vec<f64> = tastes
        .iter()
        .map(|taste| taste.of(traits).map(|(_, strength)| strength).sum::<f64>() / breadth)
        .collect();
    let least = fits.iter().copied().fold(f64::INFINITY, f64::min);
    let mean = fits.iter().sum::<f64>() / f64::from(u32::try_from(fits.len()).unwrap_or(u32::MAX));
    LEAST_CONTENT * least + (1.0 - LEAST_CONTENT) * mean
}

/// Compares keys, of which most are numbers: rows are numbered otherwise each time a snapshot is built.
fn by_age(one: &str, other: &str) -> Ordering {
    (one.len(), one).cmp(&(other.len(), other))
}

/// Sorts by score; equal ones by title and key, so that the order never depends on chance. Of the copies of
/// a work only the best stays.
fn keep_best(best: &mut Vec<Scored>, most: usize) {
    best.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.title_sort.cmp(&b.title_sort))
            .then_with(|| by_age(&a.shown.rating_key, &b.shown.rating_key))
    });
    let mut works = HashSet::new();
    best.retain(|one| one.work.is_none_or(|work| works.insert(work)));
    best.truncate(most);
}

/// Gives it its score out of 100 and the traits that made it, one of each person in turn.
fn explained(connection: &Connection, scored: Scored, tastes: &[Taste]) -> Result<Recommendation> {
    let mut fitting: Vec<Vec<(Trait, f64)>> = tastes
        .iter()
        .map(|taste| taste.of(&scored.traits).collect())
        .collect();
    for one in &mut fitting {
        one.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    let mut reasons = Vec::new();
    for place in 0..REASONS {
        for (taste, traits) in tastes.iter().zip(&fitting) {
            if let Some((one, _)) = traits
                .get(place)
                .filter(|_| reasons.len() < REASONS.max(tastes.len()))
            {
                reasons.push(taste.reason(connection, *one)?);
            }
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100"
    )]
    let percent = (scored.score * 100.0).round().clamp(0.0, 100.0) as u32;
    Ok(Recommendation {
        score: percent,
        reasons,
        ..scored.shown
    })
}

/// Returns the ids of genres.
fn genres(connection: &Connection, wanted: &[String]) -> Result<Vec<i64>> {
    let mut find =
        connection.prepare_cached("SELECT id FROM tag WHERE kind = 'genre' AND name = ?1")?;
    let mut ids = Vec::with_capacity(wanted.len());
    for name in wanted {
        let id = find.query_row([name], |row| row.get(0)).optional()?;
        ids.push(id.ok_or_else(|| IndexError::Unknown {
            what: "genre",
            id: name.clone(),
        })?);
    }
    Ok(ids)
}

fn has_tag(connection: &Connection, id: i64, tags: &[i64]) -> rusqlite::Result<bool> {
    let mut find =
        connection.prepare_cached("SELECT 1 FROM item_tag WHERE item_id = ?1 AND tag_id = ?2")?;
    for tag in tags {
        if find.exists([id, *tag])? {
            return Ok(true);
        }
    }
    Ok(false)
}
