//! What the server provides, as clients of the newer kind ask: `/media/providers`.

use super::root::about;
use crate::answer::{Element, Value};
use crate::server::{Call, Reply};
use crate::world::{Item, Kind, Section, SectionId, SectionKind, World, name};

/// What `/` says and this answer does not.
const LEFT_OUT: &[&str] = &[
    "hubSearch",
    "itemClusters",
    "mediaProviders",
    "multiuser",
    "transcoderPhoto",
];

/// The features of the library's provider, after its content: their types, and attributes.
const FEATURES: &[&[(&str, &str)]] = &[
    &[("key", "/hubs/search"), ("type", "search")],
    &[("key", "/library/matches"), ("type", "match")],
    &[("key", "/library/metadata"), ("type", "metadata")],
    &[("key", "/:/rate"), ("type", "rate")],
    &[("key", "/photo/:/transcode"), ("type", "imagetranscoder")],
    &[("key", "/hubs/promoted"), ("type", "promoted")],
    &[
        ("key", "/hubs/continueWatching"),
        ("type", "continuewatching"),
    ],
    &[("key", "/actions"), ("type", "actions")],
    &[
        ("flavor", "universal"),
        ("key", "/playlists"),
        ("type", "playlist"),
    ],
    &[
        ("flavor", "universal"),
        ("key", "/playQueues"),
        ("type", "playqueue"),
    ],
    &[("key", "/library/collections"), ("type", "collection")],
    &[
        ("scrobbleKey", "/:/scrobble"),
        ("unscrobbleKey", "/:/unscrobble"),
        ("key", "/:/timeline"),
        ("type", "timeline"),
    ],
    &[("type", "manage")],
    &[("type", "queryParser")],
    &[("flavor", "download"), ("type", "subscribe")],
];

/// Answers `GET /media/providers?includeStorage=`: also for those who may not see the sections' own list.
pub(crate) fn providers<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = about(call, world, 1);
    for attribute in LEFT_OUT {
        root.remove(attribute);
    }
    let mut provider = Element::new("MediaProvider")
        .with("identifier", "com.plexapp.plugins.library")
        .with("title", "Library")
        .with("types", "video,audio,photo")
        .with("protocols", "stream,download")
        .child(content(call, world));
    provider.extend(FEATURES.iter().map(|attributes| {
        let mut feature = Element::new("Feature");
        for (name, value) in *attributes {
            feature.set(name, *value);
        }
        if feature.get("type") == Some(&Value::from("actions")) {
            feature.push(
                Element::new("Action")
                    .with("id", "removeFromContinueWatching")
                    .with("key", "/actions/removeFromContinueWatching"),
            );
        }
        feature
    }));
    Ok(root.child(provider).into())
}

/// Returns the libraries that the viewer sees, behind the way home.
fn content<'w>(call: &Call<'_>, world: &'w World) -> Element<'w> {
    let home = Element::new("Directory")
        .with("hubKey", "/hubs")
        .with("title", "Home");
    let mut content = Element::new("Feature")
        .with("key", "/library/sections")
        .with("type", "content")
        .child(home);
    let seen = world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees_section(*id));
    content.extend(seen.map(|(id, section)| directory(call, world, id, section)));
    content
}

fn directory<'w>(
    call: &Call<'_>,
    world: &'w World,
    id: SectionId,
    section: &'w Section,
) -> Element<'w> {
    let key = section.key.as_str();
    let mut directory = Element::new("Directory")
        .with("agent", section.agent.as_str())
        .with("language", section.language.as_str())
        .with("refreshing", world.is_scanning(id))
        .with("scanner", section.scanner.as_str())
        .with("uuid", section.uuid.as_str())
        .with("id", key)
        .with("key", format!("/library/sections/{key}"))
        .with("hubKey", format!("/hubs/sections/{key}"))
        .with("type", section.kind.name())
        .with("title", section.title.as_str())
        .with("updatedAt", section.updated_at)
        .with("scannedAt", section.scanned_at);
    if call.query.flag("includeStorage") {
        let (duration, storage) = sums(call, world, id, section);
        directory.set("durationTotal", duration);
        directory.set("storageTotal", storage);
    }
    directory.extend(pivots(section));
    directory
}

/// Returns how long (milliseconds) and how large (bytes) everything is that the viewer sees of a section.
fn sums(call: &Call<'_>, world: &World, id: SectionId, section: &Section) -> (i64, i64) {
    let mut sums = (0, 0);
    for kind in section.kind.kinds().iter().filter(|kind| kind.is_leaf()) {
        for item in world.seen_of(&call.viewer, id, *kind) {
            if let Some(item) = world.items.get(item) {
                sums.0 += item.duration().unwrap_or(0);
                sums.1 += size(item);
            }
        }
    }
    sums
}

fn size(item: &Item) -> i64 {
    let sizes = item
        .parts()
        .filter_map(|(_, part)| part.own.int(name::SIZE));
    sizes.sum()
}

/// Returns the ways to look at a section.
fn pivots(section: &Section) -> Vec<Element<'static>> {
    let key = &section.key;
    let pivot = |id, key: String, kind, title, context, symbol| {
        Element::new("Pivot")
            .with("id", id)
            .with("key", key)
            .with("type", kind)
            .with("title", title)
            .with("context", context)
            .with("symbol", symbol)
    };
    let discover = "content.discover";
    let hubs = format!("/hubs/sections/{key}");
    let mut pivots = vec![pivot(
        "recommended",
        hubs,
        "hub",
        "Recommended",
        discover,
        "star",
    )];
    let mut all = format!("/library/sections/{key}/all");
    match section.kind {
        SectionKind::Photo => {
            let timeline = "view://photo/timeline".to_owned();
            pivots.push(pivot(
                "timeline", timeline, "view", "Timeline", discover, "timeline",
            ));
        }
        kind => all.push_str(&format!("?type={}", kind.top().number())),
    }
    let context = "content.library";
    pivots.push(pivot("library", all, "list", "Library", context, "library"));
    let is_video = matches!(section.kind.top(), Kind::Movie | Kind::Show);
    if is_video || section.kind == SectionKind::Artist {
        let collections = format!("/library/sections/{key}/collections");
        pivots.push(pivot(
            "collections",
            collections,
            "list",
            "Collections",
            "content.collections",
            "stack",
        ));
    }
    pivots
}
