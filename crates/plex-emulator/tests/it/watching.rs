//! What players do, and where it shows.

use crate::ask::{self, NOW, item};
use plex_emulator::{Clock, Emulator};
use reqwest::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const LIBRARY: &str = "identifier=com.plexapp.plugins.library";

/// One film, and a show of two seasons with two episodes each; nothing watched.
const DESCRIPTION: &str = r#"
[[section]]
type = "movie"
title = "Films"
[[section.item]]
title = "Metropolis"
ratingKey = 1
duration = "100m"
[[section]]
type = "show"
title = "Shows"
[[section.item]]
title = "The Prisoner"
ratingKey = 2
[[section.item.item]]
index = 1
item = [{ title = "Arrival", ratingKey = 11, duration = "50m" }, { title = "Checkmate", ratingKey = 12 }]
[[section.item.item]]
index = 2
item = [{ title = "Fall Out", ratingKey = 21 }, { title = "Once Upon a Time", ratingKey = 22 }]
"#;

async fn start() -> Emulator {
    ask::described(DESCRIPTION).await
}

async fn act(emulator: &Emulator, path: &str) {
    let response = ask::request(emulator, Method::GET, path)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(response.bytes().await.unwrap().len(), 0);
}

async fn titles(emulator: &Emulator, path: &str) -> Vec<String> {
    let list = ask::json(emulator, path).await;
    let items = list["Metadata"].as_array().cloned().unwrap_or_default();
    let title = |item: &Value| item["title"].as_str().unwrap().to_owned();
    items.iter().map(title).collect()
}

#[tokio::test]
async fn played_shows_in_counts_history_and_on_deck() {
    let emulator = start().await;
    act(&emulator, &format!("/:/scrobble?key=11&{LIBRARY}")).await;
    let episode = item(&emulator, 11).await;
    assert_eq!(
        (&episode["viewCount"], &episode["lastViewedAt"]),
        (&1.into(), &NOW.into())
    );
    let show = item(&emulator, 2).await;
    assert_eq!(
        (&show["leafCount"], &show["viewedLeafCount"]),
        (&4.into(), &1.into())
    );
    assert_eq!(titles(&emulator, "/library/onDeck").await, ["Checkmate"]);

    act(&emulator, &format!("/:/unscrobble?key=11&{LIBRARY}")).await;
    let episode = item(&emulator, 11).await;
    assert!(episode.get("viewCount").is_none() && episode.get("lastViewedAt").is_none());
    assert!(titles(&emulator, "/library/onDeck").await.is_empty());
}

#[tokio::test]
async fn playing_again_moves_the_date() {
    let emulator = start().await;
    act(&emulator, &format!("/:/scrobble?key=1&{LIBRARY}")).await;
    emulator.clock().advance(std::time::Duration::from_secs(60));
    act(&emulator, &format!("/:/scrobble?key=1&{LIBRARY}")).await;
    let film = item(&emulator, 1).await;
    assert_eq!(film["viewCount"], 2);
    assert_eq!(film["lastViewedAt"], NOW + 60);
}

#[tokio::test]
async fn marking_leaves_no_history() {
    let emulator = start().await;
    act(&emulator, &format!("/:/scrobble?key=2&{LIBRARY}")).await;
    act(&emulator, &format!("/:/scrobble?key=1&{LIBRARY}")).await;
    assert_eq!(item(&emulator, 2).await["viewedLeafCount"], 4);
    assert_eq!(item(&emulator, 1).await["viewCount"], 1);
    assert!(
        titles(&emulator, "/status/sessions/history/all")
            .await
            .is_empty()
    );
    assert!(titles(&emulator, "/library/onDeck").await.is_empty());
}

#[tokio::test]
async fn progress_is_kept_between_the_beginning_and_the_end() {
    let emulator = start().await;
    let progress = |minutes: i64| {
        let millis = minutes * 60_000 - 1;
        format!("/:/progress?key=1&{LIBRARY}&time={millis}&state=stopped")
    };
    act(&emulator, &progress(1)).await;
    assert!(item(&emulator, 1).await.get("viewOffset").is_none());
    act(&emulator, &progress(40)).await;
    assert_eq!(item(&emulator, 1).await["viewOffset"], 40 * 60_000 - 1);
    assert_eq!(
        titles(&emulator, "/hubs/continueWatching/items").await,
        ["Metropolis"]
    );
    let half_seen = "/library/sections/1/all?inProgress=1";
    assert_eq!(titles(&emulator, half_seen).await, ["Metropolis"]);
    // Too near the end to be kept, and no play either.
    act(&emulator, &progress(95)).await;
    let film = item(&emulator, 1).await;
    assert_eq!(film["viewOffset"], 40 * 60_000 - 1);
    assert!(film.get("viewCount").is_none());
}

#[tokio::test]
async fn a_timeline_tells_the_new_state() {
    let emulator = start().await;
    let path = "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=1&key=/library/metadata/1&state=playing&time=600000&duration=6000000";
    let state = ask::json(&emulator, path).await;
    assert_eq!(state["playbackState"], "playing");
    assert_eq!(state["viewOffset"], 600_000);
}

