//! What a scan makes of the disks: new files, changed ones, and those that are gone.

use std::collections::HashMap;

use super::World;
use super::attribute::{Text, Value, name};
use super::disk::{DiskFile, lies_in};
use super::filename::{Named, read};
use super::ids::{ItemId, SectionId};
use super::item::Item;
use super::kind::Kind;
use super::media::Media;
use super::scan::Scan;

impl World {
    /// Compares a library with the disks. What is new is returned, still waiting to be found: the topmost
    /// of each, in order. Says whether anything else has changed.
    pub(super) fn read_disk(&mut self, scan: &Scan) -> (Vec<ItemId>, bool) {
        let section = scan.section;
        let is_here = |path: &str| {
            let folder = scan.path.as_deref();
            folder.is_none_or(|folder| lies_in(path, folder))
                && self
                    .section(section)
                    .is_some_and(|section| section.holds_path(path))
        };
        let found = self.disk.files.iter();
        let found =
            found.filter(|(path, file)| matches!(file, DiskFile::Media(_)) && is_here(path));
        let found: Vec<Text> = found.map(|(path, _)| Text::clone(path)).collect();
        let mut new = Vec::new();
        let mut has_changed = false;
        if !found.is_empty() {
            let owners = self.owners(section);
            for path in found {
                if let Some(DiskFile::Media(media)) = self.disk.files.remove(&path) {
                    match owners.get(&path) {
                        Some(owner) => {
                            for other in self.beside(*owner) {
                                let item = self.items.get(other);
                                if item.is_some_and(|item| item.files().any(|file| *file == *path))
                                {
                                    let mut own = media.clone();
                                    self.renumber(&mut own, &path);
                                    self.replace_file(other, &path, own, scan.ends_at);
                                }
                            }
                            self.replace_file(*owner, &path, media, scan.ends_at);
                            has_changed = true;
                        }
                        None => self.take_in(section, &path, media, scan.ends_at, &mut new),
                    }
                }
            }
        }
        for (path, media) in self.known_elsewhere(section, scan.path.as_deref()) {
            self.take_in(section, &path, media, scan.ends_at, &mut new);
        }
        let lost = self.note_lost(scan);
        (new, has_changed || lost)
    }

    /// Returns which item of a library each file is of.
    pub(crate) fn owners(&self, section: SectionId) -> HashMap<Text, ItemId> {
        let mut owners = HashMap::new();
        for id in self.leaves_of(section) {
            let media = self
                .items
                .get(id)
                .map_or(&[] as &[Media], |item| &item.media);
            for file in media.iter().flat_map(Media::files) {
                owners.entry(file).or_insert(id);
            }
        }
        owners
    }

    /// Returns everything in a library that has files of its own.
    pub(super) fn leaves_of(&self, section: SectionId) -> Vec<ItemId> {
        let Some(section) = self.section(section) else {
            return Vec::new();
        };
        let kinds = section.kind.kinds().iter().filter(|kind| kind.is_leaf());
        kinds
            .flat_map(|kind| section.items(*kind).iter().copied())
            .collect()
    }

    /// Puts what a file is now in place of what it was.
    fn replace_file(&mut self, id: ItemId, path: &str, mut media: Media, now_millis: i64) {
        self.tell_looking(id, now_millis);
        // Its streams are others now.
        let held = self
            .items
            .get(id)
            .into_iter()
            .flat_map(|item| item.media.iter());
        let old = held.filter(|held| held.files().any(|file| &*file == path));
        let old = old.flat_map(|media| media.parts.iter());
        let old: Vec<u32> = old.map(|part| part.id).collect();
        self.stream_choices.forget(&old);
        self.edit_item(id, now_millis, |item| {
            let is_it = |held: &&mut Media| held.files().any(|file| &*file == path);
            if let Some(held) = item.media.iter_mut().find(is_it) {
                media.id = held.id;
                *held = media;
            }
            if let Some(duration) = item.media.first().and_then(duration) {
                item.attributes.set(name::DURATION, duration);
            }
        });
    }

    /// Takes a new file in: as another version of what is there, or as something new.
    fn take_in(
        &mut self,
        section: SectionId,
        path: &str,
        media: Media,
        now_millis: i64,
        new: &mut Vec<ItemId>,
    ) {
        let Some((kind, below)) = self.section(section).and_then(|held| {
            let location = held.locations.iter().find(|place| place.holds(path))?;
            let below = path.get(location.path.trim_end_matches('/').len()..)?;
            Some((held.kind, below.to_owned()))
        }) else {
            return;
        };
        let Some(named) = read(&below, kind) else {
            // Scanners pass it over; it stays where it is.
            self.disk.put(path, DiskFile::Media(media));
            return;
        };
        let episodes = named.episodes();
        let Some((first, others)) = episodes.split_first() else {
            return;
        };
        // Each of the episodes in a file has it as a version of its own.
        for other in others {
            let mut own = media.clone();
            self.renumber(&mut own, path);
            let leaf = self.leaf_for(section, other, new);
            self.give(leaf, own, now_millis);
        }
        let leaf = self.leaf_for(section, first, new);
        self.give(leaf, media, now_millis);
    }

