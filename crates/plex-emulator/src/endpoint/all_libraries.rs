//! All libraries at once: their items, and their tags.

use std::collections::HashMap;

use super::selection::select;
use crate::answer::{Element, Refusal};
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::{container, tag_entry, tag_key};
use crate::query::{applies, sorted, usual_order};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, SectionId, TagId, TagKind, World};

/// Answers `GET /library/all?type=&title=&…`: what a query finds in every library that has the type;
/// without a type, of every type.
pub(crate) fn items<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = match call.query.get("type") {
        None => None,
        Some(number) => {
            let kind = number.parse().ok().and_then(Kind::from_number);
            Some(kind.ok_or(Refusal::BadRequest)?)
        }
    };
    let mut found: Vec<ItemId> = Vec::new();
    let mut section_kinds = Vec::new();
    for (id, section) in world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees_section(*id))
    {
        for kind in section.kind.kinds() {
            if wanted.is_none_or(|wanted| wanted == *kind)
                && applies(section.kind, *kind, &call.query)
            {
                found.extend_from_slice(&select(call, world, id, *kind, usual_order(*kind)));
                section_kinds.push((section.kind, *kind));
            }
        }
    }
    // Each library's are in order; together they have to be put in order again.
    if let (Some(order), Some(of)) = (call.query.get("sort"), section_kinds.first()) {
        found = sorted(world, &call.viewer, found, *of, order, call.now());
    }
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &found, SectionSaid::OnItems).into())
}

/// Answers `GET /library/tags?type=`: the tags of a type, with how many items have each.
pub(crate) fn tags<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let number: u32 = call.number("type").ok_or(Refusal::BadRequest)?;
    if number == 42 {
        return super::optimizing::targets();
    }
    let kind = TagKind::ALL
        .into_iter()
        .find(|kind| kind.number() == number);
    let counted = match kind {
        Some(kind) => count(call, world, kind),
        None => Vec::new(),
    };
    let mut root = container().with("size", counted.len());
    root.extend(counted.into_iter().filter_map(|(id, section, count)| {
        let tag = world.tags.get(id)?;
        tag_entry(world, section, id, tag, count)
    }));
    Ok(root.into())
}

/// Returns the tags of a kind that visible items have, by name, with a section that each is in.
fn count(call: &Call<'_>, world: &World, kind: TagKind) -> Vec<(TagId, SectionId, usize)> {
    let mut counts: HashMap<TagId, (SectionId, usize)> = HashMap::new();
    for (_, item) in world.all_seen(&call.viewer) {
        let Some(section) = item.section else {
            continue;
        };
        for tagging in world.taggings(&call.viewer, item) {
            if world
                .tags
                .get(tagging.tag)
                .is_some_and(|tag| tag.kind == kind)
            {
                counts.entry(tagging.tag).or_insert((section, 0)).1 += 1;
            }
        }
    }
    let counted = counts
        .into_iter()
        .map(|(tag, (section, count))| (tag, section, count));
    let mut counted: Vec<_> = counted.collect();
    let text = |tag: TagId| world.tags.get(tag).map_or("", |tag| &*tag.text);
    counted.sort_by_cached_key(|(tag, ..)| text(*tag).to_lowercase());
    counted
}

/// Returns the tags that stand for a person in each of their trades, by the id of one of them or by the
/// id in Plex's catalogue.
fn person(call: &Call<'_>, world: &World) -> Result<Vec<TagId>, Refusal> {
    let wanted = call.capture(0);
    let people = || world.tags.iter().filter(|(_, tag)| tag.kind.is_person());
    let mut meant =
        people().filter(|(id, tag)| id.0.to_string() == wanted || tag_key(&tag.text) == wanted);
    let (_, one) = meant.next().ok_or(Refusal::NotFound)?;
    let same = people().filter(|(_, tag)| tag.text == one.text);
    Ok(same.map(|(id, _)| id).collect())
}

/// Answers `GET /library/people/{id}`: a person in each of their trades.
pub(crate) fn person_tags<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let tags = person(call, world)?;
    let kinds = TagKind::ALL.into_iter().filter(|kind| kind.is_person());
    let counted: Vec<_> = kinds
        .flat_map(|kind| count(call, world, kind))
        .filter(|(tag, ..)| tags.contains(tag))
        .collect();
    if counted.is_empty() {
        return Err(Refusal::NotFound);
    }
    let mut root = container().with("size", counted.len());
    root.extend(counted.into_iter().filter_map(|(id, section, count)| {
        tag_entry(world, section, id, world.tags.get(id)?, count)
    }));
    Ok(root.into())
}

/// Answers `GET /library/people/{id}/media`: what a person had a part in.
pub(crate) fn person_media<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let tags = person(call, world)?;
    let seen = world.all_seen(&call.viewer);
    let found =
        seen.filter(|(_, item)| item.tags.iter().any(|tagging| tags.contains(&tagging.tag)));
    let found: Vec<ItemId> = found.map(|(id, _)| id).collect();
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &found, SectionSaid::OnItems).into())
}

/// Answers `GET /library/sections/{id}/autocomplete?type=&genre.query=…`: the tags of a library that a
/// text is part of.
pub(crate) fn complete<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let mut asked = call.query.pairs().filter_map(|(name, text)| {
        let field = name.strip_suffix(".query")?;
        let kind = TagKind::ALL
            .into_iter()
            .find(|kind| kind.field() == field)?;
        Some((kind, text.to_lowercase()))
    });
    let (kind, text) = asked.next().ok_or(Refusal::BadRequest)?;
    let counted = count(call, world, kind).into_iter();
    let found: Vec<Element<'w>> = counted
        .filter_map(|(tag, section, count)| {
            let held = world.tags.get(tag)?;
            let is_meant = section == id && held.text.to_lowercase().contains(&text);
            tag_entry(world, section, tag, held, count).filter(|_| is_meant)
        })
        .collect();
    let mut root = container().with("size", found.len());
    root.extend(found);
    Ok(root.into())
}
