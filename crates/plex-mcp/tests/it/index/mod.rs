//! `plex-mcp index`, as a person runs it; what it keeps; and as a system kills it.

mod kept;
mod killed;

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::{
    proxy::{self, Reply},
    worlds,
};
use plex_emulator::{Emulator, Fault};
use tempfile::TempDir;

fn plex_mcp(emulator: &Emulator, home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plex-mcp"));
    command
        .env_clear()
        .env("HOME", home)
        .env("PLEX_URL", emulator.url())
        .env("PLEX_TOKEN", emulator.token())
        .args(["--timezone", "UTC", "index"])
        .args(arguments)
        .stdin(Stdio::null());
    command
}

async fn run(emulator: &Emulator, home: &TempDir, arguments: &[&str]) -> Output {
    let mut command = plex_mcp(emulator, home.path(), arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

async fn said(emulator: &Emulator, home: &TempDir, arguments: &[&str]) -> String {
    let output = run(emulator, home, arguments).await;
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// What it said when it refused.
async fn complained(emulator: &Emulator, home: &TempDir, arguments: &[&str]) -> String {
    let output = run(emulator, home, arguments).await;
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The rows of a table, sorted.
async fn rows(emulator: &Emulator, home: &TempDir, table: &str) -> Vec<String> {
    let text = said(emulator, home, &["export", "jsonl", table]).await;
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_is_made_told_of_taken_elsewhere_and_removed() {
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    assert!(
        said(&emulator, &home, &["status"])
            .await
            .contains("no snapshot yet")
    );
    assert!(
        !run(&emulator, &home, &["export", "csv", "movies"])
            .await
            .status
            .success()
    );
    assert!(
        said(&emulator, &home, &["sync"])
            .await
            .contains("100 % with all details")
    );
    let status = said(&emulator, &home, &["status"]).await;
    assert!(status.contains(".cache/plex-mcp/"), "{status}");

    let csv = said(&emulator, &home, &["export", "csv", "movies"]).await;
    let mut lines = csv.split("\r\n");
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("id,rating_key,library,title,")
    );
    assert!(
        csv.contains("Metropolis") && csv.contains("\"Good Night, and Good Luck\"")
            || csv.contains(",\"")
    );
    let json = said(&emulator, &home, &["export", "jsonl", "plays"]).await;
    for line in json.lines() {
        let play: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            play["viewed_at"].is_string()
                && play
                    .as_object()
                    .unwrap()
                    .values()
                    .all(|value| !value.is_null())
        );
    }
    let database = home.path().join("library.sqlite");
    said(
        &emulator,
        &home,
        &["export", "sqlite", "-o", database.to_str().unwrap()],
    )
    .await;
    assert!(
        std::fs::read(&database)
            .unwrap()
            .starts_with(b"SQLite format 3\0")
    );
    let again = run(
        &emulator,
        &home,
        &["export", "sqlite", "-o", database.to_str().unwrap()],
    )
    .await;
    assert!(!again.status.success(), "an export overwrites nothing");

    said(&emulator, &home, &["clear"]).await;
    assert!(
        said(&emulator, &home, &["status"])
            .await
            .contains("no snapshot yet")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_index_the_command_says_so() {
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    let mut command = plex_mcp(&emulator, home.path(), &["status", "--no-index"]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--no-index"));
    assert!(emulator.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_not_whole_says_so_and_fails() {
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    for path in ["/library/sections/1/all*", "/status/sessions/history/*"] {
        emulator.inject(Fault::Status(500).on(path));
    }
    complained(&emulator, &home, &["sync"]).await;
    let status = said(&emulator, &home, &["status"]).await;
    assert!(status.contains("plays     not known"), "{status}");
    for (table, what) in [("movies", "items of Films (movie)"), ("plays", "plays")] {
        let output = run(&emulator, &home, &["export", "csv", table]).await;
        assert!(!output.status.success(), "{table}");
        let written = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            written.lines().count(),
            1,
            "what there is, is written: {written}"
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains(what) && said.contains("500"),
            "{table}: {said}"
        );
    }
    let database = home.path().join("a.sqlite");
    let database = ["export", "sqlite", "-o", database.to_str().unwrap()];
    let said_of_all = complained(&emulator, &home, &database).await;
    assert!(said_of_all.contains("missing   plays"), "{said_of_all}");
    // The rest is whole.
    said(&emulator, &home, &["export", "csv", "episodes"]).await;
    said(&emulator, &home, &["export", "csv", "libraries"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_of_which_the_server_tells_no_details_does_not_fail_an_export() {
    let emulator = worlds::sample().await;
    let url = proxy::before(&emulator, |path, _| {
        let path = path.replace("%2C", ",");
        let keys = path.strip_prefix("/library/metadata/").unwrap_or_default();
        match keys.split(',').any(|key| key == "18") {
            true => Reply::Answer(500, "text/plain", String::new()),
            false => Reply::Pass,
        }
    });
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = plex_mcp(&emulator, home.path(), arguments);
        command.env("PLEX_URL", &url);
        async move {
            let output = tokio::task::spawn_blocking(move || command.output().unwrap());
            output.await.unwrap()
        }
    };
    run(&["sync"]).await;
    for table in ["streams", "tags", "people"] {
        let output = run(&["export", "jsonl", table]).await;
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{table}: {said}");
        assert!(said.contains("all rows are there"), "{table}: {said}");
        assert!(said.contains("1 of "), "{table}: {said}");
        assert!(!output.stdout.is_empty());
    }
    // What details have no part in is whole.
    let output = run(&["export", "jsonl", "plays"]).await;
    assert!(output.status.success() && output.stderr.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_without_any_details_fails() {
    let emulator = worlds::sample().await;
    emulator.inject(Fault::Status(500).on("/library/metadata/*"));
    let home = tempfile::tempdir().unwrap();
    run(&emulator, &home, &["sync"]).await;
    let said = complained(&emulator, &home, &["export", "jsonl", "streams"]).await;
    assert!(said.contains("missing   details"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_is_told_as_by_any_other_command() {
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    let told = |env: Vec<(&'static str, String)>| {
        let mut command = plex_mcp(&emulator, home.path(), &["sync"]);
        command
            .env_remove("PLEX_URL")
            .env_remove("PLEX_TOKEN")
            .envs(env);
        async move {
            let output = tokio::task::spawn_blocking(move || command.output().unwrap());
            let output = output.await.unwrap();
            assert!(!output.status.success());
            String::from_utf8(output.stderr).unwrap()
        }
    };
    let token = || ("PLEX_TOKEN", emulator.token().to_owned());
    let wrong_path = format!("{}/plex", emulator.url());
    let said = told(vec![("PLEX_URL", wrong_path), token()]).await;
    assert!(said.contains("is not Plex Media Server"), "{said}");
    assert!(said.contains("Take /plex off the address"), "{said}");
    let wrong = ("PLEX_TOKEN", "wrong-token-1".to_owned());
    let said = told(vec![("PLEX_URL", emulator.url().to_owned()), wrong]).await;
    assert!(said.contains("invalid Plex token"), "{said}");
    assert!(said.contains("plex-mcp login"), "{said}");
}
