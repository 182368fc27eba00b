//! Media queries.

use crate::ask;
use plex_emulator::Emulator;
use serde_json::Value;

const DESCRIPTION: &str = r#"
[[section]]
type = "movie"
[[section.item]]
title = "Alpha"
year = 1927
rating = 8.0
addedAt = "-10d"
studio = "UFA"
Genre = ["Drama"]
viewCount = 2
media = "sd"
[[section.item]]
title = "The Beta"
year = 1931
addedAt = "-100d"
studio = "Nero-Film"
Genre = ["Drama", "Crime"]
media = "uhd-hdr10"
[[section.item]]
title = "Gamma, a beta"
year = 1985
addedAt = "-1d"
Genre = ["Comedy"]
media = ["fhd", "sd"]
guid = "tv.plex.agents.none://3"
viewOffset = "20m"
[[section.item]]
title = "Delta"
year = 1999
addedAt = "-500d"
Genre = ["Comedy", "Crime"]
media = "uhd-dv"

[[section]]
type = "show"
[[section.item]]
title = "Show"
[[section.item.item]]
item = [{ title = "One", viewCount = 1 }, { title = "Two" }]
[[section.item]]
title = "Other"
[[section.item.item]]
item = [{ title = "Three", viewCount = 1 }]
"#;

async fn start() -> Emulator {
    ask::described(DESCRIPTION).await
}

/// The first letters of what a query finds, in the order found.
async fn found(emulator: &Emulator, section: u32, query: &str) -> String {
    let path = format!("/library/sections/{section}/all?{query}");
    let list = ask::json(emulator, &path).await;
    let items = list["Metadata"].as_array().cloned().unwrap_or_default();
    let first = |item: &Value| {
        let title = item["titleSort"].as_str().or(item["title"].as_str());
        title.unwrap().chars().next().unwrap()
    };
    items.iter().map(first).collect()
}

#[tokio::test]
async fn fields_and_operators() {
    let emulator = start().await;
    for (query, expected) in [
        ("", "ABDG"),
        ("year=1931", "B"),
        ("year!=1931", "ADG"),
        ("year%3E%3E=1931", "DG"),
        ("year%3E=1931", "BDG"),
        ("year%3C%3C=1931", "A"),
        ("year=1927,1999", "AD"),
        ("decade=1980", "G"),
        ("rating%3E=7.5", "A"),
        ("title=beta", "BG"),
        ("title!=beta", "AD"),
        ("title%3D=alpha", "A"),
        ("title!%3D=alpha", "BDG"),
        ("title%3C=gamma", "G"),
        ("title%3E=beta", "BG"),
        ("studio=nero", "B"),
        ("genre=Drama", "AB"),
        ("genre!=Drama", "DG"),
        ("genre=Drama,Comedy", "ABDG"),
        ("genre=Comedy&genre=Crime", "D"),
        ("addedAt%3E%3E=-30d", "AG"),
        ("addedAt%3C%3C=-1y", "D"),
        ("resolution=4k", "BD"),
        ("hdr=1", "BD"),
        ("dovi=1", "D"),
        ("hdr=0", "AG"),
        ("duplicate=1", "G"),
        ("unmatched=1", "G"),
        ("unwatched=1", "BDG"),
        ("unwatched=0", "A"),
        ("inProgress=1", "G"),
        ("viewCount%3E=1", "A"),
        ("push=1&year=1927&or=1&year=1999&pop=1&unwatched=1", "D"),
        ("push=1&year=1927&or=1&year=1999&pop=1", "AD"),
        // An empty group is met by nothing; what is no field is no condition.
        ("push=1&pop=1", ""),
        ("year=1927&push=1&pop=1", ""),
        ("push=1&pop=1&or=1&year=1999", "D"),
        ("push=1&push=1&year=1999&pop=1&pop=1", "D"),
        ("noSuchField=1", "ABDG"),
    ] {
        assert_eq!(found(&emulator, 1, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn tags_are_found_by_the_ids_that_lists_give() {
    let emulator = start().await;
    let genres = ask::json(&emulator, "/library/sections/1/genre").await;
    let genres = genres["Directory"].as_array().unwrap();
    let titles: Vec<_> = genres.iter().map(|genre| genre["title"].clone()).collect();
    assert_eq!(titles, ["Comedy", "Crime", "Drama"]);
    let crime = genres[1]["key"].as_str().unwrap();
    assert_eq!(found(&emulator, 1, &format!("genre={crime}")).await, "BD");
    let fast = genres[1]["fastKey"].as_str().unwrap();
    assert_eq!(ask::json(&emulator, fast).await["size"], 2);
}

#[tokio::test]
async fn sorts() {
    let emulator = start().await;
    for (query, expected) in [
        ("sort=titleSort:desc", "GDBA"),
        ("sort=year", "ABGD"),
        ("sort=addedAt:desc", "GABD"),
        ("sort=mediaHeight:desc,titleSort", "BDGA"),
        ("sort=rating:desc,year", "ABGD"),
        ("sort=viewCount:desc,titleSort:desc", "AGDB"),
        ("sort=year&limit=2", "AB"),
    ] {
        assert_eq!(found(&emulator, 1, query).await, expected, "{query}");
    }
    let mut dealt: Vec<char> = found(&emulator, 1, "sort=random").await.chars().collect();
    dealt.sort_unstable();
    assert_eq!(dealt, ['A', 'B', 'D', 'G']);
}

#[tokio::test]
async fn remembered_orders_follow_what_is_watched() {
    let emulator = start().await;
    assert_eq!(found(&emulator, 1, "unwatched=1").await, "BDG");
    let details = ask::json(&emulator, "/library/sections/1/all?title=delta").await;
    let key = details["Metadata"][0]["ratingKey"].as_str().unwrap();
    let path = format!("/:/scrobble?key={key}&identifier=com.plexapp.plugins.library");
    ask::status(&emulator, reqwest::Method::GET, &path).await;
    assert_eq!(found(&emulator, 1, "unwatched=1").await, "BG");
}

#[tokio::test]
async fn fields_of_what_is_above_and_within() {
    let emulator = start().await;
    for (query, expected) in [
        ("type=4", "TOT"),
        ("type=4&show.title=other", "T"),
        ("type=2&episode.unwatched=1", "S"),
        ("type=2&unwatchedLeaves=1", "S"),
        ("type=2&episode.title=three", "O"),
    ] {
        assert_eq!(found(&emulator, 2, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn what_nobody_has_begun_is_at_the_beginning() {
    let emulator = start().await;
    assert_eq!(
        found(&emulator, 1, "viewOffset=0&sort=addedAt").await,
        "DBA"
    );
    assert_eq!(found(&emulator, 1, "viewOffset!=0").await, "G");
    assert_eq!(found(&emulator, 1, "viewOffset%3E%3E=0").await, "G");
    let path = "/library/collections?type=1&title=Old&smart=0&sectionId=1";
    let made = ask::answer(&emulator, reqwest::Method::POST, path).await;
    let index = made["Metadata"][0]["index"].as_i64().unwrap();
    assert_eq!(
        found(&emulator, 1, &format!("type=18&index={index}")).await,
        "O"
    );
    assert_eq!(
        found(&emulator, 1, &format!("type=18&index={}", index + 1)).await,
        ""
    );
}
