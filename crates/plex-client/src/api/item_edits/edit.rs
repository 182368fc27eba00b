//! An edit of items, put together bit by bit and checked as it is.

use super::fields::{ArtworkField, ItemField, TagField};
use super::value::FieldValue;
use crate::error::{PlexError, Result};
use crate::model::ItemType;
use crate::transport::request::Request;

/// A field, a kind of tags or a picture that can be locked, so that a refresh leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lockable {
    /// A field.
    Field(ItemField),
    /// The tags of a kind.
    Tags(TagField),
    /// A picture, or the theme.
    Artwork(ArtworkField),
}

impl Lockable {
    /// Returns Plex's name for it, as it stands in
    /// [`FieldLock::name`](crate::FieldLock).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Tags(tags) => tags.name(),
            Self::Artwork(artwork) => artwork.name(),
        }
    }

    /// Returns what Plex calls so.
    ///
    /// ```
    /// use plex_client::{Lockable, TagField};
    ///
    /// assert_eq!(Lockable::from_name("genre"), Some(Lockable::Tags(TagField::Genre)));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let field = ItemField::from_name(name).map(Self::Field);
        field
            .or_else(|| TagField::from_name(name).map(Self::Tags))
            .or_else(|| ArtworkField::from_name(name).map(Self::Artwork))
    }
}

impl From<ItemField> for Lockable {
    fn from(field: ItemField) -> Self {
        Self::Field(field)
    }
}

impl From<TagField> for Lockable {
    fn from(tags: TagField) -> Self {
        Self::Tags(tags)
    }
}

impl From<ArtworkField> for Lockable {
    fn from(artwork: ArtworkField) -> Self {
        Self::Artwork(artwork)
    }
}

/// The tags of a kind that items are to have, and those that they are to lose.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tags {
    field: TagField,
    wanted: Vec<String>,
    lost: Vec<String>,
}

/// An edit of items of one type: fields, tags and locks.
///
/// What a type has is known ([`ItemField::of`], [`TagField::of`]), and a field that it has not, or a value of
/// another kind, is an error before anything is sent. Whatever is edited is locked as well, as in Plex's
/// own apps, unless it is [unlocked](Self::unlock) by the same edit: what is not locked lasts until the next
/// refresh.
///
/// ```
/// use plex_client::{ItemEdit, ItemField, ItemType, TagField};
///
/// let edit = ItemEdit::new(ItemType::Movie)
///     .set(ItemField::Title, "Metropolis")?
///     .set(ItemField::ReleaseDate, "1927-01-10".parse::<plex_client::ReleaseDate>()?)?
///     .clear(ItemField::Tagline)?
///     .tags(TagField::Genre, ["Drama", "Horror"], ["Drama", "Science Fiction"])?;
/// assert!(ItemEdit::new(ItemType::Season).set(ItemField::Tagline, "x").is_err());
/// # Ok::<(), plex_client::PlexError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ItemEdit {
    item_type: ItemType,
    values: Vec<(ItemField, Option<FieldValue>)>,
    locks: Vec<(Lockable, bool)>,
    tags: Vec<Tags>,
}

