//! What libraries say of their items: fields, tags, and what a refresh leaves alone.

use std::collections::BTreeMap;

use plex_client::{
    DetailsQuery, ItemEdit, ItemField, ItemType, LibraryKey, Lockable, PlexError, RatingKey,
    TagField,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    changes::{Changes, Undo},
    edited::{self, tags_of},
};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::Plex,
    vocabulary::edit::{name_of, name_of_lockable},
};

/// A change of what a library says of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Editing {
    /// The item.
    pub(crate) item: RatingKey,
    /// The library that it is in.
    pub(crate) library: LibraryKey,
    /// Its type, as Plex calls it.
    pub(crate) kind: String,
    /// What fields are to hold, by Plex's names; `null` for nothing.
    #[serde(default)]
    pub(crate) fields: BTreeMap<String, Value>,
    /// What tags there are to be, by Plex's names of the kinds.
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, TagEdit>,
    /// What is to be locked or not, by Plex's names. What is edited is locked where nothing is said.
    #[serde(default)]
    pub(crate) locks: BTreeMap<String, bool>,
}

/// The tags of a kind that an item has, and those that it is to have. What somebody adds meanwhile stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TagEdit {
    pub(crate) from: Vec<String>,
    pub(crate) to: Vec<String>,
}

impl Editing {
    /// Returns what changes nothing yet of an item.
    pub(crate) fn new(item: RatingKey, library: LibraryKey, item_type: &ItemType) -> Self {
        Self {
            item,
            library,
            kind: item_type.as_str().to_owned(),
            fields: BTreeMap::new(),
            tags: BTreeMap::new(),
            locks: BTreeMap::new(),
        }
    }

    /// Returns the same item with nothing said.
    fn empty(&self) -> Self {
        Self::new(self.item.clone(), self.library.clone(), &self.item_type())
    }

    fn item_type(&self) -> ItemType {
        self.kind.parse().unwrap_or_default()
    }

    /// Returns the fields that are edited, each with what it is to hold.
    fn fields(&self) -> impl Iterator<Item = (ItemField, &Value)> {
        let fields = self.fields.iter();
        fields.filter_map(|(name, value)| Some((ItemField::from_name(name)?, value)))
    }

    /// Returns the kinds of tags that are edited.
    fn tags(&self) -> impl Iterator<Item = (TagField, &TagEdit)> {
        let tags = self.tags.iter();
        tags.filter_map(|(name, tags)| Some((TagField::from_name(name)?, tags)))
    }

    /// Returns all whose lock may change by it: what is edited and what is said.
    fn lockables(&self) -> impl Iterator<Item = Lockable> {
        let all = self.fields.keys().chain(self.tags.keys());
        let all = all.filter(|name| !self.locks.contains_key(*name));
        let all = all.chain(self.locks.keys());
        all.filter_map(|name| Lockable::from_name(name))
    }

    /// Tells whether a title to sort by goes with the title, as servers have it where none is said.
    fn moves_sort_title(&self) -> bool {
        let has_one = ItemField::of(&self.item_type()).contains(&ItemField::SortTitle);
        let edits = |field: ItemField| self.fields.contains_key(field.name());
        has_one && edits(ItemField::Title) && !edits(ItemField::SortTitle)
    }

    /// Returns the name of the fact that says whether something is locked: told where that is said.
    fn lock_name(&self, what: Lockable) -> String {
        let name = name_of_lockable(what);
        match self.locks.contains_key(what.name()) {
            true => format!("{name}_locked"),
            false => format!("_{name}_locked"),
        }
    }

    /// Tells whether tags are taken away: that takes a request for each, and their own spelling.
    fn takes_tags_away(&self) -> bool {
        let is_lost = |tags: &TagEdit| tags.from.iter().any(|tag| !edited::has(&tags.to, tag));
        self.tags.values().any(is_lost)
    }

    /// Returns the edit as the client takes it.
    async fn edit(&self, plex: &Plex) -> Result<ItemEdit, PlexError> {
        let mut edit = ItemEdit::new(self.item_type());
        for (field, value) in self.fields() {
            edit = match edited::value_for(field, value)? {
                Some(value) => edit.set(field, value)?,
                None => edit.clear(field)?,
            };
        }
        let item = match self.takes_tags_away() {
            true => Some(plex.details(&self.item, &DetailsQuery::new()).await?),
            false => None,
        };
        for (kind, tags) in self.tags() {
            let held = match &item {
                Some(item) => tags_of(item, kind),
                None => tags.from.clone(),
            };
            let (known, others): (Vec<_>, Vec<_>) = held
                .into_iter()
                .partition(|tag| edited::has(&tags.from, tag));
            let others = others.into_iter().filter(|tag| !edited::has(&tags.to, tag));
            let wanted: Vec<String> = tags.to.iter().cloned().chain(others).collect();
            edit = edit.tags(kind, known, wanted)?;
        }
        for (name, locked) in &self.locks {
            if let Some(what) = Lockable::from_name(name) {
                edit = match locked {
                    true => edit.lock(what)?,
                    false => edit.unlock(what)?,
                };
            }
        }
        Ok(edit)
    }
}

