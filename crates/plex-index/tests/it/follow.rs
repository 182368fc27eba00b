//! What the server tells by itself is read at once, and nothing else is.

use std::time::{Duration, Instant};

use plex_client::{ItemType, LibraryKey, RatingKey};
use plex_emulator::{Fault, Library};
use plex_index::Heard;
use tokio::time;

use crate::fixture::{Fixture, PATIENCE};

/// Lets time pass, which stands still only meanwhile: requests are answered in real time.
async fn pass(duration: Duration) {
    time::pause();
    time::advance(duration).await;
    time::resume();
}

/// Waits in real time until something holds, and returns how long that took.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < PATIENCE, "never happened: {what}");
        time::sleep(Duration::from_millis(5)).await;
    }
    began.elapsed()
}

/// A snapshot that is whole, and at rest.
async fn at_rest() -> Fixture {
    let fixture = Fixture::with(Library::sample()).await;
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    fixture.index.details(PATIENCE, |_| {}).await.unwrap();
    until("a rest", async || {
        fixture.server.forget_requests();
        time::sleep(Duration::from_millis(100)).await;
        fixture.server.requests().is_empty()
    })
    .await;
    fixture.clock.advance(Duration::from_secs(60));
    fixture
}

impl Fixture {
    async fn key(&self, sql: &str) -> RatingKey {
        RatingKey::new(self.value(sql).await.as_str().unwrap()).unwrap()
    }

    /// Waits until a question has this answer.
    async fn until_answered(&self, sql: &str, expected: u64) -> Duration {
        until(sql, async || {
            self.value(sql).await.as_u64() == Some(expected)
        })
        .await
    }

    async fn until_followed(&self) {
        until("it was read", async || {
            let fresh = self.index.status().await.unwrap().unwrap();
            fresh.followed == Some(self.clock.now())
        })
        .await;
    }

