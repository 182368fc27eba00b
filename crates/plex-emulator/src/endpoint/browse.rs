//! What is in a section: its listings, and the values to browse by.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::answer::{Element, Refusal, Value};
use crate::face::{SectionSaid, list, section_container};
use crate::query::{Selection, usual_order};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, SectionId, SectionKind, TagId, TagKind, World, name};

/// `GET /library/sections/{id}/all`
pub(crate) fn all<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let items = select(call, world, id, kind, usual_order(kind));
    let root = section_container(section, section.kind.all_title());
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

fn select(
    call: &Call<'_>,
    world: &World,
    section: SectionId,
    kind: Kind,
    order: &str,
) -> Arc<[ItemId]> {
    let selection = Selection {
        section,
        kind,
        query: &call.query,
        order,
        account: call.viewer.account,
        now: call.now(),
    };
    selection.items(world)
}

/// The kind that "recently" is said of in a section: seasons stand for the episodes in them.
fn recent_kind(section: SectionKind) -> Kind {
    match section {
        SectionKind::Movie => Kind::Movie,
        SectionKind::Show => Kind::Season,
        SectionKind::Artist => Kind::Album,
        SectionKind::Photo => Kind::Photo,
    }
}

/// `GET /library/sections/{id}/recentlyAdded`
pub(crate) fn recently_added<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = match call.query.get("type") {
        Some(_) => Selection::kind_of(world, id, &call.query)?,
        None => recent_kind(section.kind),
    };
    let items = select(call, world, id, kind, "addedAt:desc");
    let root = section_container(section, "Recently Added").with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// The newest of all sections together, newest first.
pub(super) fn newest_everywhere(
    call: &Call<'_>,
    world: &World,
    choose: impl Fn(SectionId, SectionKind) -> Option<Kind>,
) -> Vec<ItemId> {
    let mut items: Vec<ItemId> = Vec::new();
    for (id, section) in world.numbered_sections() {
        if call.viewer.sees(id)
            && let Some(kind) = choose(id, section.kind)
        {
            items.extend_from_slice(&select(call, world, id, kind, "addedAt:desc"));
        }
    }
    let added_at = |id: &ItemId| world.items.get(*id).map_or(0, |item| item.added_at());
    items.sort_by_key(|id| std::cmp::Reverse(added_at(id)));
    items
}

/// `GET /library/recentlyAdded`
pub(crate) fn recently_added_everywhere<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let items = newest_everywhere(call, world, |_, section| Some(recent_kind(section)));
    let root = crate::face::container().with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// `GET /library/sections/{id}/{unwatched|newest|recentlyViewed|allLeaves|albums|collections}`;
/// by any other name, a list of values.
pub(crate) fn by_name<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let top = section.kind.top();
    let (kind, order, title) = match call.capture(1) {
        "unwatched" => (top, "titleSort", "Unwatched"),
        "newest" => (top, "originallyAvailableAt:desc", "Recently Released"),
        "recentlyViewed" => (top, "lastViewedAt:desc", "Recently Viewed"),
        "albums" if section.kind == SectionKind::Artist => (Kind::Album, "titleSort", "By Album"),
        "allLeaves" => {
            let leaf = match section.kind {
                SectionKind::Movie => Kind::Movie,
                SectionKind::Show => Kind::Episode,
                SectionKind::Artist => Kind::Track,
                SectionKind::Photo => Kind::Photo,
            };
            (leaf, usual_order(leaf), "All")
        }
        "collections" => (Kind::Collection, "titleSort", "Collections"),
        _ => return values(call, world),
    };
    let items = select(call, world, id, kind, order);
    let watched = |item: &ItemId| world.watched(call.viewer.account, *item);
    let items: Vec<ItemId> = match call.capture(1) {
        "unwatched" => items
            .iter()
            .filter(|id| watched(id).viewed == 0)
            .copied()
            .collect(),
        "recentlyViewed" => items
            .iter()
            .filter(|id| watched(id).plays > 0)
            .copied()
            .collect(),
        _ => items.to_vec(),
    };
    let root = section_container(section, title);
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// `GET /library/sections/{id}/{genre|year|decade|actor|…}`: the values that items have.
fn values<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let items = section
        .items(kind)
        .iter()
        .filter_map(|id| world.items.get(*id));
    let field = call.capture(1);
    // By the text that people sort them by.
    let mut found: BTreeMap<String, (String, Value<'w>)> = BTreeMap::new();
    if let Some(tag_kind) = TagKind::from_field(field) {
        let tags: std::collections::BTreeSet<TagId> = items
            .flat_map(|item| item.tags.iter().map(|tagging| tagging.tag))
            .collect();
        for tag_id in tags {
            if let Some(tag) = world.tags.get(tag_id).filter(|tag| tag.kind == tag_kind) {
                let key = tag_id.0.to_string();
                found.insert(tag.text.to_lowercase(), (key, Value::from(&*tag.text)));
            }
        }
    } else {
        for item in items {
            let years = item.attributes.int(name::YEAR);
            let words: Vec<String> = match field {
                "year" => years.map(|year| year.to_string()).into_iter().collect(),
                "decade" => years
                    .map(|year| format!("{}0", year / 10))
                    .into_iter()
                    .collect(),
                "contentRating" => item
                    .attributes
                    .text(name::CONTENT_RATING)
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
                "studio" => item
                    .attributes
                    .text(name::STUDIO)
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
                "resolution" => item
                    .media
                    .iter()
                    .filter_map(|media| media.get(name::VIDEO_RESOLUTION)?.as_text())
                    .map(str::to_owned)
                    .collect(),
                _ => return Err(Refusal::NotFound),
            };
            for word in words {
                let title = match field {
                    "decade" => format!("{word}s"),
                    "resolution" => resolution_title(&word),
                    _ => word.clone(),
                };
                found.insert(word.to_lowercase(), (word, Value::from(title)));
            }
        }
    }
    let mut root = section_container(section, "By Value").with("size", found.len());
    let type_number = kind.number();
    // Newest first, where it is years.
    let mut entries: Vec<_> = found.into_values().collect();
    if matches!(field, "year" | "decade") {
        entries.reverse();
    }
    root.extend(entries.into_iter().map(|(key, title)| {
        let fast_key = format!(
            "/library/sections/{}/all?{field}={key}&type={type_number}",
            section.key
        );
        Element::new("Directory")
            .with("fastKey", fast_key)
            .with("key", key)
            .with("title", title)
            .with("type", field.to_owned())
    }));
    Ok(root.into())
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
