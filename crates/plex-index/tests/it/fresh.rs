use std::time::Duration;

use plex_emulator::{Fault, Library};
use plex_index::Depth;

use crate::fixture::{Fixture, PATIENCE};

/// Two films and a show, as a description that can be changed.
const BEFORE: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/media/films"]
[[section.item]]
ratingKey = "11"
title = "Metropolis"
year = 1927
guid = "plex://movie/metropolis"
addedAt = "-20d"
updatedAt = "-20d"
viewCount = 1
lastViewedAt = "-9d"
[[section.item]]
ratingKey = "12"
title = "Nosferatu"
year = 1922
guid = "plex://movie/nosferatu"
addedAt = "-19d"
updatedAt = "-19d"

[[play]]
item = "Metropolis"
viewedAt = "-9d"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn plays_and_marks_are_seen_at_once() {
    let fixture = Fixture::synced(Library::sample()).await;
    let film = fixture
        .rows("SELECT rating_key, title FROM movies WHERE view_count = 0 LIMIT 1")
        .await
        .remove(0);
    let episode = fixture
        .rows(
            "SELECT e.rating_key, s.rating_key, s.viewed_leaf_count FROM episodes e JOIN items s ON s.id = e.show_id
             WHERE e.view_count = 0 LIMIT 1",
        )
        .await
        .remove(0);
    let plays = fixture
        .value("SELECT count(*) FROM plays")
        .await
        .as_u64()
        .unwrap();

    fixture.clock.advance(Duration::from_secs(3600));
    for key in [&film[0], &episode[0]] {
        // A player that is heard of before the end, and then near it: marking alone is no play.
        for millis in [120_000_i64, 1_000_000_000] {
            let key = key.as_str().unwrap();
            let report = format!("/:/timeline?ratingKey={key}&state=playing&time={millis}");
            fixture.poke(&report).await;
        }
    }
    fixture.sync(Depth::Changes).await;

    let viewed = |key: &str| format!("SELECT view_count FROM items WHERE rating_key = '{key}'");
    assert_eq!(fixture.value(&viewed(film[0].as_str().unwrap())).await, 1);
    assert_eq!(
        fixture.value(&viewed(episode[0].as_str().unwrap())).await,
        1
    );
    let show = format!(
        "SELECT viewed_leaf_count FROM items WHERE rating_key = '{}'",
        episode[1].as_str().unwrap()
    );
    assert_eq!(
        fixture.value(&show).await.as_i64().unwrap(),
        episode[2].as_i64().unwrap_or(0) + 1
    );
    assert!(
        fixture
            .value("SELECT count(*) FROM plays")
            .await
            .as_u64()
            .unwrap()
            > plays
    );
    let newest = fixture
        .rows("SELECT viewed_at, title FROM plays ORDER BY viewed_at DESC LIMIT 2")
        .await;
    assert!(newest.iter().any(|play| play[1] == film[1]), "{newest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_and_what_is_gone_shows_in_the_counts() {
    let fixture = Fixture::of_toml(BEFORE).await;
    let without_nosferatu = BEFORE
        .replace("Nosferatu", "Faust")
        .replace("\"12\"", "\"13\"")
        .replace("nosferatu", "faust");
    let fixture = fixture
        .now_with(&without_nosferatu.replace("-19d", "-1h"))
        .await;
    fixture.sync(Depth::Changes).await;
    assert_eq!(
        fixture
            .column("SELECT title FROM movies ORDER BY title")
            .await,
        ["Faust", "Metropolis"]
    );
    assert_eq!(
        fixture
            .rows("SELECT 1 FROM search WHERE search MATCH 'nosferatu'")
            .await
            .len(),
        0
    );
    assert_eq!(
        fixture
            .rows("SELECT 1 FROM search WHERE search MATCH 'faust'")
            .await
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_sweep_sees_what_leaves_no_trace() {
    // The fast pass looks at the films that changed last: among many, this one is not.
    let many: String = (0..60)
        .map(|n| format!("[[section.item]]\ntitle = \"Film {n}\"\naddedAt = \"-{n}h\"\nupdatedAt = \"-{n}h\"\nviewCount = 1\nlastViewedAt = \"-{n}h\"\n"))
        .collect();
    let many = BEFORE.replace("[[play]]", &format!("{many}[[play]]"));
    let fixture = Fixture::of_toml(&many).await;
    let unwatched = many.replace("viewCount = 1\nlastViewedAt = \"-9d\"\n", "");
    let fixture = fixture.now_with(&unwatched).await;
    let viewed = "SELECT view_count FROM movies WHERE title = 'Metropolis'";
    fixture.sync(Depth::Changes).await;
    assert_eq!(fixture.value(viewed).await, 1);
    fixture.sync(Depth::Everything).await;
    assert_eq!(fixture.value(viewed).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_sees_what_the_owner_thinks_of_a_film() {
    let rated = |rating: &str| BEFORE.replace("year = 1927", &format!("year = 1927\n{rating}"));
    let fixture = Fixture::of_toml(&rated("userRating = 9.0")).await;
    let both = "SELECT (SELECT user_rating FROM movies WHERE title = 'Metropolis'),
        (SELECT max(value) FROM ratings WHERE kind = 'user')";
    assert_eq!(fixture.rows(both).await, [[9.0, 9.0]]);
    let fixture = fixture.now_with(&rated("userRating = 4.0")).await;
    fixture.sync(Depth::Everything).await;
    assert_eq!(fixture.rows(both).await, [[4.0, 4.0]]);
    let fixture = fixture.now_with(BEFORE).await;
    fixture.sync(Depth::Everything).await;
    assert!(
        fixture.rows(both).await[0]
            .iter()
            .all(serde_json::Value::is_null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn plays_follow_a_title_to_its_new_key() {
    let fixture = Fixture::of_toml(BEFORE).await;
    let play = "SELECT rating_key FROM plays WHERE title = 'Metropolis'";
    assert_eq!(fixture.value(play).await, "11");
    let fixture = fixture.now_with(&BEFORE.replace("\"11\"", "\"21\"")).await;
    fixture.sync(Depth::Everything).await;
    assert_eq!(
        fixture
            .column("SELECT rating_key FROM movies ORDER BY 1")
            .await,
        ["12", "21"]
    );
    assert!(fixture.column(play).await.iter().all(|key| key == "21"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_gone_takes_its_items_with_it() {
    let fixture = Fixture::of_toml(&BEFORE.replace("[[play]]", SECOND_LIBRARY)).await;
    assert_eq!(fixture.value("SELECT count(*) FROM items").await, 3);
    let fixture = fixture.now_with(BEFORE).await;
    fixture.sync(Depth::Changes).await;
    assert_eq!(fixture.value("SELECT count(*) FROM items").await, 2);
    assert_eq!(
        fixture.column("SELECT title FROM libraries").await,
        ["Films"]
    );
}

const SECOND_LIBRARY: &str = r#"
[[section]]
key = "2"
type = "movie"
title = "More"
Location = ["/media/more"]
[[section.item]]
title = "M"
ratingKey = "30"

[[play]]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_before_the_first_call_and_little_when_nothing_changed() {
    let fixture = Fixture::with(Library::sample()).await;
    assert!(fixture.server.requests().is_empty());
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    fixture.sync(Depth::Changes).await;
    fixture.server.forget_requests();
    fixture.clock.advance(Duration::from_secs(600));
    fixture.sync(Depth::Changes).await;
    let asked = fixture.server.requests().len();
    assert!(
        asked < 60,
        "{asked} requests to learn that nothing has changed"
    );
}

/// However often it is asked, what was read once is not for a token that the server takes no more.
#[tokio::test]
async fn a_refused_token_is_refused_each_time() {
    let fixture = Fixture::synced(Library::sample()).await;
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    fixture.server.inject(Fault::Status(401).on("*"));
    fixture.clock.advance(Duration::from_secs(3600));
    for time in ["first", "second"] {
        let error = fixture.index.ready(PATIENCE, |_| {}).await.unwrap_err();
        assert!(error.to_string().contains("401"), "{time}: {error}");
    }
}
