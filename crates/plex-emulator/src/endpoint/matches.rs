//! What an item could be taken for.

use std::collections::HashSet;

use super::item::wanted;
use crate::answer::{Element, Refusal};
use crate::face::{Picture, picture_path};
use crate::server::{Call, Reply};
use crate::world::{Item, Kind, World, guid, name};

/// How many candidates are told of.
const MOST: usize = 10;

/// Answers `GET /library/metadata/{id}/matches?title=&year=`: what its description says it could be, then
/// what on this server is called alike. A real server asks the agents.
pub(crate) fn of_item<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (_, item) = wanted(call, world)?;
    let title = call.query.get("title").filter(|title| !title.is_empty());
    let year = match call.query.get("year") {
        Some(year) => year.parse().ok(),
        None => item.attributes.int(name::YEAR),
    };
    let described = item
        .more
        .iter()
        .filter(|node| &*node.name == "SearchResult");
    let described = described.map(|node| {
        let mut element = Element::new("SearchResult");
        for (name, value) in node.attributes.iter() {
            element.set(world.names.text(name), value);
        }
        element
    });
    let mut found: Vec<Element<'w>> = described.collect();
    found.extend(alike(
        world,
        call,
        item.kind,
        title.unwrap_or(item.title()),
        year,
    ));
    Ok(answer(found))
}

/// Answers `GET /library/matches?type=&title=&year=`
pub(crate) fn anywhere<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let kind = call.number("type").and_then(Kind::from_number);
    let kind = kind.ok_or(Refusal::BadRequest)?;
    let title = call.query.get("title").unwrap_or("");
    let found = alike(world, call, kind, title, call.number("year"));
    Ok(answer(found))
}

fn answer<'w>(mut found: Vec<Element<'w>>) -> crate::answer::Answer<'w> {
    found.truncate(MOST);
    let mut root = Element::container()
        .with("size", found.len())
        .with("identifier", "com.plexapp.plugins.library");
    root.extend(found);
    root.into()
}

/// Returns what is called like it, the nearest first, each GUID once.
fn alike<'w>(
    world: &'w World,
    call: &Call<'_>,
    kind: Kind,
    title: &str,
    year: Option<i64>,
) -> Vec<Element<'w>> {
    let visible = world
        .all_seen(&call.viewer)
        .filter(|(_, item)| item.kind == kind);
    let scored = visible.filter_map(|(_, item)| Some((score(item, title, year)?, item)));
    let mut scored: Vec<(i64, &Item)> = scored.collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut seen = HashSet::new();
    scored
        .into_iter()
        .filter(|(_, item)| guid(item).starts_with("plex://") && seen.insert(guid(item)))
        .map(|(score, item)| {
            Element::new("SearchResult")
                .maybe("thumb", picture_path(&world.items, item, Picture::Thumb))
                .with("type", item.kind.type_name())
                .with("guid", guid(item))
                .with("name", item.title())
                .maybe("year", item.attributes.int(name::YEAR))
                .with("score", score)
                .with("lifespanEnded", false)
        })
        .collect()
}

/// How many letters a title has at least that others are found by which contain it.
const SHORTEST: usize = 3;

/// Returns, from 0 to 100, how well the title fits, less five for each year of difference. An id of another
/// service, such as `imdb-tt0017136`, fits what has it, and nothing else.
fn score(item: &Item, title: &str, year: Option<i64>) -> Option<i64> {
    let (own, title) = (item.title().to_lowercase(), title.trim().to_lowercase());
    if let Some(id) = external_id(&title) {
        let has_it = item.guids.iter().any(|guid| **guid == *id);
        return has_it.then_some(100);
    }
    let by_title = match () {
        () if title.is_empty() => return None,
        () if own == title => 100,
        () if has_words(&own, &title) || has_words(&title, &own) => 70,
        () => return None,
    };
    let own_year = item.attributes.int(name::YEAR);
    let difference = own_year
        .zip(year)
        .map_or(0, |(own, year)| (own - year).abs());
    Some((by_title - 5 * difference.min(10)).max(0))
}

/// Returns the id that a title stands for, as items have it: `imdb-tt0017136` is `imdb://tt0017136`.
fn external_id(title: &str) -> Option<String> {
    let (service, id) = title.split_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    let is_id = match service {
        "imdb" => id.strip_prefix("tt").is_some_and(is_number),
        "tmdb" | "tvdb" => is_number(id),
        _ => false,
    };
    is_id.then(|| format!("{service}://{id}"))
}

/// Tells whether a title has all words of another in a row, where those are letters enough to go by.
fn has_words(title: &str, words: &str) -> bool {
    let parted = |text: &str| -> Vec<String> {
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (title, words) = (parted(title), parted(words));
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    letters >= SHORTEST && title.windows(words.len().max(1)).any(|row| *row == *words)
}
