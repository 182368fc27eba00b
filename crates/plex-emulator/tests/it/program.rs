//! The program itself, where it says more than the emulator in-process does.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// The program while it runs.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program on a free port, and returns the address that it prints.
fn start(arguments: &[&str]) -> (Program, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plex-emulator"))
        .args(["--port", "0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let program = Program(child);
    let url = loop {
        let line = lines.next().unwrap().unwrap();
        if let Some(url) = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
        {
            break url.trim_end_matches('/').to_owned();
        }
    };
    (program, url)
}

/// Returns when the last film was added, in seconds since the epoch.
async fn last_added(url: &str) -> i64 {
    let answer = reqwest::Client::new()
        .get(format!("{url}/library/sections/1/all?sort=addedAt:desc"))
        .header("X-Plex-Token", "demo-token-for-the-owner")
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap();
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    answer["MediaContainer"]["Metadata"][0]["addedAt"]
        .as_i64()
        .unwrap()
}

#[tokio::test]
async fn its_clock_begins_where_it_is_told() {
    const DAY: i64 = 86_400;
    let begin = 1_000_000_000;
    let (_one, first) = start(&["--clock", &begin.to_string()]);
    let (_other, second) = start(&["--clock", &(begin + 1_000 * DAY).to_string()]);
    let (first, second) = (last_added(&first).await, last_added(&second).await);
    assert!((begin - 1_000 * DAY..=begin).contains(&first), "{first}");
    // The same library, a thousand days later.
    assert_eq!(second - first, 1_000 * DAY);
}
