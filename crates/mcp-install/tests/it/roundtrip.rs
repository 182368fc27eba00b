//! What is added can be taken away, and nothing else moves.

use mcp_install::{Assistant, Change, Server};
use proptest::prelude::*;

use crate::support::{Home, server};

/// Files as people have them, by the assistant whose format they are in.
fn files() -> Vec<(Assistant, &'static str)> {
    use Assistant::{ClaudeCode, ClaudeDesktop, Codex, Cursor, Goose, VsCode, Zed};
    vec![
        (ClaudeDesktop, "{}"),
        (ClaudeDesktop, "{}\n"),
        (ClaudeDesktop, "{\n  \"mcpServers\": {}\n}\n"),
        (
            ClaudeDesktop,
            "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}",
        ),
        (
            ClaudeDesktop,
            "{\n\t\"mcpServers\": {\n\t\t\"a\": {\n\t\t\t\"command\": \"x\"\n\t\t}\n\t},\n\t\"theme\": \"dark\"\n}",
        ),
        (ClaudeDesktop, "{\r\n  \"theme\": \"dark\"\r\n}\r\n"),
        (
            ClaudeDesktop,
            "\u{feff}{\r\n  \"mcpServers\": {\r\n    \"a\": { \"command\": \"x\" }\r\n  }\r\n}\r\n",
        ),
        (
            Cursor,
            "// mine\n{\n  /* servers */\n  \"mcpServers\": {\n    // the first\n    \"a\": { \"command\": \"x\", },\n  }, // trailing\n}\n// the end\n",
        ),
        (
            VsCode,
            "{\n    \"inputs\": [],\n    \"servers\": {\n        \"a\": {\"type\": \"stdio\", \"command\": \"x\"}\n    }\n}\n",
        ),
        (
            Zed,
            "// Zed settings\n{\n  \"ui_font_size\": 16,\n  \"theme\": { \"mode\": \"system\" }, // note\n}\n",
        ),
        (
            ClaudeCode,
            "{\n  \"numStartups\": 1e3,\n  \"projects\": {\"/x\": {\"mcpServers\": {\"plex\": {\"command\": \"other\"}}}}\n}\n",
        ),
        (Codex, ""),
        (
            Codex,
            "model = \"x\" # mine\n\n[mcp_servers.a]\ncommand = 'x'\n\n[profiles.p]\nmodel = \"y\"\n",
        ),
        (Codex, "# only a comment\n"),
        (
            Codex,
            "model = \"x\"\r\n\r\n[mcp_servers]\r\n\r\n[mcp_servers.a]\r\ncommand = \"x\"\r\n",
        ),
        (Codex, "mcp_servers.a.command = \"x\"\n"),
        (Goose, ""),
        (Goose, "GOOSE_PROVIDER: anthropic\n"),
        (Goose, "GOOSE_PROVIDER: anthropic"),
        (Goose, "extensions: {}\nGOOSE_MODEL: x\n"),
        (Goose, "GOOSE_MODEL: x\nextensions: {} # none yet\n"),
        (
            Goose,
            "# mine\nextensions:\n    # the first\n    developer:\n        enabled: true # yes\n        type: builtin\n        args:\n        - a\n\nGOOSE_MODEL: \"x\"\n",
        ),
        (
            Goose,
            "extensions:\r\n  a:\r\n    enabled: false\r\nGOOSE_MODEL: x\r\n",
        ),
        (
            Goose,
            "GOOSE_MODEL: x\nextensions:\n  a:\n    enabled: false\n  b:\n    cmd: |\n      plex:\n        x\n",
        ),
    ]
}

#[test]
fn what_is_added_is_taken_away_to_the_byte() {
    for (assistant, text) in files() {
        let home = Home::new();
        home.write(assistant, text);
        assert_eq!(home.install(assistant, &server()), Change::Edit, "{text:?}");
        let installed = home.read(assistant);
        assert_ne!(installed, text);
        assert_eq!(home.uninstall(assistant, &server()), Change::Edit);
        assert_eq!(home.read(assistant), text, "by way of {installed:?}");
    }
}

#[test]
fn all_that_was_there_stays_to_the_byte() {
    for (assistant, text) in files() {
        let home = Home::new();
        home.write(assistant, text);
        home.install(assistant, &server());
        let installed = home.read(assistant);
        // Each line of before is there still, in its order; only a comma or brackets may have grown.
        let mut after = installed.lines();
        for line in text.lines() {
            let kept = |new: &str| {
                new.starts_with(line) || new.trim_end_matches(',') == line || line.contains("{}")
            };
            let is_single = text.lines().count() == 1;
            assert!(
                is_single || after.any(kept),
                "{line:?} is gone from {installed:?}"
            );
        }
        if text.contains("\r\n") {
            assert!(
                !installed.replace("\r\n", "").contains('\n'),
                "{installed:?}"
            );
        }
    }
}

