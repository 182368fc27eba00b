//! What details hold when they are asked for it, and what goes with an item.

use crate::ask::{self, list};
use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

async fn start() -> Emulator {
    Emulator::builder()
        .clock(Clock::manual(1_790_000_000))
        .start()
        .await
        .unwrap()
}

fn titles(items: &Value) -> Vec<String> {
    let items = list(items);
    let titles = items
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned());
    titles.collect()
}

/// The details of the item of this title, with what the query asks for.
async fn details(emulator: &Emulator, title: &str, query: &str) -> Value {
    let path = format!("/library/all?title={title}");
    let found = list(&ask::json(emulator, &path).await["Metadata"]);
    let item = found
        .iter()
        .find(|item| item["title"] == title.replace("%20", " ").as_str());
    let key = item.unwrap()["ratingKey"].as_str().unwrap().to_owned();
    let path = format!("/library/metadata/{key}?{query}");
    ask::json(emulator, &path).await["Metadata"][0].clone()
}

#[tokio::test]
async fn extras_are_items_that_no_listing_shows() {
    let emulator = start().await;
    let film = details(&emulator, "Metropolis", "includeExtras=1").await;
    let key = film["ratingKey"].as_str().unwrap();
    let extras = ask::json(&emulator, &format!("/library/metadata/{key}/extras")).await;
    assert_eq!(extras["Metadata"], film["Extras"]["Metadata"]);
    assert_eq!(
        (&extras["size"], &film["Extras"]["size"]),
        (&3.into(), &3.into())
    );
    let trailer = &extras["Metadata"][0];
    assert_eq!(
        (&trailer["type"], &trailer["subtype"]),
        (&"clip".into(), &"trailer".into())
    );
    assert_eq!(trailer["extraType"], 1);
    assert_eq!(trailer["primaryGuid"], film["guid"]);
    assert!(trailer["Media"][0]["Part"][0]["Stream"].is_array());
    assert_eq!(film["primaryExtraKey"], trailer["key"]);
    let alone = ask::json(&emulator, trailer["key"].as_str().unwrap()).await;
    assert_eq!(alone["Metadata"][0]["title"], trailer["title"]);
    let listed = ask::json(&emulator, "/library/sections/1/all?title=trailer").await;
    assert_eq!(listed["size"], 0);
    assert!(
        details(&emulator, "Metropolis", "")
            .await
            .get("Extras")
            .is_none()
    );
}

#[tokio::test]
async fn what_is_alike_comes_in_rows_and_alone() {
    let emulator = start().await;
    let film = details(&emulator, "Metropolis", "includeRelated=1").await;
    let key = film["ratingKey"].as_str().unwrap();
    let related = ask::json(&emulator, &format!("/library/metadata/{key}/related")).await;
    assert_eq!(related["Hub"], film["Related"]["Hub"]);
    let rows = list(&related["Hub"]);
    let identifiers: Vec<_> = rows
        .iter()
        .map(|row| row["hubIdentifier"].as_str().unwrap())
        .collect();
    assert_eq!(identifiers[..2], ["movie.similar", "movie.by.director"]);
    assert_eq!(rows[1]["title"], "More by Fritz Lang");
    for row in &rows {
        assert_eq!(row["size"], list(&row["Metadata"]).len());
        assert!(
            list(&row["Metadata"])
                .iter()
                .all(|other| other["ratingKey"] != film["ratingKey"])
        );
        let all = ask::json(&emulator, row["key"].as_str().unwrap()).await;
        let all = titles(&all["Metadata"]);
        assert!(
            titles(&row["Metadata"])
                .iter()
                .all(|title| all.contains(title)),
            "{row}"
        );
    }
    let similar = ask::json(
        &emulator,
        &format!("/library/metadata/{key}/similar?count=3"),
    )
    .await;
    assert_eq!(similar["size"], 3);
    assert_eq!(
        list(&similar["Metadata"])[..],
        list(&rows[0]["Metadata"])[..3]
            .iter()
            .map(|item| {
                let mut item = item.clone();
                for attribute in [
                    "librarySectionID",
                    "librarySectionKey",
                    "librarySectionTitle",
                ] {
                    item.as_object_mut().unwrap().remove(attribute);
                }
                item
            })
            .collect::<Vec<_>>()
    );
    let bach = details(&emulator, "Johann%20Sebastian%20Bach", "includeRelated=1").await;
    assert!(titles(&bach["Related"]["Hub"][0]["Metadata"]).contains(&"Antonio Vivaldi".to_owned()));
}

