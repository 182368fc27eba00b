//! What a change of a list costs that holds 100,000 films, beside one that holds 100: playlists, collections and
//! play queues, on a server each, over a kept connection, one request after another.
//!
//! `cargo bench -p plex-emulator --bench lists`

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    reason = "a benchmark prints its figures and stops at the first surprise; others use more of the program"
)]

mod program;

use std::time::Instant;

use program::{Connection, Server};

const FEW: usize = 100;
const MANY: usize = 100_000;
const ROUNDS: usize = 3;
const WRITES: usize = 10;
/// Films that are in none of the lists at first: the last of the library.
const APART: usize = ROUNDS * WRITES;

/// A list, as it is made, changed and changed back.
struct Lists {
    connection: Connection,
    films: usize,
    uri: String,
    first: usize,
    playlist: String,
    collection: String,
    queue: String,
    /// The last members, which are moved or taken out, once each.
    of_playlist: Vec<String>,
    of_collection: Vec<String>,
}

impl Lists {
    /// Makes a list of each kind of all films but those that are to be added.
    fn make(server: &Server, films: usize) -> Self {
        let mut connection = Connection::open(&server.address);
        let identity = connection.read("GET", "/identity");
        let machine = attribute(&identity, "machineIdentifier");
        let uri = format!("server://{machine}/com.plexapp.plugins.library/library");
        let first: usize = {
            let page = connection.read(
                "GET",
                "/library/sections/1/all?type=1&sort=addedAt&X-Plex-Container-Start=0&X-Plex-Container-Size=1",
            );
            let key = attribute(&page, "ratingKey");
            key.parse().expect("a number")
        };
        let keep = films - APART.min(films / 2);
        let all = format!("{uri}/sections/1/all%3Ftype%3D1%26limit%3D{keep}%26sort%3DratingKey");
        let made = connection.read(
            "POST",
            &format!("/playlists?type=video&title=All&smart=0&uri={all}"),
        );
        let playlist = attribute(&made, "ratingKey");
        let made = connection.read(
            "POST",
            &format!("/library/collections?type=1&title=All&smart=0&sectionId=1&uri={all}"),
        );
        let collection = attribute(&made, "ratingKey");
        let made = connection.read("POST", &format!("/playQueues?type=video&uri={all}"));
        let queue = attribute(&made, "playQueueID");
        let path = format!("/playlists/{playlist}/items");
        let of_playlist = last_entries(&mut connection, &path, "playlistItemID");
        let path = format!("/library/collections/{collection}/items");
        let of_collection = last_entries(&mut connection, &path, "ratingKey");
        Self {
            of_playlist,
            of_collection,
            connection,
            films,
            uri,
            first,
            playlist,
            collection,
            queue,
        }
    }
}

/// The value of an attribute, where it first stands.
fn attribute(text: &str, name: &str) -> String {
    let (_, rest) = text
        .split_once(&format!(" {name}=\""))
        .expect("the attribute is there");
    rest.split('"').next().unwrap_or("").to_owned()
}

