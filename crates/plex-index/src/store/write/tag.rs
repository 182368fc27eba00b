//! Tags, people, ratings and ids elsewhere.

use plex_client::{MediaItem, Tag};
use rusqlite::params;

use super::name;
use crate::store::Batch;

/// Tags of one kind, people of one job and ids of one item that are kept.
const MOST: usize = 500;

impl Batch<'_> {
    /// Replaces the tags, the people and the external ids of an item. `is_new` when it has none yet.
    ///
    /// What is there already is not written again: details repeat most of what a listing said, and
    /// these tables have indexes in which neighbours lie far apart.
    pub(super) fn put_tags(
        &mut self,
        id: i64,
        item: &MediaItem,
        is_new: bool,
    ) -> rusqlite::Result<()> {
        self.put_all_tags(id, item, is_new)?;
        let actors = item
            .roles
            .iter()
            .map(|role| (role.tag.as_str(), role.role.as_deref()));
        self.put_credits(id, "actor", actors, is_new)?;
        for (job, people) in [
            ("director", &item.directors),
            ("writer", &item.writers),
            ("producer", &item.producers),
        ] {
            let people = people.iter().map(|person| (person.tag.as_str(), None));
            self.put_credits(id, job, people, is_new)?;
        }
        self.put_external_ids(id, item, is_new)
    }

    fn put_all_tags(&mut self, id: i64, item: &MediaItem, is_new: bool) -> rusqlite::Result<()> {
        let kinds: [(&str, &[Tag]); 6] = [
            ("genre", &item.genres),
            ("country", &item.countries),
            ("collection", &item.collections),
            ("label", &item.labels),
            ("mood", &item.moods),
            ("style", &item.styles),
        ];
        let studio = item.studio.iter().map(|studio| ("studio", studio.as_str()));
        let named = kinds
            .into_iter()
            .flat_map(|(kind, tags)| {
                tags.iter()
                    .take(MOST)
                    .map(move |tag| (kind, tag.tag.as_str()))
            })
            .chain(studio);
        let mut tags = Vec::new();
        for (kind, raw) in named {
            if let Some(tag) = name(Some(raw)) {
                tags.push(self.tag_id(kind, tag)?);
            }
        }
        let mut put = self
            .connection()
            .prepare_cached("INSERT OR IGNORE INTO item_tag (item_id, tag_id) VALUES (?1, ?2)")?;
        for tag in &tags {
            put.execute([id, *tag])?;
        }
        if is_new {
            return Ok(());
        }
        let mut held = self
            .connection()
            .prepare_cached("SELECT tag_id FROM item_tag WHERE item_id = ?1")?;
        let held: Vec<i64> = held
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut drop = self
            .connection()
            .prepare_cached("DELETE FROM item_tag WHERE item_id = ?1 AND tag_id = ?2")?;
        for gone in held.into_iter().filter(|tag| !tags.contains(tag)) {
            drop.execute([id, gone])?;
        }
        Ok(())
    }

    fn put_credits<'p>(
        &mut self,
        id: i64,
        job: &str,
        people: impl Iterator<Item = (&'p str, Option<&'p str>)>,
        is_new: bool,
    ) -> rusqlite::Result<()> {
        let named = people.filter_map(|(person, role)| Some((name(Some(person))?, name(role))));
        let mut last = 0;
        for (person, role) in named.take(MOST) {
            last += 1;
            let person = self.person_id(person)?;
            let mut put = self.connection().prepare_cached(
                "INSERT INTO credit (item_id, job, position, person_id, role) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (item_id, job, position) DO UPDATE SET person_id = excluded.person_id, role = excluded.role
                 WHERE person_id <> excluded.person_id OR role IS NOT excluded.role",
            )?;
            put.execute(params![id, job, last, person, role])?;
        }
        if is_new {
            return Ok(());
        }
        self.connection()
            .prepare_cached("DELETE FROM credit WHERE item_id = ?1 AND job = ?2 AND position > ?3")?
            .execute(params![id, job, last])
            .map(drop)
    }

    /// Ids such as `imdb://tt0017136`, by where they are from.
    fn put_external_ids(&self, id: i64, item: &MediaItem, is_new: bool) -> rusqlite::Result<()> {
        let ids: Vec<(String, String)> = item
            .guids
            .iter()
            .filter_map(|guid| guid.split_once("://"))
            .filter_map(|(source, value)| Some((name(Some(source))?, name(Some(value))?)))
            .take(MOST)
            .collect();
        let mut put = self.connection().prepare_cached(
            "INSERT OR IGNORE INTO external_id (item_id, source, value) VALUES (?1, ?2, ?3)",
        )?;
        for (source, value) in &ids {
            put.execute(params![id, source, value])?;
        }
        if is_new {
            return Ok(());
        }
        let mut held = self
            .connection()
            .prepare_cached("SELECT source, value FROM external_id WHERE item_id = ?1")?;
        let held: Vec<(String, String)> = held
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut drop = self.connection().prepare_cached(
            "DELETE FROM external_id WHERE item_id = ?1 AND source = ?2 AND value = ?3",
        )?;
        for (source, value) in held.iter().filter(|held| !ids.contains(held)) {
            drop.execute(params![id, source, value])?;
        }
        Ok(())
    }

    /// Notes the ratings of an item that has none. Where the server does not say who rates, its two main
    /// ratings stand under `plex`.
    pub(super) fn put_ratings(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        for rating in item.ratings.iter().take(MOST) {
            let image = rating.image.as_deref().unwrap_or_default();
            let source = image.split_once("://").map_or("plex", |(source, _)| source);
            self.put_rating(
                id,
                source,
                rating.rating_type.as_deref().unwrap_or("audience"),
                rating.value,
            )?;
        }
        if item.ratings.is_empty() {
            self.put_rating(id, "plex", "critic", item.rating)?;
            self.put_rating(id, "plex", "audience", item.audience_rating)?;
        }
        self.put_rating(id, "plex", "user", item.user_rating)
    }

    /// Replaces the rating that the token's owner gave an item: listings tell that one too.
    pub(super) fn put_user_rating(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(
                "DELETE FROM rating WHERE item_id = ?1 AND source = 'plex' AND kind = 'user'",
            )?
            .execute([id])?;
        self.put_rating(id, "plex", "user", item.user_rating)
    }

    fn put_rating(
        &self,
        id: i64,
        source: &str,
        kind: &str,
        value: Option<f64>,
    ) -> rusqlite::Result<()> {
        let (Some(source), Some(kind), Some(value)) = (name(Some(source)), name(Some(kind)), value)
        else {
            return Ok(());
        };
        let mut put = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO rating (item_id, source, kind, value) VALUES (?1, ?2, ?3, ?4)",
        )?;
        put.execute(params![id, source, kind, value]).map(drop)
    }
}