#[tokio::test]
async fn chapters_markers_and_reviews_have_their_ids_and_pictures() {
    let emulator = start().await;
    let query = "includeChapters=1&includeMarkers=1&includeReviews=1";
    let film = details(&emulator, "Metropolis", query).await;
    let plain = details(&emulator, "Metropolis", "").await;
    for element in ["Chapter", "Marker", "Review"] {
        let given = list(&film[element]);
        assert!(!given.is_empty() && plain.get(element).is_none());
        let ids: BTreeSet<i64> = given
            .iter()
            .map(|one| one["id"].as_i64().unwrap())
            .collect();
        assert_eq!(ids.len(), given.len(), "{element}");
    }
    let thumb = film["Chapter"][1]["thumb"].as_str().unwrap();
    let picture = ask::request(&emulator, Method::GET, thumb)
        .send()
        .await
        .unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    assert_eq!(
        film["Marker"][0]["Attributes"]["id"],
        film["Marker"][0]["id"]
    );
    assert!(film["Review"][0]["text"].is_string() && film["Review"][0]["image"].is_string());
}

#[tokio::test]
async fn shows_and_artists_tell_what_is_next_inside_and_popular() {
    let emulator = start().await;
    let path = "/library/sections/2/all?X-Plex-Container-Start=0&X-Plex-Container-Size=1";
    let show = ask::json(&emulator, path).await["Metadata"][0].clone();
    let key = show["ratingKey"].as_str().unwrap();
    let query = "includeOnDeck=1&includeChildren=1&includePreferences=1";
    let full = ask::json(&emulator, &format!("/library/metadata/{key}?{query}")).await;
    let full = &full["Metadata"][0];
    let next = ask::json(&emulator, &format!("/library/metadata/{key}/onDeck")).await;
    assert_eq!(
        next["Metadata"][0]["ratingKey"],
        full["OnDeck"]["Metadata"]["ratingKey"]
    );
    assert_eq!(full["OnDeck"]["Metadata"]["type"], "episode");
    assert_eq!(full["Children"]["size"], full["childCount"]);
    assert_eq!(list(&full["Children"]["Metadata"])[0]["type"], "season");
    assert_eq!(full["Preferences"]["Setting"][0]["id"], "episodeSort");
    let artist = details(
        &emulator,
        "Johann%20Sebastian%20Bach",
        "includePopularLeaves=1",
    )
    .await;
    let popular = list(&artist["PopularLeaves"]["Metadata"]);
    assert!(!popular.is_empty());
    assert!(
        popular
            .iter()
            .all(|track| track["grandparentTitle"] == artist["title"])
    );
}

#[tokio::test]
async fn what_is_not_wanted_is_left_out() {
    let emulator = start().await;
    let query = "excludeElements=Media,Role&excludeFields=summary,tagline";
    for path in ["/library/metadata/18", "/library/sections/1/all"] {
        let whole = ask::json(&emulator, path).await["Metadata"][0].clone();
        let less = ask::json(&emulator, &format!("{path}?{query}")).await["Metadata"][0].clone();
        let mut expected = whole.as_object().unwrap().clone();
        for left_out in ["Media", "Role", "summary", "tagline"] {
            expected.remove(left_out);
        }
        assert_ne!(whole, less);
        assert_eq!(less, Value::Object(expected), "{path}");
    }
}

#[tokio::test]
async fn pictures_can_be_chosen_among() {
    let emulator = start().await;
    for (what, shape) in [("posters", (480, 720)), ("arts", (960, 540))] {
        let answer = ask::json(&emulator, &format!("/library/metadata/18/{what}")).await;
        let choices = list(&answer["Metadata"]);
        let selected = choices.iter().filter(|choice| choice["selected"] == true);
        assert_eq!((choices.len(), selected.count()), (3, 1));
        let path = choices[1]["thumb"].as_str().unwrap();
        let picture = ask::request(&emulator, Method::GET, path)
            .send()
            .await
            .unwrap();
        let picture = image::load_from_memory(&picture.bytes().await.unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), shape);
    }
    let none = ask::json(&emulator, "/library/metadata/18/themes").await;
    assert_eq!(none["size"], 0);
    assert_eq!(
        ask::status(&emulator, Method::GET, "/library/metadata/18/nothing").await,
        404
    );
}

