//! An outage never reads as empty, and no cause is invented.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use plex_emulator::{Authority, Emulator, Fault, Library};
use plex_mcp::{Calendar, Effect, ErrorKind, PlexMcpServer, Tool, Toolset};
use serde_json::{Value, json};

use crate::{
    good::good,
    proxy::{self, Reply},
    support::{Fixture, client, items, object, options, program, run, text},
};

/// Tools that answer from elsewhere: from the snapshot, which says itself what it is without, and from the
/// journal of this program.
const FROM_ELSEWHERE: [&str; 5] = [
    "plex_query",
    "plex_get_watch_stats",
    "plex_audit_library",
    "plex_recommend",
    "plex_get_changes",
];

/// Every tool of a server that asks Plex, with arguments that it takes.
fn calls(server: &PlexMcpServer) -> Vec<(&str, Value)> {
    let names: Vec<&str> = server.tools().iter().map(Tool::name).collect();
    for name in FROM_ELSEWHERE {
        assert!(names.contains(&name), "{name} is no tool any more");
    }
    let asking = names
        .into_iter()
        .filter(|name| !FROM_ELSEWHERE.contains(name));
    asking.map(|name| (name, good(name))).collect()
}

/// Those of them that only look.
fn readings(server: &PlexMcpServer) -> Vec<(&str, Value)> {
    let reads = |name: &str| {
        let tool = server.tool(name).unwrap();
        tool.effect() == Effect::Read
    };
    let calls = calls(server).into_iter();
    calls.filter(|(name, _)| reads(name)).collect()
}

pub(crate) fn server_at(url: &str, token: &str) -> PlexMcpServer {
    let mut options = options();
    options.choice.toolsets = Toolset::ALL.to_vec();
    options.choice.allow_destructive = true;
    PlexMcpServer::with_options(client(url, token), options)
}

pub(crate) async fn sample() -> Emulator {
    let emulator = Emulator::builder().library(Library::sample());
    emulator.start().await.unwrap()
}

/// Runs a command against a URL, and gives its exit code and all it wrote.
fn told(arguments: &[&str], url: &str, token: &str) -> (Option<i32>, String) {
    let output = run(program()
        .args(arguments)
        .env("PLEX_URL", url)
        .env("PLEX_TOKEN", token));
    let written = text(&output.stdout) + &text(&output.stderr);
    (output.status.code(), written)
}

