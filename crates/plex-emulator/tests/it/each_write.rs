//! One write of each kind, and what the state of the whole server says of it: what should change does, and
//! nothing else.

use plex_emulator::Emulator;
use reqwest::Method;
use serde_json::Value;

use crate::dumping::differences;
use crate::playlists::{send, start, uri};

/// What a kind of write may touch: parts of the state, each of which it must touch at least once.
struct Touches(&'static [&'static str]);

/// What numbers new things get, and when a section's content changed.
const COUNTED: &[&str] = &[
    "/numbers/",
    "/section/0/contentChangedAt",
    "/section/1/contentChangedAt",
    "/origin",
];

/// Sends a write and compares the states; gives what it answered.
async fn write(emulator: &Emulator, method: Method, path: &str, touches: Touches) -> Value {
    let before = emulator.dump();
    let context = format!("{method} {path}");
    let (status, answer) = send(emulator, method, path).await;
    assert!((200..300).contains(&status), "{context}: {status}");
    let changed = differences(&before, &emulator.dump());
    let is_known = |place: &str| {
        let mut known = touches.0.iter().chain(COUNTED);
        known.any(|one| place.starts_with(one))
    };
    for place in &changed {
        assert!(
            is_known(place),
            "{context} changes {place} as well: {changed:?}"
        );
    }
    for wanted in touches.0 {
        let is_touched = changed.iter().any(|place| place.starts_with(wanted));
        assert!(
            is_touched,
            "{context} changes nothing of {wanted}: {changed:?}"
        );
    }
    answer
}

