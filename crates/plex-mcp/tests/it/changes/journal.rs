//! The journal outlives the program, is its owner's alone, and says what was interrupted.

use std::{fs, process::Stdio, time::Duration};

use plex_emulator::{Fault, Library};
use plex_mcp::JournalPlace;
use serde_json::{Value, json};

use super::{HOME, home_as};
use crate::{
    support::{client, program, run, text},
    worlds::at_rest,
};

#[tokio::test]
async fn changes_are_found_again_and_only_by_whose_they_are() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state");
    let place = || Some(JournalPlace::new(&folder, "one"));
    let first = home_as(|options| options.journal = place()).await;
    let change = first
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Faust"], "state": "watched"}),
        )
        .await;
    assert_eq!(change["undo"], "yes");
    drop(first);
    let second = home_as(|options| options.journal = place()).await;
    let journal = second.ok("plex_get_changes", json!({})).await;
    assert_eq!(journal["total"], 1, "the same server: {journal}");
    assert_eq!(journal["items"][0]["change_id"], change["change_id"]);
    let of_another = second
        .ok("plex_get_changes", json!({"rating_key": "Sunrise"}))
        .await;
    assert_eq!(of_another["total"], 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("changes.sqlite")), 0o600);
    }
    let bytes = fs::read(folder.join("changes.sqlite")).unwrap();
    let token = second.emulator.token().as_bytes();
    assert!(!bytes.windows(token.len()).any(|window| window == token));
}

#[tokio::test]
async fn without_a_journal_nothing_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let blocked = home.path().join("file");
    fs::write(&blocked, "not a folder").unwrap();
    let fixture = home_as(|options| {
        options.journal = Some(JournalPlace::new(blocked.join("state"), "one"));
    })
    .await;
    let arguments = json!({"rating_keys": ["Faust"], "state": "watched"});
    let error = fixture
        .call("plex_mark_watched", arguments)
        .await
        .unwrap_err();
    assert!(
        error.message().starts_with("The journal of changes"),
        "{error}"
    );
    assert_eq!(super::writes(&fixture), Vec::<String>::new());
}

/// The program is killed while the server holds back the answer; before or after it did what was asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_leaves_a_journal_that_says_so() {
    for fault in [Fault::Stall, Fault::Latency(Duration::from_secs(20))] {
        let emulator = at_rest()
            .library(Library::from_toml(HOME).unwrap())
            .start()
            .await
            .unwrap();
        let home = tempfile::tempdir().unwrap();
        let command = |arguments: &[&str]| {
            let mut command = program();
            command
                .args(arguments)
                .env("XDG_STATE_HOME", home.path())
                .env("PLEX_URL", emulator.url())
                .env("PLEX_TOKEN", emulator.token());
            command
        };
        emulator.inject(fault.clone().on("/:/scrobble").after(1));
        let arguments = r#"{"rating_keys":["Faust","M"],"state":"watched"}"#;
        let mut child = command(&["call", "plex_mark_watched", arguments])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let is_waiting = || {
            let requests = emulator.requests();
            requests
                .iter()
                .filter(|request| request.path == "/:/scrobble")
                .count()
                == 2
        };
        let waiting = async {
            while !is_waiting() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let limit = Duration::from_secs(60);
        tokio::time::timeout(limit, waiting).await.unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        emulator.clear_faults();
        let listed = run(&mut command(&["changes", "--json"]));
        let journal: Value = serde_json::from_str(&text(&listed.stdout)).unwrap();
        let row = &journal["items"][0];
        assert!(
            row["state"].as_str().unwrap().starts_with("interrupted"),
            "{row}"
        );
        assert_eq!(row["did"], "Mark 2 films as watched");
        let undone = run(&mut command(&[
            "undo",
            row["change_id"].as_str().unwrap(),
            "--json",
        ]));
        let undone: Value = serde_json::from_str(&text(&undone.stdout)).unwrap();
        assert!(undone["changed"].as_u64().unwrap() >= 1, "{undone}");
        let words = text(&run(&mut command(&["changes"])).stdout);
        assert!(words.contains("taken back by c-"), "{words}");
        let client = client(emulator.url(), emulator.token());
        let films = plex_client::LibraryKey::new("1").unwrap();
        let every = plex_client::ItemsQuery::new();
        let films = client.library_items(&films, &every);
        let watched: Vec<String> = films
            .await
            .unwrap()
            .items
            .into_iter()
            .filter(|film| film.view_count.is_some_and(|plays| plays > 0))
            .map(|film| film.title)
            .collect();
        assert_eq!(watched, ["Sunrise"], "as it was before");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_sees_the_journal_and_takes_nothing_back() {
    let emulator = at_rest()
        .library(Library::from_toml(HOME).unwrap())
        .start()
        .await
        .unwrap();
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = program();
        command
            .args(arguments)
            .env("XDG_STATE_HOME", home.path())
            .env("PLEX_URL", emulator.url())
            .env("PLEX_TOKEN", emulator.token());
        let output = run(&mut command);
        (output.status.code(), text(&output.stdout))
    };
    let arguments = r#"{"rating_keys":["Faust"],"state":"watched"}"#;
    let (code, change) = run(&["call", "plex_mark_watched", arguments]);
    assert_eq!(code, Some(0), "{change}");
    let change: Value = serde_json::from_str(&change).unwrap();
    let id = change["change_id"].as_str().unwrap();
    let before = emulator.dump();
    let (code, refused) = run(&["undo", id, "--read-only"]);
    assert_eq!(code, Some(1));
    assert!(refused.contains("without --read-only"), "{refused}");
    assert_eq!(emulator.dump(), before);
    let (code, listed) = run(&["changes", "--read-only"]);
    assert_eq!(code, Some(0));
    assert!(listed.contains(id), "{listed}");
}
