//! The token never shows: not in results, not in errors, not in logs at any level.

use std::time::Duration;

use plex_client::{ItemsQuery, LibraryKey};
use plex_emulator::{Emulator, Fault, Library, PlayerKind, PlayerOptions};
use plex_mcp::{PlexMcpServer, Toolset};
use serde_json::{Value, json};

use crate::support::{Fixture, Wire, client, items, options, program, run, text};

const TOKEN: &str = "s3cret-Tok3n_9f8e7d";

/// Returns arguments with which a tool of the sample library answers.
fn arguments(tool: &str, show: &str) -> Value {
    match tool {
        "plex_get_library_items" | "plex_get_filters" | "plex_refresh_library" => {
            json!({"library_id": "Shows"})
        }
        "plex_get_children" | "plex_get_image" | "plex_get_item" => json!({"rating_key": show}),
        // A model may write anything into a search.
        "plex_search" => json!({"query": TOKEN}),
        "plex_query" => json!({"sql": "SELECT count(*) AS films FROM movies"}),
        "plex_mark_watched" => json!({"rating_keys": ["18"], "state": "unwatched"}),
        "plex_rate" => json!({"rating_keys": ["18"], "stars": 3}),
        "plex_delete_playlist" => json!({"playlist_id": "Rainy days"}),
        "plex_delete_collection" => json!({"collection_id": "Rainy days"}),
        "plex_edit_playlist" => json!({"title": "Rainy days", "add": ["18"]}),
        "plex_run_task" => json!({"task": "analyze", "library_id": "Films"}),
        "plex_wait_for" => json!({"until": "item_arrives", "title": TOKEN, "timeout_s": 1}),
        "plex_edit_setting" => {
            json!({"name": "FriendlyName", "value": "Attic", "dry_run": true})
        }
        "plex_edit_collection" => json!({"title": "Rainy days", "add": ["18"]}),
        "plex_edit_metadata" => {
            json!({"rating_keys": ["18"], "set": {"studio": "UFA"}, "add_tags": {"label": ["Kids"]}})
        }
        "plex_set_artwork" => json!({"rating_key": "18", "kind": "poster", "choice": "other"}),
        "plex_delete_item" => json!({"rating_key": "18"}),
        "plex_fix_match" => json!({"rating_key": "18", "action": "candidates"}),
        "plex_play" => json!({"player": "Television", "rating_key": "18"}),
        "plex_control_playback" => json!({"player": "Television", "action": "stop"}),
        "plex_stop_session" => json!({"session_key": "31", "reason": "Dinner is ready"}),
        _ => json!({}),
    }
}

/// A program that logs everything, and what it has written.
struct Logged {
    wire: Wire,
    written: String,
    next: u64,
    _cache: tempfile::TempDir,
}

impl Logged {
    /// Starts the program with every tool there is, and no snapshot.
    fn start(emulator: &Emulator) -> Self {
        let cache = tempfile::tempdir().unwrap();
        let mut wire = Wire::start(
            program()
                .env("PLEX_URL", emulator.url())
                .env("PLEX_TOKEN", TOKEN)
                .env("PLEX_MCP_LOG", "trace")
                .env("PLEX_MCP_TIMEOUT", "5")
                .env("PLEX_MCP_TOOLSETS", "all")
                .env("PLEX_MCP_ALLOW_DESTRUCTIVE", "true")
                .env("XDG_CACHE_HOME", cache.path())
                .env("XDG_STATE_HOME", cache.path()),
        );
        let written = wire.initialize().to_string();
        Self {
            wire,
            written,
            next: 0,
            _cache: cache,
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let asked = json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params});
        let answer = self.wire.ask(&asked);
        self.written.push_str(&answer.to_string());
        answer["result"].clone()
    }

    /// Calls every tool, and gives each answer with the name of its tool.
    fn call_every_tool(&mut self, show: &str) -> Vec<(String, Value)> {
        let listed = self.ask("tools/list", &json!({}));
        let tools = listed["tools"].as_array().unwrap().iter();
        let names: Vec<String> = tools
            .map(|tool| tool["name"].as_str().unwrap().to_owned())
            .collect();
        let every = PlexMcpServer::with_options(client("http://127.0.0.1:9", ""), {
            let mut options = options();
            options.choice.toolsets = Toolset::ALL.to_vec();
            options.choice.allow_destructive = true;
            options
        });
        for tool in every.tools() {
            assert!(
                names.iter().any(|name| name == tool.name()),
                "{}",
                tool.name()
            );
        }
        let mut change = "c-20261127-0001".to_owned();
        names
            .into_iter()
            .map(|tool| {
                let mut params = json!({"name": tool, "arguments": arguments(&tool, show)});
                if tool == "plex_undo" {
                    params["arguments"] = json!({"change_id": change});
                }
                let answer = self.ask("tools/call", &params);
                if let Some(id) = answer["structuredContent"]["change_id"].as_str() {
                    change = id.to_owned();
                }
                assert!(!answer.to_string().contains(TOKEN), "{tool}: {answer}");
                (tool, answer)
            })
            .collect()
    }

    /// Ends the program, and gives all that it wrote.
    fn finish(self) -> String {
        let (code, rest, stderr) = self.wire.finish();
        assert_eq!(code, 0);
        assert!(stderr.contains("TRACE"), "the log is on");
        self.written + &rest + &stderr
    }
}

/// The sample library behind the token, and the id of a show in it.
async fn guarded() -> (Emulator, String) {
    let television = PlayerOptions::new(PlayerKind::Television, "Television");
    let television = television.start_delay(Duration::from_millis(10));
    let builder = Emulator::builder().token(TOKEN).player(television);
    let emulator = builder.start().await.unwrap();
    let shows = LibraryKey::new("2").unwrap();
    let client = client(emulator.url(), TOKEN);
    let page = client.library_items(&shows, &ItemsQuery::new()).await;
    let show = page.unwrap().items.remove(0).rating_key.unwrap();
    (emulator, show.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_token_is_in_nothing_the_program_writes() {
    let (emulator, show) = guarded().await;
    emulator.forget_requests();
    let mut program = Logged::start(&emulator);
    for (tool, answer) in program.call_every_tool(&show) {
        if tool.starts_with("plex_delete_") {
            // Nobody can be asked here.
            let kind = &answer["structuredContent"]["error"]["kind"];
            assert_eq!(kind, "not_allowed", "{answer}");
        } else {
            assert_ne!(answer["isError"], true, "{tool}: {answer}");
        }
    }
    assert!(!program.finish().contains(TOKEN));
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
    let (emulator, show) = guarded().await;
    for fault in [Fault::Status(500), Fault::Malformed] {
        emulator.inject(fault.clone());
        let mut program = Logged::start(&emulator);
        for (tool, answer) in program.call_every_tool(&show) {
            assert_eq!(answer["isError"], true, "{fault:?}, {tool}: {answer}");
            let error = &answer["structuredContent"]["error"];
            assert_eq!(error["kind"], "upstream", "{fault:?}, {tool}: {answer}");
        }
        assert!(!program.finish().contains(TOKEN), "{fault:?}");
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
