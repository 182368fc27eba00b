//! Play queues.

use plex_emulator::{Behaviour, Emulator, QueueShuffle};
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::{builder, send, send_as, start, uri};

async fn make(emulator: &Emulator, path: &str, more: &str) -> Value {
    let path = format!("/playQueues?type=audio&uri={}{more}", uri(path));
    let (status, queue) = send(emulator, Method::POST, &path).await;
    assert_eq!(status, 200, "{path}");
    queue
}

fn keys(queue: &Value) -> Vec<i64> {
    let items = ask::list(&queue["Metadata"]);
    let key = |item: &Value| item["ratingKey"].as_str().unwrap().parse().unwrap();
    items.iter().map(key).collect()
}

fn entry(queue: &Value, nth: usize) -> i64 {
    queue["Metadata"][nth]["playQueueItemID"].as_i64().unwrap()
}

#[tokio::test]
async fn a_queue_is_what_is_in_an_album_and_begins_where_it_is_told_to() {
    let emulator = start().await;
    let queue = make(
        &emulator,
        "/library/metadata/21/children",
        "&key=/library/metadata/23",
    )
    .await;
    assert_eq!(keys(&queue), [22, 23, 24]);
    assert_eq!(queue["playQueueTotalCount"], 3);
    assert_eq!(queue["playQueueSelectedItemOffset"], 1);
    assert_eq!(queue["playQueueSelectedItemID"], entry(&queue, 1));
    assert_eq!(queue["playQueueSelectedMetadataItemID"], "23");
    assert_eq!(queue["playQueueShuffled"], false);
    assert_eq!(queue["playQueueVersion"], 1);
    assert!(queue.get("playQueueLastAddedItemID").is_none());
    // Who does not say who they are is told nothing, and has no queue.
    let unsaid = format!("/playQueues?type=audio&uri={}", uri("/library/metadata/21"));
    let unsaid = ask::request(&emulator, Method::POST, &unsaid)
        .send()
        .await
        .unwrap();
    assert_eq!(unsaid.status(), 200);
    assert!(unsaid.bytes().await.unwrap().is_empty());
    let id = &queue["playQueueID"];
    let read = ask::json(&emulator, &format!("/playQueues/{id}")).await;
    assert_eq!(read, queue);
    let old = "/playQueues?type=video&uri=library%3A%2F%2F%2Fdirectory%2F%252Flibrary%252Fmetadata%252F3%2C1";
    let (status, queue) = send(&emulator, Method::POST, old).await;
    assert_eq!((status, keys(&queue)), (200, vec![3, 1]));
    for malformed in [
        "/playQueues?type=video",
        "/playQueues?uri=x",
        "/playQueues?type=video&uri=x",
        "/playQueues?type=video&playlistID=999",
    ] {
        let (status, _) = send(&emulator, Method::POST, malformed).await;
        assert_eq!(status, 400, "{malformed}");
    }
}

#[tokio::test]
async fn an_episode_goes_on_with_those_after_it() {
    let emulator = start().await;
    let queue = make(&emulator, "/library/metadata/13", "&continuous=1").await;
    assert_eq!(keys(&queue), [13, 14]);
    let queue = make(&emulator, "/library/metadata/13", "").await;
    assert_eq!(keys(&queue), [13]);
}

