//! The same answers as XML and as JSON.

use crate::{ask, every};
use plex_emulator::{Clock, Emulator, Library};
use serde_json::{Map, Value};

/// The names that JSON gives the elements of library items.
fn group(name: &str, element: &roxmltree::Node<'_, '_>) -> String {
    let is_item = element.has_attribute("ratingKey")
        || element.has_attribute("historyKey")
        || element.has_attribute("radio");
    let is_folder = element
        .attribute("key")
        .is_some_and(|key| key.contains("/folder?parent="));
    if is_folder || is_item && !matches!(name, "Hub" | "SearchResult" | "Common") {
        "Metadata".to_owned()
    } else {
        name.to_owned()
    }
}

/// XML and JSON brought to one form: all scalars as text, all elements in lists, in order.
fn normal_xml(element: roxmltree::Node<'_, '_>) -> Value {
    let mut map: Map<String, Value> = element
        .attributes()
        .map(|one| (one.name().to_owned(), one.value().into()))
        .collect();
    for child in element.children().filter(roxmltree::Node::is_element) {
        let list = map
            .entry(group(child.tag_name().name(), &child))
            .or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut().unwrap().push(normal_xml(child));
    }
    Value::Object(map)
}

fn normal_json(value: &Value) -> Value {
    match value {
        Value::Bool(flag) => u8::from(*flag).to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Array(list) => list.iter().map(normal_json).collect(),
        Value::Object(map) => {
            let lists = map.iter().map(|(key, value)| {
                let value = match normal_json(value) {
                    object @ Value::Object(_) => Value::Array(vec![object]),
                    other => other,
                };
                (key.clone(), value)
            });
            Value::Object(lists.collect())
        }
        other => other.clone(),
    }
}

#[tokio::test]
async fn both_wires_say_the_same() {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(1_790_000_000))
        .start()
        .await
        .unwrap();
    for path in every::trees() {
        let xml = ask::xml(&emulator, path).await;
        let document = roxmltree::Document::parse(&xml).unwrap();
        let json = ask::json(&emulator, path).await;
        assert_eq!(
            normal_xml(document.root_element()),
            normal_json(&json),
            "{path}"
        );
    }
}

#[tokio::test]
async fn types_are_those_of_each_endpoint() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let details = ask::json(&emulator, "/library/metadata/18").await;
    let film = &details["Metadata"][0];
    assert!(film["ratingKey"].is_string());
    assert!(film["librarySectionID"].is_number());
    assert!(film["Genre"][0]["id"].is_number());
    assert!(film["Media"][0]["id"].is_number());
    assert!(film["Media"][0]["aspectRatio"].is_f64());
    assert!(film["Media"][0]["Part"][0]["Stream"][0]["default"].is_boolean());
    assert!(film["Guid"].is_array());
    assert!(film["guid"].is_string());

    let sessions = ask::json(&emulator, "/status/sessions").await;
    let session = &sessions["Metadata"][0];
    assert!(session["librarySectionID"].is_string());
    assert!(session["Genre"][0]["id"].is_string());
    assert!(session["Media"][0]["id"].is_string());
    assert!(session["Media"][0]["aspectRatio"].is_string());
    assert!(session["Media"][0]["selected"].is_boolean());
    assert!(session["viewOffset"].is_number());
    assert!(session["User"]["id"].is_string());
    assert!(session["Player"]["userID"].is_number());

    let sections = ask::json(&emulator, "/library/sections").await;
    assert!(sections["Directory"][0]["key"].is_string());
    assert!(sections["Directory"][0]["refreshing"].is_boolean());
    let history = ask::json(&emulator, "/status/sessions/history/all").await;
    assert!(history["Metadata"][0]["librarySectionID"].is_string());
    assert!(history["Metadata"][0]["accountID"].is_number());
}

#[tokio::test]
async fn an_empty_list_is_no_list() {
    let emulator = Emulator::start(Library::empty()).await.unwrap();
    let sections = ask::json(&emulator, "/library/sections").await;
    assert_eq!(sections["size"], 0);
    assert!(sections.get("Directory").is_none());
    let sessions = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(sessions, serde_json::json!({ "size": 0 }));
}

#[tokio::test]
async fn listings_are_partial_and_details_are_not() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let all = ask::json(&emulator, "/library/sections/1/all").await;
    for film in all["Metadata"].as_array().unwrap() {
        let count = |key: &str| film[key].as_array().map_or(0, Vec::len);
        assert!(count("Genre") <= 2 && count("Role") <= 3 && count("Writer") <= 2);
        assert!(film.get("Guid").is_none() && film.get("Producer").is_none());
        assert!(film["Media"][0]["Part"][0].get("Stream").is_none());
        if let Some(genre) = film["Genre"].get(0) {
            assert_eq!(genre.as_object().unwrap().len(), 1);
        }
    }
    let details = ask::json(&emulator, "/library/metadata/18").await;
    let metropolis = &details["Metadata"][0];
    assert_eq!(metropolis["title"], "Metropolis");
    assert_eq!(metropolis["Role"].as_array().unwrap().len(), 6);
    assert_eq!(metropolis["Role"][0]["role"], "Maria / The Machine Man");
    assert_eq!(metropolis["Media"].as_array().unwrap().len(), 2);
    assert!(metropolis.get("Chapter").is_none());
    let more = ask::json(&emulator, "/library/metadata/18?includeChapters=1").await;
    assert_eq!(more["Metadata"][0]["Chapter"].as_array().unwrap().len(), 3);
}
