//! The token never shows: not in results, not in errors, not in logs at any level.

use plex_emulator::{Emulator, Fault, Library};
use serde_json::json;

use crate::support::{Fixture, Wire, items, program, run, text};

const TOKEN: &str = "s3cret-Tok3n_9f8e7d";

/// Calls every tool of a program that logs everything, and gives all it wrote.
fn everything_written(emulator: &Emulator) -> String {
    let mut wire = Wire::start(
        program()
            .env("PLEX_URL", emulator.url())
            .env("PLEX_TOKEN", TOKEN)
            .env("PLEX_MCP_LOG", "trace")
            .env("PLEX_MCP_TIMEOUT", "1"),
    );
    let mut written = wire.initialize().to_string();
    for (id, (tool, arguments)) in [
        ("plex_get_libraries", json!({})),
        ("plex_get_library_items", json!({"library_id": "Films"})),
        ("plex_get_recently_added", json!({})),
        ("plex_get_on_deck", json!({})),
        ("plex_search", json!({"query": TOKEN})),
        ("plex_refresh_library", json!({"library_id": TOKEN})),
        ("plex_get_sessions", json!({"user": TOKEN})),
        ("plex_get_history", json!({})),
    ]
    .into_iter()
    .enumerate()
    {
        let call = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": tool, "arguments": arguments}});
        written.push_str(&wire.ask(&call).to_string());
    }
    let (code, rest, stderr) = wire.finish();
    assert_eq!(code, 0);
    assert!(stderr.contains("TRACE"), "the log is on");
    written + &rest + &stderr
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_token_is_in_nothing_the_program_writes() {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .token(TOKEN)
        .start()
        .await
        .unwrap();
    let written = everything_written(&emulator);
    assert!(written.contains("Metropolis"), "the calls were answered");
    assert!(!written.contains(TOKEN));
    let sent = emulator.requests();
    assert!(!sent.is_empty());
    for request in sent {
        // A model may write anything into a search; the client itself sends the token in its header.
        assert!(!request.query.contains("X-Plex-Token"), "{}", request.query);
        assert_eq!(request.header("x-plex-token"), Some(TOKEN));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_when_everything_fails() {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .token(TOKEN)
        .start()
        .await
        .unwrap();
    for fault in [Fault::Status(500), Fault::Malformed] {
        emulator.inject(fault.clone());
        assert!(!everything_written(&emulator).contains(TOKEN), "{fault:?}");
        emulator.clear_faults();
    }
}

/// Servers repeat tokens: here a file was named after one.
#[tokio::test]
async fn nor_when_the_server_repeats_it() {
    let film = format!(
        "[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\nLocation = [\"/m\"]\n[[section.item]]\ntitle = \"Film {TOKEN} (1927)\"\n"
    );
    let library = Library::from_toml(&film).unwrap();
    let fixture = Fixture::over(Emulator::builder().library(library).token(TOKEN)).await;
    let page = fixture
        .ok("plex_get_library_items", json!({"library_id": "1"}))
        .await;
    assert_eq!(items(&page)[0]["title"], "Film [redacted] (1927)");
}

/// A server that repeats the token, and other people's, in names and titles.
async fn repeating(token: &str) -> Emulator {
    let lower = token.to_lowercase();
    let titles = [
        format!("Film {token} A"),
        format!("Film {lower} B"),
        "Film http://10.0.0.1/x?X-Plex-Token=somebody-elses C".to_owned(),
        "Film czNjcmV0LVRvazNuXzlmOGU3ZA== D".to_owned(),
    ];
    let films: String = titles
        .iter()
        .map(|title| format!("[[section.item]]\ntitle = \"{title} (1927)\"\n"))
        .collect();
    let library = Library::from_toml(&format!(
        "[server]\nfriendlyName = \"The server {token}\"\n[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films {token}\"\nLocation = [\"/m\"]\n{films}"
    ));
    let emulator = Emulator::builder().library(library.unwrap()).token(token);
    emulator.start().await.unwrap()
}

/// Runs a command against the server, logging everything, and gives all it wrote.
fn all_of(emulator: &Emulator, token: &str, cache: &std::path::Path, arguments: &[&str]) -> String {
    let output = run(program()
        .env("PLEX_URL", emulator.url())
        .env("PLEX_TOKEN", token)
        .env("PLEX_MCP_LOG", "trace")
        .env("XDG_CACHE_HOME", cache)
        .args(arguments));
    text(&output.stdout) + &text(&output.stderr)
}

/// Whether a token stands in a text in any of the forms that can be turned back into it.
fn is_in(token: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let hex: String = token.bytes().map(|byte| format!("{byte:02x}")).collect();
    [
        token.to_lowercase(),
        hex,
        "czNjcmV0LVRvazNuXzlmOGU3".to_lowercase(),
    ]
    .iter()
    .any(|form| text.contains(form.as_str()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_command_and_no_file_shows_a_token_that_the_server_repeats() {
    let emulator = repeating(TOKEN).await;
    let home = tempfile::tempdir().unwrap();
    let exported = home.path().join("films.csv");
    let database = home.path().join("all.sqlite");
    let sql = r#"{"sql":"SELECT title, lower(title), hex(title), upper(title) FROM movies"}"#;
    for arguments in [
        vec!["status"],
        vec!["doctor"],
        vec!["doctor", "--json"],
        vec!["index", "sync"],
        vec!["index", "status"],
        vec!["index", "export", "csv", "movies"],
        vec!["index", "export", "jsonl", "movies"],
        vec![
            "index",
            "export",
            "csv",
            "movies",
            "-o",
            exported.to_str().unwrap(),
        ],
        vec![
            "index",
            "export",
            "sqlite",
            "-o",
            database.to_str().unwrap(),
        ],
        vec!["call", "plex_get_libraries"],
        vec!["call", "plex_get_library_items", r#"{"library_id":"1"}"#],
        vec![
            "call",
            "plex_get_library_items",
            r#"{"library_id":"Films s3cret"}"#,
        ],
        vec!["call", "plex_query", sql],
        vec!["call", "plex_search", r#"{"query":"Film"}"#],
    ] {
        let written = all_of(&emulator, TOKEN, home.path(), &arguments);
        assert!(!is_in(TOKEN, &written), "{arguments:?}: {written}");
        assert!(
            !written.contains("somebody-elses"),
            "{arguments:?}: {written}"
        );
    }
    let rows = std::fs::read_to_string(&exported).unwrap();
    assert!(rows.contains("[redacted]"), "{rows}");
    assert!(!rows.contains("somebody-elses"), "{rows}");
    let mut folders = vec![home.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let bytes = String::from_utf8_lossy(&bytes).into_owned();
                assert!(!is_in(TOKEN, &bytes), "{}", path.display());
            }
        }
    }
}

/// A token that is a word would be found in every title.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_like_a_word_leaves_titles_alone() {
    let home = tempfile::tempdir().unwrap();
    for token in ["film", "f", "Comedy"] {
        let emulator = repeating(token).await;
        let written = all_of(
            &emulator,
            token,
            home.path(),
            &["call", "plex_search", r#"{"query":"Film"}"#],
        );
        assert!(written.contains("\"title\":\"Film "), "{token}: {written}");
        assert!(!written.contains("[redacted] A"), "{token}: {written}");
    }
}
