//! How far a scan is, as it is told while it is waited for.

use std::time::Duration;

use plex_client::LibraryKey;
use plex_emulator::Emulator;
use rmcp::model::CallToolRequestParams;
use serde_json::json;
use tokio::time::sleep;

use crate::{
    eras::{connect, eras},
    support::{Fixture, client, object},
};

fn scan() -> CallToolRequestParams {
    let arguments = object(json!({"library_id": "Films", "wait": true}));
    CallToolRequestParams::new("plex_refresh_library").with_arguments(arguments)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_as_far_as_the_server_says() {
    let emulator = Emulator::builder().scan_duration(Duration::from_secs(3));
    let fixture = Fixture::over(emulator).await;
    for era in eras() {
        let (client, watcher) = connect(&fixture.server, era).await;
        client.call_tool(scan()).await.unwrap();
        let told = watcher.updates();
        let is_on_its_way = |done: f64| done > 0.0 && done < 100.0;
        assert!(
            told.iter()
                .any(|one| is_on_its_way(one.progress) && one.total == Some(100.0)),
            "{told:?}"
        );
        client.cancel().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_server_does_not_say_what_is_ready_is_counted() {
    let emulator = Emulator::builder().scan_duration(Duration::from_secs(3_600));
    let fixture = Fixture::over(emulator).await;
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    for era in eras() {
        let (client, watcher) = connect(&fixture.server, era).await;
        let meanwhile = async {
            while fixture.emulator.listener_count() == 0
                || plex.activities().await.unwrap().is_empty()
            {
                sleep(Duration::from_millis(5)).await;
            }
            for number in 1..=3 {
                sleep(Duration::from_millis(400)).await;
                let entry = json!({
                    "identifier": "com.plexapp.plugins.library", "sectionID": "1", "type": 1,
                    "itemID": (900 + number).to_string(), "title": format!("Film {number}"), "state": 5,
                });
                fixture.emulator.tell("timeline", "TimelineEntry", entry);
            }
            sleep(Duration::from_millis(400)).await;
            plex.cancel_refresh(&LibraryKey::new("1").unwrap())
                .await
                .unwrap();
        };
        let (scanned, ()) = tokio::join!(client.call_tool(scan()), meanwhile);
        scanned.unwrap();
        let told = watcher.updates();
        let last = told.last().unwrap();
        assert_eq!((last.progress, last.total), (3.0, None), "{told:?}");
        assert!(
            last.message.as_deref().unwrap().contains("\"Film 3\""),
            "{told:?}"
        );
        client.cancel().await.unwrap();
        while fixture.emulator.listener_count() > 0 {
            sleep(Duration::from_millis(5)).await;
        }
    }
}
