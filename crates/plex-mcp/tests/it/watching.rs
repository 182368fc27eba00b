//! `plex-mcp watch`: what a person, and a program, see of what happens.

use std::{process::Stdio, time::Duration};

use plex_client::LibraryKey;
use plex_emulator::{Emulator, Fault, Library, PlayerKind, PlayerOptions};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout},
    time::{sleep, timeout},
};

use crate::{
    pacing::unrest,
    support::{self, client},
};

/// A film whose title would move the cursor.
const HOME: &str = r#"
[[account]]
id = 1
name = "Ada"

[[account]]
id = 2
name = "Mia"
token = "mia-token"

[[section]]
key = "1"
title = "Films"
type = "movie"
item = [
    { ratingKey = "10", title = "Metropolis", year = 1927, duration = 6_000_000, media = ["sd"] },
    { ratingKey = "11", title = "Red \u001b[31m\u0007alert\u202e", year = 1990, duration = 6_000_000, media = ["sd"] },
]
"#;

const NEW: &str = "title = \"The Pleasure Garden\"\nyear = 1925";

async fn home() -> Emulator {
    let television = PlayerOptions::new(PlayerKind::Television, "Living Room");
    Emulator::builder()
        .library(Library::from_toml(HOME).unwrap())
        .player(television.start_delay(Duration::from_millis(30)))
        .scan_duration(Duration::from_millis(200))
        .start()
        .await
        .unwrap()
}

/// The program, watching.
struct Watch {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    seen: Vec<String>,
}

impl Watch {
    fn start(emulator: &Emulator, token: &str, arguments: &[&str]) -> Self {
        let mut command = support::program();
        command
            .arg("watch")
            .args(arguments)
            .env("PLEX_URL", emulator.url())
            .env("PLEX_TOKEN", token)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut command = tokio::process::Command::from(command);
        let mut child = command.kill_on_drop(true).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            lines,
            seen: Vec::new(),
        }
    }

    /// The next line in which all of this is.
    async fn until(&mut self, parts: &[&str]) -> String {
        let search = async {
            loop {
                let line = self.lines.next_line().await.unwrap();
                let line = line.unwrap_or_else(|| panic!("it ended: {:#?}", self.seen));
                self.seen.push(line.clone());
                if parts.iter().all(|part| line.contains(part)) {
                    return line;
                }
            }
        };
        let found = timeout(Duration::from_secs(60), search).await;
        found.unwrap_or_else(|_| panic!("no {parts:?}: {:#?}", self.seen))
    }

    async fn ended(mut self) -> Option<i32> {
        drop(self.lines);
        let ended = timeout(Duration::from_secs(30), self.child.wait());
        ended.await.unwrap().unwrap().code()
    }

    async fn interrupted(self) -> Option<i32> {
        let id = Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap();
        kill_process(id, Signal::INT).unwrap();
        self.ended().await
    }
}

