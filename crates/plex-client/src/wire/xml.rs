//! XML presented to the models as if it were JSON.

use std::{borrow::Cow, fmt};

use roxmltree::{Document, Node, ParsingOptions, StringStorage};
use serde::de::value::{CowStrDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::answer::Answer;
use super::clean::{Clean, Written};
use super::element::TEXT;
use super::error::DecodeError;
use super::{repair, seldom, sniff};

/// As many nodes as a page of some thousand items has, many times over. Entities and document types
/// are refused by the parser.
const MAX_NODES: u32 = 4_000_000;

/// Reads an answer written as XML.
///
/// Texts that are written otherwise than they are read go through `clean`; others have already.
pub(crate) fn read<T: Answer>(body: &[u8], clean: Option<Clean<'_>>) -> Result<T, DecodeError> {
    let text = repair::text(sniff::without_bom(body));
    let error = match parse(&text) {
        Ok(document) => return of(&document, clean),
        Err(error) => error,
    };
    let mut repaired = repair::xml(&text);
    // Without what was left out it may say what it did not before.
    if let Some(cleaned) = clean.and_then(|clean| clean(&repaired, Written::Xml)) {
        repaired = cleaned;
    }
    match parse(&repaired) {
        Ok(document) => of(&document, clean),
        // The place in the text as it came.
        Err(_) => {
            let place = error.pos();
            Err(DecodeError::new(
                format!("it is broken XML: {error}"),
                format!("line {} column {}", place.row, place.col),
            ))
        }
    }
}

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions {
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options)
}

fn of<T: Answer>(document: &Document<'_>, clean: Option<Clean<'_>>) -> Result<T, DecodeError> {
    let root = document.root_element();
    let element = Element { node: root, clean };
    let read = match T::ROOT {
        Some(_) => seldom::read(RootDeserializer(element)),
        None => seldom::read(element),
    };
    read.map_err(|message| {
        let name = root.tag_name().name();
        DecodeError::new(message, format!("the root element <{name}>"))
    })
}

/// Holds what a model finds wrong.
#[derive(Debug)]
struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The document: an object with the root element under its name.
struct RootDeserializer<'a, 'input, 'c>(Element<'a, 'input, 'c>);

impl<'de> Deserializer<'de> for RootDeserializer<'_, '_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let name = self.0.node.tag_name().name();
        visitor.visit_map(serde::de::value::MapDeserializer::new(std::iter::once((
            name, self.0,
        ))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// An element: an object of its attributes, its children in order, and its text.
#[derive(Clone, Copy)]
struct Element<'a, 'input, 'c> {
    node: Node<'a, 'input>,
    clean: Option<Clean<'c>>,
}

impl IntoDeserializer<'_, Fault> for Element<'_, '_, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Element<'_, '_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(Fields {
            attributes: self.node.attributes(),
            children: self.node.children(),
            next: Value::None,
            clean: self.clean,
        })
    }

    /// Leaves out what is not wanted, without walking through it.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// The value whose name was given last.
enum Value<'a, 'input> {
    None,
    Text(Cow<'a, str>),
    Element(Node<'a, 'input>),
}

/// Holds what an element holds, one after the other.
struct Fields<'a, 'input, 'c> {
    attributes: roxmltree::Attributes<'a, 'input>,
    children: roxmltree::Children<'a, 'input>,
    next: Value<'a, 'input>,
    clean: Option<Clean<'c>>,
}

impl<'a, 'input> Fields<'a, 'input, '_> {
    /// Returns a text without what must not be in it. What stands in the document as it is read has been
    /// looked through with it.
    fn cleaned(&self, text: &'a str, storage: Option<&StringStorage<'_>>) -> Cow<'a, str> {
        let clean = self
            .clean
            .filter(|_| matches!(storage, Some(StringStorage::Owned(_))));
        clean
            .and_then(|clean| clean(text, Written::Xml))
            .map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Takes the next name; its value waits in `next`.
    fn advance(&mut self) -> Option<&'a str> {
        if let Some(attribute) = self.attributes.next() {
            self.next =
                Value::Text(self.cleaned(attribute.value(), Some(attribute.value_storage())));
            return Some(attribute.name());
        }
        while let Some(child) = self.children.next() {
            if child.is_element() {
                self.next = Value::Element(child);
                return Some(child.tag_name().name());
            }
            if let Some(text) = child.text().map(str::trim)
                && child.is_text()
                && !text.is_empty()
            {
                self.next = Value::Text(self.cleaned(text, child.text_storage()));
                return Some(TEXT);
            }
        }
        None
    }
}

impl<'de> MapAccess<'de> for Fields<'_, '_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        match self.advance() {
            Some(name) => seed.deserialize(StrDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match std::mem::replace(&mut self.next, Value::None) {
            Value::Text(text) => seed.deserialize(CowStrDeserializer::new(text)),
            Value::Element(node) => seed.deserialize(Element {
                node,
                clean: self.clean,
            }),
            Value::None => Err(Fault("a value without a name".to_owned())),
        }
    }
}