/// The three ways in which a person meets an error.
const WAYS: [&[&str]; 3] = [&["status"], &["doctor"], &["call", "plex_get_libraries"]];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_announces_more_than_it_holds_or_cannot_be_read_is_never_nothing() {
    let emulator = sample().await;
    let shows = server_at(emulator.url(), emulator.token())
        .call(
            "plex_get_library_items",
            object(json!({"library_id": "Shows"})),
        )
        .await
        .unwrap();
    let show = items(&shows)[0]["rating_key"].as_str().unwrap().to_owned();
    let deep_json = format!("{}{}", "[".repeat(400), "]".repeat(400));
    let deep_xml = format!("{}{}", "<Deep>".repeat(400), "</Deep>".repeat(400));
    let bodies = [
        (
            "application/json",
            r#"{"MediaContainer":{"size":1}}"#.to_owned(),
        ),
        (
            "application/json",
            r#"{"MediaContainer":{"size":2,"Metadata":[null,null]}}"#.to_owned(),
        ),
        (
            "application/json",
            r#"{"MediaContainer":{"size":1,"Unheard":[{"title":"x"}]}}"#.to_owned(),
        ),
        ("application/json", r#"{"MediaContainer":null}"#.to_owned()),
        (
            "application/json",
            format!(r#"{{"MediaContainer":{{"size":1,"Metadata":[{{"title":{deep_json}}}]}}}}"#),
        ),
        (
            "application/json",
            format!(r#"{{"MediaContainer":{{"size":1,"Unheard":{deep_json}}}}}"#),
        ),
        ("text/xml", r#"<MediaContainer size="1"/>"#.to_owned()),
        (
            "text/xml",
            format!(r#"<MediaContainer size="1">{deep_xml}</MediaContainer>"#),
        ),
    ];
    let all = server_at(emulator.url(), emulator.token());
    for (media_type, body) in bodies {
        for (tool, mut arguments) in readings(&all) {
            if tool == "plex_get_children" {
                arguments = json!({"rating_key": show});
            }
            let children = format!("/library/metadata/{show}/children");
            let body = body.clone();
            let only = match tool {
                "plex_get_sessions" | "plex_diagnose_playback" => "/status/sessions",
                "plex_get_history" => "/status/sessions/history/all",
                "plex_get_users" => "/accounts",
                "plex_get_activities" => "/activities",
                "plex_get_players" => "/clients",
                "plex_get_libraries" => "/library/sections",
                "plex_get_library_items" => "/library/sections/1/all",
                "plex_get_settings" => "/:/prefs",
                "plex_get_children" => &children,
                _ => "",
            };
            let only = only.to_owned();
            let url = proxy::before(&emulator, move |path, _| {
                if only.is_empty() || path == only {
                    Reply::Answer(200, media_type, body.clone())
                } else {
                    Reply::Pass
                }
            });
            let server = server_at(&url, emulator.token());
            if tool == "plex_get_server" || tool == "plex_get_bandwidth" {
                continue;
            }
            let answer = server.call(tool, object(arguments)).await;
            let error = answer.expect_err(&format!("{tool} of {media_type}"));
            assert_eq!(error.kind(), ErrorKind::Upstream, "{tool}: {error}");
        }
    }
}

#[tokio::test]
async fn no_tool_and_no_resource_succeeds_from_memory_after_the_server_has_died() {
    let emulator = sample().await;
    let clock = Arc::new(AtomicI64::new(1_790_000_000));
    let seconds = Arc::clone(&clock);
    let mut options = options();
    options.choice.toolsets = Toolset::ALL.to_vec();
    options.choice.allow_destructive = true;
    options.calendar = Calendar::new(jiff::tz::TimeZone::UTC)
        .with_clock(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap());
    let server = PlexMcpServer::with_options(client(emulator.url(), emulator.token()), options);
    let uris = [
        "pms://server",
        "pms://libraries",
        "pms://sessions",
        "pms://activities",
        "pms://library/1",
    ];
    for (tool, arguments) in readings(&server) {
        let _ = server.call(tool, object(arguments)).await;
    }
    for uri in uris {
        server.read(uri).await.unwrap();
    }
    emulator.go_offline();
    for after in [1, 73] {
        clock.fetch_add(after, Ordering::SeqCst);
        for (tool, arguments) in calls(&server) {
            if after == 1 && tool == "plex_get_filters" {
                // What a library can be filtered by was just told.
                continue;
            }
            let answer = server.call(tool, object(arguments)).await;
            let error = answer.expect_err(tool);
            assert_eq!(error.kind(), ErrorKind::Unreachable, "{tool}: {error}");
        }
        for uri in uris {
            let answer = server.read(uri).await.map(|_| ());
            let error = answer.expect_err(uri);
            assert_eq!(error.kind(), ErrorKind::Unreachable, "{uri}: {error}");
        }
    }
}

#[tokio::test]
async fn a_search_whose_sources_all_fail_is_an_error_and_one_that_misses_some_says_so() {
    let emulator = sample().await;
    let server = server_at(emulator.url(), emulator.token());
    for fault in [
        Fault::Status(500),
        Fault::Status(404),
        Fault::Status(400),
        Fault::Reset,
        Fault::Malformed,
    ] {
        for types in [json!(null), json!(["movie"])] {
            for path in ["/library/search", "/hubs/search", "/library/sections/*"] {
                emulator.inject(fault.clone().on(path));
            }
            let mut arguments = json!({"query": "zzqqxx"});
            if !types.is_null() {
                arguments["types"] = types.clone();
            }
            let answer = server.call("plex_search", object(arguments.clone())).await;
            assert!(answer.is_err(), "{fault:?} {types}: {answer:?}");
            emulator.clear_faults();
        }
        // Titles cannot be looked through, which is more than half of a search.
        if fault == Fault::Status(500) {
            emulator.inject(Fault::Status(404).on("/library/search"));
            emulator.inject(fault.on("/library/sections/*/all"));
            let found = server
                .call("plex_search", object(json!({"query": "zzqqxx"})))
                .await;
            let found = found.unwrap();
            let note = found["note"].as_str().unwrap();
            assert!(note.contains("did not answer"), "{found}");
            emulator.clear_faults();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guests_token_is_never_called_invalid_and_what_is_kept_from_it_is_said() {
    let emulator = sample().await;
    let guest = emulator.token_of("grace").unwrap();
    for owners in [
        [
            "/status/sessions*",
            "/accounts",
            "/devices",
            "/clients",
            "/transcode/sessions",
            "/updater/status",
        ]
        .as_slice(),
        &[],
    ] {
        for path in owners {
            emulator.inject(Fault::Status(401).on(*path));
        }
        let server = server_at(emulator.url(), &guest);
        for (tool, arguments) in readings(&server) {
            if let Err(error) = server.call(tool, object(arguments)).await {
                let said = error.to_json().to_string();
                assert_ne!(error.kind(), ErrorKind::Unauthorized, "{tool}: {said}");
                assert!(!said.contains("invalid"), "{tool}: {said}");
                assert!(!said.contains("revoked"), "{tool}: {said}");
                if error.kind() == ErrorKind::Forbidden {
                    assert!(said.contains("owner"), "{tool}: {said}");
                }
            }
        }
        let about = server
            .call("plex_get_server", object(json!({})))
            .await
            .unwrap();
        let note = about["note"].as_str().unwrap();
        assert!(
            note.contains("owner's token may see: its load, updates, running conversions"),
            "{about}"
        );
        emulator.clear_faults();
    }
    let (code, doctor) = told(&["doctor"], emulator.url(), &guest);
    assert_eq!(code, Some(0), "{doctor}");
    assert!(!doctor.contains("invalid"), "{doctor}");
    // An arrow always points at a cure.
    assert!(doctor.lines().all(|line| line.trim() != "→"), "{doctor}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_plex_is_said_to_be_that() {
    for (status, media_type, body) in [
        (200, "text/html", "<html><body>Router</body></html>"),
        (
            200,
            "application/json",
            r#"{"status":"ok","app":"jellyfin"}"#,
        ),
        (200, "application/json", "[]"),
        (200, "text/plain", "hello"),
        (200, "application/json", r#"{"MediaContainer":{}}"#),
        (200, "text/xml", "<rss/>"),
        (404, "text/html", "<html>no</html>"),
    ] {
        let url = proxy::always(status, media_type, body);
        for way in WAYS {
            if way[0] == "call" && body.contains("{}") {
                // Plex's own words for no libraries.
                continue;
            }
            let (code, written) = told(way, &url, "some-token-12");
            assert_eq!(code, Some(1), "{body}: {written}");
            assert!(
                written.contains("is not Plex Media Server"),
                "{body} {way:?}: {written}"
            );
            assert!(
                written.contains("plex-mcp login"),
                "{body} {way:?}: {written}"
            );
        }
    }
    // Plex lets anybody ask which server it is; what does not is something before it.
    for status in [401, 403] {
        let url = proxy::always(status, "text/html", "<html>Who are you?</html>");
        for way in WAYS {
            let (code, written) = told(way, &url, "some-token-12");
            assert_eq!(code, Some(1), "{status}: {written}");
            assert!(
                written.contains("before Plex"),
                "{status} {way:?}: {written}"
            );
            assert!(!written.contains("revoked"), "{status} {way:?}: {written}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wrong_scheme_is_told_the_right_one() {
    let plain = sample().await;
    let https = plain.url().replace("http://", "https://");
    for way in WAYS {
        let (_, written) = told(way, &https, plain.token());
        assert!(
            written.contains("http:// in place of https://"),
            "{way:?}: {written}"
        );
    }
    let authority = Authority::new().unwrap();
    let hash = "0123456789abcdef0123456789abcdef";
    let tls = authority.tls_for_plex_direct(hash).unwrap();
    let emulator = Emulator::builder()
        .tls(tls)
        .plex_direct(hash)
        .start()
        .await
        .unwrap();
    let http = emulator.url().replace("https://", "http://");
    for way in WAYS {
        let (_, written) = told(way, &http, emulator.token());
        assert!(written.contains("https://"), "{way:?}: {written}");
        assert!(written.contains("encrypted"), "{way:?}: {written}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_library_that_cuts_its_connection_is_not_an_empty_one() {
    let emulator = sample().await;
    let url = proxy::before(&emulator, |path, _| match path {
        "/library/sections/1/all" => Reply::Close,
        _ => Reply::Pass,
    });
    let server = server_at(&url, emulator.token());
    let page = json!({"library_id": "1"});
    let answer = server.call("plex_get_library_items", object(page)).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Unreachable);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_whose_part_alone_says_that_it_is_converted_is_not_direct() {
    let emulator = sample().await;
    let plain = server_at(emulator.url(), emulator.token());
    let before = plain
        .call("plex_get_sessions", object(json!({})))
        .await
        .unwrap();
    let url = proxy::before(&emulator, |path, _| {
        if path != "/status/sessions" {
            return Reply::Pass;
        }
        Reply::Changed(Box::new(|body| {
            let mut answer: Value = serde_json::from_str(&body).unwrap();
            for session in answer["MediaContainer"]["Metadata"].as_array_mut().unwrap() {
                session.as_object_mut().unwrap().remove("TranscodeSession");
            }
            answer.to_string()
        }))
    });
    let server = server_at(&url, emulator.token());
    let sessions = server
        .call("plex_get_sessions", object(json!({})))
        .await
        .unwrap();
    let deliveries = |sessions: &Value| -> Vec<Value> {
        items(sessions)
            .iter()
            .map(|one| one["delivery"].clone())
            .collect()
    };
    assert!(
        deliveries(&before).contains(&json!("transcode")),
        "{before}"
    );
    assert_eq!(deliveries(&sessions), deliveries(&before), "{sessions}");
    let diagnosis = server
        .call("plex_diagnose_playback", object(json!({})))
        .await
        .unwrap();
    assert_ne!(diagnosis["delivery"], "direct", "{diagnosis}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_does_without_the_names_of_people_that_cannot_be_had() {
    let fixture = Fixture::limited(|_| {}).await;
    for fault in [Fault::Status(401), Fault::Status(500)] {
        fixture.emulator.inject(fault.on("/accounts"));
    }
    let sql = json!({"sql": "SELECT count(*) AS n FROM movies"});
    let answer = fixture.ok("plex_query", sql).await;
    assert!(answer.to_string().contains("80"), "{answer}");
}
