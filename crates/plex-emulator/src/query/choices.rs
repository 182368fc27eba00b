//! The values that items have in a field, as a list to choose from.

use std::collections::BTreeMap;

use super::field::{Fact, Field};
use super::offer::FieldRow;
use crate::world::{ItemId, Section, Viewer, World, name};

/// A value: what a filter calls it, and what people do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) thumb: Option<String>,
}

/// Returns the different values that a section's items have in a field: years with the latest first, and
/// everything else by its title.
pub(crate) fn choices(
    world: &World,
    viewer: &Viewer,
    section: &Section,
    items: &[ItemId],
    row: &FieldRow,
) -> Vec<Choice> {
    let mut found: BTreeMap<String, Choice> = BTreeMap::new();
    for id in items {
        for choice in of_item(world, viewer, section, *id, row) {
            found.entry(choice.key.clone()).or_insert(choice);
        }
    }
    let mut choices: Vec<Choice> = found.into_values().collect();
    match row.field {
        Field::Number(name::YEAR) | Field::Decade => choices.reverse(),
        Field::UserRating | Field::MediaNumber(_) => {
            choices.sort_by_key(|choice| choice.key.parse::<i64>().unwrap_or(0));
        }
        _ => choices.sort_by_cached_key(|choice| choice.title.to_lowercase()),
    }
    choices
}

fn of_item(
    world: &World,
    viewer: &Viewer,
    section: &Section,
    id: ItemId,
    row: &FieldRow,
) -> Vec<Choice> {
    if let Field::StreamLanguage { stream_type } = row.field {
        return languages(world, id, stream_type);
    }
    match row.field.of(world, viewer, id) {
        Fact::Tags(tags, _) => {
            let tags = tags.into_iter().filter_map(|id| {
                let tag = world.tags.get(id)?;
                let thumb = tag.thumb.as_deref().map(str::to_owned);
                Some(Choice {
                    thumb,
                    ..choice(id.0.to_string(), &tag.text)
                })
            });
            tags.collect()
        }
        Fact::Words(words) => words
            .into_iter()
            .map(|word| {
                let title = title_of(section, row.field, &word);
                choice(word.into_owned(), &title)
            })
            .collect(),
        Fact::Text(text) => vec![choice(text.to_owned(), text)],
        Fact::Made(text) => vec![choice(text.clone(), &text)],
        Fact::Number(number) => {
            let key = format!("{number:.0}");
            let title = title_of(section, row.field, &key);
            vec![choice(key, &title)]
        }
        Fact::Flag(true) => vec![choice("1".to_owned(), row.title)],
        Fact::Flag(false) | Fact::Moment(_) | Fact::Nothing => Vec::new(),
    }
}

fn choice(key: String, title: &str) -> Choice {
    Choice {
        key,
        title: title.to_owned(),
        thumb: None,
    }
}

/// Returns the languages that an item has streams of a type in, by their three-letter codes.
fn languages(world: &World, id: ItemId, stream_type: i64) -> Vec<Choice> {
    let item = world.items.get(id).into_iter();
    let streams = item.flat_map(|item| item.media.iter().flat_map(|media| media.streams()));
    let of_type = streams.filter(|stream| stream.int(name::STREAM_TYPE) == Some(stream_type));
    let spoken = of_type.filter_map(|stream| {
        let code = [name::LANGUAGE_CODE, name::LANGUAGE_TAG]
            .into_iter()
            .find_map(|name| stream.text(name))?;
        let title = stream.text(name::LANGUAGE).unwrap_or(code);
        Some(choice(code.to_owned(), title))
    });
    spoken.collect()
}

/// Returns a word as people read it.
fn title_of(section: &Section, field: Field, word: &str) -> String {
    match (field, word) {
        (Field::Decade, decade) => format!("{decade}s"),
        (Field::MediaWord(name::VIDEO_RESOLUTION), "4k" | "sd") => word.to_uppercase(),
        (Field::MediaWord(name::VIDEO_RESOLUTION), lines) => format!("{lines}p"),
        (Field::Location, id) => {
            let mut locations = section.locations.iter();
            let location = locations.find(|location| location.id.to_string() == id);
            location.map_or_else(String::new, |location| location.path.clone())
        }
        _ => word.to_owned(),
    }
}
