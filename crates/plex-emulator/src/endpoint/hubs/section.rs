//! The hubs of one library: what is new in it, what is going on, and what could be next.

use std::collections::HashMap;

use super::deck::on_deck;
use super::listing::listing;
use super::recent::recent_row;
use crate::answer::Refusal;
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::{Row, section_container};
use crate::server::{Call, Reply};
use crate::world::{Kind, Section, SectionId, SectionKind, TagId, TagKind, World};

/// A hub that a listing of the section fills: its name, title, what it lists, and by which query.
type Listing = (&'static str, &'static str, Kind, &'static str);

const NEWEST: &str = "sort=originallyAvailableAt:desc";
const BEST_UNWATCHED: &str = "unwatched=1&sort=rating:desc";
const BEST_UNSEEN: &str = "viewCount=0&sort=rating:desc";
const VIEWED: &str = "viewCount>>=0&sort=lastViewedAt:desc";

const FILMS: &[Listing] = &[
    (
        "movie.recentlyreleased",
        "Recently Released Movies",
        Kind::Movie,
        NEWEST,
    ),
    (
        "movie.topunwatched",
        "Top Unwatched Movies",
        Kind::Movie,
        BEST_UNWATCHED,
    ),
    (
        "movie.recentlyviewed",
        "Recently Watched Movies",
        Kind::Movie,
        VIEWED,
    ),
];

const SHOWS: &[Listing] = &[
    (
        "tv.recentlyaired",
        "Recently Released Episodes",
        Kind::Episode,
        NEWEST,
    ),
    (
        "tv.startwatching",
        "Start Watching",
        Kind::Show,
        BEST_UNSEEN,
    ),
    (
        "tv.toprated",
        "Top Rated TV",
        Kind::Show,
        "sort=rating:desc",
    ),
    (
        "tv.recentlyviewed",
        "Recently Watched Episodes",
        Kind::Episode,
        VIEWED,
    ),
];

const MUSIC: &[Listing] = &[
    (
        "music.recent.played",
        "Recently Played Albums",
        Kind::Album,
        VIEWED,
    ),
    (
        "music.popular",
        "Most Played Tracks",
        Kind::Track,
        "viewCount>>=0&sort=viewCount:desc",
    ),
];

/// Returns every hub of a section, in PMS's order.
pub(super) fn rows(call: &Call<'_>, world: &World, id: SectionId, section: &Section) -> Vec<Row> {
    let listings = match section.kind {
        SectionKind::Movie => FILMS,
        SectionKind::Show => SHOWS,
        SectionKind::Artist => MUSIC,
        SectionKind::Photo => &[],
    };
    let mut rows = Vec::new();
    rows.extend(in_progress(call, world, id, section));
    rows.push(recent_row(call, world, id, section));
    rows.extend(listings.iter().map(|(name, title, kind, query)| {
        let identifier = format!("{name}.{}", section.key);
        let named = (identifier, (*title).to_owned());
        listing(call, world, (id, section), named, (*kind, *query))
    }));
    rows.extend(by_tag(call, world, id, section));
    rows
}

/// Returns what the viewer has begun in a section of videos.
fn in_progress(call: &Call<'_>, world: &World, id: SectionId, section: &Section) -> Option<Row> {
    let name = match section.kind {
        SectionKind::Movie => "movie.inprogress",
        SectionKind::Show => "tv.inprogress",
        SectionKind::Artist | SectionKind::Photo => return None,
    };
    let key = &section.key;
    Some(Row {
        title: "Continue Watching".to_owned(),
        key: format!("/hubs/sections/{key}/continueWatching/items"),
        identifier: format!("{name}.{key}"),
        kind: "mixed",
        items: on_deck(world, &call.viewer, call.now(), |other| other == id),
        is_promoted: false,
    })
}

/// Returns the best of the commonest genre, and of the commonest director, that the viewer has not
/// watched.
fn by_tag(call: &Call<'_>, world: &World, id: SectionId, section: &Section) -> Vec<Row> {
    let kinds: &[(TagKind, &str, &str)] = match section.kind {
        SectionKind::Movie => &[
            (TagKind::Genre, "movie.genre", "Top Movies in"),
            (
                TagKind::Director,
                "movie.by.actor.or.director",
                "Top Movies by",
            ),
        ],
        SectionKind::Show => &[(TagKind::Genre, "tv.moreingenre", "More in")],
        SectionKind::Artist | SectionKind::Photo => return Vec::new(),
    };
    let top = section.kind.top();
    let rows = kinds.iter().filter_map(|(tag_kind, name, title)| {
        let tag = commonest(call, world, (id, section), *tag_kind)?;
        let text = &world.tags.get(tag)?.text;
        let identifier = format!("{name}.{}.{}", section.key, tag.0);
        let named = (identifier, format!("{title} {text}"));
        let query = format!("{}={}&{BEST_UNSEEN}", tag_kind.field(), tag.0);
        let row = listing(call, world, (id, section), named, (top, &query));
        Some(row)
    });
    rows.collect()
}

fn commonest(
    call: &Call<'_>,
    world: &World,
    (id, section): (SectionId, &Section),
    kind: TagKind,
) -> Option<TagId> {
    let mut counts: HashMap<TagId, usize> = HashMap::new();
    let items = world.seen_of(&call.viewer, id, section.kind.top());
    for tagging in items
        .filter_map(|id| world.items.get(id))
        .flat_map(|item| item.tags.iter())
    {
        *counts.entry(tagging.tag).or_default() += 1;
    }
    let of_kind = counts
        .into_iter()
        .filter(|(tag, _)| world.tags.get(*tag).is_some_and(|tag| tag.kind == kind));
    let most = of_kind.max_by_key(|(tag, count)| (*count, std::cmp::Reverse(*tag)));
    most.map(|(tag, _)| tag)
}

/// Answers `GET /hubs/sections/{id}/continueWatching/items`
pub(crate) fn continue_watching<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.section(world, 0)?;
    let section = world.section(wanted).ok_or(Refusal::NotFound)?;
    let items = on_deck(world, &call.viewer, call.now(), |id| id == wanted);
    let root = section_container(section, "Continue Watching").with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}
