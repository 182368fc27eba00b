//! Which of several things is waited for: whose session, which item, which task.

use std::time::Duration;

use plex_client::LibraryKey;
use plex_emulator::Fault;
use serde_json::json;
use tokio::time::sleep;

use crate::{
    support::{client, items},
    waiting::{builder, meanwhile, over},
};

const TOOL: &str = "plex_wait_for";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_somebodys_and_on_some_player() {
    let fixture = over(builder(), |_| {}).await;
    assert!(fixture.emulator.player("Living Room").unwrap().play("10"));
    let wait = json!({"until": "session_starts", "user": "ada", "timeout_s": 30});
    let hers = fixture.ok(TOOL, wait).await;
    assert_eq!(hers["sessions"][0]["title"], "Metropolis", "{hers}");
    for other in [
        json!({"user": "Mia"}),
        json!({"player": "Kitchen"}),
        json!({"title": "Faust"}),
    ] {
        let mut wait = json!({"until": "session_starts", "timeout_s": 1});
        wait.as_object_mut()
            .unwrap()
            .extend(crate::support::object(other));
        let over = fixture.ok(TOOL, wait).await;
        assert_eq!(over["happened"], false, "{over}");
        assert_eq!(
            over["note"], "None of these; 1 other session is playing.",
            "{over}"
        );
    }
    let key = hers["sessions"][0]["session_key"].clone();
    let wait = json!({"until": "session_resumes", "session_key": key, "timeout_s": 30});
    assert_eq!(fixture.ok(TOOL, wait).await["already"], true);
}

#[tokio::test]
async fn an_item_is_there_or_is_not() {
    let fixture = over(builder(), |_| {}).await;
    let there = json!({"until": "item_arrives", "rating_key": "10", "timeout_s": 30});
    let there = fixture.ok(TOOL, there).await;
    assert_eq!(
        (&there["happened"], &there["already"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(there["items"][0]["title"], "Metropolis", "{there}");
    // It is of another library.
    for absent in [
        json!({"until": "item_arrives", "rating_key": "10", "library_id": "Private", "timeout_s": 1}),
        json!({"until": "item_arrives", "rating_key": "999", "timeout_s": 1}),
    ] {
        assert_eq!(fixture.ok(TOOL, absent).await["happened"], false);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_is_waited_for_by_its_id_while_others_go_on() {
    let fixture = over(builder().scan_duration(Duration::from_secs(3_600)), |_| {}).await;
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    for library in ["1", "2"] {
        let library = LibraryKey::new(library).unwrap();
        plex.refresh_library(&library, None).await.unwrap();
    }
    // The server says of which library a scan is a moment after it began.
    sleep(Duration::from_millis(300)).await;
    let activities = fixture.ok("plex_get_activities", json!({})).await;
    let first = plex.activities().await.unwrap().into_iter().next().unwrap();
    let id = first.uuid.unwrap();
    assert!(
        items(&activities)
            .iter()
            .any(|one| one["activity_id"] == id.as_str()),
        "{activities}"
    );
    let wait = json!({"until": "task_done", "activity_id": id.as_str(), "timeout_s": 30});
    let ends = async { plex.cancel_activity(&id).await.unwrap() };
    let done = meanwhile(&fixture, fixture.ok(TOOL, wait), ends).await;
    assert_eq!(done["happened"], true, "{done}");
    assert_eq!(
        plex.activities().await.unwrap().len(),
        1,
        "the other goes on"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_on_its_way_when_the_connection_was_lost_has_arrived() {
    let fixture = over(builder(), |_| {}).await;
    let emulator = &fixture.emulator;
    let plex = client(emulator.url(), emulator.token());
    let unheard = async {
        // It is made, under whatever key is the next.
        for key in 1..10 {
            let entry = json!({
                "identifier": "com.plexapp.plugins.library", "sectionID": "1", "type": 1,
                "itemID": key.to_string(), "title": "The Pleasure Garden", "state": 0,
            });
            emulator.tell("timeline", "TimelineEntry", entry);
        }
        sleep(Duration::from_millis(300)).await;
        emulator.inject(Fault::Status(503).on("/:/*"));
        emulator.lose_listeners();
        let film = "title = \"The Pleasure Garden\"\nyear = 1925";
        emulator.put_on_disk("1", film).unwrap();
        let films = LibraryKey::new("1").unwrap();
        plex.refresh_library(&films, None).await.unwrap();
        sleep(Duration::from_secs(2)).await;
        emulator.clear_faults();
    };
    let wait = json!({"until": "item_arrives", "title": "pleasure garden", "timeout_s": 20});
    let arrived = meanwhile(&fixture, fixture.ok(TOOL, wait), unheard).await;
    assert_eq!(arrived["happened"], true, "{arrived}");
    let key: u32 = arrived["items"][0]["rating_key"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..10).contains(&key), "{key}");
}
