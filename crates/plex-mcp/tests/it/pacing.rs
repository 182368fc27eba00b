//! How often the server is looked at by what waits: not as often as it has something to tell.

use std::time::Duration;

use plex_emulator::{Behaviour, Emulator, Fault};
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

use crate::{
    support::Fixture,
    waiting::{asked, builder, meanwhile, over},
};

/// How long there is something to tell.
const UNREST: Duration = Duration::from_secs(2);

/// Where one library may be shown, so that the server is asked of what each playback is.
async fn limited() -> Fixture {
    let behaviour = Behaviour {
        work: Duration::from_secs(5),
        ..Behaviour::default()
    };
    let builder = builder().scan_duration(Duration::from_secs(5));
    over(builder.behaviour(behaviour), |options| {
        options.libraries = vec!["Films".to_owned()];
        options.settle = Duration::from_millis(300);
    })
    .await
}

/// Has one playback follow on another, for as long as there is something to tell.
pub(crate) async fn plays(emulator: &Emulator) {
    let television = emulator.player("Living Room").unwrap();
    let plays = async {
        loop {
            for film in ["10", "11"] {
                television.play(film);
                sleep(Duration::from_millis(60)).await;
            }
        }
    };
    timeout(UNREST, plays).await.unwrap_err();
}

/// The same where one library may be shown and nobody can say of what they are, so that each is told as missed: a
/// reason to look.
pub(crate) async fn unrest(emulator: &Emulator) {
    emulator.inject(Fault::Status(503).on("/library/metadata/*"));
    plays(emulator).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_fails_is_given_its_pause_whatever_is_heard() {
    let fixture = limited().await;
    let television = || fixture.emulator.player("Living Room").unwrap();
    let wait = json!({"until": "session_pauses", "player": "Living Room", "timeout_s": 60});
    let then = async {
        fixture
            .emulator
            .inject(Fault::Status(503).on("/status/sessions"));
        let before = asked(&fixture, "/status/sessions");
        unrest(&fixture.emulator).await;
        let looks = asked(&fixture, "/status/sessions") - before;
        assert!((1..=2).contains(&looks), "{looks} looks");
        fixture.emulator.clear_faults();
        // It loads.
        sleep(Duration::from_secs(1)).await;
        television().pause();
    };
    let paused = meanwhile(&fixture, fixture.ok("plex_wait_for", wait), then).await;
    assert_eq!(paused["sessions"][0]["state"], "paused", "{paused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scans_and_tasks_are_looked_at_now_and_then_whatever_is_heard() {
    for (tool, arguments) in [
        (
            "plex_refresh_library",
            json!({"library_id": "Films", "wait": true}),
        ),
        (
            "plex_run_task",
            json!({"task": "analyze", "library_id": "Films", "wait": true}),
        ),
    ] {
        for (fails, most) in [(false, 9), (true, 4)] {
            let fixture = limited().await;
            let then = async {
                if fails {
                    fixture
                        .emulator
                        .inject(Fault::Status(503).on("/activities"));
                }
                let before = asked(&fixture, "/activities");
                unrest(&fixture.emulator).await;
                let looks = asked(&fixture, "/activities") - before;
                assert!(
                    (1..=most).contains(&looks),
                    "{tool}, {fails}: {looks} looks"
                );
                fixture.emulator.clear_faults();
            };
            let done = meanwhile(&fixture, fixture.ok(tool, arguments.clone()), then).await;
            assert_eq!(done["status"], "finished", "{done}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_of_which_nobody_says_what_it_is_of_does_not_hold_up_the_others() {
    let fixture = limited().await;
    fixture
        .emulator
        .inject(Fault::Stall.on("/library/metadata/*"));
    let begun = Instant::now();
    let arguments = json!({"library_id": "Films", "wait": true});
    let scan = fixture.ok("plex_refresh_library", arguments);
    let scan = meanwhile(&fixture, scan, plays(&fixture.emulator)).await;
    assert_eq!(scan["status"], "finished", "{scan}");
    // The scan takes 5 seconds, and the client of the server would wait for 30.
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
}
