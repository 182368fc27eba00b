//! A server that repeats the token in all it says: in titles, in the bodies of errors, in headers.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use plex_emulator::{Emulator, Library};
use serde_json::{Value, json};

use crate::{
    good::good,
    outage::server_at,
    proxy::{self, Reply},
    support::{Wire, program, run, text},
};

const TOKEN: &str = "Qw7-tok/en+X9zk";

/// The forms in which the token is repeated.
fn forms() -> [String; 5] {
    [
        TOKEN.to_owned(),
        "Qw7%2Dtok%2Fen%2BX9zk".to_owned(),
        STANDARD.encode(TOKEN),
        STANDARD.encode(format!("ada:{TOKEN}")),
        TOKEN.to_lowercase(),
    ]
}

/// Whether a text has the token in it, in a form that anybody reads or decodes.
fn shows(text: &str) -> bool {
    let text = text.to_lowercase();
    let hex: String = TOKEN.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms: Vec<String> = forms().map(|form| form.to_lowercase()).to_vec();
    forms.push(hex);
    forms.push("qw7-tok%2fen%2bx9zk".to_owned());
    // What is left where a form was cut.
    forms.push("tok/en+x9".to_owned());
    forms.iter().any(|form| text.contains(form.as_str()))
}

/// What stands before and after the token in a text.
fn around(text: &str) -> String {
    let folded = text.to_lowercase();
    let at = ["qw7", "tok/en", "tok%2fen"]
        .iter()
        .find_map(|part| folded.find(part))
        .unwrap_or(0);
    let chars = folded
        .chars()
        .skip(folded[..at].chars().count().saturating_sub(80));
    chars.take(200).collect()
}

/// Every tool, and more of what some can be asked, with ids that the sample has.
fn calls() -> Vec<(String, Value)> {
    let server = server_at("http://127.0.0.1:9", TOKEN);
    let all = server
        .tools()
        .iter()
        .map(|tool| (tool.name().to_owned(), good(tool.name())));
    let more = further().into_iter();
    all.chain(more.map(|(name, arguments)| (name.to_owned(), arguments)))
        .collect()
}

fn further() -> Vec<(&'static str, Value)> {
    let sql = "SELECT title, upper(title), hex(title), substr(title, 5) FROM movies LIMIT 5";
    vec![
        ("plex_get_libraries", json!({})),
        (
            "plex_get_library_items",
            json!({"library_id": "1", "detail": "full", "limit": 3}),
        ),
        ("plex_get_library_items", json!({"library_id": TOKEN})),
        (
            "plex_get_library_items",
            json!({"library_id": "1", "filters": {"genre": TOKEN}}),
        ),
        (
            "plex_get_filters",
            json!({"library_id": "1", "field": "genre"}),
        ),
        ("plex_get_recently_added", json!({})),
        ("plex_get_on_deck", json!({})),
        (
            "plex_get_item",
            json!({"rating_key": "1", "include": ["children", "files", "streams", "extras", "related", "similar", "markers", "reviews"]}),
        ),
        ("plex_get_item", json!({"title": TOKEN})),
        ("plex_get_children", json!({"rating_key": "85"})),
        ("plex_search", json!({"query": "metropolis"})),
        ("plex_search", json!({"query": TOKEN})),
        ("plex_get_sessions", json!({})),
        ("plex_get_sessions", json!({"user": TOKEN})),
        ("plex_diagnose_playback", json!({})),
        ("plex_get_history", json!({})),
        ("plex_get_history", json!({"user": TOKEN})),
        ("plex_get_players", json!({})),
        ("plex_get_activities", json!({})),
        ("plex_get_users", json!({})),
        ("plex_get_server", json!({})),
        ("plex_get_settings", json!({})),
        ("plex_get_bandwidth", json!({})),
        ("plex_query", json!({"sql": sql})),
        (
            "plex_query",
            json!({"sql": format!("SELECT '{TOKEN}' AS t, nocolumn FROM movies")}),
        ),
        ("plex_get_watch_stats", json!({"group_by": "title"})),
        ("plex_audit_library", json!({})),
        ("plex_recommend", json!({})),
    ]
}

const URIS: [&str; 9] = [
    "pms://server",
    "pms://libraries",
    "pms://sessions",
    "pms://activities",
    "pms://schema",
    "pms://library/1",
    "pms://item/1",
    "pms://playlist/1",
    "pms://item/Qw7-tok%2Fen%2BX9zk",
];

/// Asks for everything over the protocol, with a log of everything, and returns all that was written.
fn all_that_is_told(url: &str, cache: &Path) -> String {
    let mut wire = Wire::start(
        program()
            .env("PLEX_URL", url)
            .env("PLEX_TOKEN", TOKEN)
            .env("PLEX_MCP_LOG", "trace")
            .env("PLEX_MCP_TOOLSETS", "all")
            .env("PLEX_MCP_ALLOW_DESTRUCTIVE", "true")
            .env("XDG_CACHE_HOME", cache),
    );
    let mut written = wire.initialize().to_string();
    let mut id = 100;
    let mut ask = |method: &str, params: Value| {
        id += 1;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        let answer = wire.ask(&request).to_string();
        assert!(!shows(&answer), "{method}: {answer}");
        written.push_str(&answer);
    };
    for (tool, arguments) in calls() {
        ask("tools/call", json!({"name": tool, "arguments": arguments}));
    }
    for uri in URIS {
        ask("resources/read", json!({"uri": uri}));
    }
    for (name, arguments) in [
        ("movie_night", json!({})),
        ("weekly_digest", json!({"user": TOKEN})),
        ("library_health_check", json!({})),
        ("catch_me_up", json!({"show": TOKEN})),
        ("why_is_it_buffering", json!({})),
    ] {
        ask("prompts/get", json!({"name": name, "arguments": arguments}));
    }
    let reference = json!({"type": "ref/resource", "uri": "pms://library/{library_id}"});
    ask(
        "completion/complete",
        json!({"ref": reference, "argument": {"name": "library_id", "value": ""}}),
    );
    let (_, rest, stderr) = wire.finish();
    assert!(stderr.contains("TRACE"), "the log is on");
    written + &rest + &stderr
}

