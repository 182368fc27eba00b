//! `/hubs/search`: a hub for each kind of thing.

use std::collections::{HashMap, HashSet};

use super::tags::{Tagged, by_text};
use super::titles::{by_title, closeness};
use super::{KINDS, score_text};
use crate::answer::{Element, Value};
use crate::face::{Face, section_number, tag_entry};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, SectionId, TagKind, World, name};

/// The tags that have a hub of their own, with its title.
const TAG_HUBS: &[(TagKind, &str)] = &[
    (TagKind::Role, "Actors"),
    (TagKind::Director, "Directors"),
    (TagKind::Genre, "Genres"),
];

/// What is found for the sake of a tag is behind what is found by its title.
const RELATED: f64 = 0.5;

/// Says why something was found that is not called what was looked for.
struct Reason<'w> {
    /// The hub that it comes from, or `section` or `originalTitle`.
    word: &'static str,
    title: &'w str,
    id: Option<Value<'w>>,
}

/// Something to show in a hub.
struct Hit<'w> {
    item: ItemId,
    score: f64,
    reason: Option<Reason<'w>>,
}

/// Answers `GET /hubs/search?query=&limit=&sectionId=`: a hub per kind, `limit` (3) in each. The section
/// only comes first; the others are there too.
pub(crate) fn hubs<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = call.required("query")?;
    let limit = call.number("limit").unwrap_or(3);
    let favoured = call
        .query
        .get("sectionId")
        .and_then(|key| world.section_by_key(key));
    let tag_kinds: Vec<TagKind> = TAG_HUBS.iter().map(|(kind, _)| *kind).collect();
    let tags = by_text(call, world, &tag_kinds, query);
    let mut hubs = Vec::new();
    for (kind, title) in KINDS {
        let mut hits = called(call, world, *kind, query);
        related(world, *kind, &tags, &mut hits);
        if *kind == Kind::Album || *kind == Kind::Track {
            by_artist(call, world, *kind, query, &mut hits);
        }
        hits.sort_by_key(|hit| favoured.is_some() && section_of(world, hit.item) != favoured);
        let identifier = match kind {
            Kind::PhotoAlbum => "photoalbum",
            kind => kind.type_name(),
        };
        let shown = hits.iter().take(limit);
        let shown = shown.filter_map(|hit| element(call, world, hit)).collect();
        hubs.push(hub(identifier, title, shown, hits.len()));
    }
    for (kind, title) in TAG_HUBS {
        let of_kind = tags.iter().filter(|tagged| tagged.tag.kind == *kind);
        let mut entries: Vec<_> = of_kind.flat_map(|tagged| entries(world, tagged)).collect();
        let total = entries.len();
        entries.truncate(limit);
        hubs.push(hub(kind.field(), title, entries, total));
    }
    hubs.push(playlists(call, world, query, limit));
    let mut root = Element::container()
        .with("size", hubs.len())
        .with("identifier", "com.plexapp.plugins.library");
    root.extend(hubs);
    Ok(root.into())
}

/// Returns the viewer's playlists that are called what was looked for.
fn playlists<'w>(call: &Call<'_>, world: &'w World, query: &str, limit: usize) -> Element<'w> {
    let own = world.playlists.of(call.viewer.account);
    let scored = own.filter_map(|id| {
        let score = closeness(world.items.get(id)?.title(), query)?;
        Some((score, id))
    });
    let mut found: Vec<(f64, ItemId)> = scored.collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let shown = found.iter().take(limit).filter_map(|(score, item)| {
        let hit = Hit {
            item: *item,
            score: *score,
            reason: None,
        };
        element(call, world, &hit)
    });
    hub("playlist", "Playlists", shown.collect(), found.len())
}

fn section_of(world: &World, item: ItemId) -> Option<SectionId> {
    world.items.get(item)?.section
}

