//! Files on the disks that no scan has found yet, and those that are gone.

use serde_json::{Value, json};

use super::super::reader::{Read, Reader};
use super::Builder;
use super::media::Place;
use crate::world::{DiskFile, Kind};

impl Builder {
    /// Puts a file on the disks: its `path`, and its `profile` with what attributes of `Media` differ, or
    /// all of its `Media`, or its lines of `text`.
    pub(super) fn file(&mut self, table: &Reader<'_>) -> Read<()> {
        let path = table.text_at("path")?;
        let path = path.ok_or_else(|| table.invalid("expected a path"))?;
        if !path.starts_with('/') || path.ends_with('/') {
            return Err(table.invalid("expected an absolute path of a file"));
        }
        if let Some(text) = table.text_at("text")? {
            table.only(&["path", "text"])?;
            self.world.disk.put(path, DiskFile::Text(text.to_owned()));
            return Ok(());
        }
        let mut version = match table.get("Media") {
            Some(given) => given.value().clone(),
            None => {
                let mut facts = table.value().clone();
                if let Some(facts) = facts.as_object_mut() {
                    facts.remove("path");
                    facts
                        .entry("profile")
                        .or_insert_with(|| usual_profile(path).into());
                }
                facts
            }
        };
        if let Some(version) = version.as_object_mut() {
            let part = version.entry("Part").or_insert_with(|| json!([{}]));
            for part in part.as_array_mut().into_iter().flatten() {
                if let Some(part) = part.as_object_mut() {
                    part.insert("file".to_owned(), Value::from(path));
                }
            }
        }
        let place = Place {
            kind: Kind::Clip,
            stem: "",
            duration: None,
        };
        let media = self.version(&Reader::new(&version), &place, 0)?;
        self.world.disk.put(path, DiskFile::Media(media));
        Ok(())
    }

    /// Takes files off the disks that items are made of.
    pub(super) fn gone_file(&mut self, given: &Reader<'_>) -> Read<()> {
        let path = given.text()?;
        self.world.disk.gone.insert(path.into());
        Ok(())
    }
}

/// Returns how files with this ending are usually made.
fn usual_profile(path: &str) -> &'static str {
    let ending = path.rsplit('.').next().unwrap_or("");
    match ending.to_ascii_lowercase().as_str() {
        "mp3" | "m4a" | "ogg" | "opus" => "mp3",
        "flac" => "flac",
        "jpg" | "jpeg" | "png" | "heic" => "photo",
        "avi" => "sd",
        _ => "hd",
    }
}
