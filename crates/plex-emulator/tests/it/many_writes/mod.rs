//! A thousand writes, as chance has them: whatever is refused changes nothing, and whatever is taken
//! leaves a state that holds together.

mod dice;
mod invariants;
mod known;
mod others;
mod writing;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ask::{self, NOW};
use crate::dumping::differences;
use crate::playlists::send_as;
use dice::Dice;
use invariants::holds_together;
use known::{Known, text};
use writing::write;

/// The token of who may see two of the libraries.
const GUEST: &str = "token-of-the-guest";

/// Films, some of them in two versions, a show and an artist, with some plays.
fn library() -> Library {
    let films = (1..=14).map(|n| {
        let media = if n % 3 == 0 { json!(["hd", "sd"]) } else { json!(["hd"]) };
        json!({ "title": format!("Film {n}"), "year": 1950 + n, "media": media, "Genre": ["Drama"] })
    });
    let films: Vec<Value> = films.collect();
    let episodes: Vec<String> = (1..=4).map(|n| format!("Episode {n}")).collect();
    let tracks: Vec<String> = (1..=4).map(|n| format!("Track {n}")).collect();
    let description = json!({
        "server": { "machineIdentifier": "here" },
        "account": [
            { "id": 1, "name": "owner" },
            { "id": 2, "name": "guest", "token": GUEST, "libraries": ["1", "2"] },
        ],
        "section": [
            { "key": "1", "type": "movie", "title": "Films", "item": films },
            { "key": "2", "type": "show", "title": "Shows", "item": [
                { "title": "Show", "item": [{ "index": 1, "item": episodes }] },
            ]},
            { "key": "3", "type": "artist", "title": "Music", "item": [
                { "title": "Artist", "item": [{ "title": "Album", "item": tracks }] },
            ]},
        ],
        "history": { "plays": 20 },
        "file": [{ "path": "/media/Music/one.m3u", "text": "Artist/Album/01 - Track 1.flac" }],
    });
    Library::from_json(&description.to_string()).unwrap()
}

/// Lets time pass, and files come and go.
async fn disturb(emulator: &Emulator, dice: &mut Dice, known: &Known) {
    let disk = emulator.disk();
    let (_, file, _) = dice.pick(&known.parts).unwrap_or_default();
    match dice.throw(4) {
        0 => {
            disk.remove(&file);
        }
        1 => {
            disk.restore(&file);
        }
        2 => {
            let n = dice.throw(20);
            disk.put(&format!(
                "path = \"/media/Films/Film {n} ({}).mkv\"",
                1950 + n
            ))
            .unwrap();
        }
        _ => {
            disk.rename(&file, &format!("{file}.mkv"));
        }
    }
    emulator
        .clock()
        .advance(std::time::Duration::from_millis(700));
    assert_eq!(ask::status(emulator, Method::GET, "/identity").await, 200);
}

#[tokio::test]
async fn a_thousand_writes_leave_everything_in_order() {
    let emulator = Emulator::builder()
        .library(library())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    let mut dice = Dice(20_260_928);
    let mut state = emulator.dump();
    let (mut taken, mut refused) = (0, 0);
    for turn in 1..=1_000 {
        let known = Known::of(&state);
        let (method, path) = match dice.throw(3) {
            0 => others::write(&mut dice, &known, &state),
            _ => write(&mut dice, &known),
        };
        let who = match dice.throw(8) {
            0 => GUEST,
            _ => emulator.token(),
        };
        let context = format!("write {turn}: {method} {path} ({who})");
        let (status, _) = send_as(&emulator, who, method, &path).await;
        let after = emulator.dump();
        match status {
            200..=204 => taken += 1,
            400..=409 => {
                refused += 1;
                assert!(
                    after == state,
                    "{context}: refused with {status}, and changed something"
                );
            }
            _ => panic!("{context}: {status}"),
        }
        if turn % 10 == 0 {
            holds_together(&after);
        }
        if turn % 100 == 0 {
            counts_agree(&emulator, &after).await;
            let again = Emulator::builder()
                .library(Library::from_json(&after.to_string()).unwrap())
                .clock(Clock::manual(emulator.clock().now()))
                .start()
                .await
                .unwrap();
            assert_eq!(
                differences(&after, &again.dump()),
                Vec::<String>::new(),
                "{context}"
            );
        }
        if turn % 10 == 0 {
            disturb(&emulator, &mut dice, &Known::of(&after)).await;
        }
        state = if turn % 10 == 0 {
            emulator.dump()
        } else {
            after
        };
    }
    assert!(
        taken > 500 && refused > 50,
        "{taken} taken, {refused} refused"
    );
}

/// What is counted is what is listed.
async fn counts_agree(emulator: &Emulator, state: &Value) {
    for playlist in ask::list(&ask::json(emulator, "/playlists").await["Metadata"]) {
        let path = format!("/playlists/{}/items", text(&playlist["ratingKey"]));
        assert_eq!(
            ask::json(emulator, &path).await["size"],
            playlist["leafCount"],
            "{path}"
        );
    }
    let collections = ask::json(emulator, "/library/sections/1/collections").await;
    for collection in ask::list(&collections["Metadata"]) {
        let path = format!(
            "/library/collections/{}/items",
            text(&collection["ratingKey"])
        );
        assert_eq!(
            ask::json(emulator, &path).await["size"],
            collection["childCount"],
            "{path}"
        );
    }
    let films = ask::list(&state["section"][0]["item"]);
    let found = films.iter().filter(|film| film["waiting"] != true).count();
    let listed = ask::json(emulator, "/library/sections/1/all").await;
    assert_eq!(listed["size"], found);
}