fn key(answer: &Value) -> String {
    answer["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn marks_touch_what_an_account_has_seen() {
    let emulator = start().await;
    let view = || Touches(&["/view"]);
    for (method, path) in [
        (
            Method::GET,
            "/:/scrobble?key=11&identifier=com.plexapp.plugins.library",
        ),
        (
            Method::GET,
            "/:/unscrobble?key=12&identifier=com.plexapp.plugins.library",
        ),
        (
            Method::GET,
            "/:/progress?key=12&identifier=com.plexapp.plugins.library&time=600000",
        ),
        (
            Method::PUT,
            "/:/rate?key=2&identifier=com.plexapp.plugins.library&rating=8",
        ),
        (
            Method::PUT,
            "/actions/removeFromContinueWatching?ratingKey=12",
        ),
    ] {
        write(&emulator, method, path, view()).await;
    }
    let playing = "/:/timeline?ratingKey=13&state=playing&time=60000&X-Plex-Client-Identifier=p\
        &X-Plex-Session-Identifier=s";
    write(
        &emulator,
        Method::POST,
        playing,
        Touches(&["/session", "/view"]),
    )
    .await;
    let end = "/status/sessions/terminate?sessionId=s&reason=x";
    let before = emulator.dump();
    assert_eq!(send(&emulator, Method::GET, end).await.0, 200);
    let changed = differences(&before, &emulator.dump());
    assert!(changed.contains(&"/session".to_owned()), "{changed:?}");
    let begun = "/:/timeline?ratingKey=14&state=playing&time=100000&X-Plex-Client-Identifier=q";
    write(
        &emulator,
        Method::POST,
        begun,
        Touches(&["/session", "/view"]),
    )
    .await;
    let played = "/:/timeline?ratingKey=14&state=playing&time=3590000&X-Plex-Client-Identifier=q";
    write(
        &emulator,
        Method::POST,
        played,
        Touches(&["/play", "/session", "/view"]),
    )
    .await;
    let row = emulator.dump()["play"][0]["id"].to_string();
    let gone = format!("/status/sessions/history/{row}");
    write(&emulator, Method::DELETE, &gone, Touches(&["/play"])).await;
}

#[tokio::test]
async fn lists_and_queues_touch_themselves() {
    let emulator = start().await;
    let list = || Touches(&["/playlist"]);
    let films = uri("/library/metadata/1,2,3");
    let made = format!("/playlists?type=video&title=Mine&uri={films}");
    let made = key(&write(&emulator, Method::POST, &made, list()).await);
    let entry =
        |nth: usize| emulator.dump()["playlist"][0]["items"][nth]["playlistItemID"].to_string();
    let (first, last) = (entry(0), entry(2));
    let episode = uri("/library/metadata/12");
    for (method, path) in [
        (
            Method::PUT,
            format!("/playlists/{made}/items?uri={episode}"),
        ),
        (
            Method::PUT,
            format!("/playlists/{made}/items/{first}/move?after={last}"),
        ),
        (Method::DELETE, format!("/playlists/{made}/items/{last}")),
        (
            Method::PUT,
            format!("/playlists/{made}?title=Yours&summary=x"),
        ),
        (Method::DELETE, format!("/playlists/{made}/items")),
        (Method::DELETE, format!("/playlists/{made}")),
    ] {
        write(&emulator, method, &path, list()).await;
    }
    let rule = uri("/library/sections/1/all?type=1&year>>=1950");
    let smart = format!("/playlists?type=video&title=New&smart=1&uri={rule}");
    let smart = key(&write(&emulator, Method::POST, &smart, list()).await);
    let other = uri("/library/sections/1/all?type=1&year>>=1960");
    let other = format!("/playlists/{smart}/items?uri={other}");
    write(&emulator, Method::PUT, &other, list()).await;

    let queue = || Touches(&["/playQueue"]);
    let made = format!("/playQueues?type=video&uri={films}&X-Plex-Client-Identifier=p");
    let made = write(&emulator, Method::POST, &made, queue()).await["playQueueID"].to_string();
    let entry =
        |nth: usize| emulator.dump()["playQueue"][0]["items"][nth]["playQueueItemID"].to_string();
    let (second, third) = (entry(1), entry(2));
    for (method, path) in [
        (Method::PUT, format!("/playQueues/{made}?uri={episode}")),
        (
            Method::PUT,
            format!("/playQueues/{made}/items/{third}/move?after={}", entry(0)),
        ),
        (Method::DELETE, format!("/playQueues/{made}/items/{second}")),
        (Method::DELETE, format!("/playQueues/{made}/items")),
    ] {
        write(&emulator, method, &path, queue()).await;
    }
}

#[tokio::test]
async fn collections_touch_themselves_and_the_tags_of_their_members() {
    let emulator = start().await;
    let members = || Touches(&["/section/0/collection", "/section/0/item"]);
    let films = uri("/library/metadata/1,2");
    let made = format!("/library/collections?type=1&title=Ours&sectionId=1&uri={films}");
    let made = {
        let before = emulator.dump();
        let (status, answer) = send(&emulator, Method::POST, &made).await;
        assert_eq!(status, 200);
        let changed = differences(&before, &emulator.dump());
        assert!(changed.contains(&"/tag".to_owned()), "{changed:?}");
        key(&answer)
    };
    let third = uri("/library/metadata/3");
    for (method, path, touches) in [
        (
            Method::PUT,
            format!("/library/collections/{made}/items?uri={third}"),
            members(),
        ),
        (
            Method::DELETE,
            format!("/library/collections/{made}/items/1"),
            members(),
        ),
        (
            Method::PUT,
            format!("/library/collections/{made}/prefs?collectionSort=2"),
            Touches(&["/section/0/collection"]),
        ),
        (
            Method::PUT,
            format!("/library/collections/{made}/items/3/move"),
            Touches(&["/section/0/collection"]),
        ),
        (
            Method::POST,
            format!("/hubs/sections/1/manage?metadataItemId={made}&promotedToOwnHome=1"),
            Touches(&["/section/0/hub"]),
        ),
        (
            Method::DELETE,
            format!("/library/collections/{made}"),
            Touches(&["/section/0/"]),
        ),
    ] {
        write(&emulator, method, &path, touches).await;
    }
}

#[tokio::test]
async fn edits_touch_the_item_and_care_what_it_is_for() {
    let emulator = start().await;
    let item = || Touches(&["/section/0/item/0"]);
    for path in [
        "/library/metadata/1?genre%5B0%5D.tag.tag=Drama&genre%5B1%5D.tag.tag=Drama&genre.locked=1",
        "/library/metadata/1?genre%5B%5D.tag.tag-=Drama",
        "/library/metadata/1?summary.value=x",
        "/library/metadata/1/unmatch",
    ] {
        write(&emulator, Method::PUT, path, item()).await;
    }
    write(
        &emulator,
        Method::DELETE,
        "/library/metadata/1/thumb",
        Touches(&["/artwork", "/section/0/item/0"]),
    )
    .await;
    let settings = "/library/metadata/10/prefs?episodeSort=1";
    write(
        &emulator,
        Method::PUT,
        settings,
        Touches(&["/section/1/item/0"]),
    )
    .await;
    let server = "/:/prefs?OnDeckWindow=3";
    write(&emulator, Method::PUT, server, Touches(&["/server/"])).await;
    let made = "/library/sections?name=More&type=movie&agent=tv.plex.agents.movie\
        &scanner=Plex%20Movie&language=en-US&location=%2Fmore";
    let section = || Touches(&["/section", "/scan"]);
    write(&emulator, Method::POST, made, section()).await;
    write(&emulator, Method::DELETE, "/library/sections/5", section()).await;
}