#[tokio::test]
async fn a_play_counts_when_one_player_comes_to_its_end() {
    let emulator = start().await;
    let report = |player: &str, minutes: u32, state: &str| {
        format!(
            "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=1&state={state}&time={}&X-Plex-Session-Identifier={player}",
            minutes * 60_000
        )
    };
    let history = "/status/sessions/history/all";
    // One report at the end is no play, nor is another player's beginning.
    ask::json(&emulator, &report("a", 95, "stopped")).await;
    ask::json(&emulator, &report("b", 40, "playing")).await;
    ask::json(&emulator, &report("a", 95, "playing")).await;
    assert!(item(&emulator, 1).await.get("viewCount").is_none());
    let told = ask::json(&emulator, &report("b", 91, "playing")).await;
    assert_eq!(
        (&told["viewCount"], &told["viewOffset"]),
        (&1.into(), &0.into())
    );
    // What it reports after the end is the same play.
    ask::json(&emulator, &report("b", 99, "stopped")).await;
    assert_eq!(item(&emulator, 1).await["viewCount"], 1);
    assert_eq!(titles(&emulator, history).await, ["Metropolis"]);
    let wrong = report("b", 1, "asleep");
    assert_eq!(ask::status(&emulator, Method::GET, &wrong).await, 400);
}

