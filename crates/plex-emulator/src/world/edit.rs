//! How the fields and the tags of items are edited, and locked against the agents.

use super::World;
use super::account::AccountId;
use super::attribute::{Name, Value, name};
use super::edits::Edit;
use super::ids::ItemId;
use super::item::Node;
use super::kind::Kind;
use super::tag::{TagId, TagKind, Tagging};

/// Says why an item is not edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotEdited {
    /// Another collection of the library has the title.
    TitleTaken,
}

/// The name of the elements that say which fields are locked.
const FIELD: &str = "Field";

impl World {
    /// Tells whether an item can be edited so.
    pub(crate) fn may_edit(&self, id: ItemId, edits: &[Edit]) -> Result<(), NotEdited> {
        let item = self.items.get(id);
        let Some(item) = item.filter(|item| item.kind == Kind::Collection) else {
            return Ok(());
        };
        let section = item.section;
        let new = edits.iter().rev().find_map(new_title);
        let is_taken = new.is_some_and(|title| {
            title != item.title()
                && section
                    .is_some_and(|section| self.collections_titled(section, title).next().is_some())
        });
        if is_taken {
            return Err(NotEdited::TitleTaken);
        }
        Ok(())
    }

    /// Edits an item. Without edits nothing happens.
    pub(crate) fn edit(&mut self, account: AccountId, id: ItemId, edits: &[Edit], now_millis: i64) {
        if edits.is_empty() || self.items.get(id).is_none() {
            return;
        }
        let now = now_millis.div_euclid(1000);
        self.keep_origin(id);
        let gives_sort = |edit: &Edit| matches!(edit, Edit::Set(name::TITLE_SORT, _));
        let has_sort_title = edits.iter().any(gives_sort);
        for edit in edits {
            match edit {
                Edit::Set(name::TITLE, Some(Value::Text(title))) => {
                    self.retitle(id, title, has_sort_title, now_millis);
                }
                Edit::Set(field, value) => self.set_field(id, *field, value.clone()),
                Edit::Rate(rating) => self.rate(account, id, *rating, now),
                Edit::Lock(field, is_locked) => self.lock(id, field, *is_locked),
                Edit::AddTag(TagKind::Collection, title) => self.join(id, title, now_millis),
                Edit::RemoveTag(TagKind::Collection, title) => self.leave(id, title, now_millis),
                Edit::AddTag(kind, text) => self.add_tag(id, *kind, text),
                Edit::RemoveTag(kind, text) => {
                    if let Some(tag) = self.tags.find(*kind, text) {
                        self.remove_tags(id, |held| held == tag);
                    }
                }
                Edit::ClearTags(kind) => self.clear_tags(id, *kind, now_millis),
            }
        }
        self.edit_item(id, now_millis, |_| ());
    }

    /// Gives an item another title, and with it another place among the titles.
    fn retitle(&mut self, id: ItemId, title: &str, has_sort_title: bool, now_millis: i64) {
        let Some(item) = self.items.get(id) else {
            return;
        };
        if item.kind == Kind::Collection {
            self.rename_collection(id, title, now_millis);
        }
        let keeps = has_sort_title || self.is_locked(id, "titleSort");
        let Some(item) = self.items.get_mut(id) else {
            return;
        };
        item.attributes.set(name::TITLE, title);
        if !keeps {
            match without_article(title) {
                Some(bare) => item.attributes.set(name::TITLE_SORT, bare),
                None => item.attributes.remove(name::TITLE_SORT),
            }
        }
    }

    fn set_field(&mut self, id: ItemId, field: Name, value: Option<Value>) {
        let Some(item) = self.items.get_mut(id) else {
            return;
        };
        if field == name::ORIGINALLY_AVAILABLE_AT && item.kind != Kind::Episode {
            let date = value.as_ref().and_then(Value::as_text);
            let year = date.and_then(|date| date.get(..4)?.parse::<i64>().ok());
            match year {
                Some(year) => item.attributes.set(name::YEAR, year),
                None => item.attributes.remove(name::YEAR),
            }
        }
        match value {
            Some(value) => item.attributes.set(field, value),
            None => item.attributes.remove(field),
        }
    }

