//! What is to be edited, read for a type of item: everything is judged before anything is sent.

use std::collections::BTreeMap;

use plex_client::{
    FieldContent, ItemField, ItemType, Lockable, ReleaseDate, TagField, Timestamp, UserRating,
};
use serde_json::{Value, json};

use crate::{
    call::Call,
    change::{has_tag, moment},
    error::ToolError,
    schema::JsonObject,
    vocabulary::edit,
};

/// The most characters of a summary.
const SUMMARY_CHARS: usize = 10_000;

/// The most characters of any other text: it travels in an address.
const TEXT_CHARS: usize = 1_000;

/// The most characters of a tag, and the most tags of a kind.
const TAG_CHARS: usize = 200;
const TAGS: usize = 50;

/// Holds what was said.
pub(super) struct Said<'a> {
    pub(super) set: &'a JsonObject,
    pub(super) add: &'a JsonObject,
    pub(super) remove: &'a JsonObject,
    pub(super) lock: &'a [String],
    pub(super) unlock: &'a [String],
}

impl Said<'_> {
    /// Tells whether nothing is to change.
    pub(super) fn is_empty(&self) -> bool {
        let objects = [self.set, self.add, self.remove];
        objects.iter().all(|object| object.is_empty())
            && self.lock.is_empty()
            && self.unlock.is_empty()
    }
}

/// Holds what is to be so of items of a type.
pub(super) struct Edits {
    /// Fields, by Plex's names, with what they are to hold.
    pub(super) fields: BTreeMap<String, Value>,
    /// Tags by kind.
    pub(super) tags: Vec<(TagField, TagChange)>,
    /// What is to be locked or not, by Plex's names.
    pub(super) locks: BTreeMap<String, bool>,
}

/// Tags of a kind, as they were said.
#[derive(Debug, Default)]
pub(super) struct TagChange {
    pub(super) add: Vec<String>,
    pub(super) remove: Vec<String>,
}

impl Edits {
    /// Reads what was said, for items of a type.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what the type lacks, and for what it cannot hold.
    pub(super) fn read(
        call: &Call,
        said: &Said<'_>,
        item_type: &ItemType,
    ) -> Result<Self, ToolError> {
        if ItemField::of(item_type).is_empty() {
            let error = ToolError::invalid(format!(
                "nothing can be edited of a {item_type} in this way"
            ));
            return Err(match item_type {
                ItemType::Playlist => error.hint("plex_edit_playlist changes playlists."),
                _ => error,
            });
        }
        let mut edits = Self {
            fields: BTreeMap::new(),
            tags: Vec::new(),
            locks: BTreeMap::new(),
        };
        for (name, value) in said.set {
            let field =
                edit::field_of(item_type, name).ok_or_else(|| unknown_field(item_type, name))?;
            let value = value_of(call, field, name, value)?;
            edits.fields.insert(field.name().to_owned(), value);
        }
        for (argument, tags) in [("add_tags", said.add), ("remove_tags", said.remove)] {
            for (name, value) in tags {
                edits.read_tags(item_type, argument, name, value)?;
            }
        }
        for (argument, names, is_locked) in
            [("lock", said.lock, true), ("unlock", said.unlock, false)]
        {
            for name in names {
                let what = edit::lockable_of(item_type, name).ok_or_else(|| {
                    unknown(item_type, argument, name, &edit::lockable_names(item_type))
                })?;
                edits.lock(what, is_locked)?;
            }
        }
        Ok(edits)
    }

    /// Tells whether titles are changed.
    pub(super) fn renames(&self) -> bool {
        self.fields.contains_key(ItemField::Title.name())
    }

    fn lock(&mut self, what: Lockable, is_locked: bool) -> Result<(), ToolError> {
        let before = self.locks.insert(what.name().to_owned(), is_locked);
        if before.is_some_and(|before| before != is_locked) {
            let name = edit::name_of_lockable(what);
            return Err(ToolError::invalid(format!(
                "{name} cannot be both locked and unlocked"
            )));
        }
        Ok(())
    }

