//! Finding titles, wherever they are.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::discover::Title;
use super::super::question::Question;
use super::super::reply::{json_text, media};
use super::watching::{listed, page, refuse, wants_user_state};
use crate::answer::{Element, write_json};
use crate::server::Outcome;

/// Answers `GET /`: the provider, as a server would say what it is.
pub(super) fn provider(_: &Cloud, question: &Question<'_>) -> Outcome {
    let root = Element::container()
        .with("size", 0_i64)
        .with("identifier", "tv.plex.provider.metadata")
        .with("title", "Plex Library Metadata")
        .with("version", "5.1.0");
    media(question, &root)
}

/// Answers `GET /library/metadata/matches?type=1|2&guid=|title=&year=`
pub(super) fn matches(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let is_show = match question.value("type") {
        Some("1") => false,
        Some("2") => true,
        _ => return refuse(question, 400, "Invalid value provided for type!"),
    };
    let catalogue = cloud.catalogue();
    let year = question.value("year");
    let found: Vec<&Title> = match (question.value("guid"), question.value("title")) {
        (Some(guid), _) => catalogue.with_guid(is_show, guid).collect(),
        (None, Some(text)) => catalogue
            .search(text)
            .into_iter()
            .map(|(title, _)| title)
            .filter(|title| title.is_show == is_show)
            .filter(|title| {
                year.is_none_or(|year| title.year.is_some_and(|held| held.to_string() == year))
            })
            .collect(),
        (None, None) => return refuse(question, 400, "Missing value for guid!"),
    };
    let state = cloud.read();
    let person = state.person(question.asker);
    let mut root = listed(0, found.len(), found.len());
    for title in found {
        let mark = person
            .filter(|_| wants_user_state(question))
            .map(|person| person.taste.of(&title.key));
        root.push(title.detailed(mark.as_ref()));
    }
    media(question, &root)
}

/// Answers `GET /library/search?query=&limit=&searchTypes=movies,tv&searchProviders=discover`
pub(super) fn search(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(text) = question.value("query") else {
        return refuse(question, 400, "Missing value for query!");
    };
    let types = question.value("searchTypes").unwrap_or("movies,tv");
    let is_wanted = |title: &Title| {
        let name = if title.is_show { "tv" } else { "movies" };
        types.split(',').any(|wanted| wanted == name)
    };
    let limit = question.value("limit").map_or(Ok(30), str::parse::<usize>);
    let Ok(limit) = limit else {
        return refuse(question, 400, "Invalid value provided for limit!");
    };
    let found: Vec<(&Title, f64)> = cloud
        .catalogue()
        .search(text)
        .into_iter()
        .filter(|(title, _)| is_wanted(title))
        .take(limit)
        .collect();
    if question.wants_json() {
        return json_text(200, &results(&found));
    }
    let mut external = Element::new("SearchResults")
        .with("id", "external")
        .with("title", "More Ways To Watch")
        .with("size", found.len());
    external.extend(found.iter().map(|(title, score)| {
        Element::new("SearchResult")
            .with("score", *score)
            .child(title.element(None))
    }));
    let root = Element::container()
        .with("identifier", "tv.plex.provider.discover")
        .with("size", 1_i64)
        .child(external);
    media(question, &root)
}

fn results(found: &[(&Title, f64)]) -> Value {
    let results: Vec<Value> = found
        .iter()
        .map(|(title, score)| json!({"score": score, "Metadata": metadata(title)}))
        .collect();
    json!({"MediaContainer": {
        "suggestedTerms": [],
        "identifier": "tv.plex.provider.discover",
        "size": 1,
        "SearchResults": [{
            "id": "external",
            "title": "More Ways To Watch",
            "size": results.len(),
            "SearchResult": results,
        }],
    }})
}

/// Returns a title as search holds it: an object, not in a list.
fn metadata(title: &Title) -> Value {
    let text = write_json(&title.element(None));
    let mut value: Value = serde_json::from_str(&text).unwrap_or_default();
    value
        .get_mut("Metadata")
        .map(Value::take)
        .unwrap_or_default()
}

const ROWS: &[(&str, &str)] = &[
    ("most-watchlisted", "Most Watchlisted"),
    ("new-for-you", "New For You"),
];

/// Answers `GET /hubs/sections/home`: the rows, with nothing in them yet.
pub(super) fn rows(_: &Cloud, question: &Question<'_>) -> Outcome {
    let mut root = Element::container()
        .with("identifier", "tv.plex.provider.discover")
        .with("size", ROWS.len());
    root.extend(ROWS.iter().map(|(name, title)| {
        Element::new("Hub")
            .with("key", format!("/hubs/sections/home/{name}"))
            .with("hubIdentifier", format!("home.{name}"))
            .with("title", *title)
            .with("type", "mixed")
            .with("style", "shelf")
            .with("placeholder", true)
            .with("more", true)
            .with("size", 0_i64)
    }));
    media(question, &root)
}

/// Answers `GET /hubs/sections/home/{row}?limit=`: what is in a row. Its window cannot be moved.
pub(super) fn row(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some((name, title)) = ROWS.iter().find(|(name, _)| *name == question.capture(0)) else {
        return refuse(question, 404, "There is no such row");
    };
    let size = match page(question) {
        Ok((_, size)) => size,
        Err(refusal) => return *refusal,
    };
    let limit = question.value("limit").and_then(|limit| limit.parse().ok());
    let mut titles: Vec<&Title> = cloud.catalogue().iter().collect();
    if *name == "new-for-you" {
        titles.sort_by(|one, other| other.released.cmp(&one.released));
    }
    titles.truncate(limit.unwrap_or(size));
    let mut root = listed(0, titles.len(), titles.len()).with("title", *title);
    root.extend(titles.into_iter().map(|title| title.element(None)));
    media(question, &root)
}
