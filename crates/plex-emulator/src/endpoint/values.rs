//! What a section can be browsed by: the values that its items have in a field, and the letters
//! that their titles begin with.

use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::selection::select;
use crate::answer::{Element, Refusal};
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::section_container;
use crate::query::{Choice, Selection, choices, offer, usual_order};
use crate::server::{Call, Reply};
use crate::world::{Item, ItemId, Kind, SectionId, World};

/// Answers `GET /library/sections/{id}/{genre|year|decade|actor|…}`: those of the items that a query with
/// the same parameters finds.
pub(super) fn values<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let asked = Selection::kind_of(world, id, &call.query)?;
    let field = call.capture(1);
    let called = match field {
        "edition" => "editionTitle",
        field => field,
    };
    let (kind, row) = offer::find(section.kind, asked, called).ok_or(Refusal::NotFound)?;
    // There is a way to the ratings, though no list of them to filter by.
    if row.list.is_none() && field != "rating" {
        return Err(Refusal::NotFound);
    }
    // Where the files lie is the owner's business.
    let found = if row.name == "location" && !call.viewer.is_owner {
        Vec::new()
    } else {
        let items = select(call, world, id, kind, usual_order(kind));
        choices(world, &call.viewer, section, &items, row)
    };
    let mut root = section_container(section, "").with("size", found.len());
    root.replace("title2", format!("By {}", row.list.unwrap_or(row.title)));
    let of_type = match kind == section.kind.top() {
        true => String::new(),
        false => format!("&type={}", kind.number()),
    };
    root.extend(found.into_iter().map(|choice| {
        let Choice { key, title, thumb } = choice;
        let value = utf8_percent_encode(&key, NON_ALPHANUMERIC);
        let fast_key = format!(
            "/library/sections/{}/all?{field}={value}{of_type}",
            section.key
        );
        Element::new("Directory")
            .with("fastKey", fast_key)
            .with("key", key)
            .maybe("thumb", thumb)
            .with("title", title)
            .with("type", field.to_owned())
    }));
    Ok(root.into())
}

/// Returns the letter that a title begins with, `#` for what is none.
fn letter(item: &Item) -> String {
    match item.sort_title().chars().next() {
        Some(first) if first.is_alphabetic() => first.to_uppercase().to_string(),
        _ => "#".to_owned(),
    }
}

fn selected(call: &Call<'_>, world: &World) -> Result<(SectionId, Kind, Arc<[ItemId]>), Refusal> {
    let id = call.section(world, 0)?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    Ok((id, kind, select(call, world, id, kind, usual_order(kind))))
}

/// Answers `GET /library/sections/{id}/firstCharacter`: the letters that titles begin with, and how
/// often, among what a query with the same parameters finds.
pub(crate) fn first_characters<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, _, items) = selected(call, world)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let mut letters: BTreeMap<String, usize> = BTreeMap::new();
    for item in items.iter().filter_map(|id| world.items.get(*id)) {
        *letters.entry(letter(item)).or_default() += 1;
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

/// Answers `GET /library/sections/{id}/firstCharacter/{letter}`: the items whose titles begin with it.
pub(crate) fn by_first_character<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, _, items) = selected(call, world)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let wanted = call.capture(1).to_uppercase();
    let begins = |id: &&ItemId| {
        world
            .items
            .get(**id)
            .is_some_and(|item| letter(item) == wanted)
    };
    let items: Vec<ItemId> = items.iter().filter(begins).copied().collect();
    let root = section_container(section, "By First Letter");
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}
