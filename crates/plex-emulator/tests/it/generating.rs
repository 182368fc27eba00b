//! Generated libraries.

use std::collections::HashSet;

use crate::ask;
use plex_emulator::{Arrival, Emulator, Generated, Library};

/// Rating keys in the order in which the titles were added.
async fn keys_by_arrival(generated: Generated, number: u32) -> Vec<u32> {
    let emulator = Emulator::start(Library::generated(generated))
        .await
        .unwrap();
    let path = format!("/library/sections/1/all?type={number}&sort=addedAt");
    let items = ask::list(&ask::json(&emulator, &path).await["Metadata"]);
    let key = |item: &serde_json::Value| item["ratingKey"].as_str().unwrap().parse().unwrap();
    items.iter().map(key).collect()
}

#[tokio::test]
async fn titles_are_added_in_the_order_that_was_asked_for() {
    let films = |arrival| keys_by_arrival(Generated::films(200).arrival(arrival), 1);
    let in_order: Vec<u32> = (1..=200).collect();
    assert_eq!(films(Arrival::Keys).await, in_order);
    let reverse: Vec<u32> = (1..=200).rev().collect();
    assert_eq!(films(Arrival::Reverse).await, reverse);
    let random = films(Arrival::Random).await;
    assert_eq!(random, films(Arrival::Random).await);
    assert_eq!(random.iter().collect::<HashSet<_>>().len(), 200);
    let rises = random.windows(2).filter(|pair| pair[0] < pair[1]).count();
    assert!((60..140).contains(&rises), "{rises} of 199 rise");
}

#[tokio::test]
async fn shows_and_music_have_what_is_above_their_leaves() {
    for (generated, counts) in [
        ("120:episodes", [(2, 3), (3, 12), (4, 120)]),
        ("120:tracks:random", [(8, 3), (9, 12), (10, 120)]),
    ] {
        let generated: Generated = generated.parse().unwrap();
        let emulator = Emulator::start(Library::generated(generated))
            .await
            .unwrap();
        for (number, count) in counts {
            let path = format!("/library/sections/1/all?type={number}");
            assert_eq!(ask::json(&emulator, &path).await["size"], count);
        }
        let path = format!("/library/sections/1/all?type={}", counts[2].0);
        let leaf = &ask::json(&emulator, &path).await["Metadata"][0];
        for known in ["parentTitle", "grandparentTitle", "index", "duration"] {
            assert!(!leaf[known].is_null(), "{known}: {leaf}");
        }
        assert!(!leaf["Media"][0]["Part"][0]["file"].is_null());
    }
}

#[test]
fn what_is_no_library_is_refused() {
    for text in ["", "films", "10:albums", "10:films:sorted", "-1"] {
        assert!(text.parse::<Generated>().is_err(), "{text}");
    }
}
