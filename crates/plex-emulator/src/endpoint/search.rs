//! Search, in its three generations, each with its own reach.

use std::collections::BTreeMap;

use crate::answer::{Element, Refusal};
use crate::face::{Face, SectionSaid, container, list, section_container, tag_entry};
use crate::query::Selection;
use crate::server::{Call, Reply};
use crate::world::{Item, ItemId, Kind, SectionId, Tag, TagId, TagKind, World, name};

/// How well a text meets a query, from 0 to 1: all of it, its beginning, a word's beginning, or
/// any part.
fn closeness(text: &str, query: &str) -> Option<f64> {
    let (text, query) = (text.to_lowercase(), query.trim().to_lowercase());
    if query.is_empty() {
        None
    } else if text == query {
        Some(1.0)
    } else if text.starts_with(&query) {
        Some(0.9)
    } else if text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word == query)
    {
        Some(0.8)
    } else if text.split_whitespace().any(|word| word.starts_with(&query)) {
        Some(0.7)
    } else {
        None
    }
}

fn title_closeness(item: &Item, query: &str) -> Option<f64> {
    let titles = [
        Some(item.title()),
        item.attributes.text(name::ORIGINAL_TITLE),
        item.attributes.text(name::TITLE_SORT),
    ];
    let found = titles
        .into_iter()
        .flatten()
        .filter_map(|title| closeness(title, query));
    found.reduce(f64::max)
}

/// The visible items of a kind whose titles meet the query, best first.
fn by_title(call: &Call<'_>, world: &World, kinds: &[Kind], query: &str) -> Vec<(f64, ItemId)> {
    let mut found: Vec<(f64, ItemId)> = Vec::new();
    for (id, section) in world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees(*id))
    {
        // A section that is left out of search has nothing to find.
        if section.hidden == 2 {
            continue;
        }
        for kind in kinds {
            found.extend(in_section(world, id, *kind, query));
        }
    }
    sort_best_first(world, &mut found);
    found
}

fn in_section(world: &World, section: SectionId, kind: Kind, query: &str) -> Vec<(f64, ItemId)> {
    let items = world
        .section(section)
        .map_or(&[] as &[ItemId], |section| section.items(kind));
    let scored = items.iter().filter_map(|id| {
        let item = world.items.get(*id)?;
        Some((title_closeness(item, query)?, *id))
    });
    scored.collect()
}

fn sort_best_first(world: &World, found: &mut [(f64, ItemId)]) {
    let title = |id: ItemId| world.items.get(id).map_or("", Item::sort_title);
    found.sort_by(|(a, one), (b, other)| {
        b.total_cmp(a).then_with(|| title(*one).cmp(title(*other)))
    });
}

/// The visible items with a tag, by section.
fn tagged(call: &Call<'_>, world: &World, tag: TagId) -> BTreeMap<SectionId, Vec<ItemId>> {
    let mut found: BTreeMap<SectionId, Vec<ItemId>> = BTreeMap::new();
    for (id, section) in world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees(*id))
    {
        let items = section
            .kind
            .kinds()
            .iter()
            .flat_map(|kind| section.items(*kind));
        for item in items {
            let has = world
                .items
                .get(*item)
                .is_some_and(|held| held.tags.iter().any(|tagging| tagging.tag == tag));
            if has {
                found.entry(id).or_default().push(*item);
            }
        }
    }
    found
}

fn matching_tags<'w>(world: &'w World, kind: TagKind, query: &str) -> Vec<(f64, TagId, &'w Tag)> {
    let tags = world.tags.iter().filter(|(_, tag)| tag.kind == kind);
    let mut found: Vec<_> = tags
        .filter_map(|(id, tag)| Some((closeness(&tag.text, query)?, id, tag)))
        .collect();
    found.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    found
}

/// Every kind that search looks through, as the newest generation orders its hubs.
const HUBS: &[(Kind, &str)] = &[
    (Kind::Movie, "Movies"),
    (Kind::Show, "Shows"),
    (Kind::Episode, "Episodes"),
    (Kind::Artist, "Artists"),
    (Kind::Album, "Albums"),
    (Kind::Track, "Tracks"),
    (Kind::PhotoAlbum, "Photo Albums"),
    (Kind::Photo, "Photos"),
    (Kind::Collection, "Collections"),
];

const TAG_HUBS: &[(TagKind, &str)] = &[
    (TagKind::Role, "Actors"),
    (TagKind::Director, "Directors"),
    (TagKind::Genre, "Genres"),
];

/// `GET /search?query=&type=`: the oldest; a flat list by title.
pub(crate) fn legacy<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = call.required("query")?;
    let kinds: Vec<Kind> = match call.number("type") {
        Some(number) => Kind::from_number(number).into_iter().collect(),
        None => HUBS.iter().map(|(kind, _)| *kind).collect(),
    };
    let items: Vec<ItemId> = by_title(call, world, &kinds, query)
        .into_iter()
        .map(|(_, id)| id)
        .take(call.number("limit").unwrap_or(usize::MAX))
        .collect();
    let root = Element::container()
        .with("identifier", "com.plexapp.plugins.library")
        .with("mediaTagPrefix", "/system/bundle/media/flags/");
    let root = list(call, world, root, &items, SectionSaid::OnItems);
    let provider = Element::new("Provider")
        .with("key", "/system/search")
        .with("m_title", "Local Network")
        .with("m_type", "mixed");
    Ok(root.child(provider).into())
}

