//! That a title is nowhere to be found.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use super::{FILTERS, GRACE, MACHINE, all, everything, json, restrict, restricted};
use crate::{ask, every};
use plex_emulator::Emulator;

/// All texts of an answer that name something: its key, its title, that of what it is in.
fn names(answer: &Value, found: &mut BTreeSet<String>) {
    match answer {
        Value::Array(all) => all.iter().for_each(|one| names(one, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.to_lowercase();
                match value.as_str() {
                    Some(text) if name.ends_with("title") || name.ends_with("ratingkey") => {
                        found.insert(text.to_owned());
                    }
                    _ => names(value, found),
                }
            }
        }
        _ => {}
    }
}

/// What is asked besides the examples of the table: what is around something that she sees.
async fn around(emulator: &Emulator) -> Vec<String> {
    let film = all(emulator, 1, 1).await;
    let film = film.iter().find(|film| film["contentRating"] == "G");
    let show = all(emulator, 2, 2).await;
    let show = show.iter().find(|show| show["contentRating"] == "TV-G");
    let artist = all(emulator, 3, 8).await;
    let artist = artist.iter().find(|artist| artist["ratingKey"] != "209");
    let mut paths = Vec::new();
    for one in [film, show, artist] {
        let key = one.unwrap()["ratingKey"].as_str().unwrap();
        for path in [
            "",
            "?includeRelated=1&includeExtras=1&includeOnDeck=1&includeChildren=1&includePopularLeaves=1",
            "/related",
            "/similar",
            "/children",
            "/grandchildren",
            "/allLeaves",
            "/onDeck",
            "/extras",
            "/tree",
            "/matches?manual=1",
        ] {
            paths.push(format!("/library/metadata/{key}{path}"));
        }
        paths.push(format!("/library/metadata/{key},18,104,209"));
    }
    for kind in [1, 2, 3, 4, 8, 9, 10, 13, 14, 18] {
        paths.push(format!("/library/all?type={kind}"));
        paths.push(format!("/library/matches?type={kind}&title=the"));
        paths.push(format!("/library/tags?type={kind}"));
    }
    for section in 1..=4 {
        for listing in [
            "collections",
            "unwatched",
            "newest",
            "recentlyViewed",
            "allLeaves",
            "recentlyAdded",
            "onDeck",
            "folder",
            "collection",
            "search?query=m",
            "all?includeCollections=1",
        ] {
            paths.push(format!("/library/sections/{section}/{listing}"));
        }
        paths.push(format!("/hubs/sections/{section}?includeEmpty=1&count=99"));
    }
    for word in [
        "metropolis",
        "the",
        "a",
        "m",
        "keaton",
        "hitchcock",
        "planet",
    ] {
        paths.push(format!("/hubs/search?query={word}&limit=99"));
        paths.push(format!(
            "/library/search?query={word}&includeCollections=1&limit=99"
        ));
        paths.push(format!("/search?query={word}"));
    }
    paths.push("/hubs?count=99".to_owned());
    paths
}

#[tokio::test]
async fn what_is_kept_from_somebody_is_told_of_nowhere() {
    let (emulator, kept) = restricted().await;
    let everything = everything(&emulator).await;
    let seen: BTreeSet<&String> = everything
        .iter()
        .filter(|(key, _)| !kept.contains(key))
        .map(|(_, title)| title)
        .collect();
    // A title that something has that she sees is no sign.
    let secret: BTreeSet<String> = everything
        .iter()
        .filter(|(key, title)| kept.contains(key) && !seen.contains(title))
        .flat_map(|(key, title)| [key.clone(), title.clone()])
        // Letters and the names of filters are titles, too.
        .filter(|text| text.parse::<u32>().is_ok() || text.len() > 5)
        .collect();
    assert!(
        seen.len() > 20 && secret.len() > 150,
        "{} {}",
        seen.len(),
        secret.len()
    );
    // Somebody has them in a list and in a queue of her own, from before.
    restrict(&emulator, &[("filterMovies", ""), ("filterMusic", "")]).await;
    let uri =
        format!("server%3A%2F%2F{MACHINE}%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata%2F");
    let list = format!("/playlists?type=video&title=Mine&smart=0&uri={uri}18%2C19%2C20%2C21%2C22");
    let list = json(&emulator, Method::POST, &list).await;
    let list = list["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned();
    let queue = format!("/playQueues?type=video&playlistID={list}&X-Plex-Client-Identifier=me");
    let queue = json(&emulator, Method::POST, &queue).await["playQueueID"].to_string();
    restrict(&emulator, FILTERS).await;

    let mut paths: Vec<String> = every::trees().map(str::to_owned).collect();
    paths.extend(around(&emulator).await);
    paths.push(format!("/playlists/{list}"));
    paths.push(format!("/playlists/{list}/items"));
    paths.push(format!("/playQueues/{queue}"));
    let (mut answered, mut told_to_owner) = (0, 0);
    let mut told = Vec::new();
    for path in &paths {
        for accept in ["application/json", "text/xml"] {
            let request = ask::CLIENT.get(format!("{}{path}", emulator.url()));
            let request = request.header("X-Plex-Token", GRACE);
            let response = request.header("Accept", accept).send().await.unwrap();
            if response.status() != 200 {
                continue;
            }
            answered += 1;
            let text = response.text().await.unwrap();
            let mut named = BTreeSet::new();
            if accept == "text/xml" {
                let document = roxmltree::Document::parse(&text).unwrap();
                for attribute in document.descendants().flat_map(|node| node.attributes()) {
                    let name = attribute.name().to_lowercase();
                    if name.ends_with("title") || name.ends_with("ratingkey") {
                        named.insert(attribute.value().to_owned());
                    }
                }
            } else {
                names(&serde_json::from_str(&text).unwrap(), &mut named);
            }
            told.extend(named.intersection(&secret).map(|name| (path, name.clone())));
            // And no path leads there.
            for key in kept.iter() {
                let ways = [format!("metadata/{key}/"), format!("metadata/{key}\"")];
                if ways.iter().any(|way| text.contains(way)) {
                    told.push((path, format!("a way to {key}")));
                }
            }
        }
        let response = ask::request(&emulator, Method::GET, path);
        let response = response
            .header("Accept", "application/json")
            .send()
            .await
            .unwrap();
        if response.status() == 200 {
            let mut named = BTreeSet::new();
            let text = response.text().await.unwrap();
            names(&serde_json::from_str(&text).unwrap_or_default(), &mut named);
            told_to_owner += usize::from(!named.is_disjoint(&secret));
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    // There is something to tell, and she is answered.
    assert!(
        answered > 200 && told_to_owner > 80,
        "{answered} {told_to_owner}"
    );
}
