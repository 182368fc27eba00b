//! The tree: elements with typed attributes and children.

use std::borrow::Cow;

/// An attribute's value. XML knows only text; JSON shows the type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'w> {
    Text(Cow<'w, str>),
    Int(i64),
    Float(f64),
    /// XML writes `1` and `0`.
    Bool(bool),
}

impl Value<'_> {
    /// Returns the value as XML would show it.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => format!("{number:?}"),
            Self::Bool(flag) => u8::from(*flag).to_string(),
        }
    }
}

impl<'w> From<&'w str> for Value<'w> {
    fn from(text: &'w str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

/// Says how JSON holds an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holding {
    /// In an array, also when alone.
    Listed,
    /// As one object.
    Lone,
}

/// An element of an answer. Its children are its lists in JSON, grouped by `group`, in the order
/// in which each group first appears; a group without members does not appear at all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element<'w> {
    name: &'w str,
    /// The key that holds the element in JSON: its name, or `Metadata` for library items, which
    /// XML calls Video, Directory, Track, Photo or Playlist.
    group: &'w str,
    holding: Holding,
    attributes: Vec<(&'w str, Value<'w>)>,
    children: Vec<Element<'w>>,
}

impl<'w> Element<'w> {
    /// Returns an element that JSON lists under its own name.
    pub(crate) fn new(name: &'w str) -> Self {
        Self {
            name,
            group: name,
            holding: Holding::Listed,
            attributes: Vec::new(),
            children: Vec::new(),
        }
    }

    /// Returns the root of nearly every answer.
    pub(crate) fn container() -> Self {
        Self::new("MediaContainer").lone()
    }

    /// Returns a library item: `name` in XML, one of `Metadata` in JSON.
    pub(crate) fn metadata(name: &'w str) -> Self {
        let mut element = Self::new(name);
        element.group = "Metadata";
        element.attributes.reserve(40);
        element.children.reserve(16);
        element
    }

    /// Makes JSON hold the element as an object instead of in a list.
    pub(crate) fn lone(mut self) -> Self {
        self.holding = Holding::Lone;
        self
    }

    pub(crate) fn with(mut self, name: &'w str, value: impl Into<Value<'w>>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets the attribute when there is a value.
    pub(crate) fn maybe(self, name: &'w str, value: Option<impl Into<Value<'w>>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Sets an attribute that the element does not have yet.
    pub(crate) fn set(&mut self, name: &'w str, value: impl Into<Value<'w>>) {
        self.attributes.push((name, value.into()));
    }

    /// Sets an attribute, instead of the value that it has.
    pub(crate) fn replace(&mut self, name: &'w str, value: impl Into<Value<'w>>) {
        let value = value.into();
        match self.attributes.iter_mut().find(|(held, _)| *held == name) {
            Some((_, held)) => *held = value,
            None => self.attributes.push((name, value)),
        }
    }

    /// Sets an attribute unless the element has it.
    pub(crate) fn offer(&mut self, name: &'w str, value: impl Into<Value<'w>>) {
        if self.get(name).is_none() {
            self.set(name, value);
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(held, _)| *held != name);
    }

    pub(crate) fn child(mut self, child: Element<'w>) -> Self {
        self.children.push(child);
        self
    }

    pub(crate) fn push(&mut self, child: Element<'w>) {
        self.children.push(child);
    }

    pub(crate) fn extend(&mut self, children: impl IntoIterator<Item = Element<'w>>) {
        self.children.extend(children);
    }

    pub(crate) fn name(&self) -> &'w str {
        self.name
    }

    pub(crate) fn group(&self) -> &'w str {
        self.group
    }

    pub(crate) fn is_lone(&self) -> bool {
        self.holding == Holding::Lone
    }

    pub(crate) fn attributes(&self) -> &[(&'w str, Value<'w>)] {
        &self.attributes
    }

    pub(crate) fn attributes_mut(&mut self) -> &mut [(&'w str, Value<'w>)] {
        &mut self.attributes
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value<'w>> {
        self.attributes
            .iter()
            .find(|(held, _)| *held == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn children(&self) -> &[Element<'w>] {
        &self.children
    }

    pub(crate) fn children_mut(&mut self) -> &mut Vec<Element<'w>> {
        &mut self.children
    }
}
