//! How filters are read, and when they take effect.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use super::{all, as_grace, get, keys, label, restrict, start};
use crate::ask;
use plex_emulator::Emulator;

/// A film of each sort: rated, labelled, both, neither.
const FILMS: &str = r#"
    [[account]]
    name = "kid"
    id = 7
    token = "kid"
    FILTER

    [[section]]
    key = "1"
    type = "movie"
    title = "Films"
    item = [
        { title = "Rated G", ratingKey = "11", contentRating = "G" },
        { title = "Rated PG", ratingKey = "12", contentRating = "PG" },
        { title = "Rated R", ratingKey = "13", contentRating = "R" },
        { title = "For kids", ratingKey = "14", contentRating = "R", Label = ["Kids"] },
        { title = "Gory", ratingKey = "15", contentRating = "G", Label = ["Gore"] },
        { title = "Bare", ratingKey = "16" },
    ]
"#;

#[tokio::test]
async fn filters_are_read_as_clients_write_them() {
    let cases: &[(&str, &[&str])] = &[
        ("", &["11", "12", "13", "14", "15", "16"]),
        ("contentRating=G", &["11", "15"]),
        ("contentRating=G,PG", &["11", "12", "15"]),
        ("contentRating=G%2CPG", &["11", "12", "15"]),
        ("contentRating=G%7CPG", &["11", "12", "15"]),
        ("contentRating=G|PG", &["11", "12", "15"]),
        ("contentRating!=R", &["11", "12", "15", "16"]),
        ("contentRating!=R%2CG", &["12", "16"]),
        ("label=Kids", &["14"]),
        ("label=kids", &["14"]),
        ("label!=Gore", &["11", "12", "13", "14", "16"]),
        ("contentRating=G|label!=Gore", &["11"]),
        ("contentRating=G&label!=Gore", &["11"]),
        ("contentRating=R|label=Kids", &["14"]),
        // What asks for nothing that there is keeps nothing back.
        ("genre=Drama", &["11", "12", "13", "14", "15", "16"]),
        ("label=", &["11", "12", "13", "14", "15", "16"]),
    ];
    for (filter, wanted) in cases {
        for name in ["filterMovies", "filterAll"] {
            let description = FILMS.replace("FILTER", &format!("{name} = \"{filter}\""));
            let emulator = ask::described(&description).await;
            let request = ask::CLIENT.get(format!("{}/library/sections/1/all", emulator.url()));
            let request = request.header("X-Plex-Token", "kid");
            let request = request.header("Accept", "application/json");
            let list = request.send().await.unwrap().text().await.unwrap();
            let list: Value = serde_json::from_str(&list).unwrap();
            let wanted: BTreeSet<String> = wanted.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(keys(&list["MediaContainer"]), wanted, "{name} {filter}");
            // Those of other kinds of libraries have no say, and the owner sees everything.
            assert_eq!(all(&emulator, 1, 1).await.len(), 6);
            // Another that begins where this one is goes on with it.
            let again = plex_emulator::Library::from_json(&emulator.dump().to_string()).unwrap();
            let again = ask::server(again).await;
            assert_eq!(again.dump(), emulator.dump());
        }
        let other = FILMS.replace("FILTER", &format!("filterTelevision = \"{filter}\""));
        let emulator = ask::described(&other).await;
        let request = ask::CLIENT.get(format!("{}/library/sections/1/all", emulator.url()));
        let request = request.header("X-Plex-Token", "kid");
        let list = request.send().await.unwrap().text().await.unwrap();
        assert_eq!(list.matches("<Video").count(), 6, "{filter}");
    }
}

/// How grace is answered who asks for a film.
async fn status(emulator: &Emulator) -> u16 {
    let film = as_grace(emulator, Method::GET, "/library/metadata/18").await;
    film.status().as_u16()
}

#[tokio::test]
async fn filters_take_effect_with_every_change() {
    let emulator = start().await;
    assert_eq!(status(&emulator).await, 200);
    restrict(&emulator, &[("filterMovies", "label!=Secret")]).await;
    assert_eq!(status(&emulator).await, 200);
    let before = get(&emulator, "/library/sections/1/all").await;
    label(&emulator, "18", "Secret").await;
    assert_eq!(status(&emulator).await, 404);
    let after = get(&emulator, "/library/sections/1/all").await;
    assert_eq!(keys(&before).len(), keys(&after).len() + 1);
    assert!(!keys(&after).contains("18"));
    assert_eq!(ask::item(&emulator, 18).await["ratingKey"], "18");
    restrict(&emulator, &[("filterMovies", "")]).await;
    assert_eq!(status(&emulator).await, 200);
    assert_eq!(
        keys(&get(&emulator, "/library/sections/1/all").await),
        keys(&before)
    );
}

#[tokio::test]
async fn a_label_on_a_show_is_one_on_its_episodes() {
    let emulator = start().await;
    let episodes = ask::json(&emulator, "/library/metadata/104/allLeaves").await;
    let episode = episodes["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned();
    label(&emulator, "104", "Kids").await;
    restrict(&emulator, &[("filterTelevision", "label=Kids")]).await;
    let shows = get(&emulator, "/library/sections/2/all").await;
    assert_eq!(keys(&shows), BTreeSet::from(["104".to_owned()]));
    let seen = get(&emulator, "/library/sections/2/all?type=4").await;
    assert_eq!(keys(&seen), keys(&episodes));
    restrict(&emulator, &[("filterTelevision", "label!=Kids")]).await;
    let path = format!("/library/metadata/{episode}");
    assert_eq!(as_grace(&emulator, Method::GET, &path).await.status(), 404);
    let seen = get(&emulator, "/library/sections/2/all?type=4").await;
    assert!(keys(&seen).is_disjoint(&keys(&episodes)) && !keys(&seen).is_empty());
}
