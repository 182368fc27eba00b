//! Where each name in an answer comes from.
//!
//! `provenance/recorded.txt` lists what is found in recordings, `provenance/plexapi.txt` what
//! python-plexapi reads, and `provenance/provenance.txt` says of the rest where it comes from.

use super::{Node, Recording, folder};
use crate::{ask, every};
use plex_emulator::{Clock, Emulator};
use std::collections::BTreeSet;

const RECORDED: &str = include_str!("../../../provenance/recorded.txt");
const PLEXAPI: &str = include_str!("../../../provenance/plexapi.txt");
const PROVENANCE: &str = include_str!("../../../provenance/provenance.txt");

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Every `Element attribute` below a node, and every `Name element`.
fn pairs(root: &Node, found: &mut BTreeSet<String>) {
    root.walk("", &mut |_, node| {
        found.insert(format!("{} element", node.name));
        for (attribute, _) in &node.attributes {
            found.insert(format!("{} {attribute}", node.name));
        }
    });
}

#[tokio::test]
async fn every_name_in_an_answer_is_one_that_plex_has() {
    let recorded: BTreeSet<&str> = lines(RECORDED).collect();
    let read_by_plexapi: BTreeSet<&str> = lines(PLEXAPI).collect();
    let explained: BTreeSet<&str> = lines(PROVENANCE)
        .map(|line| {
            let (name, source) = line.split_once(": ").unwrap();
            assert!(source.len() > 5, "{line}");
            name
        })
        .collect();
    let clock = Clock::manual(1_790_000_000);
    let emulator = Emulator::builder().clock(clock).start().await.unwrap();
    let mut emitted = BTreeSet::new();
    for path in every::trees() {
        let answer = ask::request(&emulator, reqwest::Method::GET, path);
        let answer = answer
            .header("Accept", "application/json")
            .send()
            .await
            .unwrap();
        // Night tasks have another root.
        if let Some(root) = Node::json(&answer.text().await.unwrap()) {
            pairs(&root, &mut emitted);
        }
    }
    assert!(emitted.len() > 400, "{}", emitted.len());
    let is_known = |pair: &&String| {
        let (_, attribute) = pair.split_once(' ').unwrap();
        recorded.contains(pair.as_str())
            || read_by_plexapi.contains(attribute)
            || explained.contains(pair.as_str())
    };
    let unknown: Vec<&String> = emitted.iter().filter(|pair| !is_known(pair)).collect();
    assert!(
        unknown.is_empty(),
        "say in provenance.txt where these come from:\n{unknown:#?}"
    );
    let needless = explained.iter().filter(|pair| {
        let (_, attribute) = pair.split_once(' ').unwrap();
        recorded.contains(**pair) || read_by_plexapi.contains(attribute)
    });
    let needless: Vec<&&str> = needless.collect();
    assert!(
        needless.is_empty(),
        "provenance.txt explains what needs it not: {needless:#?}"
    );
}

#[test]
#[ignore = "needs recordings of real servers: PLEX_RECORDINGS_DIR says where they are"]
fn recordings_show_the_names_that_are_listed() {
    let folder = folder();
    let mut found = BTreeSet::new();
    for recording in Recording::all(&folder) {
        pairs(&recording.root, &mut found);
    }
    let listed: BTreeSet<String> = lines(RECORDED).map(str::to_owned).collect();
    let missing: Vec<&String> = found.difference(&listed).collect();
    let invented: Vec<&String> = listed.difference(&found).collect();
    assert!(
        missing.is_empty() && invented.is_empty(),
        "recorded.txt lacks {missing:#?} and has too much {invented:#?}"
    );
}
