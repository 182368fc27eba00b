//! That nothing can be done with a title, and that it does not count.

use reqwest::Method;

use super::{MACHINE, all, as_grace, get, json, restricted};
use crate::ask;

#[tokio::test]
async fn nothing_can_be_done_with_what_is_kept_from_somebody() {
    let (emulator, _) = restricted().await;
    let before = emulator.dump();
    let library = "identifier=com.plexapp.plugins.library";
    let film = ask::item(&emulator, 18).await;
    let part = film["Media"][0]["Part"][0]["key"].as_str().unwrap();
    let media = film["Media"][0]["id"].to_string();
    let part_number = part.split('/').nth(3).unwrap();
    let ways = [
        (Method::GET, "/library/metadata/18".to_owned()),
        (Method::GET, "/library/metadata/18/children".to_owned()),
        (Method::GET, "/library/metadata/104/children".to_owned()),
        (Method::GET, "/library/metadata/104/allLeaves".to_owned()),
        (Method::GET, "/library/metadata/209".to_owned()),
        (Method::GET, "/library/metadata/18/tree".to_owned()),
        (Method::GET, "/library/metadata/18/posters".to_owned()),
        (Method::GET, "/library/metadata/18/thumb/1".to_owned()),
        (
            Method::GET,
            "/library/metadata/18/file?url=metadata%3A%2F%2Fposters%2Fx".to_owned(),
        ),
        (
            Method::GET,
            "/photo/:/transcode?url=/library/metadata/18/thumb/1&width=40&height=40".to_owned(),
        ),
        (
            Method::GET,
            format!("/library/media/{media}/chapterImages/1"),
        ),
        (Method::GET, part.to_owned()),
        (
            Method::PUT,
            format!("/library/parts/{part_number}?subtitleStreamID=0"),
        ),
        (Method::GET, format!("/:/scrobble?key=18&{library}")),
        (Method::GET, format!("/:/unscrobble?key=18&{library}")),
        (Method::PUT, format!("/:/scrobble?key=104&{library}")),
        (
            Method::GET,
            format!("/:/progress?key=18&{library}&time=90000"),
        ),
        (Method::PUT, format!("/:/rate?key=18&{library}&rating=4")),
        (
            Method::POST,
            "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=18&state=playing&time=90000"
                .to_owned(),
        ),
        (
            Method::PUT,
            "/actions/removeFromContinueWatching?ratingKey=18".to_owned(),
        ),
        (Method::PUT, "/library/metadata/18/poster?url=x".to_owned()),
    ];
    for (method, path) in ways {
        let status = as_grace(&emulator, method.clone(), &path).await.status();
        assert_eq!(status, 404, "{method} {path}");
    }
    let uri =
        format!("server%3A%2F%2F{MACHINE}%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata%2F18");
    let queue = format!("/playQueues?type=video&uri={uri}&X-Plex-Client-Identifier=me");
    assert_eq!(
        as_grace(&emulator, Method::POST, &queue).await.status(),
        400
    );
    let after = emulator.dump();
    for (part, held) in before.as_object().unwrap() {
        assert_eq!(after[part], *held, "{part}");
    }
    let list = format!("/playlists?type=video&title=Mine&smart=0&uri={uri}");
    let list = json(&emulator, Method::POST, &list).await;
    assert_eq!(list["Metadata"][0]["leafCount"], 0);
}

#[tokio::test]
async fn counts_are_of_what_is_seen() {
    let (emulator, kept) = restricted().await;
    let films = all(&emulator, 1, 1).await;
    let seen = films.len()
        - films
            .iter()
            .filter(|film| kept.contains(film["ratingKey"].as_str().unwrap()))
            .count();
    assert!(seen > 0 && seen < films.len());
    let window = "X-Plex-Container-Start=0&X-Plex-Container-Size=1";
    let page = get(
        &emulator,
        &format!("/library/sections/1/all?type=1&{window}"),
    )
    .await;
    assert_eq!(page["totalSize"], seen);
    let letters = get(&emulator, "/library/sections/1/firstCharacter").await;
    let letters = ask::list(&letters["Directory"]).into_iter();
    assert_eq!(
        letters
            .map(|one| one["size"].as_u64().unwrap())
            .sum::<u64>(),
        seen as u64
    );
    let ratings = get(&emulator, "/library/sections/1/contentRating").await;
    let ratings = ask::list(&ratings["Directory"]).into_iter();
    assert_eq!(
        ratings.map(|one| one["title"].clone()).collect::<Vec<_>>(),
        ["G", "PG"]
    );
    let shows = get(&emulator, "/library/sections/2/all").await;
    for show in ask::list(&shows["Metadata"]) {
        assert_eq!(show["contentRating"], "TV-G");
        assert!(show["leafCount"].as_u64().unwrap() > 0);
    }
    for collection in
        ask::list(&get(&emulator, "/library/sections/1/collections").await["Metadata"])
    {
        let key = collection["ratingKey"].as_str().unwrap();
        let members = get(&emulator, &format!("/library/collections/{key}/children")).await;
        assert_eq!(
            collection["childCount"],
            ask::list(&members["Metadata"]).len()
        );
    }
}