/// Where lines end in both ways, each keeps its own.
#[test]
fn the_ends_of_lines_stay_as_they_are() {
    for text in [
        "a = 1\r\nb = 2\n\n[mcp_servers.x]\ncommand = \"x\"\n",
        "a = 1\nb = 2\r\n# c\r\nd = 1\r\n\r\n[mcp_servers.x]\r\ncommand = \"x\"\n",
        "a = 1\r\nb = \"\"\"\nx\r\ny\"\"\"\n",
    ] {
        let home = Home::new();
        home.write(Assistant::Codex, text);
        home.install(Assistant::Codex, &Server::new("plex", "/old/plex-mcp"));
        let installed = home.read(Assistant::Codex);
        assert!(
            installed.starts_with(text),
            "{text:?} is not in {installed:?}"
        );
        home.install(Assistant::Codex, &server());
        let installed = home.read(Assistant::Codex);
        assert!(
            installed.starts_with(text),
            "{text:?} is not in {installed:?}"
        );
        home.uninstall(Assistant::Codex, &server());
        assert_eq!(home.read(Assistant::Codex), text, "by way of {installed:?}");
    }
}

#[test]
fn a_second_time_changes_nothing() {
    for (assistant, text) in files() {
        let home = Home::new();
        home.write(assistant, text);
        home.install(assistant, &server());
        let once = home.read(assistant);
        assert_eq!(
            home.install(assistant, &server()),
            Change::Nothing,
            "{once:?}"
        );
        assert_eq!(home.read(assistant), once);
    }
}

#[test]
fn an_entry_is_brought_up_to_date_in_its_place() {
    for (assistant, text) in files() {
        let home = Home::new();
        home.write(assistant, text);
        home.install(
            assistant,
            &Server::new("plex", "/old/plex-mcp").args(["--demo"]),
        );
        assert_eq!(home.install(assistant, &server()), Change::Edit);
        let new = home.read(assistant);
        assert!(!new.contains("/old/"), "{new:?}");
        home.uninstall(assistant, &server());
        assert_eq!(home.read(assistant), text, "by way of {new:?}");
    }
}

#[test]
fn a_file_that_was_made_here_and_edited_since_is_gone_again_and_its_copy_is_kept() {
    for assistant in Assistant::ALL {
        let home = Home::new();
        home.install(assistant, &Server::new("plex", "/old/plex-mcp"));
        home.install(assistant, &server());
        assert_eq!(home.uninstall(assistant, &server()), Change::Delete);
        assert!(!home.file(assistant).exists(), "{assistant}");
        let kept = std::fs::read_to_string(home.backup(assistant)).unwrap();
        assert!(kept.contains("/old/plex-mcp"), "{assistant}: {kept}");
    }
}

#[test]
fn a_file_that_was_not_there_is_gone_again() {
    for assistant in Assistant::ALL {
        let home = Home::new();
        assert_eq!(home.uninstall(assistant, &server()), Change::Nothing);
        assert_eq!(home.install(assistant, &server()), Change::Create);
        assert_eq!(home.install(assistant, &server()), Change::Nothing);
        assert_eq!(home.uninstall(assistant, &server()), Change::Delete);
        assert!(!home.file(assistant).exists());
    }
}

/// JSON as people write it: any values, any spacing.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<i32>().prop_map(|number| number.to_string()),
        any::<String>().prop_map(|text| serde_json::json!(text).to_string()),
    ];
    let space = prop_oneof![
        Just(""),
        Just(" "),
        Just("\n"),
        Just("\n  "),
        Just("\n\t"),
        Just(" // note\n"),
        Just("/* note */")
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let space = space.clone();
        prop::collection::vec((any::<u8>(), inner, space.clone(), space), 0..4).prop_map(|fields| {
            let fields: Vec<String> = fields
                .into_iter()
                .enumerate()
                .map(|(place, (name, value, before, after))| {
                    format!("{before}\"k{place}-{name}\":{after}{value}")
                })
                .collect();
            format!("{{{}}}", fields.join(","))
        })
    })
    .prop_filter("an object", |text| text.starts_with('{'))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a file says, it is given back to the byte, or it is refused and not touched.
    #[test]
    fn any_json_comes_back_to_the_byte(text in json()) {
        let home = Home::new();
        home.write(Assistant::ClaudeDesktop, &text);
        home.install(Assistant::ClaudeDesktop, &server());
        home.uninstall(Assistant::ClaudeDesktop, &server());
        prop_assert_eq!(home.read(Assistant::ClaudeDesktop), text);
    }
}
