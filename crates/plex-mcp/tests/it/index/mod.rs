//! `plex-mcp index`, as a person runs it; what it keeps; and as a system kills it.

mod kept;
mod killed;

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::worlds;
use plex_emulator::Emulator;
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
