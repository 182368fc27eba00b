//! What recordings of an endpoint always have, its answers have, with the same types.

use super::{Node, Recording, Type, folder};
use crate::{ask, every};
use plex_emulator::Emulator;
use std::collections::{BTreeMap, BTreeSet};

/// Recordings that are asked for the same thing.
const FEWEST: usize = 3;

/// Servers that they come from.
const SERVERS: usize = 2;

/// What the recordings of 1.40 and later come from: two servers of 2025, and one that a reader of
/// theirs recorded again.
const LATE: &[&str] = &[
    "goflex/",
    "mcp-plex-sample/",
    "plexkit/collections2_with_integer_childCount.json",
];

/// Which answers are of one make: listings of items, wherever they are, look alike.
fn class(endpoint: &str) -> Option<&'static str> {
    let endpoint = endpoint.strip_prefix("GET ").unwrap_or(endpoint);
    let path = endpoint.split([' ', '?']).next().unwrap_or("");
    let last = path.rsplit('/').next().unwrap_or("");
    let is_list = [
        "all",
        "children",
        "allLeaves",
        "recentlyAdded",
        "items",
        "search",
        "collections",
    ];
    Some(match path {
        "/library/sections" => "sections",
        "/status/sessions" => "sessions",
        "/status/sessions/history/all" => "history",
        "/playlists" => "playlists",
        "/:/prefs" => "preferences",
        _ if path.starts_with("/hubs") || path.starts_with("/library/search") => return None,
        _ if is_list.contains(&last) => "listing",
        _ if path.starts_with("/library/metadata/") && path.split('/').count() == 4 => "details",
        // A recording without a note of what was asked: it holds a page of a library.
        "" => "listing",
        _ => return None,
    })
}

/// Attributes by name, with the types that they were seen with.
type Attributes = BTreeMap<String, BTreeSet<Type>>;

/// What the elements of a path always carry.
type Always = BTreeMap<String, Attributes>;

/// A path in the answers of a class.
type Place = (&'static str, String);

/// How often something was seen, and what of it.
type Seen<T> = (usize, T);

/// Attributes by name, each with how often it was seen.
type Counted = BTreeMap<String, Seen<BTreeSet<Type>>>;

/// The attributes that every element of a path has, with the types that were seen.
fn always(root: &Node) -> Always {
    let mut seen: BTreeMap<String, Seen<Counted>> = BTreeMap::new();
    root.walk("", &mut |path, node| {
        let (elements, attributes) = seen.entry(path.to_owned()).or_default();
        *elements += 1;
        for (name, kind) in &node.attributes {
            let (times, kinds) = attributes.entry(name.clone()).or_default();
            *times += 1;
            kinds.insert(*kind);
        }
    });
    let always = seen.into_iter().map(|(path, (elements, attributes))| {
        let everywhere = attributes
            .into_iter()
            .filter(|(_, (times, _))| *times == elements);
        (
            path,
            everywhere.map(|(name, (_, kinds))| (name, kinds)).collect(),
        )
    });
    always.collect()
}

/// What at least three recordings of two servers agree on, by class and path.
fn demanded(recordings: &[Recording]) -> BTreeMap<Place, Attributes> {
    let late = recordings
        .iter()
        .filter(|one| LATE.iter().any(|late| one.file.starts_with(late)));
    let mut by_path: BTreeMap<Place, Vec<(&Recording, Attributes)>> = BTreeMap::new();
    for recording in late {
        let Some(class) = class(&recording.endpoint) else {
            continue;
        };
        for (path, attributes) in always(&recording.root) {
            by_path
                .entry((class, path))
                .or_default()
                .push((recording, attributes));
        }
    }
    let agreed = by_path.into_iter().filter_map(|(key, seen)| {
        let servers: BTreeSet<&str> = seen
            .iter()
            .map(|(recording, _)| recording.server())
            .collect();
        if seen.len() < FEWEST || servers.len() < SERVERS {
            return None;
        }
        let (_, first) = &seen[0];
        let shared = first
            .keys()
            .filter(|name| seen.iter().all(|(_, one)| one.contains_key(*name)));
        let shared = shared.map(|name| {
            let typed = seen.iter().filter(|(recording, _)| recording.is_json);
            let types = typed.flat_map(|(_, one)| one[name].iter().copied());
            (name.clone(), types.collect())
        });
        Some((key, shared.collect()))
    });
    agreed.collect()
}

#[tokio::test]
#[ignore = "needs recordings of real servers: PLEX_RECORDINGS_DIR says where they are"]
async fn recordings_of_two_late_servers_have_nothing_that_answers_lack() {
    let folder = folder();
    let recordings = Recording::all(&folder);
    let demanded = demanded(&recordings);
    let emulator = Emulator::builder().start().await.unwrap();
    // What the emulator's elements always carry, over all answers of a class, wire by wire.
    let mut given: BTreeMap<(&'static str, bool), Vec<Always>> = BTreeMap::new();
    for path in every::trees() {
        let Some(class) = class(path) else { continue };
        let xml = Node::xml(&ask::xml(&emulator, path).await).unwrap();
        let json = ask::request(&emulator, reqwest::Method::GET, path);
        let json = json
            .header("Accept", "application/json")
            .send()
            .await
            .unwrap();
        let json = Node::json(&json.text().await.unwrap()).unwrap();
        given.entry((class, true)).or_default().push(always(&json));
        given.entry((class, false)).or_default().push(always(&xml));
    }
    let (mut held, mut lacks) = (0, Vec::new());
    for ((class, path), attributes) in &demanded {
        for is_json in [true, false] {
            let answers = given
                .get(&(*class, is_json))
                .map(Vec::as_slice)
                .unwrap_or_default();
            let ours: Vec<_> = answers
                .iter()
                .filter_map(|answer| answer.get(path))
                .collect();
            if ours.is_empty() {
                lacks.push(format!("{class}: no {path}"));
                continue;
            }
            for (name, types) in attributes {
                held += 1;
                let found: Vec<_> = ours.iter().filter_map(|one| one.get(name)).collect();
                let is_given = match name.as_str() {
                    // One film of the sample has no poster, on purpose.
                    "thumb" => !found.is_empty(),
                    _ => found.len() == ours.len(),
                };
                if !is_given {
                    lacks.push(format!(
                        "{class}: {path} does not always have {name} (JSON: {is_json})"
                    ));
                }
                let own: BTreeSet<Type> = found.into_iter().flatten().copied().collect();
                if is_json && !types.is_empty() && !own.is_subset(types) {
                    lacks.push(format!("{class}: {path} {name} is {own:?}, not {types:?}"));
                }
            }
        }
    }
    assert!(lacks.is_empty(), "{}", lacks.join("\n"));
    assert!(held > 100, "only {held} attributes");
    println!("{held} attributes of {} elements held", demanded.len());
}
