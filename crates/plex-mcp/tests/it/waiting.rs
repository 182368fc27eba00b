//! `plex_wait_for`, and scans that are waited for: what the server tells ends them, whatever the weather.

use std::{future::Future, time::Duration};

use plex_client::LibraryKey;
use plex_emulator::{Emulator, EmulatorBuilder, Fault, Library, PlayerKind, PlayerOptions};
use plex_mcp::{ErrorKind, Options, PlexMcpServer, Toolset};
use rmcp::model::CallToolRequestParams;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::{
    eras::{connect, eras},
    support::{Fixture, client, object, options},
};

const TOOL: &str = "plex_wait_for";

/// Films, other films, and who may see the first.
const HOME: &str = r#"
[[account]]
id = 1
name = "Ada"

[[account]]
id = 2
name = "Mia"
token = "mia-token"
libraries = ["1"]

[[section]]
key = "1"
title = "Films"
type = "movie"
item = [
    { ratingKey = "10", title = "Metropolis", year = 1927, duration = 6_000_000, media = ["fhd-hevc"] },
    { ratingKey = "11", title = "Faust", year = 1926, duration = 5_000_000, media = ["sd"] },
]

[[section]]
key = "2"
title = "Private"
type = "movie"
item = [{ ratingKey = "40", title = "Secret", duration = 5_000_000 }]
"#;

const NEW: &str = "title = \"The Pleasure Garden\"\nyear = 1925";

pub(crate) fn builder() -> EmulatorBuilder {
    let television = PlayerOptions::new(PlayerKind::Television, "Living Room");
    Emulator::builder()
        .library(Library::from_toml(HOME).unwrap())
        .player(television.start_delay(Duration::from_millis(30)))
        .scan_duration(Duration::from_millis(200))
}

pub(crate) async fn over(builder: EmulatorBuilder, choose: impl FnOnce(&mut Options)) -> Fixture {
    let emulator = builder.start().await.unwrap();
    let mut options = options();
    options.choice.toolsets = Toolset::ALL.to_vec();
    options.scan_poll = Duration::from_secs(1);
    options.settle = Duration::from_millis(20);
    options.wait_most = Duration::from_secs(300);
    choose(&mut options);
    let client = client(emulator.url(), emulator.token());
    Fixture::of(emulator, PlexMcpServer::with_options(client, options))
}

async fn home() -> Fixture {
    over(builder(), |_| {}).await
}

/// Waits, while something is done once the server is listened to.
async fn waiting<F: Future<Output = ()>>(fixture: &Fixture, what: Value, then: F) -> Value {
    let meanwhile = async {
        while fixture.emulator.listener_count() == 0 {
            sleep(Duration::from_millis(5)).await;
        }
        // The look that follows it.
        sleep(Duration::from_millis(200)).await;
        then.await;
    };
    tokio::join!(fixture.ok(TOOL, what), meanwhile).0
}

pub(crate) fn asked(fixture: &Fixture, path: &str) -> usize {
    let requests = fixture.emulator.requests();
    requests.iter().filter(|one| one.path == path).count()
}

