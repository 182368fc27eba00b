//! What a section can be browsed by: the values that its items have in a field.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Element, Refusal};
use crate::face::section_container;
use crate::query::Selection;
use crate::server::{Call, Reply};
use crate::world::{Item, TagId, TagKind, World, name};

/// A value: what a filter calls it, and what people do.
struct Choice {
    key: String,
    title: String,
}

/// `GET /library/sections/{id}/{genre|year|decade|actor|…}`
pub(super) fn values<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let ids = section.items(kind);
    let items: Vec<&Item> = ids.iter().filter_map(|id| world.items.get(*id)).collect();
    let field = call.capture(1);
    let (by, choices) = match TagKind::from_field(field) {
        Some(tag_kind) => (tag_kind.title(), tags(world, &items, tag_kind)),
        None => words(&items, field).ok_or(Refusal::NotFound)?,
    };
    let mut root = section_container(section, "").with("size", choices.len());
    root.replace("title2", format!("By {by}"));
    let type_number = kind.number();
    root.extend(choices.into_iter().map(|choice| {
        let fast_key = format!(
            "/library/sections/{}/all?{field}={}&type={type_number}",
            section.key, choice.key
        );
        Element::new("Directory")
            .with("fastKey", fast_key)
            .with("key", choice.key)
            .with("title", choice.title)
            .with("type", field.to_owned())
    }));
    Ok(root.into())
}

/// The tags of a kind, by their texts.
fn tags(world: &World, items: &[&Item], kind: TagKind) -> Vec<Choice> {
    let taggings = items.iter().flat_map(|item| item.tags.iter());
    let ids: BTreeSet<TagId> = taggings.map(|tagging| tagging.tag).collect();
    let tags = ids
        .into_iter()
        .filter_map(|id| Some((id, world.tags.get(id)?)));
    let mut choices: Vec<Choice> = tags
        .filter(|(_, tag)| tag.kind == kind)
        .map(|(id, tag)| Choice {
            key: id.0.to_string(),
            title: tag.text.to_string(),
        })
        .collect();
    choices.sort_by_cached_key(|choice| choice.title.to_lowercase());
    choices
}

/// The values of a field that is no tag, by themselves; years with the latest first.
fn words(items: &[&Item], field: &str) -> Option<(&'static str, Vec<Choice>)> {
    let by = match field {
        "year" => "Year",
        "decade" => "Decade",
        "contentRating" => "Content Rating",
        "studio" => "Studio",
        "resolution" => "Resolution",
        _ => return None,
    };
    let found: BTreeSet<String> = items
        .iter()
        .flat_map(|item| words_of(item, field))
        .collect();
    let choices = found.into_iter().map(|key| Choice {
        title: match field {
            "decade" => format!("{key}s"),
            "resolution" => resolution_title(&key),
            _ => key.clone(),
        },
        key,
    });
    let mut choices: Vec<Choice> = choices.collect();
    if matches!(field, "year" | "decade") {
        choices.reverse();
    }
    Some((by, choices))
}

fn words_of(item: &Item, field: &str) -> Vec<String> {
    let year = item.attributes.int(name::YEAR);
    let text = |name| item.attributes.text(name).map(str::to_owned);
    match field {
        "year" => year.map(|year| year.to_string()).into_iter().collect(),
        "decade" => year
            .map(|year| (year.div_euclid(10) * 10).to_string())
            .into_iter()
            .collect(),
        "contentRating" => text(name::CONTENT_RATING).into_iter().collect(),
        "studio" => text(name::STUDIO).into_iter().collect(),
        _ => {
            let versions = item.media.iter();
            let resolutions =
                versions.filter_map(|media| media.get(name::VIDEO_RESOLUTION)?.as_text());
            resolutions.map(str::to_owned).collect()
        }
    }
}

/// A resolution as people read it.
fn resolution_title(resolution: &str) -> String {
    match resolution {
        "4k" => "4K".to_owned(),
        "sd" => "SD".to_owned(),
        lines => format!("{lines}p"),
    }
}

/// `GET /library/sections/{id}/firstCharacter`: the letters that titles begin with, and how often.
pub(crate) fn first_characters<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let mut letters: BTreeMap<String, usize> = BTreeMap::new();
    for item in section
        .items(kind)
        .iter()
        .filter_map(|id| world.items.get(*id))
    {
        let first = item.sort_title().chars().next().unwrap_or('#');
        let letter = if first.is_alphabetic() {
            first.to_uppercase().to_string()
        } else {
            "#".to_owned()
        };
        *letters.entry(letter).or_default() += 1;
    }
    let mut root = section_container(section, "By First Letter").with("size", letters.len());
    root.extend(letters.into_iter().map(|(letter, count)| {
        let key = if letter == "#" {
            "%23".to_owned()
        } else {
            letter.clone()
        };
        Element::new("Directory")
            .with("size", count)
            .with("key", key)
            .with("title", letter)
    }));
    Ok(root.into())
}