    /// Listings were counted at most, and not read.
    fn assert_no_listing_was_read(&self) {
        for seen in self.server.requests() {
            let lists = seen.path.starts_with("/library/sections/");
            let reads = lists && !seen.query.ends_with("Container-Size=0");
            assert!(!reads, "{seen:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_shows_at_once_without_a_look_at_anything_else() {
    let fixture = at_rest().await;
    let following = fixture.index.follow();
    let film = "title = \"The Pleasure Garden\"\nyear = 1925\nGenre = [\"Drama\"]";
    fixture.server.put_on_disk("1", film).unwrap();
    let films = LibraryKey::new("1").unwrap();
    fixture.client.refresh_library(&films, None).await.unwrap();
    fixture.clock.advance(Duration::from_secs(10));
    let found = fixture.client.titles(&films, &ItemType::Movie, 10_000);
    let mut found = found.await.unwrap().items.into_iter();
    let key = found
        .find(|one| one.title == "The Pleasure Garden")
        .unwrap()
        .rating_key;
    fixture.server.forget_requests();
    following.hear(Heard::of_items([key]));
    let sql = "SELECT count(*) FROM items WHERE title = 'The Pleasure Garden' AND detailed = 1";
    fixture.until_answered(sql, 1).await;
    fixture.until_followed().await;
    fixture.assert_no_listing_was_read();
    // A sweep finds the same.
    let row = "SELECT * FROM items WHERE title = 'The Pleasure Garden'";
    let before = fixture.rows(row).await;
    fixture.sync(plex_index::Depth::Everything).await;
    assert_eq!(fixture.rows(row).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_played_shows_in_its_item_in_what_that_is_in_and_among_the_plays() {
    let fixture = at_rest().await;
    let following = fixture.index.follow();
    let sql = "SELECT rating_key FROM episodes WHERE view_count = 0 LIMIT 1";
    let episode = fixture.key(sql).await;
    let plays = fixture.value("SELECT count(*) FROM plays").await;
    let of_show = format!(
        "SELECT s.viewed_leaf_count FROM episodes e JOIN items s ON s.id = e.show_id WHERE e.rating_key = '{}'",
        episode.as_str()
    );
    let seen = fixture.value(&of_show).await.as_u64().unwrap();
    // A player that is heard of before the end, and then near it: marking alone is no play.
    for at in [120_000_i64, 1_000_000_000] {
        let key = episode.as_str();
        let report = format!("/:/timeline?ratingKey={key}&state=playing&time={at}");
        fixture.poke(&report).await;
    }
    fixture.server.forget_requests();
    following.hear(Heard::of_items([episode.clone()]).played(true));
    let count = format!(
        "SELECT view_count FROM episodes WHERE rating_key = '{}'",
        episode.as_str()
    );
    fixture.until_answered(&count, 1).await;
    fixture.until_answered(&of_show, seen + 1).await;
    let more = plays.as_u64().unwrap() + 1;
    fixture
        .until_answered("SELECT count(*) FROM plays", more)
        .await;
    fixture.assert_no_listing_was_read();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_goes_with_all_that_was_in_it() {
    let fixture = at_rest().await;
    let following = fixture.index.follow();
    let sql = "SELECT s.rating_key FROM items s WHERE s.type = 'show' AND
        (SELECT count(*) FROM episodes e WHERE e.show_id = s.id) > 1 LIMIT 1";
    let show = fixture.key(sql).await;
    let of_it = format!(
        "SELECT count(*) FROM episodes e JOIN items s ON s.id = e.show_id WHERE s.rating_key = '{}'",
        show.as_str()
    );
    let before = fixture.value("SELECT count(*) FROM episodes").await;
    let episodes = fixture.value(&of_it).await.as_u64().unwrap();
    fixture.client.delete_item(&show).await.unwrap();
    fixture.server.forget_requests();
    following.hear(Heard::of_items([show.clone()]));
    let left = before.as_u64().unwrap() - episodes;
    fixture
        .until_answered("SELECT count(*) FROM episodes", left)
        .await;
    let gone = format!(
        "SELECT count(*) FROM items WHERE rating_key = '{}'",
        show.as_str()
    );
    fixture.until_answered(&gone, 0).await;
    fixture.assert_no_listing_was_read();
}

#[tokio::test]
async fn for_a_day_what_is_told_is_all_that_is_asked_for_and_then_there_is_silence() {
    let fixture = at_rest().await;
    let following = fixture.index.follow();
    // The round that is due while somebody has just asked.
    for _ in 0..12 {
        pass(Duration::from_secs(300)).await;
        time::sleep(Duration::from_millis(50)).await;
    }
    fixture.server.forget_requests();
    for _ in 0..20 * 12 {
        pass(Duration::from_secs(300)).await;
    }
    time::sleep(Duration::from_millis(300)).await;
    assert!(fixture.server.requests().is_empty(), "nobody asked");
    let film = fixture.key("SELECT rating_key FROM movies LIMIT 1").await;
    fixture.clock.advance(Duration::from_secs(60));
    following.hear(Heard::of_items([film.clone()]));
    fixture.until_followed().await;

    // What was missed is looked for.
    fixture.clock.advance(Duration::from_secs(60));
    following.hear(Heard::missed());
    until("a look", async || {
        pass(Duration::from_secs(1)).await;
        let fresh = fixture.index.status().await.unwrap().unwrap();
        fresh.refreshed == fixture.clock.now()
    })
    .await;

    // Nobody has asked for a day.
    for _ in 0..6 * 12 {
        pass(Duration::from_secs(300)).await;
        time::sleep(Duration::from_millis(2)).await;
    }
    time::sleep(Duration::from_millis(300)).await;
    fixture.server.forget_requests();
    following.hear(Heard::of_items([film]));
    time::sleep(Duration::from_millis(300)).await;
    assert!(fixture.server.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_known_is_not_read_into_it() {
    let fixture = at_rest().await;
    let libraries = fixture.client.libraries().await.unwrap();
    let films = libraries.iter().find(|one| one.title == "Films").unwrap();
    let uuid = films.uuid.clone().unwrap();
    let limited = fixture.another(fixture.options().only_libraries([uuid]));
    limited.ready(PATIENCE, |_| {}).await.unwrap();
    limited.details(PATIENCE, |_| {}).await.unwrap();
    let following = limited.follow();
    let sql = "SELECT rating_key FROM episodes LIMIT 1";
    let hidden = fixture.key(sql).await;
    let film = fixture.key("SELECT rating_key FROM movies LIMIT 1").await;
    fixture.clock.advance(Duration::from_secs(60));
    following.hear(Heard::of_items([hidden, film]));
    until("it was read", async || {
        let fresh = limited.status().await.unwrap().unwrap();
        fresh.followed == Some(fixture.clock.now())
    })
    .await;
    let shows = plex_index::Query::new("SELECT count(*) FROM items WHERE type <> 'movie'");
    let answer = limited.query(shows).await.unwrap();
    assert_eq!(answer.rows[0][0].as_u64(), Some(0));
}

#[tokio::test]
async fn what_cannot_be_read_again_and_again_puts_off_no_look_at_all() {
    let fixture = at_rest().await;
    let following = fixture.index.follow();
    let film = fixture.key("SELECT rating_key FROM movies LIMIT 1").await;
    fixture
        .server
        .inject(Fault::Status(503).on("/library/metadata/*"));
    fixture.server.forget_requests();
    for _ in 0..10 {
        following.hear(Heard::of_items([film.clone()]));
        until("it was asked for", async || {
            !fixture.server.requests().is_empty()
        })
        .await;
        time::sleep(Duration::from_millis(300)).await;
        pass(Duration::from_secs(3)).await;
    }
    // What is told is asked for by its id; who looks at all asks each library.
    let requests = fixture.server.requests();
    let mut paths = requests.iter().map(|one| &one.path);
    assert!(
        paths.any(|path| path.starts_with("/library/sections/")),
        "{requests:?}"
    );
}
