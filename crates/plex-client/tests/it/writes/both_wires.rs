//! What is answered to changes, and what is read back of them, is the same on both wires.

use std::time::Duration;

use plex_client::{
    ArtworkField, HubVisibility, ItemType, MatchQuery, PlayRequest, PlaylistKind, PlexClient,
    QueueQuery, SmartRule, Wire,
};
use plex_emulator::{Emulator, PlayerKind, PlayerOptions};

use super::{FILMS, first, library, look, sample};

const VIDEO: PlaylistKind = PlaylistKind::Video;

fn client(emulator: &Emulator, wire: Wire) -> PlexClient {
    PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("test")
        .wire(wire)
        .build()
        .unwrap()
}

/// Changes and reads a new server by one wire, and gives all that was answered.
async fn told(wire: Wire) -> Vec<String> {
    let television = PlayerOptions::new(PlayerKind::Television, "Living Room");
    let emulator = sample().player(television).start().await.unwrap();
    let client = client(&emulator, wire);
    let library = &library(FILMS);
    let films = first(&client, FILMS, 4).await;
    let rule = SmartRule::new(library.clone(), ItemType::Movie).limit(3);
    let mut told = Vec::new();
    let mut note = |text: String| told.push(text);

    let list = client
        .create_playlist("List", VIDEO, &films[..2])
        .await
        .unwrap();
    note(format!("{list:?}"));
    let list = list.rating_key.unwrap();
    note(format!(
        "{:?}",
        client.add_to_playlist(&list, &films).await.unwrap()
    ));
    note(format!("{:?}", client.playlist(&list).await.unwrap()));
    let smart = client
        .create_smart_playlist("Smart", VIDEO, &rule)
        .await
        .unwrap();
    note(format!("{:?}", SmartRule::of(&smart).unwrap().unwrap()));

    let movie = ItemType::Movie;
    let made = client
        .create_collection(library, "Made", movie, &films)
        .await
        .unwrap();
    note(format!("{made:?}"));
    let made = made.rating_key.unwrap();
    note(format!("{:?}", client.collection(&made).await.unwrap()));
    let home = HubVisibility {
        own_home: true,
        ..HubVisibility::default()
    };
    client.show_collection(library, &made, home).await.unwrap();
    note(format!(
        "{:?}",
        client
            .collection_hub(library, &made)
            .await
            .unwrap()
            .unwrap()
    ));

    let film = &films[0];
    for kind in ArtworkField::ALL {
        note(format!(
            "{:?}",
            client.artwork_choices(film, *kind).await.unwrap()
        ));
    }
    let query = MatchQuery::new();
    note(format!(
        "{:?}",
        client.match_candidates(film, &query).await.unwrap()
    ));
    note(format!("{:?}", client.maintenance_tasks().await.unwrap()));
    note(format!("{:?}", look(&client, film).await.locks));

    let queue = QueueQuery::playlist(VIDEO, list);
    let queue = client.create_play_queue(&queue).await.unwrap();
    note(format!("{queue:?}"));
    let player = emulator.player("Living Room").unwrap().machine_identifier();
    let player = client.player(player).unwrap();
    let request = PlayRequest::queue(&queue, VIDEO).unwrap();
    player.play_media(&request).await.unwrap();
    emulator.clock().advance(Duration::from_secs(3));
    let timelines = player.timelines().await.unwrap();
    assert!(timelines.active().is_some());
    // Which command it was, and at which port the server is, differs from run to run.
    note(format!("{:?}", timelines.timelines));
    told
}

#[tokio::test]
async fn changes_are_answered_alike() {
    let by_json = told(Wire::Json).await;
    let by_xml = told(Wire::Xml).await;
    assert!(by_json.len() > 15);
    for (json, xml) in by_json.iter().zip(&by_xml) {
        assert_eq!(json, xml);
    }
}
