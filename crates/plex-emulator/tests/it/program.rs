//! The program itself, where it says more than the emulator in-process does.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::ask::http;

/// The program while it runs.
pub(crate) struct Program {
    child: Child,
    /// The lines that it printed before it was ready: a name and an address each.
    printed: Vec<String>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    /// Starts the program on a free port.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_plex-emulator"))
            .args(["--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let printed = lines
            .map(Result::unwrap)
            .take_while(|line| line != "ready")
            .collect();
        Self { child, printed }
    }

    /// Returns the address that it printed under a name.
    pub(crate) fn address(&self, name: &str) -> Option<&str> {
        let mut lines = self.printed.iter();
        lines.find_map(|line| Some(line.strip_prefix(name)?.trim()))
    }

    pub(crate) fn url(&self) -> &str {
        self.address("url").unwrap()
    }
}

/// Returns when the last film was added, in seconds since the epoch.
async fn last_added(url: &str) -> i64 {
    let answer = http()
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
    let one = Program::start(&["--clock", &begin.to_string()]);
    let other = Program::start(&["--clock", &(begin + 1_000 * DAY).to_string()]);
    let (first, second) = (last_added(one.url()).await, last_added(other.url()).await);
    assert!((begin - 1_000 * DAY..=begin).contains(&first), "{first}");
    // The same library, a thousand days later.
    assert_eq!(second - first, 1_000 * DAY);
}
