//! What a library says it can be filtered and sorted by, and that it can.

use crate::ask::NOW;
use crate::ask::{self, list};
use crate::four::{DAY, start};
use plex_emulator::Emulator;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Everything that a section tells of: its types, but for folders, and its operators.
async fn meta(emulator: &Emulator, section: u32) -> (Vec<Value>, Value) {
    let query = "includeMeta=1&includeAdvanced=1&X-Plex-Container-Start=0&X-Plex-Container-Size=0";
    let mut types = Vec::new();
    let mut operators = Value::Null;
    for listing in ["all", "collections"] {
        let path = format!("/library/sections/{section}/{listing}?{query}");
        let answer = ask::json(emulator, &path).await;
        assert!(answer.get("Metadata").is_none());
        let told = list(&answer["Meta"]["Type"]);
        // Photos are never in collections.
        if listing == "all" || section != 4 {
            types.extend(told.into_iter().filter(|one| one["type"] != "folder"));
        }
        operators = answer["Meta"]["FieldType"].clone();
    }
    (types, operators)
}

fn number(of_type: &Value) -> &str {
    let key = of_type["key"].as_str().unwrap();
    key.rsplit_once("type=").unwrap().1
}

/// The rating keys that a query finds, in order.
async fn keys(emulator: &Emulator, path: &str) -> Vec<String> {
    let answer = ask::json(emulator, path).await;
    let items = list(&answer["Metadata"]);
    items
        .iter()
        .map(|item| item["ratingKey"].as_str().unwrap().to_owned())
        .collect()
}

fn set(keys: Vec<String>) -> BTreeSet<String> {
    keys.into_iter().collect()
}

/// The numbers of the second thing.
const NUMBERS: &[(&[&str], &str)] = &[
    (&["year", "decade"], "1920"),
    (&["duration"], "200000"),
    (&["mediaSize"], "2000000"),
    (&["mediaBitrate"], "2000"),
    (&["iso"], "200"),
    (&["userRating", "rating", "viewCount", "skipCount"], "2"),
];

