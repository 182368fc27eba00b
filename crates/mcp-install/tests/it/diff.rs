//! What is shown before anything is written.

use mcp_install::{Assistant, Change, Plan, Server};

use crate::support::{Home, server};

#[test]
fn a_diff_shows_the_entry_and_nobody_elses_values() {
    for (assistant, text) in [
        (
            Assistant::Cursor,
            "{\n  \"mcpServers\": {\n    \"a\": {\n      \"env\": {\n        \"KEY\": \"sk-secret\"\n      }\n    }\n  }\n}\n",
        ),
        (
            Assistant::Cursor,
            "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[\"sk-secret\"]}}}",
        ),
        (
            Assistant::Cursor,
            "{\n  \"mcpServers\": {\n    \"a\": {\"args\": [\n      \"sk-secret\"]}}}\n",
        ),
        (Assistant::Codex, "key = \"sk-secret\"\n"),
        (
            Assistant::Goose,
            "extensions:\n  a:\n    args:\n    - sk-secret\nb: sk-secret\n",
        ),
        (Assistant::Goose, "b: |\n  sk-secret\nextensions: {}\n"),
    ] {
        let home = Home::new();
        home.write(assistant, text);
        let plan = Plan::install(assistant, &home.machine, &server()).unwrap();
        let diff = plan.diff();
        assert!(!diff.contains("sk-secret"), "{diff}");
        assert!(
            text.lines().count() == 1 || diff.contains("plex mcp/plex-mcp"),
            "{diff}"
        );
        assert!(plan.entry().contains("plex mcp/plex-mcp"));
        plan.apply().unwrap();
        let diff = Plan::uninstall(assistant, &home.machine, &server())
            .unwrap()
            .diff();
        assert!(!diff.contains("sk-secret"), "{diff}");
    }
}

/// A key is only what stands before a sign and a blank: a value may have signs in it.
#[test]
fn a_value_with_signs_in_it_is_not_taken_for_a_key() {
    for (assistant, text) in [
        (Assistant::Goose, "b:\n  - c2VjcmV0LXRva2VuMTIzNA==\n"),
        (Assistant::Goose, "b:\n  - c2VjcmV0LXRva2VuMTIzNA=\n"),
        (Assistant::Goose, "b:\n  - c2VjcmV0:c2VjcmV0\n"),
        (Assistant::Goose, "b:\n  [c2VjcmV0]\n"),
        (Assistant::Goose, "b: >\n  Bearer c2VjcmV0= c2VjcmV0: x\n"),
        (
            Assistant::Cursor,
            "{\n  \"mcpServers\": {\n    \"a\": {\n      \"args\": [\n        \"https://c2VjcmV0:x@h\"]}}}\n",
        ),
        (
            Assistant::Cursor,
            "{\n  \"mcpServers\": {\n    \"a\": {\n      \"args\": [\n        \"Bearer c2VjcmV0=\"]}}}\n",
        ),
        (
            Assistant::Codex,
            "a = \"\"\"\nc2VjcmV0==\nBearer c2VjcmV0: x\n\"\"\"\n",
        ),
    ] {
        let home = Home::new();
        home.write(assistant, text);
        let plan = Plan::install(assistant, &home.machine, &server()).unwrap();
        let diff = plan.diff();
        assert!(!diff.contains("c2VjcmV0"), "{text}\n{diff}");
        assert!(diff.contains('…'), "{text}\n{diff}");
    }
}

#[test]
fn keys_are_shown_without_their_values() {
    for (assistant, text, shown) in [
        (Assistant::Codex, "[a]\n\"b.c\" = 'x'\n", "  \"b.c\" = …"),
        (Assistant::Codex, "[[a.b-c]]\n", "  [[a.b-c]]"),
        (Assistant::Goose, "GOOSE_MODEL: x\n", "  GOOSE_MODEL: …"),
        (
            Assistant::Cursor,
            "{\n  \"theme\": \"x\"\n}\n",
            "-   \"theme\": …",
        ),
        (
            Assistant::Cursor,
            "{\n  \"mcpServers\": {\n    \"a\": {}\n  }\n}\n",
            "-     \"a\": {}",
        ),
    ] {
        let home = Home::new();
        home.write(assistant, text);
        let diff = Plan::install(assistant, &home.machine, &server())
            .unwrap()
            .diff();
        assert!(diff.lines().any(|line| line == shown), "{shown}:\n{diff}");
    }
}

#[test]
fn nothing_to_do_has_no_diff() {
    let home = Home::new();
    home.install(Assistant::Zed, &server());
    let plan = Plan::install(Assistant::Zed, &home.machine, &server()).unwrap();
    assert_eq!(plan.change(), Change::Nothing);
    assert_eq!(plan.diff(), "");
}

#[test]
fn what_changes_in_the_entry_is_shown_however_it_is_written() {
    let home = Home::new();
    home.install(
        Assistant::Cursor,
        &Server::new("plex", "/opt/plex-mcp").args(["--demo"]),
    );
    let changed = Server::new("plex", "/opt/plex-mcp").args(["--demo", "--read-only"]);
    let plan = Plan::install(Assistant::Cursor, &home.machine, &changed).unwrap();
    assert!(plan.diff().contains("--read-only"), "{}", plan.diff());
}