async fn scan(emulator: &Emulator) {
    let plex = client(emulator.url(), emulator.token());
    let films = LibraryKey::new("1").unwrap();
    plex.refresh_library(&films, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_thing_that_happens_is_one_object_a_line() {
    let emulator = home().await;
    let mut watch = Watch::start(&emulator, emulator.token(), &["--json"]);
    watch.until(&["\"listening\""]).await;
    let television = emulator.player("Living Room").unwrap();
    assert!(television.play("10"));
    let plays = watch.until(&["\"session\"", "\"playing\""]).await;
    let plays: Value = serde_json::from_str(&plays).unwrap();
    assert_eq!(plays["title"], "Metropolis (1927)", "{plays}");
    assert_eq!(plays["player"], "Living Room", "{plays}");
    assert_eq!(plays["duration_s"], 6_000, "{plays}");
    assert!(plays["at"].as_str().unwrap().contains('T'), "{plays}");
    television.pause();
    watch.until(&["\"session\"", "\"change\":\"paused\""]).await;
    emulator.put_on_disk("1", NEW).unwrap();
    scan(&emulator).await;
    watch
        .until(&["\"task\"", "\"started\"", "Scanning Films"])
        .await;
    let arrived = watch.until(&["\"arrived\""]).await;
    let arrived: Value = serde_json::from_str(&arrived).unwrap();
    assert_eq!(arrived["title"], "The Pleasure Garden (1925)");
    assert_eq!(arrived["library"], "Films");
    television.stop();
    watch.until(&["\"session\"", "\"change\":\"ended\""]).await;
    emulator.lose_listeners();
    watch.until(&["\"away\"", "\"why\""]).await;
    watch.until(&["\"listening\"", "\"away_s\""]).await;
    for line in &watch.seen {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(line["event"].is_string(), "{line}");
    }
    assert_eq!(watch.interrupted().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_there_is_no_terminal_there_are_plain_lines_without_control_characters() {
    let emulator = home().await;
    let mut watch = Watch::start(&emulator, emulator.token(), &[]);
    watch.until(&["Listening to Plex."]).await;
    assert!(emulator.player("Living Room").unwrap().play("11"));
    let line = watch.until(&["plays Red", "on Living Room"]).await;
    assert!(line.ends_with("alert (1990), on Living Room"), "{line}");
    for line in &watch.seen {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(!line.contains('\u{202e}'), "{line:?}");
    }
    assert_eq!(watch.interrupted().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_when_nobody_reads_any_more() {
    let emulator = home().await;
    let mut watch = Watch::start(&emulator, emulator.token(), &[]);
    watch.until(&["Listening"]).await;
    let ended = watch.ended();
    let happens = async {
        let television = emulator.player("Living Room").unwrap();
        for _ in 0..10 {
            assert!(television.play("10"));
            sleep(Duration::from_millis(500)).await;
            television.stop();
            sleep(Duration::from_millis(500)).await;
        }
    };
    let ended = tokio::select! {
        ended = ended => ended,
        () = happens => panic!("it goes on"),
    };
    assert_eq!(ended, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_told_what_is_missing_and_a_server_that_is_away_is_waited_for() {
    let emulator = home().await;
    let mut watch = Watch::start(&emulator, "mia-token", &[]);
    watch.until(&["only to its owner"]).await;
    assert_eq!(watch.interrupted().await, Some(0));

    emulator.go_offline();
    let mut watch = Watch::start(&emulator, emulator.token(), &[]);
    watch.until(&["Away, trying again"]).await;
    emulator.go_online().await.unwrap();
    watch.until(&["Listening again"]).await;
    assert_eq!(watch.interrupted().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_looked_up_is_told_once_asked_for_seldom_and_told_when_it_can() {
    let emulator = home().await;
    let mut watch = Watch::start(&emulator, emulator.token(), &[]);
    watch.until(&["Listening to Plex."]).await;
    emulator.inject(Fault::Status(500).on("/library/metadata/*"));
    emulator.put_on_disk("1", NEW).unwrap();
    scan(&emulator).await;
    let line = watch.until(&["cannot be looked at, trying again"]).await;
    assert!(line.contains("500"), "{line}");
    sleep(Duration::from_secs(4)).await;
    let asked = emulator.requests();
    let asked = asked
        .iter()
        .filter(|one| one.path.starts_with("/library/metadata/"));
    let asked = asked.count();
    // Each time it is tried three times.
    assert!(asked <= 9, "it was asked {asked} times");
    emulator.clear_faults();
    watch
        .until(&["New: The Pleasure Garden (1925), in Films"])
        .await;
    let told = watch
        .seen
        .iter()
        .filter(|line| line.contains("cannot be looked at"));
    assert_eq!(told.count(), 1, "{:#?}", watch.seen);
    assert_eq!(watch.interrupted().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_missed_is_looked_at_now_and_then() {
    let emulator = home().await;
    let only = ["--libraries", "Films"];
    let mut watch = Watch::start(&emulator, emulator.token(), &only);
    watch.until(&["Listening to Plex."]).await;
    sleep(Duration::from_millis(500)).await;
    emulator.forget_requests();
    unrest(&emulator).await;
    let looks = emulator.requests();
    let looks = looks.iter().filter(|one| one.path == "/activities").count();
    assert!((1..=4).contains(&looks), "{looks} looks");
    assert_eq!(watch.interrupted().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_what_a_restart_has_taken_away_it_is_not_said_that_it_ended() {
    let emulator = Emulator::builder()
        .library(Library::from_toml(HOME).unwrap())
        .scan_duration(Duration::from_secs(3_600))
        .start()
        .await
        .unwrap();
    let mut watch = Watch::start(&emulator, emulator.token(), &[]);
    watch.until(&["Listening to Plex."]).await;
    scan(&emulator).await;
    watch.until(&["Scanning Films: started"]).await;
    emulator.go_offline();
    watch.until(&["Away, trying again"]).await;
    sleep(Duration::from_secs(8)).await;
    // While it is away it is asked for nothing else.
    let looks = emulator.requests();
    let looks = looks.iter().filter(|one| one.path == "/activities").count();
    assert!(looks <= 4, "{looks} looks");
    emulator.restart().await.unwrap();
    watch.until(&["Listening again"]).await;
    watch
        .until(&["Scanning Films: no longer under way; how it ended was not heard"])
        .await;
    let away = watch
        .seen
        .iter()
        .filter(|line| line.contains("Away, trying again"));
    assert!(away.count() <= 2, "{:#?}", watch.seen);
    assert_eq!(watch.interrupted().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_no_longer_taken_ends_it() {
    let emulator = home().await;
    let mut watch = Watch::start(&emulator, emulator.token(), &[]);
    watch.until(&["Listening to Plex."]).await;
    emulator.inject(Fault::Status(401).on("*"));
    emulator.lose_listeners();
    watch.until(&["Away, trying again"]).await;
    let mut child = watch.child;
    let ended = timeout(Duration::from_secs(30), child.wait()).await;
    assert_eq!(ended.unwrap().unwrap().code(), Some(1));
}

/// On a terminal it is drawn in place, and the cursor is given back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_terminal_it_is_drawn_in_its_place() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let emulator = home().await;
    assert!(emulator.player("Living Room").unwrap().play("10"));
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
    let theirs = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(name)
        .unwrap();
    let mut command = support::program();
    command
        .arg("watch")
        .env("PLEX_URL", emulator.url())
        .env("PLEX_TOKEN", emulator.token())
        .env("TERM", "xterm")
        .env("COLUMNS", "61")
        .env("LINES", "10")
        .stdin(Stdio::null())
        .stdout(theirs)
        .stderr(Stdio::null());
    let mut child = tokio::process::Command::from(command)
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let reading = tokio::task::spawn_blocking(move || {
        use std::io::Read;
        let mut file = std::fs::File::from(ours);
        let (mut all, mut part) = (Vec::new(), [0; 4096]);
        // It ends with an error once nobody holds the other side.
        while let Ok(count @ 1..) = file.read(&mut part) {
            all.extend_from_slice(&part[..count]);
        }
        String::from_utf8_lossy(&all).into_owned()
    });
    sleep(Duration::from_secs(4)).await;
    let id = Pid::from_raw(child.id().unwrap().try_into().unwrap()).unwrap();
    kill_process(id, Signal::INT).unwrap();
    let ended = timeout(Duration::from_secs(30), child.wait())
        .await
        .unwrap();
    assert_eq!(ended.unwrap().code(), Some(0));
    let drawn = timeout(Duration::from_secs(10), reading)
        .await
        .unwrap()
        .unwrap();
    assert!(drawn.starts_with("\x1b[?25l\r\x1b[J"), "{drawn:?}");
    assert!(drawn.ends_with("\x1b[?25h"), "{drawn:?}");
    assert!(drawn.contains("\x1b[3A\r\x1b[J"), "drawn over: {drawn:?}");
    let last = drawn.rsplit("\x1b[J").next().unwrap();
    assert!(
        last.contains("> Ada: Metropolis (1927), on Living Room"),
        "{last:?}"
    );
    assert!(
        last.contains("[-----") && last.contains("/ 1:40:00 playing"),
        "{last:?}"
    );
    let lines = last.trim_end_matches("\x1b[?25h").lines();
    let lines = lines.map(|line| line.trim_end_matches('\r'));
    assert!(
        lines
            .map(|line| line.chars().count())
            .all(|width| width <= 60),
        "{last:?}"
    );
}