impl Changes for Editing {
    fn target(&self) -> Target {
        Target::Item(self.item.clone())
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let item = thing.item();
        let mut facts = Facts::default();
        for (field, _) in self.fields() {
            facts = facts.with(&name_of(field), edited::value_of(item, field));
            if field == ItemField::ReleaseDate {
                facts = facts.with("_year", item.year);
            }
        }
        if self.moves_sort_title() {
            let sort_title = edited::value_of(item, ItemField::SortTitle);
            let is_locked = edited::is_locked(item, ItemField::SortTitle.name());
            facts = facts
                .with("_sort_title", sort_title)
                .with("_sort_title_locked", is_locked);
        }
        for (kind, _) in self.tags() {
            let tags = tags_of(item, kind);
            facts = told_tags(facts, kind, &tags);
            facts = kept_tags(facts, kind, &tags);
        }
        for what in self.lockables() {
            let is_locked = edited::is_locked(item, what.name());
            facts = facts.with(&self.lock_name(what), is_locked);
        }
        facts
    }

    fn goal(&self) -> Facts {
        let mut goal = Facts::default();
        for (field, value) in self.fields() {
            goal = goal.with(&name_of(field), value.clone());
        }
        for (kind, tags) in self.tags() {
            goal = kept_tags(goal, kind, &tags.to);
        }
        for (name, locked) in &self.locks {
            if let Some(what) = Lockable::from_name(name) {
                goal = goal.with(&self.lock_name(what), *locked);
            }
        }
        goal
    }

    fn beside(&self) -> Facts {
        let tags = self.tags();
        tags.fold(Facts::default(), |facts, (kind, tags)| {
            told_tags(facts, kind, &tags.to)
        })
    }

    fn is_gradual(&self) -> bool {
        // A server may heed one field and not another.
        true
    }

    fn is_on_the_way(&self, before: &Facts, now: &Facts) -> bool {
        let mut fields = self.fields();
        let are_fields = fields.all(|(field, value)| {
            let name = name_of(field);
            [before.get(&name), value].contains(&now.get(&name))
        });
        let mut tags = self.tags();
        let are_tags = tags.all(|(kind, TagEdit { from, to })| {
            let held = edited::texts(now.get(kind.name()));
            let is_known = |tag: &String| edited::has(from, tag) || edited::has(to, tag);
            let mut kept = from.iter().filter(|tag| edited::has(to, tag));
            held.iter().all(is_known) && kept.all(|tag| edited::has(&held, tag))
        });
        are_fields && are_tags
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        let edit = self.edit(plex).await?;
        plex.edit_item(&self.library, &self.item, &edit).await?;
        Ok(None)
    }

    fn undo(&self, before: &Facts, _: Option<&RatingKey>) -> Undo<Self> {
        let mut back = self.empty();
        let mut lost = None;
        for (field, _) in self.fields() {
            let value = before.get(&name_of(field));
            if field == ItemField::ReleaseDate && value.is_null() && !before.get("_year").is_null()
            {
                lost = Some("Plex takes the year away with the date");
            }
            if !value.is_null() || field.can_be_empty() {
                back.fields.insert(field.name().to_owned(), value.clone());
            }
        }
        if self.moves_sort_title() {
            let name = ItemField::SortTitle.name();
            let value = before.get("_sort_title").clone();
            back.fields.insert(name.to_owned(), value);
            let is_locked = before.get("_sort_title_locked") == &Value::Bool(true);
            back.locks.insert(name.to_owned(), is_locked);
        }
        for (kind, tags) in self.tags() {
            let to = edited::texts(before.get(kind.name()));
            let from = tags.to.clone();
            back.tags
                .insert(kind.name().to_owned(), TagEdit { from, to });
        }
        for what in self.lockables() {
            let is_locked = before.get(&self.lock_name(what)) == &Value::Bool(true);
            back.locks.insert(what.name().to_owned(), is_locked);
        }
        Undo::Acts(vec![back], lost)
    }

    fn parts(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        let titles = [ItemField::Title.name(), ItemField::SortTitle.name()];
        for (name, value) in &self.fields {
            // Who changes a title changes what is sorted by.
            let is_of_title = |name: &String| titles.contains(&name.as_str());
            let known = parts
                .iter_mut()
                .find(|part: &&mut Self| is_of_title(name) && part.fields.keys().any(is_of_title));
            match known {
                Some(part) => {
                    part.fields.insert(name.clone(), value.clone());
                }
                None => {
                    let mut part = self.empty();
                    part.fields.insert(name.clone(), value.clone());
                    parts.push(part);
                }
            }
        }
        for (name, tags) in &self.tags {
            let mut part = self.empty();
            part.tags.insert(name.clone(), tags.clone());
            parts.push(part);
        }
        for (name, locked) in &self.locks {
            let of_it =
                |part: &&mut Self| part.fields.contains_key(name) || part.tags.contains_key(name);
            match parts.iter_mut().find(of_it) {
                Some(part) => {
                    part.locks.insert(name.clone(), *locked);
                }
                None => {
                    let mut part = self.empty();
                    part.locks.insert(name.clone(), *locked);
                    parts.push(part);
                }
            }
        }
        parts
    }
}

/// Says which tags there are, as they are spelt.
fn told_tags(facts: Facts, kind: TagField, tags: &[String]) -> Facts {
    match tags {
        [] => facts.with(kind.name(), Value::Null),
        tags => facts.with(kind.name(), json!(tags)),
    }
}

/// Says which tags there are, as they are compared: servers write some in their own way and put them in any order.
fn kept_tags(facts: Facts, kind: TagField, tags: &[String]) -> Facts {
    facts.with(&format!("_{}", kind.name()), json!(edited::compared(tags)))
}
