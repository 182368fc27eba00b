//! Bytes to models, through one set of models for both wires.
//!
//! JSON is read by `serde_json`, XML by a small `serde` deserializer over `roxmltree` that presents
//! an element as an object: attributes first, then children in the order of the document. The same
//! models read either, so nothing after this module knows which wire an answer came by.
//!
//! What servers get wrong is put right only after the straight way has failed: bytes that are not
//! UTF-8, control characters, and the JSON of very old servers.

pub(crate) mod container;
pub(crate) mod element;
mod json;
mod legacy;
pub(crate) mod model;
mod repair;
mod scalar;
mod sniff;
mod xml;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use self::container::Listed;
use self::element::Element;
use self::sniff::Content;
use crate::model::{BandwidthStatistics, MediaProvider, ServerIdentity, UpdateStatus};
use crate::transport::Redactor;

pub use self::container::{Header, MediaContainer};

/// The name under which an element's text is presented, which no attribute can have.
pub(crate) const TEXT: &str = "$text";

/// Why an answer could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", At(.place))]
pub struct DecodeError {
    message: String,
    place: String,
}

impl DecodeError {
    fn new(message: impl Into<String>, place: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: place.into(),
        }
    }

    /// What came is no HTTP, or cannot be unpacked.
    pub(crate) fn garbled(detail: impl Into<String>) -> Self {
        Self::new(detail, "")
    }

    /// The same without tokens, and short: names in an answer may be of any length.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        Self {
            message: redactor.excerpt(&self.message),
            place: redactor.excerpt(&self.place),
        }
    }

    /// Where it went wrong: a path such as `MediaContainer.Metadata[3].title` with line and column
    /// in JSON, line and column in XML; empty when there is no place to name.
    ///
    /// ```
    /// use plex_client::ServerIdentity;
    /// use plex_client::decode::answer;
    ///
    /// let error = answer::<ServerIdentity>(br#"{"MediaContainer":{"version":"#).unwrap_err();
    /// assert!(error.place().starts_with("MediaContainer.version"));
    /// ```
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

/// A place after "at", or nothing.
struct At<'a>(&'a str);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " at {}", self.0)
    }
}

/// What a whole answer can be read as.
pub trait Answer: Sized {
    /// The name its content stands under, or none when the document is the content.
    const ROOT: Option<&'static str>;

    /// Reads it from a document.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, and when the document is something else.
    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error>;
}

/// Reads an answer, JSON or XML, as it came from the server.
///
/// # Errors
///
/// [`DecodeError`] when it is empty, not what Plex answers, or broken beyond repair.
///
/// ```
/// use plex_client::decode::{MediaContainer, answer};
/// use plex_client::Library;
///
/// let json = br#"{"MediaContainer":{"size":1,"Directory":[{"key":"1","title":"Films"}]}}"#;
/// let xml = br#"<MediaContainer size="1"><Directory key="1" title="Films"/></MediaContainer>"#;
/// let by_json: MediaContainer<Library> = answer(json).unwrap();
/// let by_xml: MediaContainer<Library> = answer(xml).unwrap();
/// assert_eq!(by_json, by_xml);
/// ```
pub fn answer<T: Answer>(body: &[u8]) -> Result<T, DecodeError> {
    match sniff::content(body) {
        Content::Json => json::read(body),
        Content::Xml => xml::read(body),
        Content::Html => Err(DecodeError::new("it is a web page", "")),
        Content::Empty => Err(DecodeError::new("it is empty", "")),
        Content::Other => Err(DecodeError::new("it is neither JSON nor XML", "")),
    }
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

impl<T: Listed> Answer for MediaContainer<T> {
    const ROOT: Option<&'static str> = Some("MediaContainer");

    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        under("MediaContainer", document)
    }
}

/// Objects that stand under a name.
macro_rules! answer_under {
    ($($ty:ty = $root:literal),+ $(,)?) => {$(
        impl $crate::decode::Answer for $ty {
            const ROOT: Option<&'static str> = Some($root);

            fn read<'de, D: serde::Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
                $crate::decode::under($root, document)
            }
        }
    )+};
}
pub(crate) use answer_under;
answer_under!(
    BandwidthStatistics = "MediaContainer",
    ServerIdentity = "MediaContainer",
    UpdateStatus = "MediaContainer",
    MediaProvider = "MediaProvider"
);

/// Objects that are the whole document, or lists of which are.
macro_rules! plain_answer {
    ($ty:ty) => {
        impl $crate::decode::Answer for $ty {
            const ROOT: Option<&'static str> = None;

            fn read<'de, D: serde::Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
                serde::de::DeserializeSeed::deserialize(
                    $crate::decode::model::Whole::default(),
                    document,
                )
            }
        }
    };
}
pub(crate) use plain_answer;

impl<T: Answer + Element> Answer for Vec<T> {
    const ROOT: Option<&'static str> = None;

    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        document.deserialize_seq(List(PhantomData))
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
        while let Some(read) = seq.next_element_seed(element::One(PhantomData))? {
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
                found = Some(map.next_value_seed(model::Whole::default())?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| serde::de::Error::custom(format_args!("there is no {}", self.name)))
    }
}

/// Whether a name is the one looked for.
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