#[tokio::test]
async fn ratings_are_set_and_cleared() {
    let emulator = start().await;
    act(&emulator, &format!("/:/rate?key=1&{LIBRARY}&rating=7.5")).await;
    assert_eq!(item(&emulator, 1).await["userRating"], 7.5);
    act(&emulator, &format!("/:/rate?key=1&{LIBRARY}&rating=-1")).await;
    assert!(item(&emulator, 1).await.get("userRating").is_none());
    for wrong in ["rating=11", "rating=high", ""] {
        let path = format!("/:/rate?key=1&{LIBRARY}&{wrong}");
        assert_eq!(ask::status(&emulator, Method::PUT, &path).await, 400);
    }
    let nothing = format!("/:/rate?key=99&{LIBRARY}&rating=5");
    assert_eq!(ask::status(&emulator, Method::PUT, &nothing).await, 404);
    for (wrong, status) in [
        ("/:/scrobble?key=1", 400),
        ("/:/scrobble?key=1&identifier=foo", 404),
        ("/:/scrobble?identifier=com.plexapp.plugins.library", 400),
        ("/:/timeline?ratingKey=1&state=playing&time=600000", 400),
    ] {
        assert_eq!(
            ask::status(&emulator, Method::GET, wrong).await,
            status,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_rating_is_of_when_it_was_given_and_never_of_a_time_to_come() {
    let emulator = start().await;
    let now = emulator.clock().now();
    let early = format!("/:/rate?key=1&{LIBRARY}&rating=7&ratedAt={}", now - 3_600);
    act(&emulator, &early).await;
    assert_eq!(item(&emulator, 1).await["lastRatedAt"], now - 3_600);
    for wrong in [(now + 60).to_string(), "soon".to_owned()] {
        let path = format!("/:/rate?key=1&{LIBRARY}&rating=2&ratedAt={wrong}");
        assert_eq!(ask::status(&emulator, Method::PUT, &path).await, 400);
    }
    assert_eq!(item(&emulator, 1).await["userRating"], 7.0);
}

#[tokio::test]
async fn an_address_names_what_is_marked_as_well() {
    let emulator = start().await;
    let machine = ask::json(&emulator, "/identity").await["machineIdentifier"].clone();
    let machine = machine.as_str().unwrap();
    let address =
        format!("server%3A%2F%2F{machine}%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata%2F1");
    act(&emulator, &format!("/:/scrobble?uri={address}&{LIBRARY}")).await;
    assert_eq!(item(&emulator, 1).await["viewCount"], 1);
    act(&emulator, &format!("/:/unscrobble?uri={address}&{LIBRARY}")).await;
    assert!(item(&emulator, 1).await.get("viewCount").is_none());
    let elsewhere = format!("/:/scrobble?uri=server%3A%2F%2Felsewhere%2Fx&{LIBRARY}");
    assert_eq!(ask::status(&emulator, Method::GET, &elsewhere).await, 404);
}

/// Every answer that could show what was done with an episode, by a name.
async fn everywhere(emulator: &Emulator) -> BTreeMap<&'static str, Value> {
    let looks = [
        ("details", "/library/metadata/11"),
        ("season", "/library/metadata/2/children"),
        ("show", "/library/metadata/2"),
        (
            "what is next in the show",
            "/library/metadata/2?includeOnDeck=1&excludeFields=viewCount,viewedLeafCount,lastViewedAt",
        ),
        ("episodes", "/library/metadata/2/allLeaves"),
        ("listing of shows", "/library/sections/2/all"),
        ("listing of episodes", "/library/sections/2/all?type=4"),
        ("all libraries", "/library/all?type=4"),
        (
            "unwatched episodes",
            "/library/sections/2/all?type=4&unwatched=1&excludeFields=viewOffset,userRating,lastViewedAt,lastRatedAt",
        ),
        (
            "shows with something to see",
            "/library/sections/2/unwatched",
        ),
        ("shows seen", "/library/sections/2/recentlyViewed"),
        (
            "episodes begun",
            "/library/sections/2/all?type=4&inProgress=1",
        ),
        (
            "episodes rated",
            "/library/sections/2/all?type=4&userRating%3E%3E=1",
        ),
        (
            "letters of what was played",
            "/library/sections/2/firstCharacter?type=4&viewCount%3E%3E=0",
        ),
        ("on deck", "/library/onDeck"),
        ("on deck in the library", "/library/sections/2/onDeck"),
        ("continue watching", "/hubs/continueWatching"),
        ("history", "/status/sessions/history/all"),
        ("search", "/search?query=arrival"),
    ];
    let mut seen = BTreeMap::new();
    for (name, path) in looks {
        seen.insert(name, ask::json(emulator, path).await);
    }
    seen
}

#[tokio::test]
async fn what_is_done_shows_in_every_answer_that_would_show_it() {
    let emulator = start().await;
    let of_the_episode = [
        "details",
        "episodes",
        "listing of episodes",
        "all libraries",
        "search",
    ];
    let to_go_on_with = [
        "on deck",
        "on deck in the library",
        "continue watching",
        "what is next in the show",
    ];
    let of_the_show = [
        "season",
        "show",
        "listing of shows",
        "shows with something to see",
    ];
    let of_what_was_played = [
        "shows seen",
        "unwatched episodes",
        "letters of what was played",
    ];
    let steps: [(&str, &[&[&str]]); 5] = [
        (
            "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=11&key=/library/metadata/11&state=stopped&time=600000",
            &[
                &of_the_episode,
                &to_go_on_with,
                &of_the_show,
                &["episodes begun"],
            ],
        ),
        (
            "/:/rate?key=11&identifier=com.plexapp.plugins.library&rating=8",
            &[
                &of_the_episode,
                &to_go_on_with,
                &["episodes begun", "episodes rated"],
            ],
        ),
        (
            "/:/scrobble?key=11&identifier=com.plexapp.plugins.library",
            &[
                &of_the_episode,
                &to_go_on_with,
                &of_the_show,
                &of_what_was_played,
                &["episodes begun", "episodes rated"],
            ],
        ),
        (
            "/:/unscrobble?key=11&identifier=com.plexapp.plugins.library",
            &[
                &of_the_episode,
                &to_go_on_with,
                &of_the_show,
                &of_what_was_played,
                &["episodes rated"],
            ],
        ),
        (
            "/:/rate?key=11&identifier=com.plexapp.plugins.library&rating=-1",
            &[
                &of_the_episode,
                &["episodes rated", "what is next in the show"],
            ],
        ),
    ];
    let mut before = everywhere(&emulator).await;
    let untouched = before.clone();
    for (action, expected) in steps {
        emulator.clock().advance(std::time::Duration::from_secs(60));
        assert_eq!(ask::status(&emulator, Method::GET, action).await, 200);
        let after = everywhere(&emulator).await;
        let changed = after
            .iter()
            .filter(|(name, answer)| before[*name] != **answer);
        let changed: BTreeSet<&str> = changed.map(|(name, _)| *name).collect();
        let expected: BTreeSet<&str> = expected.iter().copied().flatten().copied().collect();
        assert_eq!(changed, expected, "{action}");
        before = after;
    }
    let differs = before
        .iter()
        .filter(|(name, answer)| untouched[*name] != **answer);
    assert_eq!(differs.count(), 0);
}

#[tokio::test]
async fn sessions_move_with_the_clock_unless_paused() {
    let clock = Clock::manual(NOW);
    let builder = Emulator::builder().clock(clock.clone());
    let emulator = builder.start().await.unwrap();
    let offsets = |sessions: Value| -> Vec<(String, i64)> {
        let sessions = sessions["Metadata"].as_array().unwrap().clone();
        let one = |session: &Value| {
            let state = session["Player"]["state"].as_str().unwrap().to_owned();
            (state, session["viewOffset"].as_i64().unwrap())
        };
        sessions.iter().map(one).collect()
    };
    let before = offsets(ask::json(&emulator, "/status/sessions").await);
    clock.advance(std::time::Duration::from_secs(30));
    let after = offsets(ask::json(&emulator, "/status/sessions").await);
    assert_eq!(before.len(), 4);
    for ((state, before), (_, after)) in before.iter().zip(&after) {
        let moved = if state == "paused" { 0 } else { 30_000 };
        assert_eq!(after - before, moved, "{state}");
    }
    let sessions = ask::json(&emulator, "/status/sessions").await;
    let converted = &sessions["Metadata"][1];
    assert_eq!(converted["TranscodeSession"]["videoDecision"], "transcode");
    assert_eq!(converted["Media"][0]["Part"][0]["decision"], "transcode");
    assert_eq!(converted["Media"][0]["videoResolution"], "720p");
    assert!(sessions["Metadata"][0].get("TranscodeSession").is_none());
}