/// Returns what is called what was looked for. Of what several sections have alike, each says its
/// section.
fn called<'w>(call: &Call<'_>, world: &'w World, kind: Kind, query: &str) -> Vec<Hit<'w>> {
    let found = by_title(call, world, &[kind], query);
    let identity = |id: ItemId| {
        let item = world.items.get(id).filter(|item| item.parent.is_none())?;
        let year = item.attributes.int(name::YEAR);
        Some((item.title().to_lowercase(), year))
    };
    let mut sections: HashMap<_, HashSet<_>> = HashMap::new();
    for title in &found {
        let section = section_of(world, title.item);
        let alike = sections.entry(identity(title.item)).or_default();
        alike.insert(section);
    }
    let hits = found.iter().map(|title| {
        let identity = identity(title.item);
        let has_twin = identity.is_some()
            && sections
                .get(&identity)
                .is_some_and(|sections| sections.len() > 1);
        let item = world.items.get(title.item);
        let reason = if title.is_original {
            let original = item.and_then(|item| item.attributes.text(name::ORIGINAL_TITLE));
            Some(Reason {
                word: "originalTitle",
                title: original.unwrap_or(""),
                id: None,
            })
        } else if has_twin {
            let section = section_of(world, title.item).and_then(|id| world.section(id));
            section.map(|section| Reason {
                word: "section",
                title: &section.title,
                id: Some(section_number(section)),
            })
        } else {
            None
        };
        Hit {
            item: title.item,
            score: title.score,
            reason,
        }
    });
    hits.collect()
}

/// Adds the films and shows of the people and genres that were found, the best of those first.
fn related<'w>(world: &'w World, kind: Kind, tags: &[Tagged<'w>], hits: &mut Vec<Hit<'w>>) {
    if !matches!(kind, Kind::Movie | Kind::Show) {
        return;
    }
    let mut known: HashSet<ItemId> = hits.iter().map(|hit| hit.item).collect();
    for tagged in tags {
        for item in tagged.items.values().flatten() {
            let is_of_kind = world.items.get(*item).is_some_and(|item| item.kind == kind);
            if is_of_kind && known.insert(*item) {
                hits.push(Hit {
                    item: *item,
                    score: tagged.score * RELATED,
                    reason: Some(Reason {
                        word: tagged.tag.kind.field(),
                        title: &tagged.tag.text,
                        id: Some(tagged.id.0.into()),
                    }),
                });
            }
        }
    }
}

/// Adds the albums or tracks of the artists that were found.
fn by_artist<'w>(
    call: &Call<'_>,
    world: &'w World,
    kind: Kind,
    query: &str,
    hits: &mut Vec<Hit<'w>>,
) {
    let mut known: HashSet<ItemId> = hits.iter().map(|hit| hit.item).collect();
    for title in by_title(call, world, &[Kind::Artist], query) {
        let Some(artist) = world.items.get(title.item) else {
            continue;
        };
        let inside = match kind {
            Kind::Track => world.leaves(&call.viewer, title.item),
            _ => world.children(&call.viewer, title.item),
        };
        for item in inside {
            if known.insert(item) {
                hits.push(Hit {
                    item,
                    score: title.score * RELATED,
                    reason: Some(Reason {
                        word: Kind::Artist.type_name(),
                        title: artist.title(),
                        id: artist.rating_key.parse::<i64>().ok().map(Value::from),
                    }),
                });
            }
        }
    }
}

fn element<'w>(call: &Call<'_>, world: &'w World, hit: &Hit<'w>) -> Option<Element<'w>> {
    let face = Face::listed(world, call.asker()).with_section();
    let mut element = face.item(hit.item)?.with("score", score_text(hit.score));
    if let Some(reason) = &hit.reason {
        element.set("reason", reason.word);
        element.set("reasonTitle", reason.title);
        element = element.maybe("reasonID", reason.id.clone());
    }
    Some(element)
}

/// Returns a tag, once for each section that has it.
fn entries<'w>(world: &'w World, tagged: &Tagged<'w>) -> Vec<Element<'w>> {
    let entries = tagged.items.iter().filter_map(|(section, items)| {
        let entry = tag_entry(world, *section, tagged.id, tagged.tag, items.len())?;
        let section = world.section(*section)?;
        let entry = entry.with("reason", "section");
        let entry = entry.with("reasonID", section_number(section));
        let entry = entry.with("reasonTitle", section.title.as_str());
        Some(entry.with("score", score_text(tagged.score)))
    });
    entries.collect()
}

fn hub<'w>(
    identifier: &'static str,
    title: &'static str,
    entries: Vec<Element<'w>>,
    total: usize,
) -> Element<'w> {
    let mut hub = Element::new("Hub")
        .with("title", title)
        .with("type", identifier)
        .with("hubIdentifier", identifier)
        .with("context", format!("hub.search.{identifier}"))
        .with("size", entries.len())
        .with("more", entries.len() < total)
        .with("style", "shelf");
    hub.extend(entries);
    hub
}