/// The value to compare a field with: that of the second thing, in the part that suits the
/// operator; of whatever has a list, one of the list.
async fn value(
    emulator: &Emulator,
    section: u32,
    of_type: &Value,
    field: &Value,
    operator: &str,
) -> String {
    let name = field["key"].as_str().unwrap();
    let name = name.rsplit('.').next().unwrap();
    match field["type"].as_str().unwrap() {
        "boolean" => "1".to_owned(),
        "date" if name == "originallyAvailableAt" => "1920-01-01".to_owned(),
        "date" => (NOW - DAY * 80).to_string(),
        "string" => match operator {
            "<=" => "a2",
            ">=" => "z2",
            "==" | "!==" => "a2 m2 z2",
            _ => "2 m2 z",
        }
        .to_owned(),
        "integer" => {
            let mut numbers = NUMBERS.iter();
            let (_, number) = numbers.find(|(names, _)| names.contains(&name)).unwrap();
            (*number).to_owned()
        }
        _ => {
            let path = format!(
                "/library/sections/{section}/{name}?type={}",
                number(of_type)
            );
            let choices = list(&ask::json(emulator, &path).await["Directory"]);
            choices[0]["key"].as_str().unwrap().to_owned()
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn every_field_told_of_can_be_compared_in_every_way_told_of() {
    let emulator = start().await;
    let mut compared = 0;
    for section in 1..=4 {
        let (types, operators) = meta(&emulator, section).await;
        for of_type in &types {
            let type_number = number(of_type);
            let all_path = format!("/library/sections/{section}/all?type={type_number}");
            let all = set(keys(&emulator, &all_path).await);
            assert_eq!(all.len(), 4, "{of_type}");
            for field in list(&of_type["Field"]) {
                let field_type = list(&operators)
                    .into_iter()
                    .find(|one| one["type"] == field["type"])
                    .unwrap();
                let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
                for operator in list(&field_type["Operator"]) {
                    let operator = operator["key"].as_str().unwrap();
                    let name = field["key"].as_str().unwrap();
                    let value = value(&emulator, section, of_type, &field, operator).await;
                    let name = encode(&format!("{name}{}", operator.strip_suffix('=').unwrap()));
                    let path = format!("{all_path}&{name}={}", encode(&value));
                    let those = set(keys(&emulator, &path).await);
                    let context = format!("{} {operator} {value}", field["key"]);
                    assert!(!those.is_empty() && those != all, "{context}: {those:?}");
                    assert!(those.is_subset(&all), "{context}");
                    found.push((operator.to_owned(), those));
                    compared += 1;
                }
                check_together(&field, &all, &found);
            }
        }
    }
    assert!(compared > 300, "{compared} comparisons");
}

/// What the operators of a field find must fit together.
fn check_together(field: &Value, all: &BTreeSet<String>, found: &[(String, BTreeSet<String>)]) {
    let by = |wanted: &str| {
        let mut found = found.iter();
        found
            .find(|(operator, _)| operator == wanted)
            .map(|(_, those)| those)
    };
    let opposites = [("=", "!="), ("==", "!==")];
    for (is, is_not) in opposites {
        if let (Some(is), Some(is_not)) = (by(is), by(is_not)) {
            assert!(is.is_disjoint(is_not), "{field}");
            assert_eq!(&(is | is_not), all, "{field}");
        }
    }
    if let (Some(above), Some(below)) = (by(">>="), by("<<=")) {
        assert!(above.is_disjoint(below), "{field}");
        if let Some(equal) = by("=") {
            assert!(
                equal.is_disjoint(above) && equal.is_disjoint(below),
                "{field}"
            );
        }
    }
    if let (Some(part), Some(whole)) = (by("="), by("==")) {
        assert!(whole.is_subset(part), "{field}");
    }
}

/// Fields that PMS takes without telling of them, which clients know all the same; with something
/// to compare them with that finds some of the four things and not all.
const UNTOLD: &[(&str, &[u32])] = &[
    ("guid=tv.plex.agents.none://movie", &[1]),
    ("rating%3E%3E=2", &[1, 2, 4, 8, 10]),
    ("audienceRating%3C%3C=2", &[1, 2, 3, 4, 8, 9, 10]),
    ("ratingCount=2", &[10]),
    ("duration%3E%3E=200000", &[2, 4, 9, 10]),
    ("updatedAt%3E%3E=1783000000", &[1, 2, 3, 4, 8, 9, 10]),
    ("originallyAvailableAt%3C%3C=1925-01-01", &[2, 3, 8, 10]),
    ("lastRatedAt%3E%3E=1783000000", &[1, 2, 3, 4, 8, 9]),
    ("viewOffset%3E%3E=2500", &[1, 4, 10]),
    ("unviewedLeafCount%3E%3E=0", &[2, 3, 8, 9]),
    ("label=a2%20m2%20z2", &[3, 4, 8, 10]),
    ("container=a2%20m2%20z2", &[1, 4, 10, 13]),
    ("mediaHeight%3E%3E=600", &[1, 4, 10]),
    ("file=2.mkv", &[1, 4, 10, 13]),
];

#[tokio::test]
async fn fields_that_are_taken_but_not_told_of_can_be_compared_too() {
    let emulator = start().await;
    for (query, types) in UNTOLD {
        for number in *types {
            let section = match number {
                1 => 1,
                2..=4 => 2,
                8..=10 => 3,
                _ => 4,
            };
            let path = format!("/library/sections/{section}/all?type={number}&{query}");
            let found = keys(&emulator, &path).await.len();
            assert!((1..4).contains(&found), "{path}: {found}");
        }
    }
    let nothing = keys(&emulator, "/library/sections/1/all?noSuchField=1").await;
    assert_eq!(nothing.len(), 4);
}

#[tokio::test]
async fn every_field_can_be_asked_of_what_is_above_and_within() {
    let emulator = start().await;
    for section in 1..=3 {
        let (types, _) = meta(&emulator, section).await;
        let types: Vec<&Value> = types
            .iter()
            .filter(|one| one["type"] != "collection")
            .collect();
        for of_type in &types {
            for other in &types {
                for field in list(&other["Field"]) {
                    if field["type"] == "date" {
                        continue;
                    }
                    let value = value(&emulator, section, other, &field, "=").await;
                    let path = format!(
                        "/library/sections/{section}/all?type={}&{}={}",
                        number(of_type),
                        field["key"].as_str().unwrap(),
                        encode(&value)
                    );
                    let found = keys(&emulator, &path).await.len();
                    assert!((1..4).contains(&found), "{path}: {found}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_list_told_of_has_values_and_each_leads_to_items() {
    let emulator = start().await;
    let mut followed = 0;
    for section in 1..=4 {
        let (types, _) = meta(&emulator, section).await;
        for of_type in &types {
            for filter in list(&of_type["Filter"]) {
                let path = filter["key"].as_str().unwrap();
                let answer = ask::json(&emulator, path).await;
                if filter["filter"] == "unwatched" {
                    // The one list that is of titles.
                    assert!(answer["size"].as_u64().unwrap() > 0);
                    continue;
                }
                let choices = list(&answer["Directory"]);
                assert!(!choices.is_empty(), "{path}");
                assert_eq!(answer["size"], choices.len(), "{path}");
                for choice in choices {
                    assert_eq!(choice["type"], filter["filter"]);
                    let fast = choice["fastKey"].as_str().unwrap();
                    assert!(!keys(&emulator, fast).await.is_empty(), "{fast}");
                    followed += 1;
                }
            }
        }
    }
    assert!(followed > 150, "{followed} lists");
}

#[tokio::test]
async fn every_order_told_of_orders_and_can_be_turned_round() {
    let emulator = start().await;
    for section in 1..=4 {
        let (types, _) = meta(&emulator, section).await;
        for of_type in &types {
            let all = format!("/library/sections/{section}/all?type={}", number(of_type));
            let usual = keys(&emulator, &all).await;
            let sorts = list(&of_type["Sort"]);
            let given: Vec<&Value> = sorts
                .iter()
                .filter(|sort| sort.get("default").is_some())
                .collect();
            assert_eq!(given.len(), 1, "{of_type}");
            for sort in &sorts {
                let sorted = async |key: &Value| {
                    let key = key.as_str().unwrap();
                    keys(&emulator, &format!("{all}&sort={key}")).await
                };
                let (one, other) = (sorted(&sort["key"]).await, sorted(&sort["descKey"]).await);
                assert_eq!(set(one.clone()), set(usual.clone()));
                assert_eq!(set(other.clone()), set(usual.clone()));
                if sort["key"] != "random" {
                    assert_ne!(one, other, "{sort}");
                }
                if sort.get("default").is_some() {
                    assert_eq!(one, usual, "{sort}");
                }
            }
        }
    }
}

#[tokio::test]
async fn lists_and_orders_stand_alone_too() {
    let emulator = start().await;
    for section in 1..=4 {
        let (types, _) = meta(&emulator, section).await;
        for of_type in types.iter().filter(|one| one["type"] != "collection") {
            let ask = async |what: &str| {
                let path = format!(
                    "/library/sections/{section}/{what}?type={}",
                    number(of_type)
                );
                ask::json(&emulator, &path).await["Directory"].clone()
            };
            let mut sorts = list(&of_type["Sort"]);
            for sort in &mut sorts {
                let sort = sort.as_object_mut().unwrap();
                sort.remove("active");
                sort.remove("activeDirection");
            }
            assert_eq!(list(&ask("filters").await), list(&of_type["Filter"]));
            assert_eq!(list(&ask("sorts").await), sorts);
        }
    }
}

#[tokio::test]
async fn fields_come_when_the_advanced_are_asked_for() {
    let emulator = start().await;
    let plain = ask::json(&emulator, "/library/sections/1/all?includeMeta=1").await;
    assert_eq!(plain["size"], 4);
    assert!(plain["Meta"]["Type"][0].get("Filter").is_some());
    assert!(plain["Meta"]["Type"][0].get("Field").is_none());
    assert!(plain["Meta"].get("FieldType").is_none());
    assert_eq!(plain["Meta"]["Type"][0]["active"], true);
    let path = "/library/sections/1/all?includeMeta=1&sort=year:desc";
    let sorted = ask::json(&emulator, path).await;
    let sorts = list(&sorted["Meta"]["Type"][0]["Sort"]);
    let active: Vec<&Value> = sorts.iter().filter(|sort| sort["active"] == true).collect();
    assert_eq!((active.len(), &active[0]["key"]), (1, &json!("year")));
    assert_eq!(active[0]["activeDirection"], "desc");
    let details = ask::json(&emulator, "/library/sections/2?includeDetails=1").await;
    assert_eq!(details["Type"][2]["Field"][0]["key"], "episode.title");
    assert_eq!(details["FieldType"].as_array().unwrap().len(), 8);
    assert!(
        ask::json(&emulator, "/library/sections/1/all")
            .await
            .get("Meta")
            .is_none()
    );
}
