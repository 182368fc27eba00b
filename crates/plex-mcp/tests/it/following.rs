//! The snapshot follows what the server tells by itself, once somebody has asked it.

use std::time::{Duration, Instant};

use plex_client::{ItemEdit, ItemField, ItemType, LibraryKey, RatingKey};
use plex_emulator::{Clock, Emulator, Fault, Library};
use plex_mcp::PlexMcpServer;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{client, object, options, snapshot_in};
use crate::worlds::NOW;

struct World {
    emulator: Emulator,
    clock: Clock,
    server: PlexMcpServer,
    _home: TempDir,
}

async fn world(libraries: &[&str]) -> World {
    let clock = Clock::manual(NOW);
    let builder = Emulator::builder().clock(clock.clone());
    let emulator = builder.library(Library::sample()).start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut options = options();
    options.libraries = libraries.iter().map(ToString::to_string).collect();
    let time = clock.clone();
    options.index = Some(snapshot_in(home.path()).clock(move || time.now()));
    let client = client(emulator.url(), emulator.token());
    World {
        server: PlexMcpServer::with_options(client, options),
        emulator,
        clock,
        _home: home,
    }
}

impl World {
    async fn call(&self, tool: &str, arguments: Value) -> Value {
        let answer = self.server.call(tool, object(arguments.clone())).await;
        answer.unwrap_or_else(|error| panic!("{tool} {arguments}: {error}"))
    }

    async fn query(&self, sql: &str) -> Value {
        self.call("plex_query", json!({"sql": sql})).await
    }

    /// How many films have this title.
    async fn count(&self, title: &str) -> i64 {
        let sql = format!("SELECT count(*) AS n FROM movies WHERE title = '{title}'");
        self.number(&sql).await
    }