    /// Tells whether a field is locked against the agents.
    pub(crate) fn is_locked(&self, id: ItemId, field: &str) -> bool {
        let nodes = self.items.get(id).map_or(&[] as &[Node], |item| &item.more);
        nodes.iter().any(|node| self.locks(node, field))
    }

    fn locks(&self, node: &Node, field: &str) -> bool {
        let mut pairs = node.attributes.iter();
        &*node.name == FIELD
            && pairs.any(|(name, value)| {
                self.names.text(name) == "name" && value.as_text() == Some(field)
            })
    }

    /// Locks a field against the agents, or unlocks it.
    pub(crate) fn lock(&mut self, id: ItemId, field: &str, is_locked: bool) {
        if self.is_locked(id, field) == is_locked {
            return;
        }
        let Some(item) = self.items.get(id) else {
            return;
        };
        let kept = item.more.iter().filter(|node| !self.locks(node, field));
        let mut nodes: Vec<Node> = kept.cloned().collect();
        if is_locked {
            let locked = self.names.intern("locked");
            let called = self.names.intern("name");
            nodes.push(Node {
                name: FIELD.into(),
                is_lone: false,
                attributes: [(locked, Value::Bool(true)), (called, Value::from(field))]
                    .into_iter()
                    .collect(),
                children: Vec::new(),
            });
        }
        if let Some(item) = self.items.get_mut(id) {
            item.more = nodes.into();
        }
    }

    /// Returns the tag of a text, as the server writes it: a label that is new begins its words with
    /// capitals.
    fn tag_of(&mut self, kind: TagKind, text: &str) -> TagId {
        if kind != TagKind::Label {
            return self.tags.intern(kind, text);
        }
        let written = capitalised(text);
        self.tags
            .find(kind, text)
            .unwrap_or_else(|| self.tags.intern(kind, &written))
    }

    pub(super) fn add_tag(&mut self, id: ItemId, kind: TagKind, text: &str) {
        let tag = self.tag_of(kind, text);
        if let Some(item) = self.items.get_mut(id) {
            item.add_tag(Tagging { tag, role: None });
        }
    }

    pub(super) fn remove_tags(&mut self, id: ItemId, is_wanted: impl Fn(TagId) -> bool) {
        if let Some(item) = self.items.get_mut(id) {
            let tags = std::mem::take(&mut item.tags).into_vec();
            let kept = tags.into_iter().filter(|held| !is_wanted(held.tag));
            item.tags = kept.collect();
        }
    }

    fn clear_tags(&mut self, id: ItemId, kind: TagKind, now_millis: i64) {
        let texts = self.tags_of(id, kind);
        if kind == TagKind::Collection {
            for title in texts {
                self.leave(id, &title, now_millis);
            }
            return;
        }
        for text in texts {
            if let Some(tag) = self.tags.find(kind, &text) {
                self.remove_tags(id, |held| held == tag);
            }
        }
    }

    /// Returns the texts of an item's tags of a kind.
    pub(super) fn tags_of(&self, id: ItemId, kind: TagKind) -> Vec<String> {
        let tags = self
            .items
            .get(id)
            .map_or(&[] as &[Tagging], |item| &item.tags);
        let held = tags.iter().filter_map(|tagging| self.tags.get(tagging.tag));
        let of_kind = held.filter(|tag| tag.kind == kind);
        of_kind.map(|tag| tag.text.to_string()).collect()
    }
}

fn new_title(edit: &Edit) -> Option<&str> {
    match edit {
        Edit::Set(name::TITLE, Some(value)) => value.as_text(),
        _ => None,
    }
}

/// Returns a title without the article that sorting passes over; none when it has no such.
pub(crate) fn without_article(title: &str) -> Option<&str> {
    ["The ", "A ", "An "]
        .iter()
        .find_map(|article| title.strip_prefix(article))
}

/// Returns each word with a capital, where a hyphen divides words and an underscore does not.
fn capitalised(text: &str) -> String {
    let mut is_first = true;
    let mut capitalised = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_first {
            capitalised.extend(letter.to_uppercase());
        } else {
            capitalised.push(letter);
        }
        is_first = !(letter.is_alphanumeric() || matches!(letter, '_' | '\''));
    }
    capitalised
}