/// A kind of change: its name, and how it is done for the nth time. Gives the seconds that it took.
type Change = (&'static str, fn(&mut Lists, usize) -> f64);

fn timed(lists: &mut Lists, method: &str, path: &str) -> f64 {
    let begin = Instant::now();
    lists.connection.ask(method, path, "text/xml");
    begin.elapsed().as_secs_f64()
}

/// The last items of a list, read at once: a page of a long list is a long look at it, and is not what is measured.
fn last_entries(connection: &mut Connection, path: &str, name: &str) -> Vec<String> {
    let whole = connection.read(
        "GET",
        &format!("{path}?X-Plex-Container-Start=0&X-Plex-Container-Size=0"),
    );
    let total: usize = attribute(&whole, "totalSize").parse().expect("a number");
    let size = (2 * APART).min(total);
    let page = connection.read(
        "GET",
        &format!(
            "{path}?X-Plex-Container-Start={}&X-Plex-Container-Size={size}",
            total - size
        ),
    );
    let items = page.split("<Video").skip(1);
    items.map(|item| attribute(item, name)).collect()
}

/// Takes the last of a list that has not been used yet.
fn last_entry(lists: &mut Lists, is_playlist: bool) -> String {
    let last = match is_playlist {
        true => &mut lists.of_playlist,
        false => &mut lists.of_collection,
    };
    last.pop().expect("as many as are changed")
}

const CHANGES: &[Change] = &[
    ("an item into a playlist", |lists, n| {
        let film = lists.first + lists.films - 1 - n % APART.min(lists.films / 2);
        let path = format!(
            "/playlists/{}/items?uri={}/metadata/{film}",
            lists.playlist, lists.uri
        );
        timed(lists, "PUT", &path)
    }),
    ("an item of a playlist to its beginning", |lists, _| {
        let path = format!("/playlists/{}/items", lists.playlist);
        let item = last_entry(lists, true);
        timed(lists, "PUT", &format!("{path}/{item}/move"))
    }),
    ("an item out of a playlist", |lists, _| {
        let path = format!("/playlists/{}/items", lists.playlist);
        let item = last_entry(lists, true);
        timed(lists, "DELETE", &format!("{path}/{item}"))
    }),
    ("an item into a collection", |lists, n| {
        let film = lists.first + lists.films - 1 - n % APART.min(lists.films / 2);
        let path = format!(
            "/library/collections/{}/items?uri={}/metadata/{film}",
            lists.collection, lists.uri
        );
        timed(lists, "PUT", &path)
    }),
    ("an item of a collection to its beginning", |lists, _| {
        let path = format!("/library/collections/{}/items", lists.collection);
        let item = last_entry(lists, false);
        timed(lists, "PUT", &format!("{path}/{item}/move"))
    }),
    ("an item out of a collection", |lists, _| {
        let path = format!("/library/collections/{}/items", lists.collection);
        let item = last_entry(lists, false);
        timed(lists, "DELETE", &format!("{path}/{item}"))
    }),
    ("an item into a play queue", |lists, n| {
        let film = lists.first + n % APART.min(lists.films / 2);
        let path = format!(
            "/playQueues/{}?uri={}/metadata/{film}",
            lists.queue, lists.uri
        );
        timed(lists, "PUT", &path)
    }),
    ("an item to be played next", |lists, n| {
        let film = lists.first + n % APART.min(lists.films / 2);
        let path = format!(
            "/playQueues/{}?next=1&uri={}/metadata/{film}",
            lists.queue, lists.uri
        );
        timed(lists, "PUT", &path)
    }),
    ("an item out of a play queue", |lists, _| {
        let path = format!("/playQueues/{}?window=5", lists.queue);
        let queue = lists.connection.read("GET", &path);
        let item = attribute(&queue, "playQueueLastAddedItemID");
        let path = format!("/playQueues/{}/items/{item}", lists.queue);
        let took = timed(lists, "DELETE", &path);
        // There is one to take out again the next time.
        let path = format!(
            "/playQueues/{}?next=1&uri={}/metadata/{}",
            lists.queue, lists.uri, lists.first
        );
        lists.connection.ask("PUT", &path, "text/xml");
        took
    }),
];

fn main() {
    let few = Server::start(FEW);
    let many = Server::start(MANY);
    let mut both = [Lists::make(&few, FEW), Lists::make(&many, MANY)];
    println!("best of {ROUNDS} rounds of {WRITES}");
    println!(
        "{:<42} {:>12} {:>12} {:>9}",
        "", "of 100", "of 100k", "ratio"
    );
    for (name, change) in CHANGES {
        let mut best = [f64::INFINITY; 2];
        for round in 0..ROUNDS {
            for (lists, best) in both.iter_mut().zip(&mut best) {
                let took: f64 = (0..WRITES).map(|n| change(lists, round * WRITES + n)).sum();
                *best = best.min(took / WRITES as f64);
            }
        }
        let [few, many] = best;
        println!(
            "{name:<42} {:>9.0} µs {:>9.0} µs {:>9.2}",
            few * 1e6,
            many * 1e6,
            many / few
        );
    }
}