/// The text of every file below a folder.
fn files_below(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if let Ok(bytes) = fs::read(&path) {
            let bytes = String::from_utf8_lossy(&bytes).into_owned();
            found.push((path.display().to_string(), bytes));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_the_server_repeats_everywhere_is_nowhere() {
    let emulator = Emulator::builder().library(Library::sample()).token(TOKEN);
    let emulator = emulator.start().await.unwrap();
    let repeated = forms().join(" ");
    let names = [
        "title",
        "summary",
        "friendlyName",
        "name",
        "tag",
        "file",
        "product",
        "subtitle",
    ];
    let url = proxy::before(&emulator, move |_, _| {
        let repeated = repeated.clone();
        Reply::Changed(Box::new(move |body| {
            let mut body = body;
            for name in names {
                body = body.replace(
                    &format!("\"{name}\":\""),
                    &format!("\"{name}\":\"{repeated} X-Plex-Token=somebody-elses-1 "),
                );
            }
            body
        }))
    });
    let home = tempfile::tempdir().unwrap();
    let written = all_that_is_told(&url, home.path());
    assert!(written.contains("[redacted]"), "the server did repeat it");
    assert!(!shows(&written), "in the log");
    assert!(!written.contains("somebody-elses-1"));
    let exported = home.path().join("films.csv");
    let database = home.path().join("all.sqlite");
    for arguments in [
        vec!["status"],
        vec!["doctor"],
        vec!["doctor", "--json"],
        vec!["settings"],
        vec!["index", "sync"],
        vec!["index", "status"],
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
    ] {
        let output = run(program()
            .env("PLEX_URL", &url)
            .env("PLEX_TOKEN", TOKEN)
            .env("PLEX_MCP_LOG", "trace")
            .env("XDG_CACHE_HOME", home.path())
            .args(&arguments));
        let written = text(&output.stdout) + &text(&output.stderr);
        assert!(!shows(&written), "{arguments:?}");
        assert!(!written.contains("somebody-elses-1"), "{arguments:?}");
    }
    assert!(exported.exists() && database.exists());
    for (path, bytes) in files_below(home.path()) {
        assert!(!shows(&bytes), "{path}: {}", around(&bytes));
        assert!(!bytes.contains("somebody-elses-1"), "{path}");
    }
    #[cfg(unix)]
    for path in [&exported, &database] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_in_what_is_said_of_errors_that_repeat_it() {
    let emulator = Emulator::builder().library(Library::sample()).token(TOKEN);
    let emulator = emulator.start().await.unwrap();
    for (status, media_type) in [
        (400, "text/html"),
        (500, "text/plain"),
        (200, "text/html"),
        (404, "application/json"),
    ] {
        let body = format!("<h1>no {} for you</h1>", forms().join(" or "));
        let url = proxy::before(&emulator, move |_, _| {
            Reply::Answer(status, media_type, body.clone())
        });
        let home = tempfile::tempdir().unwrap();
        let written = all_that_is_told(&url, home.path());
        assert!(!shows(&written), "{status}: in the log");
        for arguments in [&["status"][..], &["doctor"], &["index", "sync"]] {
            let output = run(program()
                .env("PLEX_URL", &url)
                .env("PLEX_TOKEN", TOKEN)
                .env("PLEX_MCP_LOG", "trace")
                .env("XDG_CACHE_HOME", home.path())
                .args(arguments));
            let written = text(&output.stdout) + &text(&output.stderr);
            assert!(!shows(&written), "{status} {arguments:?}: {written}");
        }
    }
}

/// What is written must not land where somebody else's link points.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_not_written_through_a_link() {
    let emulator = Emulator::builder().library(Library::sample()).token(TOKEN);
    let emulator = emulator.start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let aim = home.path().join("aim");
    fs::write(&aim, "untouched").unwrap();
    for (format, table) in [("csv", Some("movies")), ("sqlite", None)] {
        let link = home.path().join(format!("link.{format}"));
        std::os::unix::fs::symlink(&aim, &link).unwrap();
        let command = |arguments: &[&str]| {
            run(program()
                .env("PLEX_URL", emulator.url())
                .env("PLEX_TOKEN", TOKEN)
                .env("XDG_CACHE_HOME", home.path())
                .args(arguments))
        };
        command(&["index", "sync"]);
        let mut arguments = vec!["index", "export", format];
        arguments.extend(table);
        arguments.extend(["-o", link.to_str().unwrap()]);
        let output = command(&arguments);
        assert_eq!(fs::read_to_string(&aim).unwrap(), "untouched");
        assert_ne!(output.status.code(), Some(0), "{format}");
        assert!(
            text(&output.stderr).contains("link") || text(&output.stderr).contains("exists"),
            "{format}: {}",
            text(&output.stderr)
        );
    }
}
