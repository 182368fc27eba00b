//! The traits that titles have in common.

use rusqlite::{Connection, params};

/// One trait: what kind it is, and which one of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Trait {
    pub(super) kind: Kind,
    id: i64,
}

/// Kinds of traits, in the order in which they convince.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Director,
    Collection,
    Actor,
    Writer,
    Genre,
    Studio,
    Decade,
}

impl Kind {
    /// Returns the word for it in a reason.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Director => "director",
            Self::Collection => "collection",
            Self::Actor => "actor",
            Self::Writer => "writer",
            Self::Genre => "genre",
            Self::Studio => "studio",
            Self::Decade => "decade",
        }
    }

    /// Returns how much a shared trait of this kind says about a taste.
    fn weight(self) -> f64 {
        match self {
            Self::Director => 1.5,
            Self::Collection | Self::Genre => 1.0,
            Self::Actor => 0.8,
            Self::Writer => 0.7,
            Self::Studio => 0.3,
            Self::Decade => 0.2,
        }
    }

    fn of_job(job: &str) -> Option<Self> {
        match job {
            "director" => Some(Self::Director),
            "writer" => Some(Self::Writer),
            "actor" => Some(Self::Actor),
            _ => None,
        }
    }

    fn of_tag(kind: &str) -> Option<Self> {
        match kind {
            "genre" => Some(Self::Genre),
            "collection" => Some(Self::Collection),
            "studio" => Some(Self::Studio),
            _ => None,
        }
    }
}

/// Actors further down the credits say little.
const MAIN_ACTORS: i64 = 6;

/// Returns the traits of a title, each once, in a fixed order.
pub(super) fn of_title(
    connection: &Connection,
    id: i64,
    year: Option<i64>,
) -> rusqlite::Result<Vec<Trait>> {
    let mut traits = Vec::new();
    let mut tags = connection.prepare_cached(
        "SELECT tag.kind, tag.id FROM item_tag JOIN tag ON tag.id = item_tag.tag_id WHERE item_tag.item_id = ?1",
    )?;
    let mut rows = tags.query([id])?;
    while let Some(row) = rows.next()? {
        let kind = Kind::of_tag(row.get_ref(0)?.as_str()?);
        if let Some(kind) = kind {
            traits.push(Trait {
                kind,
                id: row.get(1)?,
            });
        }
    }
    let mut credits = connection.prepare_cached(
        "SELECT job, person_id FROM credit WHERE item_id = ?1 AND (job <> 'actor' OR position <= ?2)",
    )?;
    let mut rows = credits.query(params![id, MAIN_ACTORS])?;
    while let Some(row) = rows.next()? {
        let kind = Kind::of_job(row.get_ref(0)?.as_str()?);
        if let Some(kind) = kind {
            traits.push(Trait {
                kind,
                id: row.get(1)?,
            });
        }
    }
    if let Some(year) = year {
        traits.push(Trait {
            kind: Kind::Decade,
            id: year.div_euclid(10) * 10,
        });
    }
    traits.sort_unstable();
    traits.dedup();
    Ok(traits)
}

impl Trait {
    /// Returns how much it says that a title has it: its kind's weight times how rare it is among
    /// `titles` films and shows.
    pub(super) fn significance(
        self,
        connection: &Connection,
        titles: f64,
    ) -> rusqlite::Result<f64> {
        let with = match self.kind {
            Kind::Genre | Kind::Collection | Kind::Studio => {
                connection
                    .prepare_cached("SELECT count(*) FROM item_tag WHERE tag_id = ?1")?
                    .query_row([self.id], |row| row.get::<_, u32>(0))?
            }
            Kind::Decade => connection
                .prepare_cached("SELECT count(*) FROM item WHERE type IN ('movie', 'show') AND year BETWEEN ?1 AND ?1 + 9")?
                .query_row([self.id], |row| row.get(0))?,
            Kind::Director | Kind::Writer | Kind::Actor => connection
                .prepare_cached("SELECT count(*) FROM credit WHERE person_id = ?1 AND job = ?2")?
                .query_row(params![self.id, self.kind.word()], |row| row.get(0))?,
        };
        // Episodes have traits as well, so there can be more than titles.
        Ok(self.kind.weight() * (1.0 + titles / f64::from(with.max(1))).ln())
    }

    /// Returns its name: of a person, a genre, `1920s`.
    pub(super) fn name(self, connection: &Connection) -> rusqlite::Result<String> {
        let table = match self.kind {
            Kind::Decade => return Ok(format!("{}s", self.id)),
            Kind::Genre | Kind::Collection | Kind::Studio => "tag",
            Kind::Director | Kind::Writer | Kind::Actor => "person",
        };
        connection
            .prepare_cached(&format!("SELECT name FROM {table} WHERE id = ?1"))?
            .query_row([self.id], |row| row.get(0))
    }
}
