//! `/library/search`: one ranked list over everything.

use super::tags::by_text;
use super::titles::by_title;
use crate::answer::Element;
use crate::face::{Face, container, tag_entry};
use crate::server::{Call, Reply};
use crate::world::{Kind, TagKind, World};

/// Returns what `searchTypes` stands for: kinds of items, and whether people are among it.
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

/// Answers `GET /library/search?query=&limit=&searchTypes=`: the newest; one ranked list over everything,
/// people too.
pub(crate) fn ranked<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = call.required("query")?;
    let limit = call.number("limit").unwrap_or(10);
    let types = call.query.get("searchTypes");
    let (mut kinds, with_people) =
        kinds_of(types.unwrap_or("movies,tv,people,music,otherVideos,photos"));
    if call.query.flag("includeCollections") {
        kinds.push(Kind::Collection);
    }
    let face = Face::listed(world, call.asker()).with_section();
    let mut results: Vec<(f64, Element<'w>)> = by_title(call, world, &kinds, query)
        .into_iter()
        .take(limit)
        .filter_map(|title| Some((title.score, face.item(title.item)?.lone())))
        .collect();
    if with_people {
        for kind in [TagKind::Role, TagKind::Director] {
            let people = by_text(call, world, &[kind], query);
            for person in people.iter().take(limit) {
                let Some((section, items)) = person.items.iter().next() else {
                    continue;
                };
                // A person is a little less likely to be meant than a title.
                let entry = tag_entry(world, *section, person.id, person.tag, items.len());
                results.extend(entry.map(|entry| (person.score * 0.95, entry.lone())));
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
