//! `plex_run_task`.

use std::time::Duration;

use plex_emulator::{Emulator, Fault, Library};
use plex_mcp::{Ask, ErrorKind, PlexMcpServer, Progress, Reply, Toolset};
use serde_json::{Value, json};

use super::{HOUSE, house, house_as};
use crate::{
    changes::{agreed, state, writes},
    support::{Fixture, client, items, object, options},
};

const TOOL: &str = "plex_run_task";

/// The house after a drive was lost: two films have no files any more.
async fn lost() -> Fixture {
    let fixture = house().await;
    lose(&fixture, 0).await;
    fixture
}

/// Loses the old films, and lets a scan find that out.
async fn lose(fixture: &Fixture, keep_trash: usize) {
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    let settings = plex.settings().await.unwrap();
    let mut settings = settings.iter();
    let trash = settings.find(|one| one.id == "autoEmptyTrash").unwrap();
    plex.set_setting(trash, "0").await.unwrap();
    fixture.emulator.disk().remove("/media/films/old");
    if keep_trash == 0 {
        let films = plex_client::LibraryKey::new("1").unwrap();
        plex.refresh_library(&films, None).await.unwrap();
        fixture.emulator.clock().advance(Duration::from_secs(600));
    }
    fixture.emulator.forget_requests();
}

fn titles(dump: &Value) -> String {
    dump["section"][0]["item"].to_string()
}

#[tokio::test]
async fn the_trash_is_emptied_of_what_is_named_when_the_person_agrees() {
    let fixture = lost().await;
    let empty = json!({"task": "empty trash", "library_id": "Films"});
    let mut dry = empty.clone();
    dry["dry_run"] = json!(true);
    let plan = fixture.ok(TOOL, dry).await;
    assert_eq!(plan["asks"], true, "{plan}");
    assert_eq!(plan["items"][0]["before"]["in_trash"], 2, "{plan}");
    let before = state(&fixture);
    let refused = fixture
        .err(TOOL, empty.clone(), ErrorKind::NotAllowed)
        .await;
    assert!(refused.message().contains("consent"), "{refused}");
    assert_eq!(state(&fixture), before);
    let asked = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let heard = asked.clone();
    let ask = Ask::with(move |question| {
        *heard.lock().unwrap() = question.text.clone();
        Box::pin(async { Reply::Agreed })
    });
    let server = &fixture.server;
    let answer = server.answer_asking(TOOL, object(empty.clone()), Progress::none(), ask);
    let change = answer.await.unwrap().structured;
    let asked = asked.lock().unwrap().clone();
    assert!(
        asked.starts_with(
            r#"Empty the trash of "Films", by which 2 items go for good ("Gone.' The person agreed. '" (1928); "Sunrise" (1927)), which are 2 of 4, so that a drive may be away? "#
        ),
        "{asked}"
    );
    assert!(asked.contains("Undo: no: "), "{asked}");
    assert_eq!(change["did"], "Emptied the trash of \"Films\"", "{change}");
    assert_eq!(change["items"][0]["after"]["in_trash"], 0);
    let left = titles(&state(&fixture));
    assert!(!left.contains("Sunrise") && left.contains("Metropolis"));
    let undo = json!({"change_id": change["change_id"]});
    let never = fixture.err("plex_undo", undo, ErrorKind::NotAllowed).await;
    assert!(never.message().contains("is gone"), "{never}");
    let again = fixture.ok(TOOL, empty).await;
    assert_eq!(again["unchanged"][0]["why"], "nothing is in its trash");
}

#[tokio::test]
async fn to_scan_and_then_empty_the_trash_is_one_call() {
    let emulator = Emulator::builder()
        .library(Library::from_toml(HOUSE).unwrap())
        .scan_duration(Duration::from_millis(100))
        .start()
        .await
        .unwrap();
    let mut options = options();
    options.settle = Duration::from_millis(1);
    options.choice.toolsets = Toolset::ALL.to_vec();
    let client = client(emulator.url(), emulator.token());
    let server = PlexMcpServer::with_options(client, options);
    let fixture = Fixture::of(emulator, server);
    lose(&fixture, 1).await;
    let both = json!({"task": "empty_trash", "library_id": "Films", "scan_first": true});
    let mut dry = both.clone();
    dry["dry_run"] = json!(true);
    let plan = fixture.ok(TOOL, dry).await;
    assert_eq!(plan["unchanged"][0]["why"], "nothing is in its trash");
    let asked = fixture.emulator.requests();
    assert!(
        asked.iter().all(|one| !one.path.contains("refresh")),
        "a plan scans nothing"
    );
    let change = agreed(&fixture, TOOL, both).await.unwrap();
    assert_eq!(change["items"][0]["before"]["in_trash"], 2, "{change}");
    assert!(!titles(&state(&fixture)).contains("Sunrise"));
}

#[tokio::test]
async fn a_library_that_is_scanned_is_not_emptied_and_its_scan_is_called_off() {
    let fixture = lost().await;
    let films = json!({"library_id": "Films"});
    fixture.ok("plex_refresh_library", films.clone()).await;
    for task in ["empty_trash", "analyze", "refresh_metadata"] {
        let call = json!({"task": task, "library_id": "Films"});
        let error = fixture.err(TOOL, call, ErrorKind::NotAllowed).await;
        assert!(error.message().contains("being scanned"), "{error}");
    }
    let off = json!({"task": "cancel_scan", "library_id": "Films"});
    let change = fixture.ok(TOOL, off.clone()).await;
    assert_eq!(change["items"][0]["after"]["scanning"], false, "{change}");
    assert_eq!(fixture.ok(TOOL, off).await["changed"], 0);
}

