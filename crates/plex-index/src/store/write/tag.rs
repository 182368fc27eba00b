//! Tags, people, ratings and ids elsewhere.

use plex_client::{MediaItem, Tag};
use rusqlite::params;

use super::name;
use crate::store::Batch;

/// Tags of one kind, people of one job and ids of one item that are kept.
const MOST: usize = 500;

impl Batch<'_> {
    /// Removes the tags, the people and the external ids of an item.
    pub(super) fn forget_tags(&self, id: i64) -> rusqlite::Result<()> {
        for sql in [
            "DELETE FROM item_tag WHERE item_id = ?1",
            "DELETE FROM credit WHERE item_id = ?1",
            "DELETE FROM external_id WHERE item_id = ?1",
        ] {
            self.connection().prepare_cached(sql)?.execute([id])?;
        }
        Ok(())
    }

    /// Notes the tags, the people and the external ids of an item that has none.
    pub(super) fn put_tags(&mut self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        let kinds: [(&str, &[Tag]); 6] = [
            ("genre", &item.genres),
            ("country", &item.countries),
            ("collection", &item.collections),
            ("label", &item.labels),
            ("mood", &item.moods),
            ("style", &item.styles),
        ];
        for (kind, tags) in kinds {
            for tag in tags.iter().take(MOST) {
                self.put_tag(id, kind, &tag.tag)?;
            }
        }
        if let Some(studio) = &item.studio {
            self.put_tag(id, "studio", studio)?;
        }
        let actors = item
            .roles
            .iter()
            .map(|role| (role.tag.as_str(), role.role.as_deref()));
        self.put_credits(id, "actor", actors)?;
        for (job, people) in [
            ("director", &item.directors),
            ("writer", &item.writers),
            ("producer", &item.producers),
        ] {
            self.put_credits(
                id,
                job,
                people.iter().map(|person| (person.tag.as_str(), None)),
            )?;
        }
        self.put_external_ids(id, item)
    }

    fn put_tag(&mut self, id: i64, kind: &'static str, raw: &str) -> rusqlite::Result<()> {
        let Some(tag) = name(Some(raw)) else {
            return Ok(());
        };
        let tag = self.tag_id(kind, tag)?;
        let mut put = self
            .connection()
            .prepare_cached("INSERT OR IGNORE INTO item_tag (item_id, tag_id) VALUES (?1, ?2)")?;
        put.execute([id, tag]).map(drop)
    }

    fn put_credits<'p>(
        &mut self,
        id: i64,
        job: &str,
        people: impl Iterator<Item = (&'p str, Option<&'p str>)>,
    ) -> rusqlite::Result<()> {
        for (position, (person, role)) in (1_i64..).zip(people.take(MOST)) {
            let Some(person) = name(Some(person)) else {
                continue;
            };
            let person = self.person_id(person)?;
            let mut put = self.connection().prepare_cached(
                "INSERT INTO credit (item_id, job, position, person_id, role) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            put.execute(params![id, job, position, person, name(role)])?;
        }
        Ok(())
    }

    /// Ids such as `imdb://tt0017136`, by where they are from.
    fn put_external_ids(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        let ids = item
            .guids
            .iter()
            .filter_map(|guid| guid.split_once("://"))
            .take(MOST);
        for (source, value) in ids {
            let (Some(source), Some(value)) = (name(Some(source)), name(Some(value))) else {
                continue;
            };
            let mut put = self.connection().prepare_cached(
                "INSERT OR IGNORE INTO external_id (item_id, source, value) VALUES (?1, ?2, ?3)",
            )?;
            put.execute(params![id, source, value])?;
        }
        Ok(())
    }

    /// Replaces the ratings of an item. Where the server does not say who rates, its two main
    /// ratings stand under `plex`.
    pub(super) fn put_ratings(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached("DELETE FROM rating WHERE item_id = ?1")?
            .execute([id])?;
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
