//! `MediaContainer`, in which nearly every answer comes.

use serde::de::{DeserializeSeed, Deserializer, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::id::LibraryKey;
use crate::wire::answer::{Answer, under};
use crate::wire::element::{Element, Many};
use crate::wire::object::{Model, Whole, model, read_map};
use crate::wire::{Clean, DecodeError};

model! {
    /// Holds what an answer says about itself, beside what is in it.
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
///
/// It serializes as what stands under `MediaContainer` in an answer, and reads that again.
#[derive(Debug, Clone, PartialEq)]
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

/// Is what a [`MediaContainer`] can list.
pub(crate) trait Listed: Element {
    /// The names its elements have.
    const NAMES: &'static [&'static str];

    /// Reads such a list, as [`Answer::of_body`] does what it is for.
    fn container_of_body(
        body: &[u8],
        clean: Option<Clean<'_>>,
    ) -> Result<MediaContainer<Self>, DecodeError>;

    /// Takes over what is said once for all.
    fn inherit(&mut self, _from: &Header) {}
}

/// Writes [`Listed::container_of_body`] out for one model.
macro_rules! container_of_body {
    () => {
        fn container_of_body(
            body: &[u8],
            clean: Option<$crate::wire::Clean<'_>>,
        ) -> Result<$crate::container::MediaContainer<Self>, $crate::wire::DecodeError> {
            $crate::wire::of_body(body, clean)
        }
    };
}
pub(crate) use container_of_body;

/// Says in which list a model stands: the names its elements have in an answer.
macro_rules! listed {
    ($($ty:ty = $($name:literal),+;)+) => {$(
        impl $crate::container::Listed for $ty {
            const NAMES: &'static [&'static str] = &[$($name),+];

            $crate::container::container_of_body!();
        }
    )+};
}
pub(crate) use listed;

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
        if container.items.is_empty() && container.header.size.is_some_and(|size| size > 0) {
            // What is in it was lost, or stands where nobody looks: that must not read as nothing.
            return Err(serde::de::Error::custom(format_args!(
                "it says that {} are in it, and none is",
                container.header.size.unwrap_or_default()
            )));
        }
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

impl<T: Listed> Answer for MediaContainer<T> {
    const ROOT: Option<&'static str> = Some("MediaContainer");

    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        under("MediaContainer", document)
    }

    fn of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Self, DecodeError> {
        T::container_of_body(body, clean)
    }
}

impl<T: Listed + Serialize> Serialize for MediaContainer<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(bound = "T: Listed + Serialize")]
        struct Flat<'a, T> {
            #[serde(flatten)]
            header: &'a Header,
            #[serde(flatten)]
            list: List<'a, T>,
        }

        Flat {
            header: &self.header,
            list: List(&self.items),
        }
        .serialize(to)
    }
}

/// A list under its name; an empty one is left out, as PMS does.
struct List<'a, T>(&'a [T]);

impl<T: Listed + Serialize> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if let (Some(name), false) = (T::NAMES.first(), self.0.is_empty()) {
            map.serialize_entry(name, self.0)?;
        }
        map.end()
    }
}

impl<'de, T: Listed> Deserialize<'de> for MediaContainer<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        Whole::default().deserialize(value)
    }
}