    fn read_tags(
        &mut self,
        item_type: &ItemType,
        argument: &str,
        name: &str,
        value: &Value,
    ) -> Result<(), ToolError> {
        let names = edit::tag_names(item_type);
        let kind = edit::tags_of(item_type, name)
            .ok_or_else(|| unknown(item_type, argument, name, &names))?;
        let tags = texts_of(&format!("{argument}.{name}"), value)?;
        if !self.tags.iter().any(|(known, _)| *known == kind) {
            self.tags.push((kind, TagChange::default()));
        }
        for (known, change) in &mut self.tags {
            if *known == kind {
                let (mine, others) = match argument {
                    "add_tags" => (&mut change.add, &change.remove),
                    _ => (&mut change.remove, &change.add),
                };
                if let Some(both) = tags.iter().find(|tag| has_tag(others, tag)) {
                    let shown = Value::from(both.as_str());
                    let allowed = "a tag that is not added as well";
                    return Err(ToolError::refused(
                        &format!("{argument}.{name}"),
                        &shown,
                        allowed,
                    ));
                }
                mine.extend(tags);
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Returns the error for a name that is no field of the type.
fn unknown_field(item_type: &ItemType, name: &str) -> ToolError {
    if edit::tags_of(item_type, name).is_some() {
        return ToolError::invalid(format!(
            "set.{}: these are tags",
            crate::clean::line(name, 40)
        ))
        .hint("Give them in add_tags or remove_tags.");
    }
    let error = unknown(item_type, "set", name, &edit::field_names(item_type));
    match name {
        "year" => error.hint("The year goes with originally_available_at."),
        _ => error,
    }
}

/// Returns the error for a name that means nothing that items of the type have.
fn unknown(item_type: &ItemType, argument: &str, name: &str, names: &[String]) -> ToolError {
    let shown = crate::clean::line(name, 40);
    let allowed = match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    };
    ToolError::invalid(format!(
        "{argument}: a {item_type} has no {shown} to edit; it has {allowed}"
    ))
    .meant(edit::meant(name, names))
}

/// Returns what a field is to hold; `null` for nothing.
fn value_of(call: &Call, field: ItemField, name: &str, value: &Value) -> Result<Value, ToolError> {
    let argument = format!("set.{}", crate::clean::line(name, 40));
    let refused = |allowed: &str| Err(ToolError::refused(&argument, value, allowed));
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return refused("a text or a number"),
    };
    if text.trim().is_empty() {
        return match field.can_be_empty() {
            true => Ok(Value::Null),
            false => refused("something: it cannot be empty"),
        };
    }
    match field.content() {
        FieldContent::Number => match text.trim().parse::<i64>() {
            Ok(number @ 0..=10_000) => Ok(json!(number)),
            _ => refused("a whole number from 0 to 10000"),
        },
        FieldContent::Rating => match text.trim().parse().map(UserRating::new) {
            Ok(Ok(rating)) => Ok(json!(rating.value())),
            _ => refused("a number from 0 to 10"),
        },
        FieldContent::Date => match text.trim().parse::<ReleaseDate>() {
            Ok(date) => Ok(json!(date.to_string())),
            Err(_) => refused("a date that there is, as 1927-01-10"),
        },
        FieldContent::Moment => match call.options.calendar.moment(text.trim()) {
            Some(at) => Ok(moment(Timestamp::from_epoch_seconds(at))),
            None => refused("a date (2026-01-31) or a timestamp (2026-01-31T20:15:00+01:00)"),
        },
        _ => plain(&argument, field, &text),
    }
}

/// Returns a text as it is written.
fn plain(argument: &str, field: ItemField, text: &str) -> Result<Value, ToolError> {
    let (most, is_long) = match field {
        ItemField::Summary => (SUMMARY_CHARS, true),
        _ => (TEXT_CHARS, false),
    };
    let text = text.trim();
    check(argument, text, most)?;
    let is_broken = |c: char| c.is_control() && !(is_long && matches!(c, '\n' | '\r' | '\t'));
    if text.contains(is_broken) {
        return Err(ToolError::invalid(format!(
            "{argument}: there are control characters in it: leave them out"
        )));
    }
    Ok(Value::from(text))
}

/// Refuses a text that is too long.
fn check(argument: &str, text: &str, most: usize) -> Result<(), ToolError> {
    let count = text.chars().count();
    if count <= most {
        return Ok(());
    }
    Err(ToolError::invalid(format!(
        "{argument}: {count} characters are too many; at most {most} are allowed"
    )))
}

/// Returns the tags of a kind that were said: a list, or one.
fn texts_of(argument: &str, value: &Value) -> Result<Vec<String>, ToolError> {
    let one = std::slice::from_ref(value);
    let values = match value {
        Value::Array(values) => values.as_slice(),
        _ => one,
    };
    let mut texts: Vec<String> = Vec::new();
    for each in values {
        let text = match each {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        check(argument, &text, TAG_CHARS)?;
        if text.is_empty() || text.contains(char::is_control) {
            return Err(ToolError::refused(
                argument,
                each,
                "names, as a list of texts",
            ));
        }
        if !has_tag(&texts, &text) {
            texts.push(text);
        }
    }
    match texts.len() {
        0 => Err(ToolError::refused(argument, value, "at least one name")),
        1..=TAGS => Ok(texts),
        count => Err(ToolError::invalid(format!(
            "{argument}: {count} tags are too many; at most {TAGS} are changed at once"
        ))),
    }
}
