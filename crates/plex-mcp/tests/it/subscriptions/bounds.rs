//! What cannot be subscribed to, and how much can be.

use std::time::Duration;

use plex_emulator::Library;
use rmcp::model::SubscriptionFilter;
use serde_json::json;
use tokio::time::sleep;

use super::{key, party::Party, rename, scan, until_listening, words};
use crate::{eras::eras, support::Fixture};

#[tokio::test]
async fn what_cannot_be_subscribed_to_is_refused_in_words_and_leaves_nobody_listening() {
    let fixture = Fixture::sample().await;
    for era in eras() {
        let mut party = Party::connect(&fixture.server, era).await;
        for (uri, expected) in [
            ("pms://nothing", "there is no resource pms://nothing"),
            ("pms://sesions", "Did you mean \"pms://sessions\"?"),
            ("https://example.com", "there is no resource"),
            (
                "pms://server",
                "pms://server cannot be subscribed to These can: pms://libraries, pms://sessions, \
                 pms://activities, pms://library/{library_id}, pms://item/{rating_key}, \
                 pms://playlist/{playlist_id}.",
            ),
            ("pms://schema", "cannot be subscribed to"),
            ("pms://item/1/poster", "cannot be subscribed to"),
            ("pms://item/99999999", "pms://item/99999999: "),
            ("pms://library/Flims", "Did you mean \"Films\"?"),
            ("pms://playlist/none", "pms://playlist/none: "),
        ] {
            let error = party.subscribe(&[uri]).await.unwrap_err();
            let words = words(&error);
            assert!(words.contains(expected), "{uri}: {words}");
        }
        until_listening(&fixture.emulator, 0).await;
        // What was refused is no burden.
        party.subscribe(&["pms://sessions"]).await.unwrap();
        until_listening(&fixture.emulator, 1).await;
        party.unsubscribe(&["pms://sessions"]).await;
        until_listening(&fixture.emulator, 0).await;
    }
}

#[tokio::test]
async fn who_listens_is_told_which_part_of_it_can_be_had() {
    let fixture = Fixture::sample().await;
    let [_, era] = eras();
    let party = Party::connect(&fixture.server, era).await;
    let wanted = ["pms://server", "pms://sessions", "pms://nothing"];
    let filter = SubscriptionFilter::builder()
        .resource_subscriptions(wanted)
        .tools_list_changed();
    let mut subscription = party.client.listen(filter.build()).await.unwrap();
    let expected = SubscriptionFilter::builder().resource_subscription("pms://sessions");
    assert_eq!(subscription.acknowledged(), &expected.build());
    until_listening(&fixture.emulator, 1).await;
    subscription.cancel().await.unwrap();
    until_listening(&fixture.emulator, 0).await;
}

#[tokio::test]
async fn a_client_can_subscribe_to_so_much_and_no_more() {
    let fixture = Fixture::holding(Library::generate(80)).await;
    let page = json!({"library_id": "1", "limit": 70});
    let page = fixture.ok("plex_get_library_items", page).await;
    let uris: Vec<String> = crate::support::items(&page)
        .iter()
        .map(|item| format!("pms://item/{}", item["rating_key"].as_str().unwrap()))
        .collect();
    let uris: Vec<&str> = uris.iter().map(String::as_str).collect();
    let [earlier, modern] = eras();

    let mut party = Party::connect(&fixture.server, earlier).await;
    party.subscribe(&uris[..64]).await.unwrap();
    let error = party.subscribe(&uris[64..65]).await.unwrap_err();
    assert!(words(&error).contains("no more than 64"), "{error:?}");
    party.subscribe(&uris[..1]).await.expect("again is no more");
    party.unsubscribe(&uris[..1]).await;
    party.subscribe(&uris[64..65]).await.unwrap();

    let mut party = Party::connect(&fixture.server, modern).await;
    let filter = SubscriptionFilter::builder().resource_subscriptions(uris.iter().copied());
    let subscription = party.client.listen(filter.build()).await.unwrap();
    let accepted = subscription.acknowledged().resource_subscriptions.clone();
    assert_eq!(accepted.unwrap(), uris[..64]);
    for _ in 0..400 {
        // Until the first ones are followed.
        sleep(Duration::from_millis(5)).await;
    }
    let error = party.subscribe(&uris[64..65]).await.unwrap_err();
    assert!(words(&error).contains("no more than 64"), "{error:?}");
    drop(subscription);
}

#[tokio::test]
async fn nothing_is_told_of_libraries_that_may_not_be_shown() {
    for era in eras() {
        let open = Fixture::over_everything().await;
        let mut options = crate::support::options();
        options.libraries = vec!["Films".to_owned()];
        let client = open.server.client().clone();
        let limited = plex_mcp::PlexMcpServer::with_options(client, options);
        let mut party = Party::connect(&limited, era).await;
        let hidden = open
            .ok("plex_get_library_items", json!({"library_id": "2"}))
            .await;
        let hidden = crate::support::items(&hidden)[0]["rating_key"]
            .as_str()
            .unwrap()
            .to_owned();
        let hidden_uri = format!("pms://item/{hidden}");
        for uri in ["pms://library/2", &hidden_uri] {
            let refused = party.subscribe(&[uri]).await.unwrap_err();
            let read = limited.read(uri).await.unwrap_err();
            let words = words(&refused);
            assert!(words.contains(read.message()), "{words} and {read}");
        }
        let shown = key(&open, "Metropolis").await;
        let shown_uri = format!("pms://item/{shown}");
        let uris = ["pms://libraries", "pms://library/1", &*shown_uri];
        party.subscribe(&uris).await.unwrap();
        rename(&open, &hidden, "Hidden again").await;
        scan(&open, "2").await;
        let heard = party.all_within(2_500).await;
        assert!(heard.is_empty(), "{heard:?}");
        rename(&open, &shown, "Metropolis again").await;
        assert_eq!(party.next().await, shown_uri);
    }
}
