//! From a description to a world.
//!
//! A description says things by PMS's own names: whatever it gives an item (or a medium, a file,
//! a stream) that the emulator does not compute with is passed on as it stands, a value as an
//! attribute and a table as an element.

mod attributes;
mod behaviour;
mod brought;
mod disk;
mod generated;
mod groups;
mod history;
mod item;
mod later;
mod media;
mod orders;
mod people;
mod players;
mod preferences;
mod profile;
mod queues;
mod section;
mod state;
mod watching;
mod work;

pub(super) use behaviour::read_behaviour;
use std::collections::HashMap;
use std::sync::Arc;

use super::error::parse_toml;
use super::reader::{Read, Reader};
use crate::fault::FaultRule;
use crate::world::{ItemId, Kind, SectionId, ServerFacts, Text, World};
use profile::Profiles;

/// A world in the making.
pub(super) struct Builder {
    world: World,
    /// Seconds since the epoch, that dates in the description count back from.
    now: i64,
    profiles: Profiles,
    /// What other parts of the description call the items: by `ref` and rating key.
    labels: HashMap<Text, ItemId>,
    /// And by title; nothing where several have it.
    titles: HashMap<Text, Option<ItemId>>,
    /// The description is of a state: nothing is worked out that it leaves out.
    is_exact: bool,
}

impl Builder {
    /// Returns an empty server with the usual preferences.
    pub(super) fn new(now: i64) -> Read<Self> {
        let world = World::new(ServerFacts {
            updated_at: now,
            checked_at: now - 3_600,
            ..ServerFacts::default()
        });
        let mut builder = Self::resume(world, now);
        builder.usual_profiles()?;
        let preferences = parse_toml(include_str!("../../../library/preferences.toml"))?;
        builder.usual_preferences(&Reader::new(&preferences))?;
        Ok(builder)
    }

    /// Goes on with a world that is there already.
    pub(super) fn resume(world: World, now: i64) -> Self {
        Self {
            world,
            now,
            profiles: Profiles::default(),
            labels: HashMap::new(),
            titles: HashMap::new(),
            is_exact: false,
        }
    }

    /// Takes in the makes of files that every description may name.
    fn usual_profiles(&mut self) -> Read<()> {
        let profiles = parse_toml(include_str!("../../../library/profiles.toml"))?;
        self.profiles(&Reader::new(&profiles))
    }

    /// Puts an item where the section's next scan will find it.
    pub(super) fn put_on_disk(&mut self, section: SectionId, item: &Reader<'_>) -> Read<()> {
        self.usual_profiles()?;
        let kind = self
            .world
            .section(section)
            .map(|section| section.kind.top());
        self.item(item, section, kind.unwrap_or(Kind::Movie), None)?;
        Ok(())
    }

    /// Does so in the section with a key, if there is one.
    pub(super) fn put_on_disk_of(&mut self, key: &str, item: &Reader<'_>) -> Read<()> {
        match self.world.section_by_key(key) {
            Some(section) => self.put_on_disk(section, item),
            None => Ok(()),
        }
    }

    /// Puts a file on the disks of a server that runs.
    pub(super) fn put_file(&mut self, file: &Reader<'_>) -> Read<()> {
        self.usual_profiles()?;
        self.file(file)
    }

