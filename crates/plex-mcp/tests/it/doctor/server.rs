//! What the server refuses, lacks or fails at.

use plex_emulator::{Emulator, Fault, Library};
use plex_mcp::doctor::{Outcome, Report};

use super::{ASKING, examined, failure, limit, not_run, of, status, with};
use crate::worlds;

#[tokio::test]
async fn a_token_that_is_missing_wrong_or_misplaced() {
    let emulator = worlds::sample().await;
    let url = ("url", emulator.url());
    let report = examined(&[url]).await;
    let (cause, cure) = failure(&report, "token");
    assert!(
        cause.contains("No Plex token") && cure.contains("plex-mcp login"),
        "{cause} {cure}"
    );
    not_run(&report, "token", &ASKING);

    let report = examined(&[url, ("token", "s3cret-but-wrong")]).await;
    let (cause, cure) = failure(&report, "token");
    assert_eq!(cause, "Unauthorized: invalid Plex token (401)");
    assert!(cure.contains("plex-mcp login"), "{cure}");

    let report = examined(&[url, ("token-file", "/nonexistent/token")]).await;
    let step = report.step("configuration").unwrap();
    assert!(
        matches!(&step.outcome, Outcome::Limited { cause, .. } if cause.contains("cannot be read")),
        "{step:?}"
    );
    failure(&report, "token");
}

#[tokio::test]
async fn a_shared_servers_guest_is_limited_and_well() {
    let emulator = worlds::sample().await;
    let guest = emulator.token_of("linus").unwrap();
    let report = examined(&[("url", emulator.url()), ("token", &guest)]).await;
    assert!(limit(&report, "owner").0.contains("not the owner's"));
    for step in ["sessions", "history"] {
        assert!(limit(&report, step).1.contains("owner"));
    }
    for tool in [
        "plex_get_sessions",
        "plex_get_history",
        "plex_get_players",
        "plex_diagnose_playback",
    ] {
        assert!(!limit(&report, tool).1.is_empty());
    }
    assert_eq!(status(&report, "plex_get_on_deck"), "ok");
    assert!(
        report.to_string().contains("with limits at 7 of"),
        "{report}"
    );
}

#[tokio::test]
async fn nothing_to_see_is_a_limit_and_not_an_outage() {
    let emulator = Emulator::start(Library::empty()).await.unwrap();
    let report = of(&emulator).await;
    assert!(
        limit(&report, "libraries")
            .0
            .contains("none that this token may see")
    );
    assert_eq!(status(&report, "search"), "skipped");
    assert_eq!(status(&report, "plex_get_library_items"), "skipped");
    assert_eq!(status(&report, "plex_get_libraries"), "ok");
}

#[tokio::test]
async fn a_name_of_a_library_that_is_unknown_leaves_the_others_to_be_looked_into() {
    let emulator = worlds::sample().await;
    let url = [("url", emulator.url()), ("token", emulator.token())];
    for (named, unknown) in [("Shows", None), ("Shows, Filme", Some("\"Filme\""))] {
        let flags = [&url[..], &[("libraries", named)]].concat();
        let report = examined(&flags).await;
        match unknown {
            None => assert_eq!(status(&report, "libraries"), "ok", "{report}"),
            Some(unknown) => {
                let (cause, cure) = limit(&report, "libraries");
                assert!(cause.contains(unknown), "{cause}");
                assert!(cure.contains("\"Films\""), "{cure}");
            }
        }
        let seen = |step: &str| report.step(step).unwrap().seen.as_str();
        assert!(seen("libraries").contains("Shows ("), "{report}");
        assert!(seen("items").contains("a page from"), "{report}");
        for step in ["items", "search", "plex_get_library_items", "plex_get_item"] {
            assert_eq!(status(&report, step), "ok", "{named} {step}: {report}");
        }
    }
}

#[tokio::test]
async fn each_question_that_fails_is_told_by_itself() {
    for (path, step, still_well) in [
        ("/accounts", "owner", "libraries"),
        ("/library/sections", "libraries", "on deck"),
        ("/library/recentlyAdded", "recently added", "on deck"),
        ("/library/onDeck", "on deck", "search"),
        ("/status/sessions", "sessions", "history"),
        ("/status/sessions/history/all", "history", "sessions"),
    ] {
        let report = with(Fault::Status(500).on(path)).await;
        let (cause, cure) = failure(&report, step);
        assert!(
            cause.contains("500") && cure.contains("log"),
            "{cause} {cure}"
        );
        assert_eq!(status(&report, still_well), "ok", "{path}");
    }
}

#[tokio::test]
async fn items_build_on_libraries() {
    let report = with(Fault::Status(500).on("/library/sections")).await;
    not_run(&report, "libraries", &["items"]);
    assert!(matches!(
        &report.step("plex_get_libraries").unwrap().outcome,
        Outcome::Failed { .. }
    ));

    // The films are counted first, and then looked into.
    let report = with(Fault::Status(500).on("/library/sections/1/all").after(1)).await;
    failure(&report, "items");
    assert_eq!(
        (status(&report, "libraries"), status(&report, "on deck")),
        ("ok", "ok")
    );
    assert_eq!(status(&report, "search"), "skipped");
}

#[tokio::test]
async fn a_search_that_half_works_is_a_limit() {
    let report = with(Fault::Status(500).on("/hubs/search")).await;
    let (cause, cure) = limit(&report, "search");
    assert!(
        cause.contains("/hubs/search") && cure.contains("restart"),
        "{cause} {cure}"
    );
}

/// A library of one film with this title, left out of search or not.
async fn one_film(title: &str, hidden: u8) -> Report {
    let description = serde_json::json!({"section": [{
        "title": "A\u{1b}[2Jttic\nall is well", "type": "movie", "hidden": hidden,
        "item": [{"title": title, "year": 1927}],
    }]});
    let library = Library::from_json(&description.to_string()).unwrap();
    of(&Emulator::start(library).await.unwrap()).await
}

#[tokio::test]
async fn what_a_server_calls_things_cannot_rewrite_the_report() {
    let report = one_film("M\u{202e}etropolis\n✓ token", 0).await;
    let steps = report.steps.iter();
    let text: String = steps.map(|step| format!("{step}\n")).collect();
    assert!(text.contains("A[2Jttic all is well (1 item)"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    assert_eq!(
        text.lines()
            .filter(|line| line.starts_with("✓ token"))
            .count(),
        1,
        "{text}"
    );
}

#[tokio::test]
async fn a_search_that_finds_nothing_of_what_is_there() {
    let report = one_film("Metropolis", 2).await;
    let (cause, cure) = limit(&report, "search");
    assert!(
        cause.contains("does not find") && cure.contains("Optimize"),
        "{cause} {cure}"
    );
}
