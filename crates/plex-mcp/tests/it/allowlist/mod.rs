//! A server limited to some libraries shows nothing of the others, whatever it is asked.

mod attack;
mod world;

use std::collections::HashSet;

use plex_emulator::Fault;
use plex_mcp::{
    ErrorKind, PlexMcpServer,
    plex_index::{Identity, IndexOptions, SnapshotDirectory, WorkerCommand},
};
use serde_json::{Map, Value, json};

use crate::support::{Fixture, client, items, object, options};
use crate::worlds;

/// What is in the libraries that are hidden, and in no other.
struct Hidden {
    /// Ids and titles of the libraries.
    libraries: Vec<String>,
    titles: HashSet<String>,
    keys: HashSet<String>,
}

/// What a row is about: its own title and that of what it is in.
fn titles(row: &Value) -> impl Iterator<Item = &str> {
    ["title", "show", "artist", "album"]
        .into_iter()
        .filter_map(|name| row[name].as_str())
}

/// All that a server without limits tells of every library but one.
async fn hidden(but: &str) -> Hidden {
    let open = Fixture::sample().await;
    let mut hidden = Hidden {
        libraries: Vec::new(),
        titles: HashSet::new(),
        keys: HashSet::new(),
    };
    let mut shown = HashSet::new();
    for library in items(&open.ok("plex_get_libraries", json!({})).await) {
        let (id, title) = (&library["library_id"], &library["title"]);
        let kinds: &[&str] = match library["type"].as_str().unwrap() {
            "show" => &["show", "season", "episode"],
            "artist" => &["artist", "album", "track"],
            "movie" => &["movie"],
            _ => &["photo"],
        };
        for kind in kinds {
            let page = json!({"library_id": id, "type": kind, "limit": 1000});
            for row in items(&open.ok("plex_get_library_items", page).await) {
                if title == but {
                    shown.extend(titles(row).map(str::to_owned));
                } else {
                    hidden.titles.extend(titles(row).map(str::to_owned));
                    hidden
                        .keys
                        .insert(row["rating_key"].as_str().unwrap().to_owned());
                }
            }
        }
        if title != but {
            hidden.libraries.push(id.as_str().unwrap().to_owned());
            hidden.libraries.push(title.as_str().unwrap().to_owned());
        }
    }
    hidden.titles.retain(|title| !shown.contains(title));
    assert!(hidden.titles.len() > 50 && hidden.keys.len() > 50 && !hidden.libraries.is_empty());
    hidden
}

impl Hidden {
    /// The arguments worth trying on a tool: everything it takes, made of what is hidden.
    fn attacks(&self, schema: &Map<String, Value>) -> Vec<Value> {
        let takes = |name: &str| schema["properties"].get(name).is_some();
        let limit = if takes("limit") {
            json!({"limit": 1000})
        } else {
            json!({})
        };
        let mut attacks = vec![limit.clone()];
        let mut try_all = |name: &str, values: &mut dyn Iterator<Item = &String>| {
            for value in values.filter(|_| takes(name)) {
                let mut attack = limit.clone();
                attack[name] = value.as_str().into();
                attacks.push(attack);
            }
        };
        for name in ["library_id", "section_id"] {
            try_all(name, &mut self.libraries.iter());
        }
        try_all("rating_key", &mut self.keys.iter().take(40));
        for name in ["query", "title"] {
            try_all(name, &mut self.titles.iter().take(40));
        }
        attacks
    }

