//! What is kept on disk, of which server, for whom, and that nobody else can read it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use plex_emulator::{Emulator, Fault, Library};
use tempfile::TempDir;

use super::{plex_mcp, rows, said};
use crate::worlds;

/// Every file below a directory.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

/// Whether the bytes of any file below a directory hold this text.
fn is_anywhere(directory: &Path, text: &str) -> bool {
    files(directory).iter().any(|file| {
        let bytes = fs::read(file).unwrap();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}

fn snapshots(home: &TempDir) -> usize {
    files(home.path())
        .iter()
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "sqlite")
        })
        .count()
}

/// Runs the command with another environment than the usual one.
async fn said_with(
    emulator: &Emulator,
    home: &TempDir,
    environment: &[(&str, &str)],
    arguments: &[&str],
) -> String {
    let mut command = plex_mcp(emulator, home.path(), arguments);
    command.envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_token_nor_paths_are_in_any_file() {
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    said(&emulator, &home, &["sync"]).await;
    assert!(is_anywhere(home.path(), "Metropolis"));
    assert!(!is_anywhere(home.path(), emulator.token()));
    assert!(!is_anywhere(home.path(), "/media/films"));

    said(&emulator, &home, &["sync", "--index-paths"]).await;
    let versions = rows(&emulator, &home, "versions").await;
    assert!(versions.iter().any(|row| row.contains("/media/films")));
    assert!(!is_anywhere(home.path(), emulator.token()));
    said(&emulator, &home, &["sync"]).await;
    assert!(
        !is_anywhere(home.path(), "/media/films"),
        "they go when they are not wanted"
    );
}

/// Also of a process that was killed, and while one is at work.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_its_owner_can_read_a_snapshot() {
    use std::{os::unix::fs::PermissionsExt, process::Stdio, time::Duration};
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    emulator.inject(Fault::Stall.on("/library/metadata/*"));
    let mut child = plex_mcp(&emulator, home.path(), &["sync"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let details =
        |request: &plex_emulator::RecordedRequest| request.path.starts_with("/library/metadata/");
    while !emulator.requests().iter().any(details) {
        assert!(child.try_wait().unwrap().is_none());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let check = || {
        let cache = home.path().join(".cache/plex-mcp");
        assert_eq!(
            fs::metadata(&cache).unwrap().permissions().mode() & 0o777,
            0o700
        );
        let files = files(&cache);
        assert!(files.len() >= 3, "{files:?}");
        for file in files {
            let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{file:?}");
        }
    };
    check();
    child.kill().unwrap();
    child.wait().unwrap();
    check();
    assert!(!is_anywhere(home.path(), emulator.token()));
    emulator.clear_faults();
    said(&emulator, &home, &["sync"]).await;
    check();
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_libraries_are_in_no_file() {
    let emulator = worlds::sample().await;
    let whole = tempfile::tempdir().unwrap();
    said(&emulator, &whole, &["sync"]).await;
    let (films, others): (Vec<String>, Vec<String>) = rows(&emulator, &whole, "items")
        .await
        .into_iter()
        .partition(|row| row.contains("\"library\":\"Films\""));
    // Titles that name nothing in the library that is shown.
    let hidden: Vec<String> = others
        .iter()
        .filter_map(|row| {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            row["title"].as_str().map(str::to_owned)
        })
        .filter(|title| title.len() > 7 && !films.iter().any(|film| film.contains(title)))
        .collect();
    assert!(hidden.len() > 100, "{hidden:?}");
    assert!(hidden.iter().any(|title| is_anywhere(whole.path(), title)));

    let home = tempfile::tempdir().unwrap();
    let films = [("PLEX_MCP_LIBRARIES", "Films")];
    said_with(&emulator, &home, &films, &["sync"]).await;
    said_with(&emulator, &home, &films, &["sync", "--changes"]).await;
    assert!(is_anywhere(home.path(), "Metropolis"));
    let kept: Vec<u8> = files(home.path())
        .iter()
        .flat_map(|file| fs::read(file).unwrap())
        .collect();
    let kept = String::from_utf8_lossy(&kept);
    for title in hidden {
        assert!(!kept.contains(&title), "{title}");
    }
    let plays = said_with(&emulator, &home, &films, &["export", "jsonl", "plays"]).await;
    assert!(plays.lines().count() > 0);
    assert!(
        plays
            .lines()
            .all(|play| play.contains("\"library\":\"Films\""))
    );
}

const ANOTHER_SERVER: &str = r#"
[server]
machineIdentifier = "0000000000000000000000000000000000000001"
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/media/films"]
[[section.item]]
title = "The Only One"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn every_server_allowlist_and_identity_has_a_snapshot_of_its_own() {
    let emulator = worlds::sample().await;
    let other = Emulator::builder()
        .library(Library::from_toml(ANOTHER_SERVER).unwrap())
        .start()
        .await
        .unwrap();
    let home = tempfile::tempdir().unwrap();
    said(&emulator, &home, &["sync"]).await;
    assert_eq!(snapshots(&home), 1);
    said(&emulator, &home, &["sync"]).await;
    assert_eq!(snapshots(&home), 1);

    let films = [("PLEX_MCP_LIBRARIES", "Films")];
    said_with(&emulator, &home, &films, &["sync"]).await;
    assert_eq!(snapshots(&home), 2, "another allowlist");
    let guest = emulator.token_of("linus").unwrap();
    let guest = [("PLEX_TOKEN", guest.as_str())];
    said_with(&emulator, &home, &guest, &["sync"]).await;
    assert_eq!(snapshots(&home), 3, "another identity");
    let seen = said_with(&emulator, &home, &guest, &["export", "jsonl", "libraries"]).await;
    assert!(seen.lines().count() < rows(&emulator, &home, "libraries").await.len());
    said(&other, &home, &["sync"]).await;
    assert_eq!(snapshots(&home), 4, "another server");
    assert_eq!(rows(&other, &home, "movies").await.len(), 1);
    assert!(rows(&emulator, &home, "movies").await.len() > 1);
}