#[tokio::test]
async fn what_a_title_could_be() {
    let description = r#"
        [[section]]
        type = "movie"
        [[section.item]]
        title = "Faust"
        year = 1926
        [[section.item]]
        title = "Faust"
        year = 1960
        [[section.item]]
        ratingKey = 9
        title = "faust.avi"
        guid = "tv.plex.agents.none://9"
        SearchResult = [{ guid = "plex://movie/5d776823151a60001f24a5d1", name = "Faust", year = 1994, score = 88 }]
    "#;
    let emulator = Emulator::start(Library::from_toml(description).unwrap())
        .await
        .unwrap();
    let path = "/library/metadata/9/matches?manual=1&title=Faust&year=1926";
    let found = list(&ask::json(&emulator, path).await["SearchResult"]);
    let years: Vec<_> = found
        .iter()
        .map(|one| one["year"].as_i64().unwrap())
        .collect();
    assert_eq!(years, [1994, 1926, 1960]);
    assert_eq!(found[1]["score"], 100);
    let details = ask::json(&emulator, "/library/metadata/9").await;
    assert!(details["Metadata"][0].get("SearchResult").is_none());
    let anywhere = ask::json(&emulator, "/library/matches?type=1&title=faust").await;
    assert_eq!(anywhere["size"], 2);
}

#[tokio::test]
async fn all_libraries_are_one_listing_and_one_list_of_tags() {
    let emulator = start().await;
    let films = ask::json(&emulator, "/library/sections/1/all").await;
    let all = ask::json(&emulator, "/library/all?type=1").await;
    assert_eq!(titles(&all["Metadata"]), titles(&films["Metadata"]));
    let page = "X-Plex-Container-Start=0&X-Plex-Container-Size=5";
    let sorted = ask::json(
        &emulator,
        &format!("/library/all?type=4&sort=addedAt:desc&{page}"),
    )
    .await;
    let added = list(&sorted["Metadata"]);
    let added: Vec<i64> = added
        .iter()
        .map(|item| item["addedAt"].as_i64().unwrap())
        .collect();
    assert!(added.len() == 5 && added.is_sorted_by(|a, b| a >= b));
    let tags = ask::json(&emulator, "/library/tags?type=1").await;
    let drama = list(&tags["Directory"])
        .into_iter()
        .find(|tag| tag["tag"] == "Drama")
        .unwrap();
    let path = format!("/library/all?genre={}", drama["id"]);
    assert!(ask::json(&emulator, &path).await["size"].as_u64().unwrap() > 0);
    let path = "/library/sections/1/autocomplete?type=1&genre.query=dra";
    let complete = list(&ask::json(&emulator, path).await["Directory"]);
    assert!(complete.iter().any(|tag| tag["tag"] == "Drama"));
    assert!(
        complete
            .iter()
            .all(|tag| tag["tag"].as_str().unwrap().to_lowercase().contains("dra"))
    );
}

#[tokio::test]
async fn a_person_is_known_by_either_id_in_every_trade() {
    let emulator = start().await;
    let film = details(&emulator, "Metropolis", "").await;
    let director = &film["Director"][0];
    let (id, key) = (&director["id"], director["tagKey"].as_str().unwrap());
    let by_id = ask::json(&emulator, &format!("/library/people/{id}")).await;
    assert_eq!(
        by_id,
        ask::json(&emulator, &format!("/library/people/{key}")).await
    );
    let trades: Vec<_> = list(&by_id["Directory"])
        .iter()
        .map(|one| one["tagType"].as_i64().unwrap())
        .collect();
    // He directed, and wrote as well.
    assert_eq!(trades, [4, 5]);
    let media = ask::json(&emulator, &format!("/library/people/{key}/media")).await;
    assert!(titles(&media["Metadata"]).contains(&"Metropolis".to_owned()));
    let directed = ask::json(&emulator, &format!("/library/all?director={id}")).await;
    assert!(media["size"].as_u64() >= directed["size"].as_u64());
    assert_eq!(
        ask::status(&emulator, Method::GET, "/library/people/0").await,
        404
    );
}

