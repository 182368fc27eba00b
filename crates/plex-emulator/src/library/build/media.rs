//! Versions, files and streams, and the profiles that describe how they are usually made.

use std::sync::Arc;

use super::super::reader::{Read, Reader};
use super::Builder;
use super::profile::Profile;
use crate::world::{Attributes, Kind, Media, Part, Streams, Text, Value, name, next};

/// Says where a file of an item would lie, without its ending.
pub(super) struct Place<'p> {
    pub(super) kind: Kind,
    pub(super) stem: &'p str,
    pub(super) duration: Option<i64>,
}

impl Builder {
    /// Takes in the `profile` tables.
    pub(super) fn profiles(&mut self, description: &Reader<'_>) -> Read<()> {
        let Some(profiles) = description.get("profile") else {
            return Ok(());
        };
        for (name, table) in profiles.entries()? {
            let make = Arc::new(self.attributes(&table, &[])?);
            let streams = self.streams(&table)?.unwrap_or_default();
            let profile = Profile { make, streams };
            self.profiles.0.insert(name.to_owned(), profile);
        }
        Ok(())
    }

    fn streams(&mut self, table: &Reader<'_>) -> Read<Option<Streams>> {
        if table.get("Stream").is_none() {
            return Ok(None);
        }
        let streams = table.list("Stream")?;
        let attributes = streams.iter().map(|stream| self.attributes(stream, &[]));
        attributes.collect::<Read<Streams>>().map(Some)
    }

    /// Returns an item's versions: `Media` in full, or `media` as one or several names of profiles.
    /// Without either, something playable has one version of its kind's usual make.
    pub(super) fn media(&mut self, item: &Reader<'_>, place: &Place<'_>) -> Read<Box<[Media]>> {
        let mut versions = Vec::new();
        for table in item.list("Media")? {
            let version = versions.len();
            versions.push(self.version(&table, place, version)?);
        }
        match item.get("media") {
            Some(names) if names.value().is_array() => {
                for name in names.members()? {
                    let version = versions.len();
                    versions.push(self.usual_version(&name, name.text()?, place, version)?);
                }
            }
            Some(name) => versions.push(self.usual_version(&name, name.text()?, place, 0)?),
            None if item.get("Media").is_none() => {
                if let Some(usual) = usual_profile(place.kind) {
                    versions.push(self.usual_version(item, usual, place, 0)?);
                }
            }
            None => {}
        }
        Ok(versions.into())
    }

    pub(super) fn usual_version(
        &mut self,
        reader: &Reader<'_>,
        profile: &str,
        place: &Place<'_>,
        version: usize,
    ) -> Read<Media> {
        let profile = self.profile(reader, profile)?;
        let part = self.part(None, &profile, place, &Attributes::default(), version, 0)?;
        Ok(Media {
            id: next(&mut self.world.ids.media),
            make: profile.make,
            own: duration_of(place),
            parts: Box::new([part]),
        })
    }

    pub(super) fn version(
        &mut self,
        table: &Reader<'_>,
        place: &Place<'_>,
        version: usize,
    ) -> Read<Media> {
        let profile = match table.text_at("profile")? {
            Some(name) => self.profile(table, name)?,
            None => Profile {
                make: Arc::default(),
                streams: Streams::default(),
            },
        };
        let mut own = self.attributes(table, &["profile", "id"])?;
        if let (None, Some(duration)) = (own.get(name::DURATION), place.duration) {
            own.set(name::DURATION, duration);
        }
        let mut parts = Vec::new();
        for (nth, part) in table.list("Part")?.into_iter().enumerate() {
            parts.push(self.part(Some(&part), &profile, place, &own, version, nth)?);
        }
        if table.get("Part").is_none() {
            parts.push(self.part(None, &profile, place, &own, version, 0)?);
        }
        let next_id = next(&mut self.world.ids.media);
        Ok(Media {
            id: id_or(table, next_id)?,
            make: profile.make,
            own,
            parts: parts.into(),
        })
    }

    /// Returns a file. What its description leaves out is worked out from the item and the make.
    fn part(
        &mut self,
        table: Option<&Reader<'_>>,
        profile: &Profile,
        place: &Place<'_>,
        version: &Attributes,
        nth_version: usize,
        nth_part: usize,
    ) -> Read<Part> {
        let streams = match table {
            Some(table) => self.streams(table)?,
            None => None,
        }
        .unwrap_or_else(|| Arc::clone(&profile.streams));
        let own = match table {
            Some(table) => self.attributes(table, &["id", "file"])?,
            None => Attributes::default(),
        };
        let fact = |name| {
            own.get(name)
                .or_else(|| version.get(name))
                .or_else(|| profile.make.get(name))
        };
        let container = fact(name::CONTAINER)
            .and_then(Value::as_text)
            .unwrap_or("mkv");
        let duration = own
            .int(name::DURATION)
            .or_else(|| version.int(name::DURATION));
        let duration = duration.or(place.duration);
        let bitrate = fact(name::BITRATE).and_then(Value::as_int);
        let size = fact(name::SIZE).and_then(Value::as_int).or_else(|| {
            // Kilobits a second times milliseconds are bits.
            Some(bitrate? * duration? / 8)
        });

        let file = match table.and_then(|table| table.get("file")) {
            Some(given) => given.text()?.into(),
            None => usual_file(place.stem, container, nth_version, nth_part),
        };
        let mut whole = own.clone();
        if let (None, Some(size)) = (own.get(name::SIZE), size) {
            whole.set(name::SIZE, size);
        }
        let first_stream = self.world.ids.stream + 1;
        self.world.ids.stream += u32::try_from(streams.len()).unwrap_or(0);
        let next_id = next(&mut self.world.ids.part);
        Ok(Part {
            id: table.map_or(Ok(next_id), |table| id_or(table, next_id))?,
            file: Some(file),
            own: whole,
            first_stream,
            streams,
        })
    }

    fn profile(&self, reader: &Reader<'_>, name: &str) -> Read<Profile> {
        self.profiles.0.get(name).cloned().ok_or_else(|| {
            let mut known: Vec<_> = self.profiles.0.keys().map(String::as_str).collect();
            known.sort_unstable();
            reader.invalid(format!(
                "no profile `{name}`; there are {}",
                known.join(", ")
            ))
        })
    }
}

fn id_or(table: &Reader<'_>, otherwise: u32) -> Read<u32> {
    match table.get("id") {
        Some(id) => u32::try_from(id.int()?).map_err(|_| id.invalid("expected a small number")),
        None => Ok(otherwise),
    }
}

fn usual_profile(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Movie => Some("fhd"),
        Kind::Episode | Kind::Clip => Some("hd"),
        Kind::Track => Some("flac"),
        Kind::Photo => Some("photo"),
        _ => None,
    }
}

fn duration_of(place: &Place<'_>) -> Attributes {
    let duration = place
        .duration
        .map(|millis| (name::DURATION, Value::Int(millis)));
    duration.into_iter().collect()
}

fn usual_file(stem: &str, container: &str, version: usize, part: usize) -> Text {
    let ending = if container == "jpeg" {
        "jpg"
    } else {
        container
    };
    let mut file = stem.to_owned();
    if version > 0 {
        file.push_str(&format!(" - version {}", version + 1));
    }
    if part > 0 {
        file.push_str(&format!(" - pt{}", part + 1));
    }
    format!("{file}.{ending}").into()
}