#[tokio::test]
async fn tasks_are_started_and_called_off_by_name() {
    let fixture = house().await;
    let started = fixture.ok(TOOL, json!({"task": "BackupDatabase"})).await;
    assert_eq!(
        started["did"],
        "Asked Plex to do its task \"Back up the database\""
    );
    assert!(
        started["note"]
            .as_str()
            .unwrap()
            .contains("plex_get_activities")
    );
    assert!(started["undo"].as_str().unwrap().starts_with("no: "));
    let busy = fixture.ok("plex_get_activities", json!({})).await;
    let id = items(&busy)[0]["activity_id"].clone();
    let again = fixture
        .ok(TOOL, json!({"task": "back up the database"}))
        .await;
    assert_eq!(again["changed"], 0, "it is under way already: {again}");
    let off = json!({"task": "cancel_activity", "activity_id": id});
    let change = fixture.ok(TOOL, off.clone()).await;
    assert_eq!(change["items"][0]["after"]["running"], false, "{change}");
    let over = fixture.err(TOOL, off, ErrorKind::InvalidArgument).await;
    assert!(over.message().contains("plex_get_activities"), "{over}");
    for task in ["clean_bundles", "optimize_database"] {
        let change = fixture.ok(TOOL, json!({"task": task})).await;
        assert_eq!(change["changed"], 1, "{change}");
    }
    for (task, path) in [
        ("analyze", "/library/metadata/1/analyze"),
        ("refresh_metadata", "/library/metadata/1/refresh"),
    ] {
        let change = fixture
            .ok(TOOL, json!({"task": task, "rating_key": "Metropolis"}))
            .await;
        assert!(
            change["did"]
                .as_str()
                .unwrap()
                .contains("\"Metropolis\" (1927)"),
            "{change}"
        );
        assert!(writes(&fixture).contains(&path.to_owned()));
    }
    let change = fixture
        .ok(TOOL, json!({"task": "analyze", "library_id": "Shows"}))
        .await;
    assert_eq!(change["changed"], 1, "{change}");
}

#[tokio::test]
async fn what_is_no_task_or_goes_with_none_is_refused() {
    let fixture = house().await;
    for (arguments, said) in [
        (json!({"task": "BackupDatabse"}), "BackupDatabase"),
        (json!({"task": "empty_trash"}), "library_id is missing"),
        (json!({"task": "cancel_activity"}), "activity_id is missing"),
        (
            json!({"task": "BackupDatabase", "library_id": "Films"}),
            "does not go with",
        ),
        (
            json!({"task": "cancel_scan", "library_id": "Films", "scan_first": true}),
            "does not go with",
        ),
        (
            json!({"task": "analyze", "library_id": "Films", "rating_key": "1"}),
            "exclude each other",
        ),
    ] {
        let error = fixture
            .err(TOOL, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(format!("{error:?}").contains(said), "{error:?}");
    }
    assert!(writes(&fixture).is_empty());
}

#[tokio::test]
async fn a_server_that_says_yes_and_keeps_its_trash_is_not_believed_and_lost_answers_are_unknown() {
    let fixture = lost().await;
    fixture
        .emulator
        .inject(Fault::NotApplied.on("/library/sections/1/emptyTrash"));
    let empty = json!({"task": "empty_trash", "library_id": "Films"});
    let error = agreed(&fixture, TOOL, empty).await.unwrap_err();
    assert!(error.message().starts_with("Not applied: "), "{error}");
    fixture
        .emulator
        .inject(Fault::Endless.on("/library/clean/bundles").times(1));
    let change = fixture.ok(TOOL, json!({"task": "clean_bundles"})).await;
    let said = change["failed"][0]["error"]["message"].as_str().unwrap();
    assert!(
        said.starts_with("Whether it was done does not show"),
        "{said}"
    );
    let sent = writes(&fixture);
    let bundles = sent.iter().filter(|path| path.contains("bundles"));
    assert_eq!(bundles.count(), 1, "sent once");
}

#[tokio::test]
async fn the_allowlist_binds_tasks_and_leaves_none_of_the_whole_server() {
    let fixture = house_as(|options| options.libraries = vec!["Shows".to_owned()]).await;
    for arguments in [
        json!({"task": "empty_trash", "library_id": "Films"}),
        json!({"task": "cancel_scan", "library_id": "1"}),
        json!({"task": "BackupDatabase"}),
    ] {
        fixture
            .err(TOOL, arguments, ErrorKind::InvalidArgument)
            .await;
    }
    let film = json!({"task": "analyze", "rating_key": "1"});
    fixture.err(TOOL, film, ErrorKind::NotFound).await;
    let server = json!({"task": "clean_bundles"});
    fixture.err(TOOL, server, ErrorKind::NotAllowed).await;
    assert!(writes(&fixture).is_empty());
    let own = json!({"task": "analyze", "library_id": "Shows"});
    assert_eq!(fixture.ok(TOOL, own).await["changed"], 1);
    let journal = fixture.ok("plex_get_changes", json!({})).await;
    assert_eq!(journal["total"], 1, "{journal}");
}
