//! What the program says is wrong, judged by what else works; each cause in its own words.

use std::{io::Read, net::TcpListener, path::Path, process::Stdio, thread};

use plex_emulator::Fault;
use plex_mcp::Toolset;
use serde_json::json;

use crate::support::{Fixture, items, program, run, text};
use crate::worlds;

/// Runs a command with these variables, and gives its exit code and all it wrote.
pub(crate) fn told(arguments: &[&str], env: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = run(program().args(arguments).envs(env.iter().copied()));
    let written = text(&output.stdout) + &text(&output.stderr);
    (output.status.code(), written)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_refuses_the_root_alone_is_not_an_invalid_token() {
    let emulator = worlds::sample().await;
    let env = [
        ("PLEX_URL", emulator.url()),
        ("PLEX_TOKEN", emulator.token()),
    ];
    for status in [401, 403, 404] {
        emulator.inject(Fault::Status(status).on("/"));
        let (code, status) = told(&["status"], &env);
        assert_eq!(code, Some(0), "{status}");
        assert!(status.contains("only / is refused"), "{status}");
        let (code, doctor) = told(&["doctor"], &env);
        assert_eq!(code, Some(0), "{doctor}");
        assert!(doctor.contains("only / is refused"), "{doctor}");
        assert!(!doctor.contains("revoked"), "{doctor}");
        assert!(doctor.contains("✓ libraries"), "{doctor}");
        emulator.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guests_good_token_is_not_called_invalid() {
    let emulator = worlds::sample().await;
    let guest = emulator.token_of("grace").unwrap();
    emulator.inject(Fault::Status(401).on("/status/sessions*"));
    let env = [("PLEX_URL", emulator.url()), ("PLEX_TOKEN", &*guest)];
    for tool in ["plex_get_sessions", "plex_get_history"] {
        let (code, answer) = told(&["call", tool], &env);
        assert_eq!(code, Some(1), "{answer}");
        assert!(
            answer.contains("\"kind\":\"forbidden\""),
            "{tool}: {answer}"
        );
        assert!(!answer.contains("revoked"), "{tool}: {answer}");
    }
    let wrong = [
        ("PLEX_URL", emulator.url()),
        ("PLEX_TOKEN", "wrong-token-1"),
    ];
    let (_, answer) = told(&["call", "plex_get_history"], &wrong);
    assert!(answer.contains("\"kind\":\"unauthorized\""), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_where_no_plex_answers_is_said_to_be_that() {
    let emulator = worlds::sample().await;
    let wrong_path = format!("{}/plex", emulator.url());
    let env = [("PLEX_URL", &*wrong_path), ("PLEX_TOKEN", emulator.token())];
    for arguments in [
        &["status"][..],
        &["doctor"],
        &["call", "plex_get_libraries"],
    ] {
        let (code, written) = told(arguments, &env);
        assert_eq!(code, Some(1), "{written}");
        assert!(written.contains("is not Plex Media Server"), "{written}");
        assert!(written.contains("Take /plex off the address"), "{written}");
    }
    // A server that has no such item is still a server.
    let env = [
        ("PLEX_URL", emulator.url()),
        ("PLEX_TOKEN", emulator.token()),
    ];
    let (_, written) = told(
        &["call", "plex_get_item", r#"{"rating_key":"999999"}"#],
        &env,
    );
    assert!(written.contains("\"kind\":\"not_found\""), "{written}");
}

/// A server that takes only encrypted connections closes others without a word.
#[test]
fn a_server_that_cuts_plain_connections_may_want_encrypted_ones() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let mut connection = connection;
            let _ = connection.read(&mut [0; 4096]);
        }
    });
    let env = [("PLEX_URL", &*url), ("PLEX_TOKEN", "some-token-1")];
    for arguments in [
        &["status"][..],
        &["doctor"],
        &["call", "plex_get_libraries"],
    ] {
        let (code, written) = told(arguments, &env);
        assert_eq!(code, Some(1), "{written}");
        assert!(written.contains("only encrypted connections"), "{written}");
        assert!(written.contains("plex.direct"), "{written}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_and_tokens_work_as_people_paste_them() {
    let emulator = worlds::sample().await;
    let host = emulator.url().trim_start_matches("http://");
    let browser = format!("{}/web/index.html#!/server/abc", emulator.url());
    let quoted = format!("\"{}\"", emulator.token());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("'{}'\r\n", emulator.token())).unwrap();
    for url in [host, &browser] {
        let env = [("PLEX_URL", url), ("PLEX_TOKEN", &*quoted)];
        let (code, written) = told(&["status"], &env);
        assert_eq!(code, Some(0), "{url}: {written}");
        assert!(written.contains("has quotes around the token"), "{written}");
    }
    let env = [
        ("PLEX_URL", emulator.url()),
        ("PLEX_TOKEN_FILE", file.to_str().unwrap()),
    ];
    assert_eq!(told(&["status"], &env).0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_placeholder_that_nobody_filled_in_is_named() {
    let emulator = worlds::sample().await;
    let env = [
        ("PLEX_URL", emulator.url()),
        ("PLEX_TOKEN", "${PLEX_TOKEN}"),
    ];
    for arguments in [
        &["status"][..],
        &["doctor"],
        &["call", "plex_get_libraries"],
    ] {
        let (_, written) = told(arguments, &env);
        let expected = "PLEX_TOKEN is still the placeholder ${PLEX_TOKEN}";
        assert!(written.contains(expected), "{written}");
    }
    let (code, written) = told(&["status"], &[("PLEX_URL", "https://app.plex.tv/desktop")]);
    assert_eq!(code, Some(2), "{written}");
    assert!(written.contains("Plex's website"), "{written}");
}

/// The usual address is that of a server on this machine, which the machine that runs this may have.
#[test]
fn with_nothing_configured_everything_points_to_login() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    drop(listener);
    for arguments in [
        &["status"][..],
        &["doctor"],
        &["call", "plex_get_libraries"],
    ] {
        let (_, written) = told(arguments, &[]);
        assert!(
            written.contains("plex-mcp login"),
            "{arguments:?}: {written}"
        );
    }
}

#[test]
fn a_token_file_is_not_read_for_ever() {
    if !Path::new("/dev/zero").exists() {
        return;
    }
    let env = [
        ("PLEX_TOKEN_FILE", "/dev/zero"),
        ("PLEX_URL", "http://127.0.0.1:1"),
    ];
    let (code, written) = told(&["status"], &env);
    assert_eq!(code, Some(1), "{written}");
    assert!(written.contains("larger than 8192 bytes"), "{written}");
}

#[test]
fn a_relative_folder_of_the_desktop_is_ignored() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("here/plex-mcp")).unwrap();
    let config = home.path().join("here/plex-mcp/config.toml");
    std::fs::write(config, "url = \"http://from-a-relative-folder:1\"\n").unwrap();
    let output = run(program()
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", "here")
        .arg("status"));
    let written = text(&output.stdout);
    assert!(written.contains("http://localhost:32400"), "{written}");
}

#[test]
fn a_reader_that_goes_away_ends_a_command_quietly() {
    for arguments in [
        &["settings"][..],
        &["tools", "--format", "json"],
        &["--help"],
    ] {
        let mut child = program()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(text(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn help_shows_a_commands_own_options_before_the_settings() {
    let help = text(&run(program().args(["login", "--help"])).stdout);
    let own = help.find("--no-browser").unwrap();
    let settings = help.find("Settings, of every command:").unwrap();
    assert!(own < settings, "{help}");
    assert!(settings < help.find("--timeout").unwrap(), "{help}");
}

/// A question to a new snapshot: the process ends with the answer, so nothing is read afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_finishes_the_snapshot_before_it_asks() {
    let emulator = worlds::sample().await;
    let home = tempfile::tempdir().unwrap();
    let output = run(program()
        .env("PLEX_URL", emulator.url())
        .env("PLEX_TOKEN", emulator.token())
        .env("XDG_CACHE_HOME", home.path())
        .args([
            "call",
            "plex_query",
            r#"{"sql":"SELECT count(*) AS n FROM versions WHERE video_codec IS NOT NULL"}"#,
        ]));
    let answer = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{answer}");
    assert!(!answer.contains("\"detailed_percent\":0"), "{answer}");
    assert_eq!(text(&output.stderr), "", "no warnings");
}

/// Which server it is stands in `/identity`, which anybody may ask.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_root_alone_is_refused_every_tool_works() {
    for status in [401, 403, 404, 500] {
        let fixture = Fixture::limited(|options| {
            options.choice.toolsets = Toolset::ALL.to_vec();
        })
        .await;
        fixture.emulator.inject(Fault::Status(status).on("/"));
        let rows = fixture
            .ok(
                "plex_query",
                json!({"sql": "SELECT count(*) > 0 FROM movies"}),
            )
            .await;
        assert_eq!(rows["items"], json!([[1]]), "{status}");
        let server = fixture.ok("plex_get_server", json!({})).await;
        assert!(server["version"].is_string(), "{status}: {server}");
        assert!(
            server.get("allows_deletion").is_none(),
            "{status}: {server}"
        );
        let note = server["note"].as_str().unwrap();
        assert!(note.contains("refuses / alone"), "{status}: {note}");
        assert!(!note.contains("owner"), "{status}: {note}");
        let film = fixture
            .ok(
                "plex_get_library_items",
                json!({"library_id": "Films", "limit": 1}),
            )
            .await;
        let key = &film["items"][0]["rating_key"];
        fixture
            .ok(
                "plex_mark_watched",
                json!({"rating_keys": [key], "state": "watched"}),
            )
            .await;
        let list = json!({"title": "For later", "add": [key]});
        fixture.ok("plex_edit_playlist", list).await;
        let changes = fixture.ok("plex_get_changes", json!({})).await;
        assert!(!items(&changes).is_empty(), "{status}: {changes}");
    }
}