async fn scan(fixture: &Fixture, library: &str) {
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    let library = LibraryKey::new(library).unwrap();
    plex.refresh_library(&library, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_waited_for_until_it_starts_pauses_resumes_and_ends() {
    let fixture = home().await;
    let television = || fixture.emulator.player("Living Room").unwrap();
    let of = |until: &str| json!({"until": until, "player": "living room", "timeout_s": 30});
    let begins = async { assert!(television().play("10")) };
    let started = waiting(&fixture, of("session_starts"), begins).await;
    assert_eq!(started["happened"], true, "{started}");
    assert_eq!(started.get("already"), None, "{started}");
    assert_eq!(started["sessions"][0]["title"], "Metropolis", "{started}");

    let again = fixture.ok(TOOL, of("session_starts")).await;
    assert_eq!(
        (&again["happened"], &again["already"]),
        (&json!(true), &json!(true))
    );
    let of_title = json!({"until": "session_starts", "title": "metropolis", "timeout_s": 30});
    assert_eq!(fixture.ok(TOOL, of_title).await["already"], true);

    let before = asked(&fixture, "/status/sessions");
    let paused = waiting(&fixture, of("session_pauses"), async {
        television().pause()
    })
    .await;
    assert_eq!(paused["sessions"][0]["state"], "paused", "{paused}");
    let looks = asked(&fixture, "/status/sessions") - before;
    assert!(looks <= 8, "it is listened, not looked: {looks} times");

    let ended = waiting(&fixture, of("session_ends"), async { television().stop() }).await;
    assert_eq!(ended["happened"], true, "{ended}");
    assert_eq!(ended["sessions"][0]["title"], "Metropolis", "{ended}");
    let gone = fixture.ok(TOOL, of("session_ends")).await;
    assert_eq!(gone["already"], true, "{gone}");
    assert_eq!(gone["note"], "No such session is under way.", "{gone}");
}

#[tokio::test]
async fn when_the_time_is_over_it_says_how_it_stands() {
    let fixture = home().await;
    let wait = json!({"until": "session_starts", "timeout_s": 1});
    let over = fixture.ok(TOOL, wait).await;
    assert_eq!(over["happened"], false, "{over}");
    assert_eq!(over["waited_s"], 1, "{over}");
    assert_eq!(over["note"], "Nothing is playing.", "{over}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_new_in_a_library_is_waited_for_by_title_or_whatever_it_is() {
    for wanted in [
        json!({"title": "pleasure garden"}),
        json!({"library_id": "Films"}),
    ] {
        let fixture = home().await;
        let mut wait = json!({"until": "item_arrives", "timeout_s": 30});
        wait.as_object_mut().unwrap().extend(object(wanted));
        fixture.emulator.put_on_disk("1", NEW).unwrap();
        let arrived = waiting(&fixture, wait.clone(), scan(&fixture, "1")).await;
        assert_eq!(arrived["happened"], true, "{arrived}");
        assert_eq!(
            arrived["items"][0]["title"], "The Pleasure Garden",
            "{arrived}"
        );
        assert_eq!(arrived["items"][0]["library"], "Films", "{arrived}");
        if wait.get("title").is_some() {
            assert_eq!(fixture.ok(TOOL, wait).await["already"], true);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn libraries_that_may_not_be_shown_are_not_waited_for() {
    let fixture = over(builder(), |options| {
        options.libraries = vec!["Films".to_owned()]
    })
    .await;
    let hidden = json!({"until": "item_arrives", "library_id": "Private", "timeout_s": 1});
    fixture.err(TOOL, hidden, ErrorKind::InvalidArgument).await;
    fixture.emulator.put_on_disk("2", NEW).unwrap();
    let wait = json!({"until": "item_arrives", "timeout_s": 3});
    let nothing = waiting(&fixture, wait, scan(&fixture, "2")).await;
    assert_eq!(nothing["happened"], false, "{nothing}");
    assert!(!nothing.to_string().contains("Pleasure"), "{nothing}");
    let key = json!({"until": "item_arrives", "rating_key": "40", "timeout_s": 1});
    assert_eq!(fixture.ok(TOOL, key).await["happened"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_scan_is_waited_for() {
    let fixture = over(builder().scan_duration(Duration::from_secs(2)), |_| {}).await;
    let wait = json!({"until": "scan_done", "library_id": "Films", "timeout_s": 30});
    let idle = fixture.ok(TOOL, wait.clone()).await;
    assert_eq!(idle["already"], true, "{idle}");
    scan(&fixture, "1").await;
    let before = asked(&fixture, "/activities");
    let done = fixture.ok(TOOL, wait).await;
    assert_eq!(done["happened"], true, "{done}");
    assert_eq!(done["libraries"][0]["scanning"], false, "{done}");
    assert_eq!(done.get("note"), None, "{done}");
    assert!(asked(&fixture, "/activities") - before <= 8);
    let task = json!({"until": "task_done", "timeout_s": 5});
    assert_eq!(fixture.ok(TOOL, task).await["already"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scan_that_a_restart_has_broken_off_is_not_called_done() {
    let long = || builder().scan_duration(Duration::from_secs(3_600));
    let fixture = over(long(), |_| {}).await;
    scan(&fixture, "1").await;
    let wait = json!({"until": "scan_done", "library_id": "1", "timeout_s": 60});
    let restart = async { fixture.emulator.restart().await.unwrap() };
    let done = waiting(&fixture, wait, restart).await;
    assert!(
        done["note"]
            .as_str()
            .unwrap()
            .contains("no end of the scan of \"Films\""),
        "{done}"
    );
    let fixture = over(long(), |_| {}).await;
    scan(&fixture, "1").await;
    let wait = json!({"until": "scan_done", "timeout_s": 60});
    let restart = async { fixture.emulator.restart().await.unwrap() };
    let done = waiting(&fixture, wait, restart).await;
    assert!(
        done["note"]
            .as_str()
            .unwrap()
            .contains("probably broken off"),
        "{done}"
    );

    let fixture = over(long(), |_| {}).await;
    let scan = fixture.ok(
        "plex_refresh_library",
        json!({"library_id": "1", "wait": true}),
    );
    let restart = async {
        while !fixture
            .emulator
            .requests()
            .iter()
            .any(|one| one.path.ends_with("/refresh"))
        {
            sleep(Duration::from_millis(5)).await;
        }
        sleep(Duration::from_millis(500)).await;
        fixture.emulator.restart().await.unwrap();
    };
    let (scan, ()) = tokio::join!(scan, restart);
    assert_eq!(scan["status"], "broken off", "{scan}");
}

/// Does something once the server is listened to, and has begun what it is to do.
pub(crate) async fn meanwhile<T>(
    fixture: &Fixture,
    waits: impl Future<Output = T>,
    then: impl Future<Output = ()>,
) -> T {
    let then = async {
        while fixture.emulator.listener_count() == 0 {
            sleep(Duration::from_millis(5)).await;
        }
        sleep(Duration::from_millis(700)).await;
        then.await;
    };
    tokio::join!(waits, then).0
}

const WEBSOCKETS: &str = "/:/websockets/*";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_was_only_cut_breaks_nothing_off() {
    let fixture = over(builder().scan_duration(Duration::from_secs(5)), |_| {}).await;
    let cut = async { fixture.emulator.lose_listeners() };
    let scan = json!({"library_id": "1", "wait": true});
    let scan = meanwhile(&fixture, fixture.ok("plex_refresh_library", scan), cut).await;
    assert_eq!(scan["status"], "finished", "{scan}");
    assert_eq!(
        scan.get("note"),
        Some(&json!("The counts are what they were before."))
    );

    let cut = async { fixture.emulator.lose_listeners() };
    let task = json!({"task": "BackupDatabase", "wait": true});
    let task = meanwhile(&fixture, fixture.ok("plex_run_task", task), cut).await;
    assert_eq!(task["status"], "finished", "{task}");
    assert_eq!(task.get("note"), None, "{task}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_what_ended_unheard_is_said_what_the_server_says() {
    let fixture = over(builder().scan_duration(Duration::from_secs(4)), |_| {}).await;
    let cut = || async {
        let refused = Fault::Status(503).on(WEBSOCKETS);
        fixture.emulator.inject(refused);
        fixture.emulator.lose_listeners();
    };
    // Of a scan the server notes when it has ended.
    let scan = json!({"library_id": "1", "wait": true});
    let scan = meanwhile(&fixture, fixture.ok("plex_refresh_library", scan), cut()).await;
    assert_eq!(scan["status"], "finished", "{scan}");
    // Of a task it notes nothing.
    fixture.emulator.clear_faults();
    let task = json!({"task": "BackupDatabase", "wait": true});
    let task = meanwhile(&fixture, fixture.ok("plex_run_task", task), cut()).await;
    assert_eq!(task["status"], "no longer running", "{task}");
    let said = "Whether it ended or was broken off, Plex does not say.";
    assert!(task["note"].as_str().unwrap().ends_with(said), "{task}");

    fixture.emulator.clear_faults();
    let start = json!({"task": "BackupDatabase"});
    fixture.ok("plex_run_task", start).await;
    let wait = json!({"until": "task_done", "title": "database", "timeout_s": 30});
    let done = meanwhile(&fixture, fixture.ok(TOOL, wait), cut()).await;
    assert_eq!(done["happened"], true, "{done}");
    assert!(done["note"].as_str().unwrap().contains(said), "{done}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_cannot_say_for_a_while_is_asked_again() {
    let fixture = over(builder().scan_duration(Duration::from_secs(5)), |_| {}).await;
    for (tool, arguments) in [
        (
            "plex_refresh_library",
            json!({"library_id": "1", "wait": true}),
        ),
        (
            "plex_run_task",
            json!({"task": "BackupDatabase", "wait": true}),
        ),
    ] {
        let starting = async {
            fixture
                .emulator
                .inject(Fault::Status(503).on("/activities").times(4));
            fixture.emulator.lose_listeners();
        };
        let ended = meanwhile(&fixture, fixture.ok(tool, arguments), starting).await;
        assert_eq!(ended["status"], "finished", "{ended}");
        fixture.emulator.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scan_that_is_waited_for_is_ended_by_what_the_server_says() {
    let fixture = over(builder().scan_duration(Duration::from_secs(4)), |options| {
        options.scan_poll = Duration::from_secs(2);
    })
    .await;
    fixture.emulator.put_on_disk("1", NEW).unwrap();
    let scan = json!({"library_id": "Films", "wait": true});
    let scan = fixture.ok("plex_refresh_library", scan).await;
    assert_eq!(scan["status"], "finished", "{scan}");
    assert_eq!(scan["added"]["items"], 1, "{scan}");
    let looks = asked(&fixture, "/activities");
    assert!(looks <= 3, "it is listened, not looked: {looks} times");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_server_cannot_be_listened_to_it_is_looked_at() {
    let fixture = home().await;
    fixture.emulator.inject(Fault::Status(403).on("/:/*"));
    let wait = json!({"until": "session_starts", "timeout_s": 1});
    let over = fixture.ok(TOOL, wait).await;
    assert!(
        over["note"]
            .as_str()
            .unwrap()
            .contains("could not be listened to"),
        "{over}"
    );
    let scan = json!({"library_id": "Films", "wait": true});
    let scan = fixture.ok("plex_refresh_library", scan).await;
    assert_eq!(scan["status"], "finished", "{scan}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_websockets_are_forbidden_the_event_source_tells() {
    let fixture = home().await;
    let forbidden = Fault::Status(403).on("/:/websockets/*");
    fixture.emulator.inject(forbidden);
    let begins = async { assert!(fixture.emulator.player("Living Room").unwrap().play("11")) };
    let wait = json!({"until": "session_starts", "timeout_s": 30});
    let started = waiting(&fixture, wait, begins).await;
    assert_eq!(started["sessions"][0]["title"], "Faust", "{started}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_may_wait_for_arrivals_but_not_for_sessions() {
    let fixture = home().await;
    let token = fixture.emulator.token_of("Mia").unwrap();
    let mut options = options();
    options.choice.toolsets = Toolset::ALL.to_vec();
    options.wait_most = Duration::from_secs(300);
    let guest = PlexMcpServer::with_options(client(fixture.emulator.url(), &token), options);
    let wait = json!({"until": "session_starts", "timeout_s": 1});
    let error = guest.call(TOOL, object(wait)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
    fixture.emulator.put_on_disk("1", NEW).unwrap();
    let wait = json!({"until": "item_arrives", "library_id": "Films", "timeout_s": 30});
    let arrival = guest.call(TOOL, object(wait));
    let later = async {
        while fixture.emulator.listener_count() == 0 {
            sleep(Duration::from_millis(5)).await;
        }
        sleep(Duration::from_millis(200)).await;
        scan(&fixture, "1").await;
    };
    let (arrived, ()) = tokio::join!(arrival, later);
    let arrived = arrived.unwrap();
    assert_eq!(arrived["items"][0]["title"], "The Pleasure Garden");
    // Plex does not tell guests: it is looked at.
    assert!(arrived["waited_s"].as_u64().unwrap() < 25, "{arrived}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_other_events_hides_nothing_and_causes_no_looks() {
    let fixture = home().await;
    fixture
        .emulator
        .inject(Fault::Flood(1_000).on("/:/websockets/*"));
    let begins = async {
        sleep(Duration::from_secs(2)).await;
        assert!(fixture.emulator.player("Living Room").unwrap().play("10"));
    };
    let wait = json!({"until": "session_starts", "timeout_s": 30});
    let started = waiting(&fixture, wait, begins).await;
    assert_eq!(started["happened"], true, "{started}");
    let looks = asked(&fixture, "/status/sessions");
    assert!(looks <= 10, "{looks} looks");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_can_be_called_off_and_leaves_no_connection() {
    let fixture = home().await;
    let wait = json!({"until": "session_starts", "timeout_s": 300});
    timeout(Duration::from_secs(2), fixture.call(TOOL, wait))
        .await
        .unwrap_err();
    timeout(Duration::from_secs(5), async {
        while fixture.emulator.listener_count() > 0 {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_reports_that_it_waits_in_both_eras() {
    let fixture = home().await;
    for era in eras() {
        let (client, watcher) = connect(&fixture.server, era).await;
        let wait = object(json!({"until": "session_starts", "timeout_s": 6}));
        let request = CallToolRequestParams::new(TOOL).with_arguments(wait);
        let result = client.call_tool(request).await.unwrap();
        assert_eq!(result.structured_content.unwrap()["happened"], false);
        let told = watcher.updates();
        assert!(told.len() >= 2, "{told:?}");
        assert!(
            told.windows(2).all(|two| two[0].progress < two[1].progress),
            "{told:?}"
        );
        assert_eq!(told[0].total, Some(6.0));
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn what_does_not_go_together_is_refused() {
    let fixture = home().await;
    for wrong in [
        json!({"until": "session_starts", "activity_id": "x"}),
        json!({"until": "item_arrives", "user": "Mia"}),
        json!({"until": "scan_done", "title": "x"}),
        json!({"until": "session_starts", "timeout_s": 301}),
        json!({"until": "session_starts", "user": "Nobody at all"}),
    ] {
        fixture.err(TOOL, wrong, ErrorKind::InvalidArgument).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_is_waited_for_is_ended_by_what_the_server_says() {
    for task in [
        json!({"task": "refresh_metadata", "rating_key": "10"}),
        json!({"task": "analyze", "library_id": "Films"}),
        json!({"task": "BackupDatabase"}),
    ] {
        let fixture = home().await;
        let mut arguments = task.clone();
        arguments["wait"] = json!(true);
        let ran = fixture.ok("plex_run_task", arguments).await;
        assert_eq!(ran["status"], "finished", "{task}: {ran}");
        assert!(ran["waited_s"].is_u64(), "{ran}");
        assert_eq!(ran.get("note"), None, "{ran}");
    }
    let fixture = home().await;
    let wrong = json!({"task": "cancel_scan", "library_id": "Films", "wait": true});
    fixture
        .err("plex_run_task", wrong, ErrorKind::InvalidArgument)
        .await;
}
