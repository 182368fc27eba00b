//! What a whole answer can be read as: an object under a name, an object, or a list.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::clean::Clean;
use super::element::{Element, One};
use super::error::DecodeError;
use super::object::Whole;

/// Something that a whole answer can be read as.
pub trait Answer: Sized {
    /// Names what its content stands under; none when the document is the content.
    const ROOT: Option<&'static str>;

    /// Reads it from a document.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, and when the document is something else.
    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error>;

    /// Reads it from the body of an answer, whichever wire it came by.
    ///
    /// Each kind of answer has this written out, so that all that reading it takes is compiled once, in this
    /// crate, and not again in every crate that asks.
    ///
    /// # Errors
    ///
    /// Those of [`answer`](super::answer()).
    #[doc(hidden)]
    fn of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Self, DecodeError>;
}

/// Reads the object that stands under a name in the document.
pub(crate) fn under<'de, T: Element, D: Deserializer<'de>>(
    root: &'static str,
    document: D,
) -> Result<T, D::Error> {
    document.deserialize_map(Root {
        name: root,
        content: PhantomData,
    })
}

/// What a document can be a list of.
pub(crate) trait InList: Answer + Element {
    /// Reads such a list, as [`Answer::of_body`] does one.
    fn list_of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Vec<Self>, DecodeError>;
}

impl<T: InList> Answer for Vec<T> {
    const ROOT: Option<&'static str> = None;

    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        document.deserialize_seq(List(PhantomData))
    }

    fn of_body(body: &[u8], clean: Option<Clean<'_>>) -> Result<Self, DecodeError> {
        T::list_of_body(body, clean)
    }
}

/// Reads a document that is a list. A lone object is none: errors of plex.tv are objects.
struct List<T>(PhantomData<T>);

impl<'de, T: Element> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(read) = seq.next_element_seed(One(PhantomData))? {
            list.extend(read);
        }
        Ok(list)
    }
}

/// Looks for one name in an object and reads what stands under it.
struct Root<T> {
    name: &'static str,
    content: PhantomData<T>,
}

impl<'de, T: Element> Visitor<'de> for Root<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a {}", self.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut found = None;
        while let Some(IsRoot(is_root)) = map.next_key_seed(IsRootSeed(self.name))? {
            if is_root && found.is_none() {
                found = Some(map.next_value_seed(Whole::default())?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| serde::de::Error::custom(format_args!("there is no {}", self.name)))
    }
}

/// Says whether a name is the one looked for.
struct IsRoot(bool);

/// Compares a name without keeping it.
struct IsRootSeed(&'static str);

impl<'de> serde::de::DeserializeSeed<'de> for IsRootSeed {
    type Value = IsRoot;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<IsRoot, D::Error> {
        name.deserialize_identifier(self)
    }
}

impl Visitor<'_> for IsRootSeed {
    type Value = IsRoot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<IsRoot, E> {
        Ok(IsRoot(name == self.0))
    }
}
