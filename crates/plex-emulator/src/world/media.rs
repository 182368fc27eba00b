//! What an item is made of: versions, files, streams.

use std::sync::Arc;

use super::attribute::{Attributes, Name, Text, Value};

/// The streams of a file: shared by the files that were made alike.
pub(crate) type Streams = Arc<[Attributes]>;

/// A version of an item.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) id: u32,
    /// What versions of this make have in common.
    pub(crate) make: Arc<Attributes>,
    /// What only this version has; wins over `make`.
    pub(crate) own: Attributes,
    pub(crate) parts: Box<[Part]>,
}

/// A file of a version.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) id: u32,
    pub(crate) file: Option<Text>,
    pub(crate) own: Attributes,
    /// The id of the first stream; the others count on.
    pub(crate) first_stream: u32,
    pub(crate) streams: Streams,
}

impl Media {
    pub(crate) fn get(&self, name: Name) -> Option<&Value> {
        self.own.get(name).or_else(|| self.make.get(name))
    }

    /// Returns the version's attributes, its own ones in place of the make's.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (Name, &Value)> {
        let made = self
            .make
            .iter()
            .filter(|(name, _)| self.own.get(*name).is_none());
        self.own.iter().chain(made)
    }

    /// Returns where its files lie.
    pub(crate) fn files(&self) -> impl Iterator<Item = Text> {
        self.parts.iter().filter_map(|part| part.file.clone())
    }

    /// Tells whether it is made of one of the files.
    pub(crate) fn has_any(&self, files: &std::collections::HashSet<Text>) -> bool {
        self.files().any(|file| files.contains(&file))
    }

    pub(crate) fn streams(&self) -> impl Iterator<Item = &Attributes> {
        self.parts.iter().flat_map(|part| part.streams.iter())
    }
}

impl Part {
    /// Returns the streams with their ids. A description may give a stream an id of its own.
    pub(crate) fn numbered_streams(&self) -> impl Iterator<Item = (u32, &Attributes)> {
        (self.first_stream..).zip(self.streams.iter())
    }
}
