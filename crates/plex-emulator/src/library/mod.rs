//! Where libraries come from: the sample, the generator, a description.

mod build;
mod dump;
mod error;
mod generated;
mod reader;
mod sample;
mod time;
mod vocabulary;
mod written;

use std::path::Path;

pub(crate) use dump::{all_behaviour, describe};
pub use error::LibraryError;
pub use generated::{Arrival, Generated};
use serde_json::{Value, json};

pub(crate) use written::to_toml;

use crate::behaviour::Behaviour;
use crate::world::{ServerFacts, World};
use build::Builder;
use error::parse_toml;
use reader::Reader;

/// Holds what an emulator is to hold. Built when the emulator starts, because dates in it are relative
/// to the emulator's clock.
#[derive(Clone, Debug)]
pub struct Library(Source);

#[derive(Clone, Debug)]
enum Source {
    Empty,
    Sample,
    Generated(Generated),
    Described(Value),
}

impl Library {
    /// Returns a server without libraries.
    pub fn empty() -> Self {
        Self(Source::Empty)
    }

    /// Returns the sample library: films, shows, music and photos, people who watch them, a year of
    /// history and something playing.
    pub fn sample() -> Self {
        Self(Source::Sample)
    }

    /// Returns `films` generated films in one library; the same ones every time.
    pub fn generate(films: u32) -> Self {
        Self::generated(Generated::films(films))
    }

    /// Returns `films` generated films; others for another seed.
    pub fn generate_with_seed(films: u32, seed: u64) -> Self {
        Self::generated(Generated::films(films).seed(seed))
    }

    /// Returns a generated library: films, shows or music, as many as that says, in one section.
    ///
    /// ```
    /// use plex_emulator::{Arrival, Generated, Library};
    /// let shows = Library::generated(Generated::episodes(10_000).arrival(Arrival::Random));
    /// # drop(shows);
    /// ```
    pub fn generated(what: Generated) -> Self {
        Self(Source::Generated(what))
    }

    /// Returns a library described in TOML; see the crate's README for the format.
    ///
    /// Fails on text that is no TOML. What the description says is checked when the emulator
    /// starts.
    pub fn from_toml(text: &str) -> Result<Self, LibraryError> {
        parse_toml(text).map(|value| Self(Source::Described(value)))
    }

    /// Returns a library described in JSON: the same format.
    pub fn from_json(text: &str) -> Result<Self, LibraryError> {
        let value = serde_json::from_str(text);
        let value = value.map_err(|error| LibraryError::Syntax(error.to_string()))?;
        Ok(Self(Source::Described(value)))
    }

    /// Returns a library described in a file: JSON when it ends in `.json`, otherwise TOML.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, LibraryError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| LibraryError::Read {
            path: path.display().to_string(),
            source,
        })?;
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            Self::from_json(&text)
        } else {
            Self::from_toml(&text)
        }
    }

    /// Makes the world that the library describes, as of `now` (seconds since the epoch).
    pub(crate) fn build(&self, now: i64) -> Result<World, LibraryError> {
        let mut builder = Builder::new(now)?;
        match &self.0 {
            Source::Empty => {}
            Source::Sample => sample::describe(&mut builder)?,
            Source::Generated(what) => builder.generate(what)?,
            Source::Described(description) => builder.describe(&Reader::new(description))?,
        }
        Ok(builder.finish())
    }
}

/// Puts an item, described in TOML, where the section's next scan will find it.
pub(crate) fn put_on_disk(
    world: &mut World,
    section: &str,
    item: &str,
    now: i64,
) -> Result<(), LibraryError> {
    let mut description = parse_toml(item)?;
    if let Some(table) = description.as_object_mut() {
        table.insert("waiting".to_owned(), true.into());
    }
    let item = Reader::new(&description);
    let section = world
        .section_by_key(section)
        .ok_or_else(|| item.invalid(format!("no section has the key `{section}`")))?;
    if let Some(taken) = taken_key(world, &description) {
        return Err(item.invalid(format!("the rating key `{taken}` is taken")));
    }
    let kind = world.section(section).map(|section| section.kind.name());
    let alike = json!({ "section": [{ "key": "1", "title": "Rehearsal", "type": kind }] });
    rehearse(now, |builder| {
        builder.describe(&Reader::new(&alike))?;
        builder.put_on_disk_of("1", &item)
    })?;
    build_on(world, now, |builder| builder.put_on_disk(section, &item))
}

/// Puts a file, described in TOML, on the disks of the server.
pub(crate) fn put_file(world: &mut World, file: &str, now: i64) -> Result<(), LibraryError> {
    let description = parse_toml(file)?;
    let file = Reader::new(&description);
    rehearse(now, |builder| builder.put_file(&file))?;
    build_on(world, now, |builder| builder.put_file(&file))
}

/// Returns another behaviour: what a table as in a description does not name stays.
pub(crate) fn changed_behaviour(
    behaviour: &Behaviour,
    table: &Value,
) -> Result<Behaviour, LibraryError> {
    let mut changed = behaviour.clone();
    build::read_behaviour(&Reader::new(table), &mut changed)?;
    Ok(changed)
}

/// Builds in a world of its own first: what cannot be built is to leave nothing half built behind.
fn rehearse(
    now: i64,
    build: impl FnOnce(&mut Builder) -> Result<(), LibraryError>,
) -> Result<(), LibraryError> {
    build(&mut Builder::new(now)?)
}

/// Returns a rating key that an item is to have, or one in it, and that another has.
fn taken_key(world: &World, item: &Value) -> Option<String> {
    let key = match item.get("ratingKey") {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    key.filter(|key| world.items.is_taken(key)).or_else(|| {
        let lists = ["item", "Extras"].into_iter().map(|list| item.get(list));
        let mut inner = lists.flatten().filter_map(Value::as_array).flatten();
        inner.find_map(|item| taken_key(world, item))
    })
}

/// Lets a builder go on with a world; the world is given back whatever comes of it.
fn build_on(
    world: &mut World,
    now: i64,
    build: impl FnOnce(&mut Builder) -> Result<(), LibraryError>,
) -> Result<(), LibraryError> {
    let empty = World::new(ServerFacts::default());
    let mut builder = Builder::resume(std::mem::replace(world, empty), now);
    let built = build(&mut builder);
    *world = builder.finish();
    built
}
