//! `MediaContainer`, in which nearly every answer comes.

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use super::element::{Element, Many};
use super::model::{Model, model, read_map};
use crate::account::Resource;
use crate::id::LibraryKey;
use crate::model::{
    Account, Activity, Device, Endpoint, FilterChoice, HistoryRecord, Hub, HubEntry, Library,
    ListMeta, MediaItem, MediaProvider, Player, ResourceSample, SearchResult, Session, Setting,
    SortMeta, TranscodeSession,
};

model! {
    /// What an answer says about itself, beside what is in it.
    pub struct Header {
        /// How many are in this answer; not to be trusted for more than a hint.
        size: Option<u64> = "size",
        /// How many there are in all; only where the answer is a page.
        total_size: Option<u64> = "totalSize",
        /// How many come before; only where the answer is a page.
        offset: Option<u64> = "offset",
        /// What answers, such as `com.plexapp.plugins.library`.
        identifier: Option<String> = "identifier",
        /// The library all of it is in.
        library_section_id: Option<LibraryKey> = "librarySectionID",
        /// Title of that library.
        library_section_title: Option<String> = "librarySectionTitle",
        /// UUID of that library.
        library_section_uuid: Option<String> = "librarySectionUUID",
        /// First title.
        title1: Option<String> = "title1",
        /// Second title.
        title2: Option<String> = "title2",
        /// What is shown.
        view_group: Option<String> = "viewGroup",
    }
}

/// An answer that lists things.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MediaContainer<T> {
    /// What it says about itself.
    pub header: Header,
    /// What is in it, in order.
    pub items: Vec<T>,
}

impl<T> Default for MediaContainer<T> {
    fn default() -> Self {
        Self {
            header: Header::default(),
            items: Vec::new(),
        }
    }
}

/// The names an item has, whatever it is: `Metadata` in JSON, the others in XML.
pub(crate) const ITEM_NAMES: &[&str] = &[
    "Metadata",
    "Video",
    "Directory",
    "Track",
    "Photo",
    "Playlist",
];

/// What a [`MediaContainer`] can list.
pub(crate) trait Listed: Element {
    /// The names its elements have.
    const NAMES: &'static [&'static str];

    /// Takes over what is said once for all.
    fn inherit(&mut self, _from: &Header) {}
}

impl Listed for MediaItem {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    fn inherit(&mut self, from: &Header) {
        if self.library_section_id.is_none() && from.library_section_id.is_some() {
            self.library_section_id = from.library_section_id.clone();
        }
        if self.library_section_title.is_none() {
            self.library_section_title
                .clone_from(&from.library_section_title);
        }
        if self.library_section_uuid.is_none() {
            self.library_section_uuid
                .clone_from(&from.library_section_uuid);
        }
    }
}

impl Listed for Session {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    fn inherit(&mut self, from: &Header) {
        self.item.inherit(from);
    }
}

impl Listed for HistoryRecord {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    fn inherit(&mut self, from: &Header) {
        self.item.inherit(from);
    }
}

impl Listed for Hub {
    const NAMES: &'static [&'static str] = &["Hub"];

    fn inherit(&mut self, from: &Header) {
        for entry in &mut self.entries {
            if let HubEntry::Item(item) = entry {
                item.inherit(from);
            }
        }
    }
}

macro_rules! listed {
    ($($ty:ty = $($name:literal),+;)+) => {$(
        impl Listed for $ty {
            const NAMES: &'static [&'static str] = &[$($name),+];
        }
    )+};
}
listed! {
    Library = "Directory", "Metadata";
    FilterChoice = "Directory", "Metadata";
    ListMeta = "Directory";
    SortMeta = "Directory";
    ResourceSample = "StatisticsResources";
    SearchResult = "SearchResult";
    MediaProvider = "MediaProvider";
    Resource = "Device";
    Account = "Account";
    Device = "Device";
    Endpoint = "Server";
    Player = "Player";
    Activity = "Activity";
    Setting = "Setting";
    TranscodeSession = "TranscodeSession";
}

/// A field of a container: of its header, or its list.
#[derive(Clone, Copy)]
pub(crate) enum ContainerField {
    /// Of the header.
    Header(<Header as Model>::Field),
    /// One name of the list.
    Item,
}

impl<T: Listed> Model for MediaContainer<T> {
    type Field = ContainerField;

    fn field(name: &str) -> Option<ContainerField> {
        if T::NAMES.contains(&name) {
            return Some(ContainerField::Item);
        }
        Header::field(name).map(ContainerField::Header)
    }

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        field: ContainerField,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match field {
            ContainerField::Header(field) => self.header.read(field, map),
            ContainerField::Item => map.next_value_seed(Items(&mut self.items)),
        }
    }
}

impl<T: Listed> Element for MediaContainer<T> {
    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        let mut container: Self = read_map(map)?;
        for item in &mut container.items {
            item.inherit(&container.header);
        }
        Ok(Some(container))
    }
}

/// Reads the items of a container. A text where they should stand is an error: what was not
/// understood must not look empty.
struct Items<'a, T>(&'a mut Vec<T>);

impl<'de, T: Listed> DeserializeSeed<'de> for Items<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(Many {
            into: self.0,
            strict: true,
        })
    }
}
