//! What is to blame: a token or what was asked for, a name in the configuration, a server that counts more than it
//! tells of. None is blamed that is not.

use plex_emulator::Fault;
use plex_mcp::{ErrorKind, PlexMcpServer, Toolset};
use serde_json::json;

use crate::judgement::told;
use crate::proxy::{self, Reply};
use crate::support::{Fixture, client, items, object, options};
use crate::worlds;

/// A 401 is judged by whose token it is, and by what was asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_token_that_is_refused_is_not_to_blame() {
    let emulator = worlds::sample().await;
    let guest = emulator.token_of("grace").unwrap();
    emulator.inject(Fault::Status(401).on("/library/metadata/*"));
    emulator.inject(Fault::Status(401).on("/status/sessions*"));
    let item = ["call", "plex_get_item", r#"{"rating_key":"53"}"#];
    let sessions = ["call", "plex_get_sessions"];
    for (arguments, token, expected) in [
        (
            &item[..],
            emulator.token(),
            "it is good and the server owner's",
        ),
        (
            &sessions[..],
            emulator.token(),
            "it is good and the server owner's",
        ),
        (&item[..], &*guest, "it is good and guests may ask this"),
        (
            &sessions[..],
            &*guest,
            "only the server owner's token may do this",
        ),
    ] {
        let env = [("PLEX_URL", emulator.url()), ("PLEX_TOKEN", token)];
        let (code, answer) = told(arguments, &env);
        assert_eq!(code, Some(1), "{answer}");
        assert!(answer.contains(expected), "{arguments:?}: {answer}");
        assert!(!answer.contains("revoked"), "{answer}");
    }
    let env = [
        ("PLEX_URL", emulator.url()),
        ("PLEX_TOKEN", emulator.token()),
    ];
    let sql = r#"{"sql":"SELECT count(*) FROM streams"}"#;
    let (_, answer) = told(&["call", "plex_query", sql], &env);
    assert!(!answer.contains("Place {"), "{answer}");
    // What is logged is the client's own word.
    let answer = answer.lines().next().unwrap_or_default();
    assert!(
        answer.contains("though it takes it for other requests"),
        "{answer}"
    );
    assert!(!answer.contains("invalid Plex token"), "{answer}");
    assert!(!answer.contains("Place {"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_not_found_is_no_id_that_is_gone() {
    let fixture = Fixture::sample().await;
    fixture.emulator.inject(Fault::Status(404).on("/status/*"));
    let error = fixture.err("plex_get_sessions", json!({}), ErrorKind::NotFound);
    let error = error.await;
    assert!(error.advice().unwrap().contains("proxy"), "{error:?}");
    let gone = json!({"rating_key": "99999999"});
    let error = fixture
        .err("plex_get_item", gone, ErrorKind::NotFound)
        .await;
    assert!(
        error.advice().unwrap().contains("Look the id up"),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_libraries_that_fit_nothing_are_told_as_that() {
    let emulator = worlds::sample().await;
    let with = |libraries: &str, arguments: &[&str]| {
        told(
            arguments,
            &[
                ("PLEX_URL", emulator.url()),
                ("PLEX_TOKEN", emulator.token()),
                ("PLEX_MCP_LIBRARIES", libraries),
            ],
        )
    };
    let search = ["call", "plex_search", r#"{"query":"charade"}"#];
    // Quotes as files of variables have them.
    for libraries in ["\"Films\"", "'Films'", "\"Films\", \"Shows\""] {
        let (code, answer) = with(libraries, &search);
        assert_eq!(code, Some(0), "{libraries}: {answer}");
        assert!(answer.contains("Charade"), "{libraries}: {answer}");
        let (code, status) = with(libraries, &["status"]);
        assert_eq!(code, Some(0), "{libraries}: {status}");
        assert!(!status.contains("no library"), "{libraries}: {status}");
    }
    for arguments in [
        &search[..],
        &["call", "plex_get_libraries"],
        &["call", "plex_get_item", r#"{"rating_key":"53"}"#],
        &[
            "call",
            "plex_query",
            r#"{"sql":"SELECT count(*) FROM movies"}"#,
        ],
    ] {
        let (code, answer) = with("Filme", arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {answer}");
        assert!(
            answer.contains("names no library of this server"),
            "{arguments:?}: {answer}"
        );
        assert!(
            !answer.contains("Films"),
            "what may not be shown is not: {answer}"
        );
    }
    // What people call the only library of films is not its name: what may be shown is not guessed.
    for libraries in ["Filme", "Movies"] {
        let (code, status) = with(libraries, &["status"]);
        assert_eq!(code, Some(1), "{status}");
        assert!(
            status.contains(&format!("{libraries:?}")) && status.contains("\"Films\""),
            "{status}"
        );
    }
    let (code, doctor) = with("Filme", &["doctor"]);
    assert_eq!(code, Some(1), "{doctor}");
    assert!(
        doctor.contains("✗ libraries") && doctor.contains("\"Films\""),
        "{doctor}"
    );
    let (code, status) = with("Films, Filme", &["status"]);
    assert_eq!(code, Some(0), "{status}");
    assert!(status.contains("is called \"Filme\""), "{status}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_setting_is_taken_with_quotes_around_it() {
    let emulator = worlds::sample().await;
    for (name, value) in [
        ("PLEX_MCP_TOOLSETS", "\"library\""),
        ("PLEX_MCP_TOOLSETS", "\"library\",\"playback\""),
        ("PLEX_MCP_TIMEOUT", "'5'"),
        ("PLEX_MCP_READ_ONLY", "\"true\""),
        ("PLEX_MCP_TIMEZONE", "\"Europe/Berlin\""),
        ("PLEX_TOKEN", &format!("Bearer {}", emulator.token())),
        ("PLEX_TOKEN", &format!("X-Plex-Token: {}", emulator.token())),
    ] {
        let mut env = vec![
            ("PLEX_URL", emulator.url()),
            ("PLEX_TOKEN", emulator.token()),
        ];
        env.push((name, value));
        let (code, answer) = told(&["call", "plex_get_libraries"], &env);
        assert_eq!(code, Some(0), "{name}={value}: {answer}");
    }
}

/// What a server counts and does not tell of is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_that_counts_more_than_it_holds_is_said() {
    let emulator = worlds::sample().await;
    let session = json!({"ratingKey": "53", "type": "movie", "title": "Charade", "sessionKey": "9",
        "User": {"id": "1", "title": "ada"}, "Player": {"title": "TV", "state": "playing", "local": true}});
    let url = proxy::before(&emulator, move |path, _| match path {
        "/status/sessions" => {
            Reply::json(&json!({"MediaContainer": {"size": 2, "Metadata": [session.clone()]}}))
        }
        "/library/sections/1/all" => {
            Reply::json(&json!({"MediaContainer": {"size": 0, "totalSize": 80, "Metadata": []}}))
        }
        _ => Reply::Pass,
    });
    let server = PlexMcpServer::with_options(client(&url, emulator.token()), options());
    let ask = async |tool: &str, arguments| server.call(tool, object(arguments)).await.unwrap();
    let sessions = ask("plex_get_sessions", json!({})).await;
    assert!(sessions.get("total").is_none(), "{sessions}");
    assert!(
        sessions["note"].as_str().unwrap().contains("1 more"),
        "{sessions}"
    );
    assert_eq!(sessions["items"][0]["delivery"], "unknown", "{sessions}");
    let diagnosis = ask("plex_diagnose_playback", json!({})).await.to_string();
    assert!(
        diagnosis.contains("does not say how it is sent"),
        "{diagnosis}"
    );
    assert!(!diagnosis.contains("Nothing is wrong"), "{diagnosis}");
    let films = ask("plex_get_library_items", json!({"library_id": "Films"})).await;
    let note = films["note"].as_str().unwrap();
    assert!(note.contains("counts 80 items and gave none"), "{films}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn devices_that_cannot_be_read_take_no_people_away() {
    let fixture = Fixture::limited(|options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
    })
    .await;
    fixture.emulator.inject(Fault::Status(500).on("/devices"));
    let users = fixture.ok("plex_get_users", json!({})).await;
    assert!(
        items(&users).iter().any(|one| one["name"] == "grace"),
        "{users}"
    );
    assert!(
        users["note"]
            .as_str()
            .unwrap()
            .contains("devices could not be read"),
        "{users}"
    );
    assert!(users.get("total").is_none(), "{users}");
}
