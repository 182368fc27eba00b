//! Subscriptions to resources, in both eras: what is told, what is not, and when nobody listens.

mod bounds;
mod party;
mod weather;

use std::time::Duration;

use plex_client::{LibraryKey, RatingKey};
use plex_emulator::Emulator;
use rmcp::model::ErrorData;
use serde_json::{Value, json};
use tokio::time::sleep;

use self::party::Party;
use crate::{
    eras::eras,
    support::{Fixture, items},
    worlds::at_rest,
};

/// Waits until so many listen to the server.
async fn until_listening(emulator: &Emulator, count: usize) {
    for _ in 0..2_000 {
        if emulator.listener_count() == count {
            return;
        }
        sleep(Duration::from_millis(5)).await;
    }
    panic!("{} listen, not {count}", emulator.listener_count());
}

async fn scan(fixture: &Fixture, library: &str) {
    let key = LibraryKey::new(library).unwrap();
    let client = fixture.server.client();
    client.refresh_library(&key, None).await.unwrap();
    for _ in 0..40 {
        sleep(Duration::from_millis(5)).await;
        fixture.emulator.clock().advance(Duration::from_millis(200));
    }
}

/// The key of an item.
async fn key(fixture: &Fixture, title: &str) -> String {
    let item = fixture.ok("plex_get_item", json!({"title": title})).await;
    item["rating_key"].as_str().unwrap().to_owned()
}

async fn rename(fixture: &Fixture, key: &str, title: &str) {
    let edit = json!({"rating_keys": [key], "set": {"title": title}});
    fixture.ok("plex_edit_metadata", edit).await;
}

#[tokio::test]
async fn a_new_film_is_told_to_those_who_subscribed_to_its_library_and_to_nobody_else() {
    for era in eras() {
        let fixture = Fixture::at_rest_over(plex_emulator::Library::sample(), |_| {}).await;
        let mut party = Party::connect(&fixture.server, era).await;
        let uris = ["pms://libraries", "pms://library/1", "pms://library/2"];
        party.subscribe(&uris).await.unwrap();
        let before = party.read("pms://library/1").await;
        let film = "title = \"The Pleasure Garden\"\nyear = 1925";
        fixture.emulator.put_on_disk("1", film).unwrap();
        scan(&fixture, "1").await;
        let mut heard = vec![party.next().await, party.next().await];
        heard.extend(party.all_within(4_000).await);
        heard.sort();
        let count = heard.len();
        heard.dedup();
        assert_eq!(heard, ["pms://libraries", "pms://library/1"]);
        assert!(count <= 8, "{count} updates of one film");
        let after = party.read("pms://library/1").await;
        assert!(after["items"].as_u64().unwrap() > before["items"].as_u64().unwrap());
        assert!(
            after["recently_added"]
                .to_string()
                .contains("The Pleasure Garden")
        );
        // What nothing follows is silent.
        assert!(party.all_within(1_500).await.is_empty());
    }
}

