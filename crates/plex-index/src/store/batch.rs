//! One piece of writing, and what it needs.

use ring::hmac;
use rusqlite::{Connection, Savepoint};

use plex_client::RatingKey;

use super::{
    Fact, LocalClock, id,
    keys::{self, Keys},
    names::Names,
};

/// Work under way that is done as a whole. Dropped without being committed, nothing has happened.
pub(crate) struct Batch<'a> {
    work: Savepoint<'a>,
    names: &'a mut Names,
    keys: &'a mut Keys,
    pub(super) clock: &'a LocalClock,
    pub(super) keep_paths: bool,
    pub(super) secret: &'a hmac::Key,
}

impl<'a> Batch<'a> {
    pub(super) fn new(
        work: Savepoint<'a>,
        names: &'a mut Names,
        keys: &'a mut Keys,
        clock: &'a LocalClock,
        keep_paths: bool,
        secret: &'a hmac::Key,
    ) -> Self {
        Self {
            work,
            names,
            keys,
            clock,
            keep_paths,
            secret,
        }
    }

    pub(super) fn commit(self) -> rusqlite::Result<()> {
        self.work.commit()
    }

    /// Returns the connection, for reading what is there.
    pub(crate) fn connection(&self) -> &Connection {
        &self.work
    }

    /// Returns the row id of an item, which is given one if it has not been heard of, and whether it has not.
    pub(super) fn number_item(&mut self, key: &RatingKey) -> rusqlite::Result<(i64, bool)> {
        self.keys.id(&self.work, id::of_item(key))
    }

    /// Returns the row id of an item that another one names, if it names one.
    pub(super) fn id_of(&mut self, key: Option<&RatingKey>) -> rusqlite::Result<Option<i64>> {
        key.map(|key| self.number_item(key).map(|(id, _)| id))
            .transpose()
    }

    /// Returns the row id of an item, if it has been heard of.
    pub(crate) fn find_item(&self, key: &RatingKey) -> rusqlite::Result<Option<i64>> {
        keys::find(&self.work, id::of_item(key))
    }

    /// Returns the row ids of those of these items that have been heard of.
    pub(crate) fn find_items(&self, keys: &[RatingKey]) -> rusqlite::Result<Vec<i64>> {
        keys.iter()
            .filter_map(|key| self.find_item(key).transpose())
            .collect()
    }

    /// Returns the id of a tag.
    pub(super) fn tag_id(&mut self, kind: &'static str, name: String) -> rusqlite::Result<i64> {
        self.names.tag(&self.work, kind, name)
    }

    /// Returns the id of a person.
    pub(super) fn person_id(&mut self, name: String) -> rusqlite::Result<i64> {
        self.names.person(&self.work, name)
    }

    /// Sets a fact.
    pub(crate) fn set_fact(&self, fact: Fact, value: impl rusqlite::ToSql) -> rusqlite::Result<()> {
        fact.write(&self.work, value)
    }

    /// Forgets a fact.
    pub(crate) fn forget_fact(&self, fact: Fact) -> rusqlite::Result<()> {
        fact.forget(&self.work)
    }

    /// Writes all local times anew when they are those of another timezone.
    pub(super) fn settle_timezone(&self) -> rusqlite::Result<()> {
        let zone = self.clock.name();
        if Fact::Timezone.read::<String>(&self.work)?.as_ref() == Some(&zone) {
            return Ok(());
        }
        for (table, unix, text) in LOCAL_TIMES {
            self.rewrite_times(table, unix, text)?;
        }
        self.set_fact(Fact::Timezone, zone)
    }

    fn rewrite_times(&self, table: &str, unix: &str, text: &str) -> rusqlite::Result<()> {
        let clock = self.clock.clone();
        self.work.create_scalar_function(
            "local_text",
            1,
            rusqlite::functions::FunctionFlags::SQLITE_UTF8,
            move |context| Ok(clock.text(context.get(0)?)),
        )?;
        // The names are our own constants; SQL takes no parameters in their place.
        self.work.execute(
            &format!("UPDATE {table} SET {text} = local_text({unix}) WHERE {unix} > 0"),
            [],
        )?;
        self.work.remove_function("local_text", 1)
    }
}

/// Every time that is kept twice: table, epoch seconds, local text.
const LOCAL_TIMES: [(&str, &str, &str); 6] = [
    ("library", "scanned_unix", "scanned_at"),
    ("item", "added_unix", "added_at"),
    ("item", "updated_unix", "updated_at"),
    ("item", "viewed_unix", "last_viewed_at"),
    ("device", "created_unix", "created_at"),
    ("play", "viewed_unix", "viewed_at"),
];
