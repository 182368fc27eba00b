//! Collections are made and changed, and their members' tags with them.

use plex_emulator::{Behaviour, CollectionMoves, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::{builder, keys, send, send_as, start, uri};

async fn make(emulator: &Emulator, title: &str, items: &str) -> String {
    let items = uri(&format!("/library/metadata/{items}"));
    let path = format!("/library/collections?type=1&title={title}&smart=0&sectionId=1&uri={items}");
    let (status, made) = send(emulator, Method::POST, &path).await;
    assert_eq!(status, 200);
    made["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn tags(emulator: &Emulator, key: u32, element: &str) -> Vec<String> {
    let item = ask::json(emulator, &format!("/library/metadata/{key}")).await;
    let tags = ask::list(&item["Metadata"][0][element]);
    let text = |tag: &Value| tag["tag"].as_str().unwrap().to_owned();
    tags.iter().map(text).collect()
}

/// The fields of an item that are locked.
async fn locked(emulator: &Emulator, key: u32) -> Vec<String> {
    let item = ask::json(emulator, &format!("/library/metadata/{key}")).await;
    let fields = ask::list(&item["Metadata"][0]["Field"]);
    let name = |field: &Value| field["name"].as_str().unwrap().to_owned();
    fields.iter().map(name).collect()
}

#[tokio::test]
async fn a_collection_tags_its_members_and_locks_their_tags() {
    let emulator = start().await;
    let id = make(&emulator, "Silent", "1").await;
    let made = ask::json(&emulator, &format!("/library/collections/{id}")).await;
    let made = &made["Metadata"][0];
    assert_eq!(made["childCount"], 1);
    assert_eq!(made["subtype"], "movie");
    assert!(made["guid"].as_str().unwrap().starts_with("collection://"));
    // It shows its members' pictures, has no art of its own, and is known by its tag.
    let thumb = made["thumb"].as_str().unwrap();
    assert!(thumb.starts_with(&format!("/library/collections/{id}/composite/")));
    let picture = ask::request(&emulator, Method::GET, thumb)
        .send()
        .await
        .unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    assert!(made.get("art").is_none());
    let arts = ask::json(&emulator, &format!("/library/metadata/{id}/arts")).await;
    assert_eq!(arts["size"], 0);
    let film = ask::json(&emulator, "/library/metadata/1").await;
    assert_eq!(made["index"], film["Metadata"][0]["Collection"][0]["id"]);
    assert_eq!(
        (&made["minYear"], &made["maxYear"]),
        (&"1927".into(), &"1927".into())
    );
    assert_eq!(made["ratingCount"], 1);
    assert_eq!(tags(&emulator, 1, "Collection").await, ["Silent"]);
    assert_eq!(locked(&emulator, 1).await, ["collection"]);
    let items = format!("/library/collections/{id}/items");
    let add = format!("{items}?uri={}", uri("/library/metadata/1,3,2"));
    assert_eq!(send(&emulator, Method::PUT, &add).await.0, 200);
    // By release, until somebody wants another order.
    assert_eq!(keys(&emulator, &items).await, [1, 2, 3]);
    let by_tag = "/library/sections/1/all?type=1&collection=Silent";
    assert_eq!(keys(&emulator, by_tag).await.len(), 3);
    assert_eq!(
        send(&emulator, Method::DELETE, &format!("{items}/3"))
            .await
            .0,
        200
    );
    assert_eq!(
        send(&emulator, Method::DELETE, &format!("{items}/3"))
            .await
            .0,
        404
    );
    assert_eq!(keys(&emulator, &items).await, [1, 2]);
    assert!(tags(&emulator, 3, "Collection").await.is_empty());
    assert_eq!(locked(&emulator, 3).await, ["collection"]);
    // Without members it stays.
    for key in [1, 2] {
        let path = format!("/library/collections/{id}/children/{key}");
        assert_eq!(send(&emulator, Method::DELETE, &path).await.0, 200);
    }
    let all = ask::json(&emulator, "/library/sections/1/collections").await;
    assert_eq!(all["Metadata"][0]["childCount"], 0);
}

#[tokio::test]
async fn what_does_not_belong_is_refused_and_changes_nothing() {
    let emulator = start().await;
    let id = make(&emulator, "Silent", "1").await;
    let create = "/library/collections?title=x";
    let episode = uri("/library/metadata/12");
    let both = uri("/library/metadata/2,12");
    for (method, path, status) in [
        (Method::POST, format!("{create}&type=1"), 400),
        (Method::POST, format!("{create}&type=1&sectionId=9"), 400),
        (Method::POST, format!("{create}&sectionId=1"), 400),
        (
            Method::POST,
            format!("{create}&type=1&sectionId=1&smart=1"),
            400,
        ),
        (
            Method::POST,
            format!("{create}&type=1&sectionId=1&uri={episode}"),
            400,
        ),
        (
            Method::PUT,
            format!("/library/collections/{id}/items?uri={both}"),
            400,
        ),
        (Method::PUT, format!("/library/collections/{id}/items"), 400),
        (
            Method::PUT,
            format!("/library/collections/1/items?uri={both}"),
            404,
        ),
        (
            Method::PUT,
            format!("/library/collections/{id}/items/2/move"),
            404,
        ),
    ] {
        assert_eq!(send(&emulator, method, &path).await.0, status, "{path}");
    }
    assert_eq!(
        keys(&emulator, &format!("/library/collections/{id}/items")).await,
        [1]
    );
    let path = format!("{create}&type=1&sectionId=1&uri=");
    assert_eq!(
        send_as(&emulator, "guest-token", Method::POST, &path)
            .await
            .0,
        403
    );
    assert_eq!(
        keys(&emulator, "/library/sections/1/collections")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn a_move_makes_the_order_that_shows_the_collections_own() {
    let emulator = start().await;
    let id = make(&emulator, "Three", "3,2,1").await;
    let items = format!("/library/collections/{id}/items");
    assert_eq!(keys(&emulator, &items).await, [2, 1, 3]);
    let nobody = format!("{items}/10/move");
    assert_eq!(send(&emulator, Method::PUT, &nobody).await.0, 404);
    let read = ask::json(&emulator, &format!("/library/collections/{id}")).await;
    assert!(read["Metadata"][0].get("collectionSort").is_none());
    let moved = format!("{items}/1/move");
    assert_eq!(send(&emulator, Method::PUT, &moved).await.0, 200);
    assert_eq!(keys(&emulator, &items).await, [1, 2, 3]);
    let moved = format!("{items}/1/move?after=2");
    assert_eq!(send(&emulator, Method::PUT, &moved).await.0, 200);
    assert_eq!(keys(&emulator, &items).await, [2, 1, 3]);
    let read = ask::json(&emulator, &format!("/library/collections/{id}")).await;
    assert_eq!(read["Metadata"][0]["collectionSort"], 2);
}

#[tokio::test]
async fn an_order_of_its_own_shows_once_it_is_chosen() {
    let waiting = Behaviour {
        collection_moves: CollectionMoves::WaitingForOrder,
        ..Behaviour::default()
    };
    let emulator = builder().behaviour(waiting).start().await.unwrap();
    let id = make(&emulator, "Three", "3,2,1").await;
    let items = format!("/library/collections/{id}/items");
    assert_eq!(keys(&emulator, &items).await, [2, 1, 3]);
    let moved = format!("{items}/1/move");
    assert_eq!(send(&emulator, Method::PUT, &moved).await.0, 200);
    assert_eq!(keys(&emulator, &items).await, [1, 2, 3]);
    for (sort, order) in [(2, [1, 3, 2]), (1, [3, 1, 2]), (0, [1, 2, 3])] {
        let prefs = format!("/library/metadata/{id}/prefs?collectionSort={sort}");
        assert_eq!(send(&emulator, Method::PUT, &prefs).await.0, 200);
        assert_eq!(keys(&emulator, &items).await, order, "{sort}");
    }
    let after = format!("{items}/1/move?after=3");
    assert_eq!(send(&emulator, Method::PUT, &after).await.0, 200);
    let prefs = format!("/library/collections/{id}/prefs?collectionSort=2&collectionMode=1");
    assert_eq!(send(&emulator, Method::PUT, &prefs).await.0, 200);
    assert_eq!(keys(&emulator, &items).await, [3, 1, 2]);
    let read = format!("/library/metadata/{id}?includePreferences=1");
    let read = ask::json(&emulator, &read).await;
    assert_eq!(read["Metadata"][0]["collectionMode"], 1);
    let settings = ask::list(&read["Metadata"][0]["Preferences"]["Setting"]);
    let sort = settings
        .iter()
        .find(|one| one["id"] == "collectionSort")
        .unwrap();
    assert_eq!((&sort["value"], &sort["default"]), (&2.into(), &0.into()));
    let wrong = format!("/library/metadata/{id}/prefs?collectionSort=9");
    assert_eq!(send(&emulator, Method::PUT, &wrong).await.0, 400);
}

#[tokio::test]
async fn two_of_one_title_share_their_members_and_a_taken_title_is_refused() {
    let emulator = start().await;
    let first = make(&emulator, "Same", "1").await;
    let second = make(&emulator, "Same", "2").await;
    for id in [&first, &second] {
        assert_eq!(
            keys(&emulator, &format!("/library/collections/{id}/items")).await,
            [1, 2]
        );
    }
    let third = make(&emulator, "Other", "3").await;
    let rename = format!("/library/sections/1/all?type=18&id={third}&title.value=Same");
    assert_eq!(send(&emulator, Method::PUT, &rename).await.0, 409);
    let rename = format!("/library/metadata/{third}?title.value=Space");
    assert_eq!(send(&emulator, Method::PUT, &rename).await.0, 200);
    assert_eq!(tags(&emulator, 3, "Collection").await, ["Space"]);
    let gone = format!("/library/collections/{first}");
    assert_eq!(send(&emulator, Method::DELETE, &gone).await.0, 200);
    assert_eq!(tags(&emulator, 1, "Collection").await, ["Same"]);
}

#[tokio::test]
async fn a_tag_makes_a_collection_and_takes_out_of_it() {
    let emulator = start().await;
    let tagged = "/library/metadata/1,2?collection%5B0%5D.tag.tag=New&collection.locked=1";
    assert_eq!(send(&emulator, Method::PUT, tagged).await.0, 200);
    let all = keys(&emulator, "/library/sections/1/collections").await;
    assert_eq!(all.len(), 1);
    let items = format!("/library/collections/{}/items", all[0]);
    assert_eq!(keys(&emulator, &items).await, [1, 2]);
    let off = "/library/metadata/1?collection%5B%5D.tag.tag-=New";
    assert_eq!(send(&emulator, Method::PUT, off).await.0, 200);
    assert_eq!(keys(&emulator, &items).await, [2]);
    assert_eq!(locked(&emulator, 1).await, ["collection"]);
    // What the edit says of the lock is what becomes of it.
    let off = "/library/metadata/2?collection.locked=0&collection%5B%5D.tag.tag-=New";
    assert_eq!(send(&emulator, Method::PUT, off).await.0, 200);
    assert!(keys(&emulator, &items).await.is_empty());
    assert!(locked(&emulator, 2).await.is_empty());
    let on = "/library/metadata/2?collection.locked=0&collection%5B0%5D.tag.tag=New";
    assert_eq!(send(&emulator, Method::PUT, on).await.0, 200);
    assert!(locked(&emulator, 2).await.is_empty());
}

#[tokio::test]
async fn a_smart_collection_is_what_its_rule_finds_and_tags_nobody() {
    let emulator = start().await;
    let rule = uri("/library/sections/1/all?type=1&year=1927");
    let path = format!("/library/collections?type=1&title=Old&smart=1&sectionId=1&uri={rule}");
    let (status, made) = send(&emulator, Method::POST, &path).await;
    assert_eq!(status, 200);
    let id = made["Metadata"][0]["ratingKey"].as_str().unwrap();
    let items = format!("/library/collections/{id}/items");
    assert_eq!(keys(&emulator, &items).await, [1, 2]);
    assert!(tags(&emulator, 1, "Collection").await.is_empty());
    let more = format!("{items}?uri={}", uri("/library/metadata/3"));
    assert_eq!(send(&emulator, Method::PUT, &more).await.0, 400);
    let rule = uri("/library/sections/1/all?type=1&title=alien");
    assert_eq!(
        send(&emulator, Method::PUT, &format!("{items}?uri={rule}"))
            .await
            .0,
        200
    );
    assert_eq!(keys(&emulator, &items).await, [3]);
}

#[tokio::test]
async fn a_collection_is_shown_where_it_was_put() {
    let emulator = start().await;
    let id = make(&emulator, "Silent", "1,2").await;
    let manage = "/hubs/sections/1/manage";
    let mine = format!("{manage}?metadataItemId={id}");
    assert_eq!(ask::json(&emulator, &mine).await["size"], 0);
    let promote = format!("{mine}&promotedToRecommended=1&promotedToOwnHome=1");
    assert_eq!(send(&emulator, Method::POST, &promote).await.0, 200);
    let hub = ask::json(&emulator, &mine).await["Hub"][0].clone();
    let name = format!("custom.collection.1.{id}");
    assert_eq!(hub["identifier"], name.as_str());
    assert_eq!(hub["homeVisibility"], "admin");
    assert_eq!(hub["promotedToSharedHome"], false);
    assert_eq!(hub["deletable"], true);
    let titles = async |token: &str, path: &str| {
        let (_, hubs) = send_as(&emulator, token, Method::GET, path).await;
        let hubs = ask::list(&hubs["Hub"]);
        let title = |hub: &Value| hub["title"].as_str().unwrap().to_owned();
        hubs.iter().map(title).collect::<Vec<String>>()
    };
    let has = |titles: Vec<String>| titles.contains(&"Silent".to_owned());
    assert!(has(titles(emulator.token(), "/hubs").await));
    assert!(!has(titles("guest-token", "/hubs").await));
    assert!(has(titles("guest-token", "/hubs/sections/1").await));
    // What is not said is not so.
    let update = format!("{manage}/{name}?promotedToSharedHome=1");
    assert_eq!(send(&emulator, Method::PUT, &update).await.0, 200);
    assert!(!has(titles(emulator.token(), "/hubs").await));
    assert!(has(titles("guest-token", "/hubs").await));
    assert!(!has(titles("guest-token", "/hubs/sections/1").await));
    let first = format!("{manage}/{name}/move");
    assert_eq!(send(&emulator, Method::PUT, &first).await.0, 200);
    assert_eq!(titles(emulator.token(), manage).await[0], "Silent");
    for (method, path, status) in [
        (Method::DELETE, format!("{manage}/movie.recentlyadded"), 400),
        (Method::DELETE, format!("{manage}/none"), 404),
        (
            Method::PUT,
            format!("{manage}/none?promotedToOwnHome=1"),
            404,
        ),
        (Method::POST, format!("{manage}?metadataItemId=1"), 400),
        (Method::DELETE, format!("{manage}/{name}"), 200),
        (Method::DELETE, manage.to_owned(), 200),
    ] {
        assert_eq!(send(&emulator, method, &path).await.0, status, "{path}");
    }
    assert_eq!(ask::json(&emulator, &mine).await["size"], 0);
    // What is no hub any more cannot be moved, and not be taken away again.
    for (method, path, status) in [
        (Method::POST, promote, 200),
        (Method::PUT, format!("{manage}/move?identifier={name}"), 200),
        (
            Method::PUT,
            format!("{manage}/move?identifier={name}&after=none"),
            400,
        ),
        (Method::PUT, format!("{manage}/move"), 400),
        (Method::DELETE, format!("{manage}/{name}"), 200),
        (Method::PUT, format!("{manage}/{name}/move"), 400),
        (Method::DELETE, format!("{manage}/{name}"), 404),
    ] {
        assert_eq!(send(&emulator, method, &path).await.0, status, "{path}");
    }
}

#[tokio::test]
async fn collections_are_listed_among_the_items_when_asked_for() {
    let emulator = start().await;
    let all = "/library/sections/1/all?includeCollections=1&X-Plex-Container-Start=0";
    let counted = format!("{all}&X-Plex-Container-Size=0");
    let total = async || ask::json(&emulator, &counted).await["totalSize"].clone();
    assert_eq!(total().await, 3);
    let id: i64 = make(&emulator, "Beginnings", "1,2").await.parse().unwrap();
    assert_eq!(total().await, 4);
    let whole = "/library/sections/1/all?includeCollections=1";
    assert_eq!(keys(&emulator, whole).await, [3, id, 1, 2]);
    assert_eq!(keys(&emulator, &format!("{whole}&year=1979")).await, [3]);
    assert_eq!(keys(&emulator, &format!("{whole}&sort=year")).await[3], id);
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [3, 1, 2]);
    for (mode, listed) in [(1, vec![3, id]), (0, vec![3, 1, 2]), (2, vec![3, id, 1, 2])] {
        let prefs = format!("/library/metadata/{id}/prefs?collectionMode={mode}");
        assert_eq!(send(&emulator, Method::PUT, &prefs).await.0, 200);
        assert_eq!(keys(&emulator, whole).await, listed, "{mode}");
    }
    let prefs = format!("/library/metadata/{id}/prefs?collectionMode=-1");
    assert_eq!(send(&emulator, Method::PUT, &prefs).await.0, 200);
    let prefs = "/library/sections/1/prefs?collectionMode=1";
    assert_eq!(send(&emulator, Method::PUT, prefs).await.0, 200);
    assert_eq!(keys(&emulator, whole).await, [3, id]);
}

#[tokio::test]
async fn shows_come_into_a_collection_of_films_when_it_is_made_and_never_later() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let create = "/library/collections?type=2&title=Both&smart=0&sectionId=1&uri=";
    let machine = ask::json(&emulator, "/identity").await["machineIdentifier"].clone();
    let machine = machine.as_str().unwrap();
    let uri = |keys: &str| {
        let library = "com.plexapp.plugins.library%2Flibrary%2Fmetadata%2F";
        format!("server%3A%2F%2F{machine}%2F{library}{keys}")
    };
    let shows = uri("104");
    let made = ask::answer(&emulator, Method::POST, &format!("{create}{shows}")).await;
    let key = made["Metadata"][0]["ratingKey"].as_str().unwrap();
    assert_eq!(made["Metadata"][0]["subtype"], "show");
    assert_eq!(made["Metadata"][0]["childCount"], 1);
    let items = format!("/library/collections/{key}/items");
    assert_eq!(keys(&emulator, &items).await, [104]);
    let more = uri("104%2C18");
    let path = format!("{create}{more}");
    assert_eq!(ask::status(&emulator, Method::POST, &path).await, 400);
    let add = format!("{items}?uri={shows}");
    assert_eq!(ask::status(&emulator, Method::PUT, &add).await, 400);
    assert_eq!(keys(&emulator, &items).await, [104]);
}