    /// Gives an item a version.
    fn give(&mut self, leaf: ItemId, media: Media, now_millis: i64) {
        let Some(item) = self.items.get(leaf) else {
            return;
        };
        let is_new = item.is_waiting;
        let with = |item: &mut Item| {
            if let Some(duration) = duration(&media).filter(|_| item.duration().is_none()) {
                item.attributes.set(name::DURATION, duration);
            }
            let mut all = std::mem::take(&mut item.media).into_vec();
            all.push(media);
            item.media = all.into();
        };
        if is_new {
            self.items.get_mut(leaf).map(with);
        } else {
            self.tell_looking(leaf, now_millis);
            self.edit_item(leaf, now_millis, with);
        }
    }

    /// Returns the item that a file belongs to, made with all that it is in where it is not there yet.
    fn leaf_for(&mut self, section: SectionId, named: &Named, new: &mut Vec<ItemId>) -> ItemId {
        let mut make = |world: &mut Self, kind, parent, title: &str, facts: &[_]| {
            world.find_or_make(section, kind, parent, title, facts, new)
        };
        match named {
            Named::Film {
                title,
                year,
                edition,
            } => {
                let edition = edition.as_deref().map(Value::from);
                let facts = [
                    (name::YEAR, year.map(Value::Int)),
                    (name::EDITION_TITLE, edition),
                ];
                make(self, Kind::Movie, None, title, &facts)
            }
            Named::Episode {
                show,
                year,
                season,
                number,
                title,
                ..
            } => {
                let year = [(name::YEAR, year.map(Value::Int))];
                let show = make(self, Kind::Show, None, show, &year);
                let called = match season {
                    0 => "Specials".to_owned(),
                    season => format!("Season {season}"),
                };
                let index = [(name::INDEX, Some(Value::Int(*season)))];
                let season = make(self, Kind::Season, Some(show), &called, &index);
                let index = [(name::INDEX, Some(Value::Int(*number)))];
                make(self, Kind::Episode, Some(season), title, &index)
            }
            Named::Track {
                artist,
                album,
                number,
                title,
            } => {
                let artist = make(self, Kind::Artist, None, artist, &[]);
                let album = make(self, Kind::Album, Some(artist), album, &[]);
                let index = [(name::INDEX, number.map(Value::Int))];
                make(self, Kind::Track, Some(album), title, &index)
            }
            Named::Photo { albums, title } => {
                let mut above = None;
                for album in albums {
                    above = Some(make(self, Kind::PhotoAlbum, above, album, &[]));
                }
                let above =
                    above.unwrap_or_else(|| make(self, Kind::PhotoAlbum, None, "Photos", &[]));
                make(self, Kind::Photo, Some(above), title, &[])
            }
        }
    }

    /// Returns what is called so in its place, or makes it, waiting to be found. What has a number is known
    /// by it alone.
    fn find_or_make(
        &mut self,
        section: SectionId,
        kind: Kind,
        parent: Option<ItemId>,
        title: &str,
        facts: &[(super::Name, Option<Value>)],
        new: &mut Vec<ItemId>,
    ) -> ItemId {
        let is_numbered = facts
            .iter()
            .any(|(fact, value)| *fact == name::INDEX && value.is_some());
        let is_it = |id: &ItemId| {
            self.items.get(*id).is_some_and(|item| {
                let fits = facts.iter().all(|(fact, value)| {
                    let held = item.attributes.get(*fact);
                    // A year that one of the two does not have is no difference.
                    held == value.as_ref()
                        || *fact == name::YEAR && (held.is_none() || value.is_none())
                });
                item.kind == kind && fits && (is_numbered || item.title() == title)
            })
        };
        let there = match parent.and_then(|parent| self.items.get(parent)) {
            Some(parent) => parent.children.iter().copied().find(is_it),
            None => {
                let held = self
                    .section(section)
                    .map_or(&[] as &[ItemId], |held| held.items(kind));
                held.iter().chain(new.iter()).copied().find(is_it)
            }
        };
        if let Some(there) = there {
            return there;
        }
        let mut item = self.new_titled(section, kind, parent, title);
        item.is_waiting = true;
        for (fact, value) in facts {
            if let Some(value) = value {
                item.attributes.set(*fact, value.clone());
            }
        }
        let id = self.items.add(item);
        let above = parent.and_then(|parent| self.items.get(parent));
        if above.is_none_or(|above| !above.is_waiting) {
            new.push(id);
        }
        self.sort_children(parent);
        id
    }

    /// Puts what is in something in the order of its numbers.
    fn sort_children(&mut self, parent: Option<ItemId>) {
        let Some(held) = parent.and_then(|parent| self.items.get(parent)) else {
            return;
        };
        let mut children = held.children.clone();
        children.sort_by_key(|child| self.items.get(*child).and_then(Item::index));
        if let Some(held) = parent.and_then(|parent| self.items.get_mut(parent)) {
            held.children = children;
        }
    }
}

fn duration(media: &Media) -> Option<i64> {
    media.get(name::DURATION).and_then(Value::as_int)
}
