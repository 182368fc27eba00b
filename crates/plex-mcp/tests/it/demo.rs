//! `plex-mcp demo`: the first thing a stranger runs.

use std::process::Command;

use serde_json::Value;

use crate::support::{Wire, program, run, text};

#[test]
fn the_demo_shows_every_tool_and_then_how_to_set_up_a_client() {
    let output = run(program().arg("demo"));
    let shown = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));

    let tools = [
        "plex_get_libraries",
        "plex_get_library_items",
        "plex_search",
        "plex_get_on_deck",
        "plex_get_sessions",
        "plex_get_players",
        "plex_diagnose_playback",
        "plex_get_history",
        "plex_recommend",
        "plex_query",
        "plex_refresh_library",
        "plex_get_recently_added",
    ];
    let places: Vec<usize> = tools
        .iter()
        .map(|tool| {
            shown
                .find(&format!("→ {tool}"))
                .unwrap_or_else(|| panic!("{tool}: {shown}"))
        })
        .collect();
    assert!(places.is_sorted(), "{shown}");
    // A row of the sample library, and what the scan found afterwards.
    assert!(shown.contains("A Trip to the Moon (1902)"), "{shown}");
    let after_the_scan = &shown[places[11]..];
    assert!(after_the_scan.contains("The Lodger (1927)"), "{shown}");
    // A terminal that nobody has made wider; the paths of programs are as long as they are.
    let path = env!("CARGO_BIN_EXE_plex-mcp");
    for line in shown.lines().filter(|line| !line.contains(path)) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(shown.contains("evidence: "), "{shown}");
    let players = &shown[places[5]..places[6]];
    let can_be_told = |name: &str| {
        let row = players.lines().find(|line| line.contains(name));
        row.unwrap_or_else(|| panic!("{name}: {players}"))
            .contains("yes")
    };
    assert!(
        can_be_told("Bedroom") && !can_be_told("Kitchen speaker"),
        "{players}"
    );
    let together = &shown[places[8]..places[9]];
    assert!(
        together.contains("ada played") && together.contains("mia played"),
        "{together}"
    );
}

#[test]
fn the_configuration_it_prints_starts_a_server() {
    let shown = text(&run(program().arg("demo")).stdout);
    let (_, after) = shown.split_once("claude_desktop_config.json").unwrap();
    let (_, block) = after.split_once(":\n").unwrap();
    let mut blocks = serde_json::Deserializer::from_str(block).into_iter::<Value>();
    let configuration = blocks.next().unwrap().unwrap();
    let entry = &configuration["mcpServers"]["plex"];

    // The very words, in the environment of the tests rather than of whoever runs them.
    let mut started = Command::new(entry["command"].as_str().unwrap());
    started.env_clear();
    for (name, value) in program().get_envs() {
        started.env(name, value.unwrap());
    }
    for argument in entry["args"].as_array().unwrap() {
        started.arg(argument.as_str().unwrap());
    }

    let mut wire = Wire::start(&mut started);
    let answer = wire.initialize();
    assert_eq!(answer["result"]["serverInfo"]["name"], "plex-mcp");
    assert_eq!(wire.finish().0, 0);
}
