//! The doctor: what it sees of a setup that works, and what it says of each way not to.

mod network;
mod server;

use std::{ffi::OsString, time::Duration};

use plex_client::{DetailsQuery, ItemType, RatingKey};
use plex_emulator::{Emulator, Fault, FaultRule};
use plex_mcp::{
    config::{Config, Sources},
    doctor::{Doctor, Outcome, Report, Step},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::support;
use crate::worlds;

/// What a program with these flags would be told by the doctor.
async fn examined(flags: &[(&str, &str)]) -> Report {
    let home = TempDir::new().unwrap();
    let flag = |name: &str| {
        let found = flags.iter().find(|(held, _)| *held == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let env = |name: &str| (name == "XDG_CONFIG_HOME").then(|| OsString::from(home.path()));
    let config = Config::load(&Sources {
        flag: &flag,
        env: &env,
    });
    let mut doctor = Doctor::new(config.unwrap());
    doctor.patience = Duration::from_secs(2);
    let mut told: Vec<Step> = Vec::new();
    let report = doctor.examine(&mut |step| told.push(step.clone())).await;
    assert_eq!(told, report.steps, "every step is told as it is done");
    let shown: Vec<String> = told.iter().map(ToString::to_string).collect();
    for line in shown.iter().flat_map(|step| step.lines()) {
        assert!(
            !line.trim_end().ends_with('→'),
            "an arrow to nothing: {line}"
        );
    }
    for (name, value) in flags {
        if *name == "token" {
            assert!(!format!("{report:?} {}", report.to_json()).contains(value));
        }
    }
    report
}

/// The report on an emulator, as its owner sees it.
async fn of(emulator: &Emulator) -> Report {
    examined(&[("url", emulator.url()), ("token", emulator.token())]).await
}

/// The report on the sample library with something wrong.
async fn with(fault: impl Into<FaultRule>) -> Report {
    let emulator = Emulator::builder().fault(fault).start().await.unwrap();
    of(&emulator).await
}

/// Cause and cure of the step that must have failed; what builds on it must not have been run.
fn failure<'r>(report: &'r Report, name: &str) -> (&'r str, &'r str) {
    assert!(!report.is_healthy());
    match &report.step(name).unwrap().outcome {
        Outcome::Failed { cause, cure } => (cause, cure),
        other => panic!("{name}: {other:?}"),
    }
}

/// Cause and cure of the step that must be limited, in a setup that works.
fn limit<'r>(report: &'r Report, name: &str) -> (&'r str, &'r str) {
    assert!(report.is_healthy(), "{report:#?}");
    match &report.step(name).unwrap().outcome {
        Outcome::Limited { cause, cure } => (cause, cure),
        other => panic!("{name}: {other:?}"),
    }
}

fn status<'r>(report: &'r Report, name: &str) -> &'r str {
    report.step(name).unwrap().outcome.as_str()
}

#[track_caller]
fn not_run(report: &Report, because: &str, names: &[&str]) {
    for name in names {
        let outcome = &report.step(name).unwrap().outcome;
        assert!(
            matches!(outcome, Outcome::NotRun { because: told } if *told == because),
            "{name}: {outcome:?}"
        );
    }
}

/// The steps that ask the server something.
const ASKING: [&str; 10] = [
    "owner",
    "version",
    "libraries",
    "items",
    "recently added",
    "on deck",
    "search",
    "sessions",
    "history",
    "plex_get_libraries",
];

/// The steps that a setup that works does without: no TLS, nothing is changed, no snapshot begun.
const SKIPPED: [&str; 14] = [
    "tls",
    "plex_refresh_library",
    "plex_query",
    "plex_get_watch_stats",
    "plex_audit_library",
    "plex_recommend",
    "plex_play",
    "plex_control_playback",
    "plex_stop_session",
    "plex_mark_watched",
    "plex_rate",
    "plex_edit_playlist",
    "plex_edit_collection",
    "plex_undo",
];

#[tokio::test]
async fn a_setup_that_works_is_told_so_and_nothing_is_changed() {
    let emulator = worlds::sample().await;
    let report = of(&emulator).await;
    assert!(report.is_healthy());
    for step in &report.steps {
        let skipped = SKIPPED.contains(&step.name.as_str());
        let expected = if skipped { "skipped" } else { "ok" };
        assert_eq!(step.outcome.as_str(), expected, "{step:?}");
    }
    let seen = |name: &str| report.step(name).unwrap().seen.as_str();
    assert!(seen("configuration").contains("token = set (from --token)"));
    assert!(seen("owner").contains("it is the owner's, ada"));
    assert!(seen("libraries").contains("Films ("));
    assert!(seen("plex_get_on_deck").ends_with("items"));
    // Children are looked for in what has some.
    let requests = emulator.requests();
    let key = requests.iter().find_map(|asked| {
        let path = asked.path.strip_prefix("/library/metadata/")?;
        path.strip_suffix("/children")
    });
    let client = support::client(emulator.url(), emulator.token());
    let key = RatingKey::new(key.unwrap()).unwrap();
    let parent = client.details(&key, &DetailsQuery::new()).await.unwrap();
    assert_eq!(parent.item_type, ItemType::Show);
    for asked in requests {
        assert_eq!(asked.method, "GET");
        assert!(
            !asked.path.contains("refresh")
                && (!asked.path.starts_with("/:/") || asked.path == "/:/prefs"),
            "{asked:?}"
        );
    }
}

#[tokio::test]
async fn without_a_token_an_unclaimed_server_is_well() {
    let emulator = worlds::unclaimed().await;
    let report = examined(&[("url", emulator.url())]).await;
    assert!(report.is_healthy());
    assert!(report.step("token").unwrap().seen.contains("wants none"));
    assert!(report.step("version").unwrap().seen.contains("not claimed"));
}

#[tokio::test]
async fn what_builds_on_a_failed_step_is_listed_whole() {
    let well = of(&worlds::sample().await).await;
    let names = |report: &Report| -> Vec<String> {
        report.steps.iter().map(|step| step.name.clone()).collect()
    };
    assert_eq!(names(&examined(&[("url", "nonsense")]).await), names(&well));
    assert_eq!(
        names(&with(Fault::Status(500).on("/identity")).await),
        names(&well)
    );
}

#[tokio::test]
async fn the_program_shows_it_and_ends_accordingly() {
    let emulator = worlds::sample().await;
    let run = async |args: &[&str]| {
        let mut command = support::program();
        command.args(args).env("PLEX_URL", emulator.url());
        let output = tokio::task::spawn_blocking(move || support::run(&mut command));
        let output = output.await.unwrap();
        (output.status.code(), support::text(&output.stdout))
    };
    let (code, text) = run(&["doctor", "--token", emulator.token()]).await;
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("✓ token ") && text.contains("- plex_refresh_library "),
        "{text}"
    );
    assert!(!text.contains(emulator.token()));

    let (code, text) = run(&["doctor", "--json"]).await;
    assert_eq!(code, Some(1), "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["ok"], false);
    let steps = report["steps"].as_array().unwrap();
    let token = steps.iter().find(|step| step["step"] == "token").unwrap();
    assert_eq!(token["status"], "failed");
    assert!(token["cure"].as_str().unwrap().contains("login"));
    let owner = steps.iter().find(|step| step["step"] == "owner").unwrap();
    assert_eq!(
        (&owner["status"], &owner["because"]),
        (&"not_run".into(), &"token".into())
    );

    let (code, text) = run(&["doctor", "--demo"]).await;
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("(from --demo)"), "{text}");
}
