//! Players in descriptions: given, and written down.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library, Misbehaviour};
use serde_json::Value;

use super::controller::Controller;
use super::{DESCRIPTION, DESK, PLEXAMP, TELEVISION, seconds, start};
use crate::ask::{self, NOW};
use crate::dumping::differences;

async fn begin_with(state: &Value, clock: &Clock) -> Emulator {
    Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(clock.now()))
        .start()
        .await
        .unwrap()
}

async fn described(players: &str) -> Emulator {
    ask::described(&format!("{DESCRIPTION}\n{players}")).await
}

#[tokio::test]
async fn a_description_says_what_players_there_are_and_what_they_play() {
    let emulator = described(
        r#"
        [[player]]
        kind = "television"
        title = "Attic"
        machineIdentifier = "attic"
        account = "grace"
        startDelay = "3s"
        misbehaviour = "refusesVolume"
        volume = 40
        [player.limits]
        height = 480
        [player.loaded]
        items = ["Metropolis", "Faust"]
        viewOffset = "10m"
        state = "paused"
        [[player]]
        kind = "plexamp"
        title = "Cellar"
        lag = "8s"
        "#,
    )
    .await;
    let titles: Vec<&str> = emulator.players().iter().map(|one| one.title()).collect();
    assert_eq!(titles, ["Attic", "Cellar"]);
    let attic = Controller::over_server(&emulator, "Attic");
    let session = attic.session().await.unwrap();
    assert_eq!(session["ratingKey"], "10");
    assert_eq!(session["viewOffset"], 600_000);
    assert_eq!(session["Player"]["state"], "paused");
    assert_eq!(session["User"]["title"], "grace");
    assert_eq!(session["TranscodeSession"]["height"], 480);
    assert_eq!(attic.timeline("video", "volume").await.unwrap(), "40");
    attic.send("/player/playback/setParameters?volume=90").await;
    assert_eq!(attic.timeline("video", "volume").await.unwrap(), "40");
    attic.send("/player/playback/skipNext").await;
    emulator.clock().advance(seconds(1));
    assert_eq!(attic.session().await.unwrap()["ratingKey"], "11");
}

#[tokio::test]
async fn what_is_no_player_is_refused() {
    for (wrong, place) in [
        ("kind = \"radio\"\ntitle = \"x\"", "player[0].kind"),
        ("kind = \"phone\"", "player[0]"),
        ("title = \"x\"", "player[0]"),
        (
            "kind = \"phone\"\ntitle = \"x\"\ncolour = 1",
            "player[0].colour",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nmisbehaviour = \"late\"",
            "player[0].misbehaviour",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nvolume = 101",
            "player[0].volume",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nlimits = { width = 1 }",
            "player[0].limits.width",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\naccount = \"nobody\"",
            "player[0].account",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nloaded = { items = [] }",
            "player[0].loaded",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nloaded = { items = [\"Nothing\"] }",
            "player[0].loaded.items[0]",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nloaded = { items = [\"Faust\"], sessionKey = 9 }",
            "player[0].loaded",
        ),
        (
            "kind = \"phone\"\ntitle = \"x\"\nloaded = { items = [\"Faust\"], state = \"gone\" }",
            "player[0].loaded",
        ),
    ] {
        let library = Library::from_toml(&format!("{DESCRIPTION}\n[[player]]\n{wrong}\n")).unwrap();
        let refused = Emulator::start(library).await.unwrap_err().to_string();
        assert!(refused.contains(place), "{wrong}: {refused}");
    }
}

#[tokio::test]
async fn players_go_on_with_what_they_were_doing_in_the_next_server() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    let desk = Controller::direct(&emulator, DESK);
    let plexamp = Controller::direct(&emulator, PLEXAMP);
    television
        .play("22", "&containerKey=/library/metadata/20&offset=60000")
        .await;
    desk.play("10", "").await;
    plexamp
        .send("/player/playback/createPlayQueue?uri=server://5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920/com.plexapp.plugins.library/library/metadata/31&type=audio&shuffle=1")
        .await;
    clock.advance(seconds(10));
    television
        .send("/player/playback/setParameters?volume=35&repeat=2")
        .await;
    television
        .send("/player/mirror/details?key=/library/metadata/11")
        .await;
    desk.send("/player/playback/pause").await;
    let of_desk = emulator.player(DESK).unwrap();
    of_desk
        .misbehave(Misbehaviour::Lags(Duration::from_secs(2)))
        .await
        .unwrap();
    let state = emulator.dump();
    assert_eq!(state["player"].as_array().unwrap().len(), 5);
    let again = begin_with(&state, &clock).await;
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    let resumed = Controller::over_server(&again, TELEVISION);
    assert_eq!(
        resumed.session().await.unwrap()["viewOffset"],
        television.session().await.unwrap()["viewOffset"]
    );
    // From here on both go the same way.
    for (one, by) in [(&emulator, &clock), (&again, again.clock())] {
        by.advance(seconds(1_300));
        assert_eq!(
            ask::json(one, "/library/metadata/22").await["Metadata"][0]["viewCount"],
            1
        );
    }
    let timeline = |emulator| async move {
        let controller = Controller::over_server(emulator, TELEVISION);
        let said = controller
            .ask("/player/timeline/poll?wait=0&commandID=900")
            .await;
        ["volume", "repeat", "ratingKey", "containerKey"].map(|name| said.timeline("video", name))
    };
    assert_eq!(timeline(&again).await, timeline(&emulator).await);
}

#[tokio::test]
async fn those_that_wait_load_or_haunt_do_so_in_the_next_server() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    let desk = Controller::direct(&emulator, DESK);
    desk.play("10", "").await;
    clock.advance(seconds(60));
    let of_desk = emulator.player(DESK).unwrap();
    of_desk.misbehave(Misbehaviour::Vanished).await.unwrap();
    television.play("11", "").await;
    let state = emulator.dump();
    let again = begin_with(&state, &clock).await;
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    for (one, by) in [(&emulator, &clock), (&again, again.clock())] {
        by.advance(seconds(100));
        assert_eq!(ask::json(one, "/status/sessions").await["size"], 2);
    }
    assert_eq!(
        differences(&emulator.dump(), &again.dump()),
        Vec::<String>::new()
    );
    for (one, by) in [(&emulator, &clock), (&again, again.clock())] {
        by.advance(seconds(81));
        assert_eq!(ask::json(one, "/status/sessions").await["size"], 1);
    }
    assert_eq!(NOW + 241, clock.now());
}
