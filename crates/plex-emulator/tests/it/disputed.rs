//! What accounts of servers and of plex.tv dispute: it goes either way, as it is said to.

use plex_emulator::{
    Behaviour, Clock, Emulator, FlattenSeasons, GuestFilters, Invitations, Library, MemberPins,
    PlexTvOptions, UploadProvider,
};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};

const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
item = [
    { ratingKey = "1", title = "Metropolis", year = 1927 },
    { ratingKey = "2", title = "Dune", year = 2021 },
    { ratingKey = "3", title = "Faust", year = 1926 },
]
[[section.collection]]
ratingKey = "9"
title = "Silent"
items = ["Metropolis"]
[[section]]
key = "2"
type = "show"
title = "Shows"
[[section.item]]
ratingKey = "10"
title = "A Show"
[[section.item.item]]
ratingKey = "11"
index = 1
[[section.item.item.item]]
ratingKey = "12"
index = 1
title = "One"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
token = "of-grace"
home = true
pin = "1234"
[[account]]
id = 3
name = "linus"
token = "of-linus"
email = "linus@example.com"
"#;

async fn like(behaviour: Behaviour) -> Emulator {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(Clock::manual(NOW))
        .plex_tv(PlexTvOptions::default())
        .behaviour(behaviour)
        .start()
        .await
        .unwrap()
}