    /// Tells the server something, as a player does.
    async fn poke(&self, path: &str) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let address = self.emulator.address();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: plex\r\nX-Plex-Token: {}\r\n\
             X-Plex-Client-Identifier: tests\r\nConnection: close\r\n\r\n",
            self.emulator.token()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }

    /// The one number that a question is answered with.
    async fn number(&self, sql: &str) -> i64 {
        let answer = self.query(sql).await;
        let row = &answer["items"][0];
        row["n"]
            .as_i64()
            .or(row[0].as_i64())
            .unwrap_or_else(|| panic!("{answer}"))
    }

    /// Asks until a film is there so often; how long that took.
    async fn until(&self, title: &str, count: i64) -> Duration {
        let began = Instant::now();
        while self.count(title).await != count {
            assert!(began.elapsed() < Duration::from_secs(60), "{title}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        began.elapsed()
    }

    async fn listened_to(&self, listeners: usize) {
        let began = Instant::now();
        while self.emulator.listener_count() != listeners {
            assert!(began.elapsed() < Duration::from_secs(30));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until an answer says how changes became known: what they bring shows a moment before.
    async fn says(&self, how: &str) {
        let began = Instant::now();
        loop {
            let answer = self.query("SELECT 1").await;
            if answer["snapshot"]["changes_by"] == how {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "{answer}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until all details are there and nothing is asked for any more.
    async fn rests(&self) {
        let index = self.server.index().await.unwrap().unwrap();
        index
            .details(Duration::from_secs(60), |_| {})
            .await
            .unwrap();
        let began = Instant::now();
        loop {
            self.emulator.forget_requests();
            tokio::time::sleep(Duration::from_millis(300)).await;
            if self.emulator.requests().is_empty() {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(60));
        }
    }

    fn listings_read(&self) -> usize {
        let requests = self.emulator.requests();
        let reads = requests.iter().filter(|seen| {
            seen.method == "GET"
                && seen.path.starts_with("/library/sections/")
                && !seen.path.ends_with("/refresh")
                && !seen.query.ends_with("Container-Size=0")
        });
        reads.count()
    }

    /// A film comes onto the disk and is found.
    async fn arrives(&self, title: &str) {
        let film = format!("title = \"{title}\"\nyear = 1925");
        self.emulator.put_on_disk("1", &film).unwrap();
        let films = json!({"library_id": "Films"});
        self.call("plex_refresh_library", films).await;
        for _ in 0..10 {
            self.clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_is_there_within_two_seconds_without_a_sweep() {
    let world = world(&[]).await;
    world.call("plex_get_libraries", json!({})).await;
    assert_eq!(
        world.emulator.listener_count(),
        0,
        "nobody asked the snapshot"
    );
    assert_eq!(world.count("The Pleasure Garden").await, 0);
    world.listened_to(1).await;
    world.rests().await;
    world.emulator.forget_requests();
    world.arrives("The Pleasure Garden").await;
    let took = world.until("The Pleasure Garden", 1).await;
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(world.listings_read(), 0, "it was a sweep");
    world.says("events").await;
    drop(world.server);
    let began = Instant::now();
    while world.emulator.listener_count() > 0 {
        assert!(began.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_edited_played_or_deleted_is_there_within_two_seconds_without_a_sweep() {
    let world = world(&[]).await;
    let film = world
        .call("plex_get_item", json!({"title": "Metropolis"}))
        .await;
    let key = film["rating_key"].as_str().unwrap();
    let owner = client(world.emulator.url(), world.emulator.token());
    let plays = "SELECT count(*) AS n FROM plays";
    let before = world.number(plays).await;
    world.listened_to(1).await;
    world.rests().await;
    world.emulator.forget_requests();

    let item = RatingKey::new(key).unwrap();
    let library = LibraryKey::new("1").unwrap();
    let edit = ItemEdit::new(ItemType::Movie).set(ItemField::Title, "Metropolis again");
    let edit = edit.unwrap();
    let items = std::slice::from_ref(&item);
    owner.edit_items(&library, items, &edit).await.unwrap();
    let took = world.until("Metropolis again", 1).await;
    assert!(took < Duration::from_secs(2), "edited: {took:?}");

    // A player that is heard of before the end, and then near it.
    for (state, at) in [
        ("playing", 120_000_i64),
        ("playing", 1_000_000_000),
        ("stopped", 1_000_000_000),
    ] {
        world
            .poke(&format!(
                "/:/timeline?ratingKey={key}&state={state}&time={at}"
            ))
            .await;
    }
    let began = Instant::now();
    while world.number(plays).await != before + 1 {
        assert!(began.elapsed() < Duration::from_secs(60), "played");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );

    owner.delete_item(&item).await.unwrap();
    let took = world.until("Metropolis again", 0).await;
    assert!(took < Duration::from_secs(2), "deleted: {took:?}");
    assert_eq!(world.listings_read(), 0, "it was a sweep");
}

/// Lets time pass, which stands still only meanwhile: requests are answered in real time.
async fn pass(duration: Duration) {
    tokio::time::pause();
    tokio::time::advance(duration).await;
    tokio::time::resume();
}

#[tokio::test]
async fn a_day_after_the_last_question_nobody_listens_any_more() {
    const HOUR: Duration = Duration::from_secs(3_600);
    let world = world(&[]).await;
    world.count("Metropolis").await;
    world.listened_to(1).await;
    for _ in 0..23 {
        pass(HOUR).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    world.listened_to(1).await;
    // Asked again, it is listened to for another day.
    world.count("Metropolis").await;
    for _ in 0..2 {
        pass(HOUR).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    world.listened_to(1).await;
    for _ in 0..23 {
        pass(HOUR).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    world.listened_to(0).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.emulator.forget_requests();
    for _ in 0..24 {
        pass(HOUR).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let asked = world.emulator.requests();
    assert!(asked.is_empty(), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_absence_there_is_a_look_at_all() {
    let world = world(&[]).await;
    assert_eq!(world.count("The Pleasure Garden").await, 0);
    world.listened_to(1).await;
    world.emulator.inject(Fault::Status(503).on("/:/*"));
    world.emulator.lose_listeners();
    world.listened_to(0).await;
    world.arrives("The Pleasure Garden").await;
    assert_eq!(world.count("The Pleasure Garden").await, 0);
    world.emulator.clear_faults();
    world.until("The Pleasure Garden", 1).await;
    world.says("a look").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_shown_is_neither_heard_nor_read() {
    let world = world(&["Shows"]).await;
    let sql = "SELECT count(*) AS n FROM items WHERE library <> 'Shows'";
    world.query(sql).await;
    world.listened_to(1).await;
    world.rests().await;
    world.emulator.forget_requests();
    let film = "title = \"The Pleasure Garden\"\nyear = 1925";
    world.emulator.put_on_disk("1", film).unwrap();
    let owner = client(world.emulator.url(), world.emulator.token());
    let films = plex_client::LibraryKey::new("1").unwrap();
    owner.refresh_library(&films, None).await.unwrap();
    for _ in 0..10 {
        world.clock.advance(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let read = |seen: &plex_emulator::RecordedRequest| seen.path.starts_with("/library/metadata");
    // Who plays what may tell of a hidden item, which is asked about and not told of.
    let answer = world.query(sql).await;
    assert!(answer.to_string().contains('0'), "{answer}");
    let new = world.emulator.requests().into_iter().filter(read).count();
    let playing = owner.sessions().await.unwrap().len();
    assert!(new <= playing, "{new} items were read, {playing} play");
}