impl ItemEdit {
    /// Changes nothing yet of items of this type.
    pub fn new(item_type: ItemType) -> Self {
        Self {
            item_type,
            values: Vec::new(),
            locks: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// Gives a field a value.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when items of this type have no such field, or the value is of
    /// another kind than the field, or is an empty title.
    pub fn set(mut self, field: ItemField, value: impl Into<FieldValue>) -> Result<Self> {
        self.check(field)?;
        let value = value.into();
        if value.content() != field.content() {
            return Err(refused(format!(
                "{} holds a value of another kind: {:?}",
                field.name(),
                field.content()
            )));
        }
        let is_empty = matches!(&value, FieldValue::Text(text) if text.trim().is_empty());
        if is_empty {
            return self.clear(field);
        }
        self.put(field, Some(value));
        Ok(self)
    }

    /// Makes a field empty.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when items of this type have no such field, or it cannot be empty.
    pub fn clear(mut self, field: ItemField) -> Result<Self> {
        self.check(field)?;
        if !field.can_be_empty() {
            return Err(refused(format!("{} cannot be empty", field.name())));
        }
        self.put(field, None);
        Ok(self)
    }

    /// Locks a field, the tags of a kind or a picture.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when items of this type have no such thing.
    pub fn lock(self, what: impl Into<Lockable>) -> Result<Self> {
        self.set_lock(what.into(), true)
    }

    /// Unlocks a field, the tags of a kind or a picture, so that the next refresh may change it.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock).
    pub fn unlock(self, what: impl Into<Lockable>) -> Result<Self> {
        self.set_lock(what.into(), false)
    }

    /// Gives the items these tags of a kind, in place of those they have: `before`, as they are spelt in
    /// the items. Of several items, all must have the same before: a tag that is not named is kept by
    /// some servers and dropped by others.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when items of this type have no such tags, or a tag is empty.
    pub fn tags<B: AsRef<str>, W: Into<String>>(
        mut self,
        field: TagField,
        before: impl IntoIterator<Item = B>,
        wanted: impl IntoIterator<Item = W>,
    ) -> Result<Self> {
        if !TagField::of(&self.item_type).contains(&field) {
            return Err(self.has_no(field.name()));
        }
        let wanted: Vec<String> = wanted.into_iter().map(Into::into).collect();
        if wanted.iter().any(|tag| tag.trim().is_empty()) {
            return Err(refused("a tag cannot be empty".to_owned()));
        }
        let is_wanted = |tag: &str| {
            let tag = tag.to_lowercase();
            wanted.iter().any(|wanted| wanted.to_lowercase() == tag)
        };
        let before = before.into_iter();
        let lost = before
            .filter(|tag| !is_wanted(tag.as_ref()))
            .map(|tag| tag.as_ref().to_owned())
            .collect();
        self.tags.retain(|tags| tags.field != field);
        self.tags.push(Tags {
            field,
            wanted,
            lost,
        });
        Ok(self)
    }

    /// Returns the type of item.
    #[must_use]
    pub fn item_type(&self) -> &ItemType {
        &self.item_type
    }

    /// Says whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.locks.is_empty() && self.tags.is_empty()
    }

    /// Returns the title that it gives.
    pub(super) fn title(&self) -> Option<String> {
        let mut values = self.values.iter();
        let title = values.find(|(field, _)| *field == ItemField::Title)?;
        title.1.as_ref().map(FieldValue::to_string)
    }

    /// Adds fields, locks and the tags that are wanted to a request.
    pub(super) fn write(&self, request: Request) -> Request {
        let mut request = request;
        for (field, value) in &self.values {
            let text = value
                .as_ref()
                .map(FieldValue::to_string)
                .unwrap_or_default();
            request = request.query(&format!("{}.value", field.name()), text);
        }
        for tags in &self.tags {
            request = tags.write(request);
        }
        for (what, locked) in self.all_locks() {
            request = request.query_flag(&format!("{}.locked", what.name()), locked);
        }
        request
    }

    /// Returns how each tag that is lost is taken away, by a request of its own: of several in one,
    /// some servers heed but one. What is wanted is said again each time.
    pub(super) fn removals(&self) -> impl Iterator<Item = impl Fn(Request) -> Request> {
        self.tags.iter().flat_map(|tags| {
            tags.lost.iter().map(move |lost| {
                move |request| {
                    let name = format!("{}[].tag.tag-", tags.field.name());
                    tags.write(request).query(&name, one_alone(lost))
                }
            })
        })
    }

    /// Returns the locks that are said, and those of what is edited.
    fn all_locks(&self) -> Vec<(Lockable, bool)> {
        let fields = self.values.iter().map(|(field, _)| Lockable::from(*field));
        let tags = self.tags.iter().map(|tags| Lockable::from(tags.field));
        let mut locks = self.locks.clone();
        for edited in fields.chain(tags) {
            if locks.iter().all(|(what, _)| *what != edited) {
                locks.push((edited, true));
            }
        }
        locks
    }

    fn put(&mut self, field: ItemField, value: Option<FieldValue>) {
        self.values.retain(|(held, _)| *held != field);
        self.values.push((field, value));
    }

    fn set_lock(mut self, what: Lockable, locked: bool) -> Result<Self> {
        let is_there = match what {
            Lockable::Field(field) => ItemField::of(&self.item_type).contains(&field),
            Lockable::Tags(tags) => TagField::of(&self.item_type).contains(&tags),
            Lockable::Artwork(_) => !ItemField::of(&self.item_type).is_empty(),
        };
        if !is_there {
            return Err(self.has_no(what.name()));
        }
        self.locks.retain(|(held, _)| *held != what);
        self.locks.push((what, locked));
        Ok(self)
    }

    fn check(&self, field: ItemField) -> Result<()> {
        if ItemField::of(&self.item_type).contains(&field) {
            return Ok(());
        }
        Err(self.has_no(field.name()))
    }

    fn has_no(&self, name: &str) -> PlexError {
        refused(format!("{name} cannot be edited of a {}", self.item_type))
    }
}

impl Tags {
    fn write(&self, request: Request) -> Request {
        let name = self.field.name();
        let numbered = self.wanted.iter().enumerate();
        numbered.fold(request, |request, (number, tag)| {
            request.query(&format!("{name}[{number}].tag.tag"), tag)
        })
    }
}

fn refused(why: String) -> PlexError {
    PlexError::invalid_argument("edit", why)
}

/// Writes a tag that is taken away so that it is one, where a comma would make two of it. Servers decode
/// it once more than everything else; so it matters only where something in it looks encoded.
fn one_alone(tag: &str) -> String {
    let mut written = String::with_capacity(tag.len());
    for (at, char) in tag.char_indices() {
        let after = tag
            .as_bytes()
            .get(at.saturating_add(1)..at.saturating_add(3));
        let is_code = after.is_some_and(|after| after.iter().all(u8::is_ascii_hexdigit));
        match char {
            ',' => written.push_str("%2C"),
            '%' if is_code => written.push_str("%25"),
            other => written.push(other),
        }
    }
    written
}
