//! Subtitles that somebody has brought for an item, beside those in its files.

use bytes::Bytes;

use super::World;
use super::attribute::{Attributes, Value, name};
use super::ids::{ItemId, next};
use super::language::language_code;
use super::media::Part;
use super::streams::SUBTITLE;

/// Holds what is known of subtitles that are brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subtitles {
    pub(crate) title: String,
    /// What they are written in: `srt`, …
    pub(crate) format: String,
    /// The code of their language, of two letters; empty when nobody has said it.
    pub(crate) language: String,
    pub(crate) is_forced: bool,
    pub(crate) is_for_the_deaf: bool,
    /// Where they were found, when somebody has looked for them.
    pub(crate) found: Option<Found>,
    pub(crate) bytes: Bytes,
}

/// Where subtitles were found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) provider: &'static str,
    /// What the provider calls them.
    pub(crate) source: String,
    pub(crate) score: i64,
}

impl World {
    /// Adds subtitles to the first file of an item; false when it has none.
    pub(crate) fn add_subtitles(&mut self, item: ItemId, new: Subtitles, now_millis: i64) -> bool {
        let has_files = |item: &super::Item| item.media.iter().any(|one| !one.parts.is_empty());
        if !self.items.get(item).is_some_and(has_files) {
            return false;
        }
        let number = next(&mut self.ids.stream);
        let mut stream = Attributes::default();
        let mut set = |name: &str, value: Value| {
            let name = self.names.intern(name);
            stream.set(name, value);
        };
        set("id", Value::Int(i64::from(number)));
        set("streamType", Value::Int(SUBTITLE));
        set(
            "key",
            Value::from(format!("/library/streams/{number}").as_str()),
        );
        set("codec", Value::from(new.format.as_str()));
        set("format", Value::from(new.format.as_str()));
        set("title", Value::from(new.title.as_str()));
        set("displayTitle", Value::from(new.title.as_str()));
        set("extendedDisplayTitle", Value::from(new.title.as_str()));
        for (name, flag) in [
            ("forced", new.is_forced),
            ("hearingImpaired", new.is_for_the_deaf),
        ] {
            if flag {
                set(name, Value::Bool(true));
            }
        }
        if !new.language.is_empty() {
            set("languageCode", Value::from(language_code(&new.language)));
            set("languageTag", Value::from(new.language.as_str()));
        }
        if let Some(found) = &new.found {
            set("providerTitle", Value::from(found.provider));
            set("sourceKey", Value::from(found.source.as_str()));
            set("score", Value::Int(found.score));
        }
        self.subtitles.insert(number, new.bytes);
        self.edit_item(item, now_millis, |item| {
            let mut media = item.media.iter_mut();
            let part = media.find_map(|media| media.parts.first_mut());
            if let Some(part) = part {
                part.streams = part.streams.iter().cloned().chain([stream]).collect();
            }
        });
        true
    }

    /// Returns the item and the bytes of subtitles that were brought.
    pub(crate) fn brought_subtitles(&self, number: u32) -> Option<(ItemId, Bytes)> {
        let bytes = self.subtitles.get(&number)?;
        let (item, _) = self.items.iter().find(|(_, item)| {
            let mut parts = item.media.iter().flat_map(|media| media.parts.iter());
            parts.any(|part| part.streams.iter().any(|stream| is_brought(stream, number)))
        })?;
        Some((item, bytes.clone()))
    }

    /// Takes subtitles that were brought away; false when there are none of that number.
    pub(crate) fn remove_subtitles(&mut self, number: u32, now_millis: i64) -> bool {
        let Some((item, _)) = self.brought_subtitles(number) else {
            return false;
        };
        self.subtitles.remove(&number);
        self.edit_item(item, now_millis, |item| {
            let parts = item
                .media
                .iter_mut()
                .flat_map(|media| media.parts.iter_mut());
            for part in parts {
                take_out(part, number);
            }
        });
        true
    }
}

fn is_brought(stream: &Attributes, number: u32) -> bool {
    stream.int(name::ID) == Some(i64::from(number)) && stream.get(name::KEY).is_some()
}

fn take_out(part: &mut Part, number: u32) {
    if part.streams.iter().any(|stream| is_brought(stream, number)) {
        let kept = part
            .streams
            .iter()
            .filter(|stream| !is_brought(stream, number));
        part.streams = kept.cloned().collect();
    }
}