#[tokio::test]
async fn an_item_that_was_edited_or_deleted_is_told() {
    for era in eras() {
        let fixture = Fixture::over_everything().await;
        let mut party = Party::connect(&fixture.server, era).await;
        let film = key(&fixture, "Metropolis").await;
        let uri = format!("pms://item/{film}");
        party.subscribe(&[&uri]).await.unwrap();
        let other = key(&fixture, "Nosferatu").await;
        rename(&fixture, &other, "Nosferatu again").await;
        assert!(party.all_within(1_500).await.is_empty());
        rename(&fixture, &film, "Metropolis again").await;
        assert_eq!(party.next().await, uri);
        assert_eq!(party.read(&uri).await["title"], "Metropolis again");
        let client = fixture.server.client();
        client
            .delete_item(&RatingKey::new(&*film).unwrap())
            .await
            .unwrap();
        assert_eq!(party.next().await, uri);
        let gone = fixture.server.read(&uri).await.unwrap_err();
        assert_eq!(gone.kind(), plex_mcp::ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn what_a_client_has_read_itself_is_no_news() {
    for era in eras() {
        let fixture = Fixture::over_everything().await;
        let mut party = Party::connect(&fixture.server, era).await;
        let film = key(&fixture, "Metropolis").await;
        let uri = format!("pms://item/{film}");
        party.subscribe(&[&uri]).await.unwrap();
        rename(&fixture, &film, "Metropolis again").await;
        assert_eq!(party.read(&uri).await["title"], "Metropolis again");
        assert!(party.all_within(2_500).await.is_empty());
    }
}

/// Of what is in playlists and of marks servers tell nothing that can be relied on.
#[tokio::test]
async fn what_was_changed_from_here_is_told_even_when_the_server_does_not_tell_it() {
    for era in eras() {
        let fixture = Fixture::sample().await;
        let client = fixture.server.client();
        let lists = client.playlists(Default::default()).await.unwrap().items;
        let plain = lists.iter().find(|one| one.smart != Some(true)).unwrap();
        let uri = format!("pms://playlist/{}", plain.rating_key.as_ref().unwrap());
        let mut party = Party::connect(&fixture.server, era).await;
        party.subscribe(&[&uri]).await.unwrap();
        let before = party.read(&uri).await["total"].as_u64().unwrap();
        let edit = json!({"playlist_id": plain.title, "add": ["Metropolis"]});
        fixture.ok("plex_edit_playlist", edit).await;
        assert_eq!(party.next().await, uri);
        assert_eq!(party.read(&uri).await["total"], before + 1);
    }
}

#[tokio::test]
async fn sessions_are_told_when_they_change_and_now_and_then_while_they_go_on() {
    for era in eras() {
        let fixture = Fixture::sample().await;
        let emulator = &fixture.emulator;
        let mut party = Party::connect(&fixture.server, era).await;
        let uri = "pms://sessions";
        party.subscribe(&[uri]).await.unwrap();
        let before = items(&party.read(uri).await).len();
        // Half a minute that takes three seconds: positions move.
        for _ in 0..30 {
            emulator.clock().advance(Duration::from_secs(1));
            sleep(Duration::from_millis(100)).await;
        }
        let moves = party.all_within(500).await;
        assert!(moves.len() <= 1, "{moves:?}");
        let sessions = fixture.server.client().sessions().await.unwrap();
        let session = sessions
            .iter()
            .find_map(|one| one.session.as_ref()?.id.clone())
            .unwrap();
        let client = fixture.server.client();
        client.end_session(&session, "enough").await.unwrap();
        emulator.clock().advance(Duration::from_secs(1));
        assert_eq!(party.next().await, uri);
        assert_eq!(items(&party.read(uri).await).len(), before - 1);
    }
}

#[tokio::test]
async fn activities_are_told_from_their_beginning_to_their_end() {
    for era in eras() {
        let emulator = at_rest().scan_duration(Duration::from_secs(60));
        let fixture = Fixture::over(emulator).await;
        let server = crate::support::options();
        let mut options = server;
        options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
        let client = fixture.server.client().clone();
        let server = plex_mcp::PlexMcpServer::with_options(client, options);
        let mut party = Party::connect(&server, era).await;
        let uri = "pms://activities";
        party.subscribe(&[uri]).await.unwrap();
        let client = fixture.server.client();
        let key = LibraryKey::new("1").unwrap();
        client.refresh_library(&key, None).await.unwrap();
        fixture.emulator.clock().advance(Duration::from_secs(1));
        assert_eq!(party.next().await, uri);
        assert_eq!(items(&party.read(uri).await).len(), 1);
        for _ in 0..70 {
            fixture.emulator.clock().advance(Duration::from_secs(1));
            sleep(Duration::from_millis(20)).await;
        }
        assert!(!party.all_within(3_500).await.is_empty());
        assert!(items(&party.read(uri).await).is_empty());
    }
}

#[tokio::test]
async fn nobody_listens_when_nobody_has_subscribed() {
    for era in eras() {
        let fixture = Fixture::sample().await;
        let emulator = &fixture.emulator;
        let mut first = Party::connect(&fixture.server, era.clone()).await;
        first.read("pms://sessions").await;
        assert_eq!(emulator.listener_count(), 0);
        first.subscribe(&["pms://sessions"]).await.unwrap();
        let mut second = Party::connect(&fixture.server, era).await;
        second
            .subscribe(&["pms://sessions", "pms://libraries"])
            .await
            .unwrap();
        until_listening(emulator, 1).await;
        first.unsubscribe(&["pms://sessions"]).await;
        sleep(Duration::from_millis(200)).await;
        assert_eq!(emulator.listener_count(), 1);
        second
            .unsubscribe(&["pms://sessions", "pms://libraries"])
            .await;
        until_listening(emulator, 0).await;
        // A client that goes without a word, and comes again.
        first.subscribe(&["pms://sessions"]).await.unwrap();
        until_listening(emulator, 1).await;
        drop(first);
        until_listening(emulator, 0).await;
        second.subscribe(&["pms://libraries"]).await.unwrap();
        until_listening(emulator, 1).await;
    }
}

#[tokio::test]
async fn the_capability_is_told_where_something_can_be_subscribed_to() {
    let fixture = Fixture::sample().await;
    let only_server = fixture
        .server
        .with_only(|tool| tool.name() == "plex_get_server");
    for era in eras() {
        let party = Party::connect(&fixture.server, era.clone()).await;
        let info = party.client.peer_info().unwrap();
        let resources = info.capabilities.resources.as_ref().unwrap();
        assert_eq!(resources.subscribe, Some(true));
        let party = Party::connect(&only_server, era).await;
        let info = party.client.peer_info().unwrap();
        let resources = info.capabilities.resources.as_ref();
        assert_eq!(resources.and_then(|one| one.subscribe), None);
    }
}

/// The words of an error, with its hint.
fn words(error: &ErrorData) -> String {
    let hint = error.data.as_ref().map(|data| &data["error"]["hint"]);
    let hint = hint.and_then(Value::as_str).unwrap_or_default();
    format!("{} {hint}", error.message)
}