/// `GET /library/sections/{id}/search?type=&query=`
pub(crate) fn in_one_section<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let query = call.required("query")?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let mut found = in_section(world, id, kind, query);
    sort_best_first(world, &mut found);
    let items: Vec<ItemId> = found.into_iter().map(|(_, id)| id).collect();
    let root = section_container(section, "Search");
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// `GET /hubs/search?query=&limit=&sectionId=`: a hub per kind, `limit` (3) in each. The section
/// only comes first; the others are there too.
pub(crate) fn hubs<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = call.required("query")?;
    let limit = call.number("limit").unwrap_or(3);
    let favoured = call
        .query
        .get("sectionId")
        .and_then(|key| world.section_by_key(key));
    let face = Face::listed(world, &call.viewer).with_section();
    let mut hubs = Vec::new();
    for (kind, title) in HUBS {
        let mut found = by_title(call, world, &[*kind], query);
        let is_favoured = |id: &ItemId| {
            let section = world.items.get(*id).and_then(|item| item.section);
            favoured.is_some() && section == favoured
        };
        found.sort_by_key(|(_, id)| !is_favoured(id));
        let items = found
            .iter()
            .take(limit)
            .filter_map(|(score, id)| Some(face.item(*id)?.with("score", format!("{score:?}"))));
        let identifier = match kind {
            Kind::PhotoAlbum => "photoalbum",
            kind => kind.type_name(),
        };
        hubs.push(hub(
            identifier,
            title,
            identifier,
            items.collect(),
            found.len(),
        ));
    }
    for (kind, title) in TAG_HUBS {
        let mut entries = Vec::new();
        for (score, id, tag) in matching_tags(world, *kind, query) {
            for (section, items) in tagged(call, world, id) {
                let entry = tag_entry(world, section, id, tag, items.len());
                entries.extend(entry.map(|entry| entry.with("score", format!("{score:?}"))));
            }
        }
        let total = entries.len();
        entries.truncate(limit);
        hubs.push(hub(kind.field(), title, kind.field(), entries, total));
    }
    let mut root = Element::container()
        .with("size", hubs.len())
        .with("identifier", "com.plexapp.plugins.library");
    root.extend(hubs);
    Ok(root.into())
}

fn hub<'w>(
    kind: &'static str,
    title: &'static str,
    identifier: &'static str,
    entries: Vec<Element<'w>>,
    total: usize,
) -> Element<'w> {
    let mut hub = Element::new("Hub")
        .with("title", title)
        .with("type", kind)
        .with("hubIdentifier", identifier)
        .with("context", format!("hub.search.{identifier}"))
        .with("size", entries.len())
        .with("more", entries.len() < total)
        .with("style", "shelf");
    hub.extend(entries);
    hub
}

/// What `searchTypes` stands for.
fn kinds_of(search_types: &str) -> (Vec<Kind>, bool) {
    let mut kinds = Vec::new();
    let mut with_people = false;
    for word in search_types.split(',') {
        match word {
            "movies" => kinds.push(Kind::Movie),
            "tv" => kinds.extend([Kind::Show, Kind::Episode]),
            "music" => kinds.extend([Kind::Artist, Kind::Album, Kind::Track]),
            "otherVideos" => kinds.push(Kind::Clip),
            "photos" => kinds.extend([Kind::PhotoAlbum, Kind::Photo]),
            "collections" => kinds.push(Kind::Collection),
            "people" => with_people = true,
            _ => {}
        }
    }
    (kinds, with_people)
}

/// `GET /library/search?query=&limit=&searchTypes=`: the newest; one ranked list over everything,
/// which finds titles also by their people.
pub(crate) fn ranked<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = call.required("query")?;
    let limit = call.number("limit").unwrap_or(10);
    let types = call.query.get("searchTypes");
    let (mut kinds, with_people) =
        kinds_of(types.unwrap_or("movies,tv,people,music,otherVideos,photos"));
    if call.query.flag("includeCollections") {
        kinds.push(Kind::Collection);
    }
    let face = Face::listed(world, &call.viewer).with_section();
    let mut results: Vec<(f64, Element<'w>)> = by_title(call, world, &kinds, query)
        .into_iter()
        .take(limit)
        .filter_map(|(score, id)| Some((score, face.item(id)?.lone())))
        .collect();
    if with_people {
        for kind in [TagKind::Role, TagKind::Director] {
            for (score, id, tag) in matching_tags(world, kind, query).into_iter().take(limit) {
                let sections = tagged(call, world, id);
                let Some((section, items)) = sections.iter().next() else {
                    continue;
                };
                // A person is a little less likely to be meant than a title.
                let entry = tag_entry(world, *section, id, tag, items.len());
                results.extend(entry.map(|entry| (score * 0.95, entry.lone())));
            }
        }
    }
    results.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    results.truncate(limit);
    let mut root = container().with("size", results.len());
    root.extend(results.into_iter().map(|(score, found)| {
        Element::new("SearchResult")
            .with("score", score)
            .child(found)
    }));
    Ok(root.into())
}