#[tokio::test]
async fn what_is_added_is_played_next() {
    let emulator = start().await;
    let queue = make(&emulator, "/library/metadata/21", "").await;
    let path = format!("/playQueues/{}", queue["playQueueID"]);
    let add = |key: i64, more: &str| {
        format!(
            "{path}?uri={}{more}",
            uri(&format!("/library/metadata/{key}"))
        )
    };
    let (_, queue) = send(&emulator, Method::PUT, &add(1, "")).await;
    assert_eq!(keys(&queue), [22, 1, 23, 24]);
    assert_eq!(queue["playQueueLastAddedItemID"], entry(&queue, 1));
    let (_, queue) = send(&emulator, Method::PUT, &add(2, "")).await;
    assert_eq!(keys(&queue), [22, 1, 2, 23, 24]);
    let (_, queue) = send(&emulator, Method::PUT, &add(3, "&next=1")).await;
    assert_eq!(keys(&queue), [22, 3, 1, 2, 23, 24]);
    assert_eq!(queue["playQueueLastAddedItemID"], entry(&queue, 3));
    assert_eq!(queue["playQueueVersion"], 4);
    // What is not there adds nothing, and is no error.
    let (status, same) = send(&emulator, Method::PUT, &add(999, "")).await;
    assert_eq!((status, &same), (200, &queue));
    let (status, _) = send(&emulator, Method::PUT, &format!("{path}/shuffle")).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn entries_are_moved_removed_and_cleared() {
    let emulator = start().await;
    let queue = make(&emulator, "/library/metadata/21", "").await;
    let items = format!("/playQueues/{}/items", queue["playQueueID"]);
    let (first, second, third) = (entry(&queue, 0), entry(&queue, 1), entry(&queue, 2));
    let (_, queue) = send(&emulator, Method::PUT, &format!("{items}/{third}/move")).await;
    assert_eq!(keys(&queue), [24, 22, 23]);
    assert!(queue.get("playQueueLastAddedItemID").is_none());
    assert_eq!(queue["playQueueSelectedItemOffset"], 1);
    let after = format!("{items}/{third}/move?after={second}");
    let (_, queue) = send(&emulator, Method::PUT, &after).await;
    assert_eq!(keys(&queue), [22, 23, 24]);
    // What is put behind something is up next, and what is added comes behind it.
    assert_eq!(queue["playQueueLastAddedItemID"], third);
    let add = format!(
        "/playQueues/{}?uri={}",
        queue["playQueueID"],
        uri("/library/metadata/22")
    );
    let (_, queue) = send(&emulator, Method::PUT, &add).await;
    assert_eq!(keys(&queue), [22, 23, 24, 22]);
    let added = format!("{items}/{}", entry(&queue, 3));
    send(&emulator, Method::DELETE, &added).await;
    for (method, path, status) in [
        (Method::DELETE, format!("{items}/999"), 404),
        (Method::PUT, format!("{items}/999/move"), 404),
        (Method::PUT, format!("{items}/{third}/move?after=999"), 400),
    ] {
        assert_eq!(send(&emulator, method, &path).await.0, status, "{path}");
    }
    // When what plays is taken out, what comes after it plays.
    let (_, queue) = send(&emulator, Method::DELETE, &format!("{items}/{first}")).await;
    assert_eq!(keys(&queue), [23, 24]);
    assert_eq!(queue["playQueueSelectedItemID"], second);
    assert_eq!(queue["playQueueTotalCount"], 2);
    let (_, queue) = send(&emulator, Method::DELETE, &items).await;
    assert_eq!(keys(&queue), [23]);
}

#[tokio::test]
async fn a_queue_is_mixed_and_put_back_in_order() {
    let emulator = start().await;
    let queue = make(
        &emulator,
        "/library/metadata/21,10",
        "&key=/library/metadata/24",
    )
    .await;
    let before = keys(&queue);
    let path = format!("/playQueues/{}", queue["playQueueID"]);
    let (_, mixed) = send(&emulator, Method::PUT, &format!("{path}/shuffle")).await;
    assert_eq!(mixed["playQueueShuffled"], true);
    assert_eq!(keys(&mixed)[0], 24);
    let mut sorted = keys(&mixed);
    sorted.sort_unstable();
    let mut all = before.clone();
    all.sort_unstable();
    assert_eq!(sorted, all);
    let (_, again) = send(&emulator, Method::PUT, &format!("{path}/unshuffle")).await;
    assert_eq!(again["playQueueShuffled"], false);
    assert_eq!(keys(&again), before);
    assert_eq!(again["playQueueSelectedMetadataItemID"], "24");
    let (_, reset) = send(&emulator, Method::PUT, &format!("{path}/reset")).await;
    assert_eq!(reset["playQueueSelectedItemOffset"], 0);
}

#[tokio::test]
async fn some_servers_mix_no_queue_that_there_is() {
    let without = Behaviour {
        queue_shuffle: QueueShuffle::Unknown,
        ..Behaviour::default()
    };
    let emulator = builder().behaviour(without).start().await.unwrap();
    let queue = make(&emulator, "/library/metadata/21", "&shuffle=1").await;
    assert_eq!(queue["playQueueShuffled"], true);
    for change in ["shuffle", "unshuffle"] {
        let path = format!("/playQueues/{}/{change}", queue["playQueueID"]);
        assert_eq!(send(&emulator, Method::PUT, &path).await.0, 404);
    }
}

#[tokio::test]
async fn a_window_shows_what_is_around_an_entry() {
    let emulator = start().await;
    let queue = make(&emulator, "/library/metadata/21,10", "").await;
    let path = format!("/playQueues/{}", queue["playQueueID"]);
    let center = entry(&queue, 3);
    for (more, shown) in [
        ("window=1", vec![24, 12, 13]),
        ("window=1&includeBefore=0", vec![13]),
        ("window=2&includeAfter=0", vec![23, 24]),
        ("window=99", vec![22, 23, 24, 12, 13, 14]),
    ] {
        let part = ask::json(&emulator, &format!("{path}?center={center}&{more}")).await;
        assert_eq!(keys(&part), shown, "{more}");
        assert_eq!(part["size"], shown.len());
        assert_eq!(part["playQueueTotalCount"], 6);
    }
}

#[tokio::test]
async fn queues_are_nobody_elses_and_lose_what_is_deleted() {
    let emulator = start().await;
    let queue = make(&emulator, "/library/metadata/1,2,3", "").await;
    let path = format!("/playQueues/{}", queue["playQueueID"]);
    for (method, path) in [
        (Method::GET, path.clone()),
        (Method::PUT, format!("{path}/shuffle")),
        (Method::DELETE, format!("{path}/items")),
        (Method::GET, "/playQueues/999".to_owned()),
        (Method::GET, "/playQueues/x".to_owned()),
    ] {
        let (status, _) = send_as(&emulator, "guest-token", method, &path).await;
        assert_eq!(status, 404, "{path}");
    }
    assert_eq!(
        ask::status(&emulator, Method::DELETE, "/library/metadata/1").await,
        200
    );
    let left = ask::json(&emulator, &path).await;
    assert_eq!(keys(&left), [2, 3]);
    assert_eq!(left["playQueueSelectedMetadataItemID"], "2");
    // What a player reports to play is selected.
    let third = entry(&left, 1);
    let playing = format!(
        "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=3&state=playing&time=1000&playQueueItemID={third}"
    );
    assert_eq!(ask::status(&emulator, Method::POST, &playing).await, 200);
    let after = ask::json(&emulator, &path).await;
    assert_eq!(after["playQueueSelectedItemID"], third);
}

#[tokio::test]
async fn a_show_begins_with_what_is_on_deck_where_that_is_asked_for() {
    let emulator = start().await;
    let seen = "/:/scrobble?key=12&identifier=com.plexapp.plugins.library";
    assert_eq!(send(&emulator, Method::PUT, seen).await.0, 200);
    let queue = make(&emulator, "/library/metadata/10", "&onDeck=1").await;
    assert_eq!(keys(&queue), [12, 13, 14]);
    assert_eq!(queue["playQueueSelectedMetadataItemID"], "13");
    for (path, more, first) in [
        ("/library/metadata/10", "", "12"),
        ("/library/metadata/10", "&onDeck=0", "12"),
        (
            "/library/metadata/10",
            "&onDeck=1&key=/library/metadata/14",
            "14",
        ),
        ("/library/metadata/2", "&onDeck=1", "2"),
    ] {
        let queue = make(&emulator, path, more).await;
        assert_eq!(
            queue["playQueueSelectedMetadataItemID"], first,
            "{path} {more}"
        );
    }
}
