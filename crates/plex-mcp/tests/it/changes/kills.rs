//! The program is killed at each request of a change: the journal knows of it, and it can be taken back.

use std::{process::Command, process::Stdio, time::Duration};

use plex_emulator::{Emulator, Fault, FaultRule, Library};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::known;
use crate::{
    lists::LISTS,
    support::{program, run, text},
    worlds::at_rest,
};

/// A server and a program whose journal is its own.
struct Household {
    emulator: Emulator,
    home: TempDir,
}

impl Household {
    async fn new() -> Self {
        let library = Library::from_toml(LISTS).unwrap();
        Self {
            emulator: at_rest().library(library).start().await.unwrap(),
            home: tempfile::tempdir().unwrap(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command
            .args(arguments)
            .env("XDG_STATE_HOME", self.home.path())
            .env("PLEX_URL", self.emulator.url())
            .env("PLEX_TOKEN", self.emulator.token());
        command
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = run(&mut self.command(arguments));
        let text = text(&output.stdout);
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{arguments:?}: {output:?}"))
    }

    /// Calls a tool and kills the program once it has asked so much; `false` where it ended before.
    async fn killed_in(&self, tool: &str, arguments: &Value, fault: FaultRule, after: u32) -> bool {
        self.emulator.inject(fault.after(after));
        let arguments = arguments.to_string();
        let mut child = self
            .command(&[
                "call",
                tool,
                &arguments,
                "--yes",
                "--allow-destructive",
                "--toolsets",
                "all",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let asked = || self.emulator.requests().len() > after as usize;
        let hit = async {
            loop {
                if asked() {
                    return true;
                }
                if child.try_wait().unwrap().is_some() {
                    return asked();
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let hit = tokio::time::timeout(Duration::from_secs(60), hit);
        let hit = hit.await.unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        self.emulator.clear_faults();
        hit
    }
}

/// Kills the program at every request of a call, before the server does what is asked and after it; then
/// takes back what was done, and finds the server as it was.
async fn is_taken_back_wherever_it_is_killed(tool: &str, arguments: Value) {
    let is_any: [fn() -> FaultRule; 2] = [|| Fault::Stall.on("*"), || Fault::StallBody.on("*")];
    let mut interrupted = 0;
    for fault in is_any {
        for after in 0.. {
            let household = Household::new().await;
            let before = known(household.emulator.dump());
            if !household.killed_in(tool, &arguments, fault(), after).await {
                assert!(after > 4, "{tool} asks for more than that");
                break;
            }
            let journal = household.json(&["changes", "--json"]);
            let rows = journal["items"].as_array().unwrap();
            let is_changed = known(household.emulator.dump()) != before;
            assert!(rows.len() <= 1, "{journal}");
            let Some(row) = rows.first() else {
                assert!(
                    !is_changed,
                    "changed without a word in the journal, {after}"
                );
                continue;
            };
            interrupted += usize::from(row["state"].is_string());
            let id = row["change_id"].as_str().unwrap();
            let undone = household.json(&["undo", id, "--json"]);
            assert_eq!(
                undone["changed"] == json!(1),
                is_changed,
                "{after}: {row} {undone}"
            );
            let after_all = known(household.emulator.dump());
            assert_eq!(
                after_all, before,
                "{tool} {arguments} {after}: {row} {undone}"
            );
        }
    }
    assert!(interrupted >= 2, "{tool}: {interrupted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stars() {
    is_taken_back_wherever_it_is_killed("plex_rate", json!({"rating_keys": ["1"], "stars": 4}))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_filled_emptied_and_put_in_order() {
    let arguments = json!({
        "playlist_id": "60", "add": ["4", "12"], "remove": ["2"], "order": ["12", "3", "4", "1"],
    });
    is_taken_back_wherever_it_is_killed("plex_edit_playlist", arguments).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_list() {
    let arguments = json!({"title": "Silent", "add": ["1", "2", "4"], "summary": "Quiet evenings"});
    is_taken_back_wherever_it_is_killed("plex_edit_playlist", arguments).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_called_otherwise() {
    let arguments = json!({"playlist_id": "60", "rename": "Dry days"});
    is_taken_back_wherever_it_is_killed("plex_edit_playlist", arguments).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_deleted() {
    is_taken_back_wherever_it_is_killed("plex_delete_playlist", json!({"playlist_id": "60"})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_that_is_filled_emptied_put_in_order_and_shown() {
    let arguments = json!({
        "collection_id": "70", "add": ["3"], "remove": ["2"], "order": ["4", "3", "1"],
        "visible_on": ["home"],
    });
    is_taken_back_wherever_it_is_killed("plex_edit_collection", arguments).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_collection() {
    let arguments = json!({
        "title": "Silent", "add": ["1", "2", "4"], "summary": "Quiet evenings", "order": ["year"],
        "mode": "hide",
    });
    is_taken_back_wherever_it_is_killed("plex_edit_collection", arguments).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_a_label_and_a_lock() {
    let arguments = json!({
        "rating_keys": ["1"], "set": {"title": "Faust, restored"}, "add_tags": {"label": ["Kids"]},
        "lock": ["summary"],
    });
    is_taken_back_wherever_it_is_killed("plex_edit_metadata", arguments).await;
}