#[tokio::test]
async fn items_have_things_in_common() {
    let emulator = start().await;
    let lang = ask::json(&emulator, "/library/sections/1/all?director=Fritz%20Lang").await;
    let keys: Vec<String> = list(&lang["Metadata"])
        .iter()
        .map(|item| item["ratingKey"].as_str().unwrap().to_owned())
        .collect();
    assert!(keys.len() > 1);
    let path = format!("/library/sections/1/common?type=1&id={}", keys.join(","));
    let common = ask::json(&emulator, &path).await["Common"][0].clone();
    assert_eq!(common["Director"][0]["tag"], "Fritz Lang");
    assert_eq!(common["type"], "movie");
    assert!(common.get("title").is_none());
    let mixed = common["mixedFields"].as_str().unwrap();
    assert!(mixed.split(',').any(|field| field == "title"));
    assert!(!mixed.split(',').any(|field| field == "type"));
    let other = "/library/sections/2/common?type=2&id=18";
    assert_eq!(ask::status(&emulator, Method::GET, other).await, 404);
}

#[tokio::test]
async fn a_library_tells_when_its_last_item_came() {
    let emulator = start().await;
    let timeline = ask::json(&emulator, "/library/sections/1/timeline").await;
    assert!(timeline["latestEntryTime"].as_i64().unwrap() > 1_780_000_000);
    assert!(timeline["size"].as_i64().unwrap() > 0);
    assert_eq!(timeline["updateQueueSize"], 0);
    ask::status(&emulator, Method::GET, "/library/sections/1/refresh").await;
    let busy = ask::json(&emulator, "/library/sections/1/timeline").await;
    assert_eq!(busy["updateQueueSize"], 1);
}

/// The names of the attributes and elements of an item, and those that only its details have.
fn missing(details: &Value, listed: &Value) -> BTreeSet<String> {
    let names =
        |item: &Value| -> BTreeSet<String> { item.as_object().unwrap().keys().cloned().collect() };
    names(details).difference(&names(listed)).cloned().collect()
}

#[tokio::test]
async fn listings_lack_what_only_details_have() {
    let emulator = start().await;
    let only_details = [
        "Guid",
        "Label",
        "Location",
        "Mood",
        "Producer",
        "Rating",
        "Similar",
        "Style",
        "librarySectionID",
        "librarySectionKey",
        "librarySectionTitle",
    ];
    let mut lacking = BTreeSet::new();
    for (section, kind) in [
        (1, 1),
        (2, 2),
        (2, 3),
        (2, 4),
        (3, 8),
        (3, 9),
        (3, 10),
        (4, 13),
        (4, 14),
    ] {
        let path = format!("/library/sections/{section}/all?type={kind}");
        for listed in list(&ask::json(&emulator, &path).await["Metadata"]) {
            let key = listed["ratingKey"].as_str().unwrap();
            let details = ask::json(&emulator, &format!("/library/metadata/{key}")).await;
            let details = &details["Metadata"][0];
            let missing = missing(details, &listed);
            assert!(
                missing
                    .iter()
                    .all(|name| only_details.contains(&name.as_str())),
                "{missing:?}"
            );
            assert!(missing.contains("librarySectionID"));
            lacking.extend(missing);
            for version in list(&listed["Media"]) {
                assert!(
                    list(&version["Part"])
                        .iter()
                        .all(|part| part.get("Stream").is_none())
                );
            }
            for (tag, most) in [
                ("Genre", 2),
                ("Country", 2),
                ("Director", 2),
                ("Writer", 2),
                ("Role", 3),
            ] {
                let (few, all) = (list(&listed[tag]), list(&details[tag]));
                assert_eq!(few.len(), all.len().min(most), "{tag} of {key}");
                assert!(few.iter().all(|one| one.as_object().unwrap().len() == 1));
                assert!(
                    all.iter()
                        .all(|one| one["id"].is_number() && one["filter"].is_string())
                );
            }
        }
    }
    let expected: BTreeSet<String> = only_details.iter().map(ToString::to_string).collect();
    assert_eq!(lacking, expected);
}