    /// Takes in a whole description.
    pub(super) fn describe(&mut self, description: &Reader<'_>) -> Read<()> {
        for (key, part) in description.entries()? {
            match key {
                "server" | "behaviour" | "account" | "client" | "device" | "profile"
                | "section" | "playlist" | "playQueue" | "exact" | "tag" | "deleted" | "origin"
                | "artwork" | "file" | "gone" | "order" | "conversion" | "scan" | "job"
                | "termination" | "numbers" | "view" | "streamChoice" | "play" | "history"
                | "session" | "fault" | "player" | "postponed" | "former" | "fetch"
                | "subtitles" => {}
                _ => return Err(part.invalid("no such table; see the crate's README")),
            }
        }
        self.is_exact = description.flag_at("exact")?;
        self.tag_list(description)?;
        if let Some(server) = description.get("server") {
            self.server(&server)?;
        }
        if let Some(behaviour) = description.get("behaviour") {
            read_behaviour(&behaviour, &mut self.world.behaviour)?;
        }
        self.profiles(description)?;
        for section in description.list("section")? {
            self.section(&section)?;
        }
        self.people(description)?;
        for playlist in description.list("playlist")? {
            self.playlist(&playlist)?;
        }
        for queue in description.list("playQueue")? {
            self.play_queue(&queue)?;
        }
        for gone in description.list("deleted")? {
            self.deleted(&gone)?;
        }
        self.watching(description)?;
        for origin in description.list("origin")? {
            self.origin(&origin)?;
        }
        for artwork in description.list("artwork")? {
            self.artwork(&artwork)?;
        }
        for fetch in description.list("fetch")? {
            self.fetch(&fetch)?;
        }
        for subtitles in description.list("subtitles")? {
            self.subtitles(&subtitles)?;
        }
        for file in description.list("file")? {
            self.file(&file)?;
        }
        for path in description.list("gone")? {
            self.gone_file(&path)?;
        }
        for order in description.list("order")? {
            self.order(&order)?;
        }
        for conversion in description.list("conversion")? {
            self.conversion(&conversion)?;
        }
        self.under_way(description)?;
        for later in description.list("postponed")? {
            self.postponed(&later)?;
        }
        for former in description.list("former")? {
            self.former(&former)?;
        }
        for player in description.list("player")? {
            self.player(&player)?;
        }
        for fault in description.list("fault")? {
            let rule = fault.text()?.parse::<FaultRule>();
            let rule = rule.map_err(|error| fault.invalid(error.to_string()))?;
            self.world.faults.push(rule);
        }
        if let Some(numbers) = description.get("numbers") {
            self.numbers(&numbers)?;
        }
        self.resume_orders();
        Ok(())
    }

    pub(super) fn finish(mut self) -> World {
        self.ensure_owner();
        self.world
    }

    /// Returns the item that `reader` names by its `ref`, rating key or title.
    fn refer(&self, reader: &Reader<'_>) -> Read<ItemId> {
        let label = reader.key()?;
        let by_title = self.titles.get(label.as_str());
        match (self.labels.get(label.as_str()), by_title) {
            (Some(id), Some(titled)) if *titled != Some(*id) => Err(reader.invalid(format!(
                "`{label}` is the `ref` or the rating key of one item and the title of another: give \
                 the one that is meant another `ref`"
            ))),
            (Some(id), _) => Ok(*id),
            (None, Some(Some(id))) => Ok(*id),
            (None, Some(None)) => Err(reader.invalid(format!(
                "several items are called `{label}`: name it by a `ref` or its rating key"
            ))),
            (None, None) => Err(reader.invalid(format!("no item is called `{label}`"))),
        }
    }

    /// Lets an item be called by its title, as long as no other has it.
    fn entitle(&mut self, title: &str, id: ItemId) {
        let held = self.titles.entry(Arc::from(title)).or_insert(Some(id));
        if *held != Some(id) {
            *held = None;
        }
    }

    /// Lets an item be called by its `ref` or its rating key, which no other may have.
    fn label(&mut self, table: &Reader<'_>, label: &str, id: ItemId) -> Read<()> {
        let held = self.labels.entry(Arc::from(label)).or_insert(id);
        if *held == id {
            return Ok(());
        }
        Err(table.invalid(format!(
            "`{label}` is the `ref` or the rating key of another item as well"
        )))
    }
}

/// Refuses a number, or another name, that something has already.
fn not_twice(table: &Reader<'_>, is_taken: bool, what: &str) -> Read<()> {
    match is_taken {
        true => Err(table.invalid(format!("the {what} is taken"))),
        false => Ok(()),
    }
}