    /// Fails when any of it is in what was told.
    fn assert_absent(&self, told: &Value, asked: &str) {
        match told {
            Value::Object(object) => {
                let of = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or("");
                assert!(!self.keys.contains(of("rating_key")), "{asked} told {told}");
                let library = of("library_id").to_owned();
                assert!(!self.libraries.contains(&library), "{asked} told {told}");
                object
                    .values()
                    .for_each(|value| self.assert_absent(value, asked));
            }
            Value::Array(values) => {
                values
                    .iter()
                    .for_each(|value| self.assert_absent(value, asked));
            }
            Value::String(text) => {
                assert!(
                    !self.titles.contains(text)
                        && (text.len() < 3 || !self.libraries.contains(text)),
                    "{asked} told {text}"
                );
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn no_tool_tells_anything_of_a_hidden_library() {
    let hidden = hidden("Films").await;
    let limited = Fixture::limited(|options| options.libraries = vec!["films".to_owned()]).await;
    let mut told = 0;
    for tool in limited.server.tools() {
        for attack in hidden.attacks(tool.input_schema()) {
            let asked = format!("{} {attack}", tool.name());
            match limited.call(tool.name(), attack).await {
                Ok(answer) => {
                    told += answer["items"].as_array().map_or(0, Vec::len);
                    hidden.assert_absent(&answer, &asked);
                }
                Err(error) => {
                    let kind = error.kind();
                    assert!(
                        matches!(kind, ErrorKind::InvalidArgument | ErrorKind::NotFound),
                        "{asked}: {error}"
                    );
                }
            }
        }
    }
    assert!(told > 50, "what may be shown is: {told} rows");
}

#[tokio::test]
async fn what_may_be_shown_is_counted_as_if_there_were_nothing_else() {
    let limited = Fixture::limited(|options| options.libraries = vec!["1".to_owned()]).await;
    let open = Fixture::sample().await;
    let libraries = limited.ok("plex_get_libraries", json!({})).await;
    assert_eq!(libraries["total"], 1);
    assert_eq!(items(&libraries)[0]["title"], "Films");
    let page = json!({"library_id": "1", "limit": 3});
    assert_eq!(
        limited.ok("plex_get_library_items", page.clone()).await,
        open.ok("plex_get_library_items", page).await
    );
    let films = json!({"library_id": "1", "limit": 5, "offset": 3});
    let history = limited
        .ok("plex_get_history", json!({"limit": 5, "offset": 3}))
        .await;
    assert_eq!(
        history,
        open.ok("plex_get_history", films).await,
        "the only library there is, and the one that is asked for, have one history"
    );
}

#[tokio::test]
async fn the_history_of_two_libraries_is_one_list() {
    let limited = Fixture::limited(|options| {
        options.libraries = vec!["1".to_owned(), "2".to_owned()];
        options.max_result_bytes = 1_000_000;
    })
    .await;
    let whole = limited.ok("plex_get_history", json!({"limit": 1000})).await;
    let rows = items(&whole);
    assert_eq!(whole["total"], rows.len());
    let times: Vec<&str> = rows
        .iter()
        .map(|row| row["viewed_at"].as_str().unwrap())
        .collect();
    assert!(times.is_sorted_by(|later, earlier| later >= earlier));
    let page = limited
        .ok("plex_get_history", json!({"limit": 4, "offset": 6}))
        .await;
    assert_eq!(items(&page), &rows[6..10]);
    assert_eq!(page["total"], rows.len());
    assert_eq!(page["next_offset"], 10);
    let deep = json!({"offset": 5000, "limit": 10});
    limited
        .err("plex_get_history", deep, ErrorKind::InvalidArgument)
        .await;
}

#[tokio::test]
async fn until_plex_has_answered_nothing_is_shown() {
    let limited = Fixture::limited(|options| options.libraries = vec!["Films".to_owned()]).await;
    limited
        .emulator
        .inject(Fault::Status(500).on("/library/sections"));
    let calls = [
        ("plex_get_sessions", json!({})),
        ("plex_get_history", json!({})),
        ("plex_get_on_deck", json!({})),
        ("plex_get_recently_added", json!({})),
        ("plex_search", json!({"query": "Metropolis"})),
        ("plex_get_library_items", json!({"library_id": "1"})),
    ];
    for (tool, arguments) in &calls {
        limited
            .err(tool, arguments.clone(), ErrorKind::Upstream)
            .await;
    }
    limited.emulator.clear_faults();
    for (tool, arguments) in calls {
        limited.ok(tool, arguments).await;
    }
}

#[tokio::test]
async fn a_name_that_means_no_library_shows_none() {
    let limited = Fixture::limited(|options| options.libraries = vec!["Fims".to_owned()]).await;
    for (tool, arguments) in [
        ("plex_get_libraries", json!({})),
        ("plex_get_library_items", json!({"library_id": "1"})),
        ("plex_search", json!({"query": "charade"})),
        ("plex_get_item", json!({"rating_key": "53"})),
    ] {
        let error = limited.err(tool, arguments, ErrorKind::NotConfigured).await;
        assert!(
            error.message().contains("--libraries names no library"),
            "{tool}: {error}"
        );
        assert!(error.message().contains("\"Fims\""), "{tool}: {error}");
        assert!(!error.message().contains("Films"), "{tool}: {error}");
    }
}

/// Whoever embeds the server hands it no index, only how one is made: what the server may show limits
/// it, and what the maker limited stays limited.
#[tokio::test(flavor = "multi_thread")]
async fn an_embedded_server_asks_no_more_libraries_than_it_may_show() {
    let emulator = worlds::sample().await;
    let client = client(emulator.url(), emulator.token());
    let libraries = client.libraries().await.unwrap();
    let uuid = |title: &str| {
        let of_title = libraries.iter().find(|library| library.title == title);
        of_title.unwrap().uuid.clone().unwrap()
    };
    let all: Vec<String> = libraries
        .iter()
        .filter_map(|one| one.uuid.clone())
        .collect();
    let cases = [
        (vec!["Films"], None, Some(vec!["Films"])),
        (vec!["Films"], Some(all), Some(vec!["Films"])),
        (vec!["Films"], Some(vec![uuid("Shows")]), Some(vec![])),
        (vec![], Some(vec![uuid("Shows")]), Some(vec!["Shows"])),
        (vec!["No such library"], None, None),
    ];
    for (shown, of_index, expected) in cases {
        let home = tempfile::tempdir().unwrap();
        let worker = WorkerCommand::new(env!("CARGO_BIN_EXE_plex-mcp"), ["query-worker"]);
        let directory = SnapshotDirectory::new(home.path());
        let mut snapshot = IndexOptions::new(directory, Identity::Anonymous).worker(worker);
        if let Some(uuids) = of_index.clone() {
            snapshot = snapshot.only_libraries(uuids);
        }
        let mut options = options();
        options.libraries = shown.iter().map(|&title| title.to_owned()).collect();
        options.index = Some(snapshot);
        let server = PlexMcpServer::with_options(client.clone(), options);
        let sql = json!({"sql": "SELECT title FROM libraries ORDER BY title"});
        let answer = server.call("plex_query", object(sql)).await;
        let titles = answer.ok().map(|answer| {
            let rows = items(&answer).iter();
            rows.map(|row| row[0].as_str().unwrap().to_owned())
                .collect()
        });
        let expected = expected.map(|titles| {
            titles
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<String>>()
        });
        assert_eq!(titles, expected, "{shown:?} {of_index:?}");
    }
}