/// What plex.tv answers somebody, in XML.
async fn at_plex_tv(emulator: &Emulator, token: &str, method: Method, path: &str) -> (u16, String) {
    let url = format!("{}{path}", emulator.plex_tv().unwrap().url());
    let request = ask::http()
        .request(method, url)
        .header("X-Plex-Token", token);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn children(emulator: &Emulator) -> Vec<String> {
    let list = ask::json(emulator, "/library/collections/9/children").await;
    let list = ask::list(&list["Metadata"]);
    let title = |one: &Value| one["title"].as_str().unwrap().to_owned();
    list.iter().map(title).collect()
}

#[tokio::test]
async fn the_old_lists_of_invitations_are_gone_or_alive() {
    let paths = [
        (Method::GET, "/api/invites/requests"),
        (Method::GET, "/api/invites/requested"),
        (
            Method::PUT,
            "/api/invites/requests/1?friend=1&home=0&server=1",
        ),
        (
            Method::DELETE,
            "/api/invites/requested/1?friend=1&home=0&server=1",
        ),
    ];
    let gone = like(Behaviour::default()).await;
    let owner = gone.plex_tv().unwrap().token().to_owned();
    for (method, path) in &paths {
        let (status, _) = at_plex_tv(&gone, &owner, method.clone(), path).await;
        assert_eq!(status, 410, "{path}");
    }
    let alive = like(Behaviour {
        invitations: Invitations::Alive,
        ..Behaviour::default()
    })
    .await;
    for (method, path) in &paths {
        let status = if *method == Method::GET { 200 } else { 404 };
        assert_eq!(
            at_plex_tv(&alive, &owner, method.clone(), path).await.0,
            status,
            "{path}"
        );
        assert_eq!(
            at_plex_tv(&alive, "", method.clone(), path).await.0,
            401,
            "{path}"
        );
    }
    let machine = ask::json(&alive, "/identity").await["machineIdentifier"].clone();
    let share = format!("/api/v2/shared_servers?X-Plex-Token={owner}");
    let url = format!("{}{share}", alive.plex_tv().unwrap().url());
    let body = serde_json::json!({
        "machineIdentifier": machine, "invitedEmail": "who@example.com", "librarySectionIds": [],
    });
    let shared = ask::http()
        .post(url)
        .header("Content-Type", "application/json")
        .body(body.to_string());
    assert_eq!(shared.send().await.unwrap().status(), 201);
    let (_, sent) = at_plex_tv(&alive, &owner, Method::GET, "/api/invites/requested").await;
    let document = roxmltree::Document::parse(&sent).unwrap();
    let mut nodes = document.descendants();
    let invite = nodes.find(|node| node.has_tag_name("Invite")).unwrap();
    assert_eq!(invite.attribute("email"), Some("who@example.com"));
    assert_eq!(invite.attribute("server"), Some("1"));
    let path = format!("/api/invites/requested/{}", invite.attribute("id").unwrap());
    assert_eq!(
        at_plex_tv(&alive, &owner, Method::DELETE, &path).await.0,
        200
    );
    let (_, sent) = at_plex_tv(&alive, &owner, Method::GET, "/api/invites/requested").await;
    assert!(!sent.contains("<Invite"), "{sent}");
}

#[tokio::test]
async fn the_admin_needs_a_members_pin_or_does_not() {
    for (member_pins, without) in [(MemberPins::AdminFree, 201), (MemberPins::Needed, 403)] {
        let emulator = like(Behaviour {
            member_pins,
            ..Behaviour::default()
        })
        .await;
        let owner = emulator.plex_tv().unwrap().token().to_owned();
        let (_, home) = at_plex_tv(&emulator, &owner, Method::GET, "/api/home/users").await;
        let document = roxmltree::Document::parse(&home).unwrap();
        let mut nodes = document.descendants();
        let grace = nodes
            .find(|node| node.attribute("title") == Some("grace"))
            .unwrap();
        let id = grace.attribute("id").unwrap();
        for (pin, status) in [("", without), ("?pin=9999", without), ("?pin=1234", 201)] {
            let path = format!("/api/home/users/{id}/switch{pin}");
            let said = at_plex_tv(&emulator, &owner, Method::POST, &path).await;
            assert_eq!(said.0, status, "{member_pins:?} {pin} {}", said.1);
        }
    }
}

#[tokio::test]
async fn seasons_are_hidden_by_one_number_or_the_other() {
    for (flatten_seasons, hides, shows) in [
        (FlattenSeasons::OneHides, 1, 0),
        (FlattenSeasons::ZeroHides, 0, 1),
    ] {
        let emulator = like(Behaviour {
            flatten_seasons,
            ..Behaviour::default()
        })
        .await;
        let show = ask::json(&emulator, "/library/metadata/10?includePreferences=1").await;
        let settings = ask::list(&show["Metadata"][0]["Preferences"]["Setting"]);
        let mut settings = settings.iter();
        let setting = settings.find(|one| one["id"] == "flattenSeasons").unwrap();
        let words = setting["enumValues"].as_str().unwrap();
        assert!(words.contains(&format!("{hides}:Hide")), "{words}");
        for (number, is_hidden) in [(hides, true), (shows, false)] {
            let path = format!("/library/metadata/10/prefs?flattenSeasons={number}");
            assert_eq!(ask::status(&emulator, Method::PUT, &path).await, 200);
            let episode = ask::item(&emulator, "12").await;
            assert_eq!(episode["skipParent"] == true, is_hidden, "{number}");
        }
    }
}

#[tokio::test]
async fn a_picture_that_was_brought_has_a_provider_or_none() {
    for (upload_provider, expected) in [
        (UploadProvider::Absent, None),
        (UploadProvider::Upload, Some("upload")),
        (UploadProvider::Local, Some("local")),
    ] {
        let emulator = like(Behaviour {
            upload_provider,
            ..Behaviour::default()
        })
        .await;
        let path = "/library/metadata/1/posters";
        let poster = ask::request(&emulator, Method::POST, path).body(crate::artwork::PNG);
        assert_eq!(poster.send().await.unwrap().status(), 200);
        let choices = ask::list(&ask::json(&emulator, path).await["Metadata"]);
        let is_upload = |one: &Value| one["ratingKey"].as_str().unwrap().starts_with("upload://");
        for choice in &choices {
            let expected = if is_upload(choice) {
                expected
            } else {
                Some("tv.plex.agents")
            };
            assert_eq!(choice["provider"].as_str(), expected, "{choice}");
        }
        assert!(choices.iter().any(is_upload));
    }
}

#[tokio::test]
async fn a_guests_bounds_filter_or_are_passed_over() {
    for (guest_filters, seen) in [(GuestFilters::Honoured, 1), (GuestFilters::Ignored, 3)] {
        let emulator = like(Behaviour {
            guest_filters,
            ..Behaviour::default()
        })
        .await;
        let mark = "/:/scrobble?identifier=com.plexapp.plugins.library&key=2";
        for (token, seen) in [(emulator.token(), 1), ("of-linus", seen)] {
            let marking = format!("{}{mark}&X-Plex-Token={token}", emulator.url());
            assert_eq!(ask::http().get(marking).send().await.unwrap().status(), 200);
            for bound in [
                "year%3E%3E=2000",
                "lastViewedAt%3E=1",
                "lastViewedAt%3E%3E=1",
            ] {
                let path = format!("/library/sections/1/all?type=1&{bound}&sort=year:desc");
                let url = format!("{}{path}&X-Plex-Token={token}", emulator.url());
                let request = ask::http().get(url).header("Accept", "application/json");
                let text = request.send().await.unwrap().text().await.unwrap();
                let list: Value = serde_json::from_str(&text).unwrap();
                let list = &list["MediaContainer"];
                assert_eq!(list["size"], seen, "{guest_filters:?} {bound}");
                // The order is kept either way.
                assert_eq!(list["Metadata"][0]["title"], "Dune");
            }
        }
    }
}

#[tokio::test]
async fn a_collections_list_is_up_to_date_or_lags_behind() {
    let uri = "server://x/com.plexapp.plugins.library/library/metadata/3";
    let add = format!("/library/collections/9/items?uri={uri}");
    for (lag, then) in [(0, 2), (5, 1)] {
        let emulator = like(Behaviour {
            children_lag: std::time::Duration::from_secs(lag),
            ..Behaviour::default()
        })
        .await;
        let machine = ask::json(&emulator, "/identity").await["machineIdentifier"].clone();
        let add = add.replace("//x/", &format!("//{}/", machine.as_str().unwrap()));
        assert_eq!(children(&emulator).await, ["Metropolis"]);
        assert_eq!(ask::status(&emulator, Method::PUT, &add).await, 200);
        assert_eq!(children(&emulator).await.len(), then);
        // It holds it all the same.
        let collection = ask::json(&emulator, "/library/collections/9").await;
        assert_eq!(collection["Metadata"][0]["childCount"], 2);
        emulator.clock().advance(std::time::Duration::from_secs(5));
        assert_eq!(children(&emulator).await.len(), 2);
    }
}
