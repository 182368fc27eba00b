//! What an item's fields, tags and locks hold, and how values are written in the journal.

use plex_client::{
    FieldContent, FieldValue, ItemField, MediaItem, PlexError, Tag, TagField, Timestamp, UserRating,
};
use serde_json::Value;

/// Returns what a field holds, as edits and facts say it; `null` for nothing.
pub(super) fn value_of(item: &MediaItem, field: ItemField) -> Value {
    let text = |text: &Option<String>| match text.as_deref() {
        None | Some("") => Value::Null,
        Some(text) => Value::from(text),
    };
    match field {
        ItemField::Title => Value::from(item.title.as_str()),
        ItemField::SortTitle => text(&item.title_sort),
        ItemField::OriginalTitle => text(&item.original_title),
        ItemField::Summary => text(&item.summary),
        ItemField::Tagline => text(&item.tagline),
        ItemField::Studio => text(&item.studio),
        ItemField::ContentRating => text(&item.content_rating),
        ItemField::ReleaseDate => match &item.originally_available_at {
            Some(date) => Value::from(day_of(date)),
            None => Value::Null,
        },
        ItemField::AddedAt => item.added_at.map_or(Value::Null, moment),
        ItemField::CriticRating => Value::from(item.rating),
        ItemField::AudienceRating => Value::from(item.audience_rating),
        ItemField::UserRating => Value::from(item.user_rating.filter(|rating| *rating > 0.0)),
        ItemField::EditionTitle => text(&item.edition_title),
        ItemField::Index => Value::from(item.index),
        ItemField::DiscNumber => Value::from(item.parent_index),
        _ => Value::Null,
    }
}

/// Returns a date without the time that says nothing, as some servers write it.
fn day_of(date: &str) -> &str {
    let bare = date
        .strip_suffix(" 00:00:00")
        .or_else(|| date.strip_suffix("T00:00:00Z"));
    bare.unwrap_or(date)
}

/// Returns an instant as edits and facts say it.
pub(crate) fn moment(at: Timestamp) -> Value {
    match jiff::Timestamp::from_second(at.epoch_seconds()) {
        Ok(at) => Value::from(at.to_string()),
        Err(_) => Value::from(at.epoch_seconds()),
    }
}

/// Returns what the client takes for a value as edits say it; `None` for nothing.
pub(super) fn value_for(field: ItemField, value: &Value) -> Result<Option<FieldValue>, PlexError> {
    if value.is_null() {
        return Ok(None);
    }
    let held = match field.content() {
        FieldContent::Number => value.as_i64().map(FieldValue::Number),
        FieldContent::Rating => match value.as_f64() {
            Some(rating) => Some(UserRating::new(rating)?.into()),
            None => None,
        },
        FieldContent::Date => match value.as_str() {
            Some(date) => Some(FieldValue::Date(date.parse()?)),
            None => None,
        },
        FieldContent::Moment => {
            let at = value.as_str().and_then(|at| at.parse().ok());
            let seconds = at.map(|at: jiff::Timestamp| at.as_second());
            seconds
                .or_else(|| value.as_i64())
                .map(|seconds| Timestamp::from_epoch_seconds(seconds).into())
        }
        _ => value.as_str().map(FieldValue::from),
    };
    held.map(Some).ok_or_else(|| PlexError::InvalidArgument {
        argument: "edit",
        reason: format!("holds no value for {}", field.name()),
    })
}

/// Returns the tags of a kind that an item has, as they are spelt.
pub(crate) fn tags_of(item: &MediaItem, kind: TagField) -> Vec<String> {
    let tags: &[Tag] = match kind {
        TagField::Collection => &item.collections,
        TagField::Country => &item.countries,
        TagField::Director => &item.directors,
        TagField::Genre => &item.genres,
        TagField::Label => &item.labels,
        TagField::Mood => &item.moods,
        TagField::Producer => &item.producers,
        TagField::Similar => &item.similar,
        TagField::Style => &item.styles,
        TagField::Tag => &item.tags,
        TagField::Writer => &item.writers,
        _ => &[],
    };
    tags.iter().map(|tag| tag.tag.clone()).collect()
}

/// Tells whether something of an item is locked, by Plex's name.
pub(super) fn is_locked(item: &MediaItem, name: &str) -> bool {
    let mut locks = item.locks.iter();
    locks.any(|lock| lock.name == name && lock.locked)
}

/// Tells whether a tag is among some, however it is capitalised.
pub(crate) fn has(tags: &[String], wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    tags.iter().any(|tag| tag.to_lowercase() == wanted)
}

/// Returns tags as they are compared: in any order, however they are capitalised.
pub(super) fn compared(tags: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Returns the texts of a list.
pub(super) fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}
