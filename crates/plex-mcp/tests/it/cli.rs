//! The program from a shell.

use serde_json::Value;

use crate::support::{program, run, text};
use crate::worlds;

#[test]
fn the_tools_can_be_printed_in_every_form() {
    for (format, expected) in [
        ("table", "R library   plex_search"),
        (
            "markdown",
            "| `plex_refresh_library` | W | `library_id*`, `path`, `wait` |",
        ),
        ("json", "\"inputSchema\""),
    ] {
        let output = run(program().args(["tools", "--format", format]));
        assert!(output.status.success());
        assert!(text(&output.stdout).contains(expected), "{format}");
    }
}

#[test]
fn the_settings_can_be_printed() {
    let output = run(program().arg("settings"));
    let table = text(&output.stdout);
    assert!(
        table.contains(
            "| `--token-file FILE` | `PLEX_MCP_TOKEN_FILE`, `PLEX_TOKEN_FILE` | `token_file` |"
        ),
        "{table}"
    );
}

#[test]
fn resources_and_prompts_can_be_printed_as_they_are_offered() {
    for (what, arguments, expected, left) in [
        ("resources", vec![], "| `pms://item/{rating_key}` |", true),
        ("prompts", vec![], "| `catch_me_up` | `show*` |", true),
        (
            "resources",
            vec!["--tools", "plex_get_libraries"],
            "`pms://item/{rating_key}`",
            false,
        ),
        (
            "prompts",
            vec!["--exclude-tools", "plex_get_item"],
            "`catch_me_up`",
            false,
        ),
        ("prompts", vec![], "| `library_health_check` |", true),
        (
            "prompts",
            vec!["--no-index"],
            "`library_health_check`",
            false,
        ),
    ] {
        let output = run(program().args(arguments).arg(what));
        assert!(output.status.success());
        assert_eq!(text(&output.stdout).contains(expected), left, "{what}");
    }
}

#[test]
fn help_names_every_flag_and_its_variable() {
    let output = run(program().arg("--help"));
    let help = text(&output.stdout);
    for name in [
        "--url",
        "--token-file",
        "PLEX_TOKEN_FILE",
        "--no-output-schema",
        "PLEX_MCP_MAX_RESULT_BYTES",
    ] {
        assert!(help.contains(name), "{name} in {help}");
    }
}

#[test]
fn a_call_that_fails_prints_the_error_and_exits_1() {
    for arguments in [
        ["plex_get_libraries", "{}"],
        ["plex_search", "{\"qery\":\"x\"}"],
        ["plex_nothing", "{}"],
        ["plex_search", "not json"],
    ] {
        let output = run(program()
            .env("PLEX_URL", "http://127.0.0.1:9")
            .arg("call")
            .args(arguments));
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let error: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(error["error"]["kind"].is_string(), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_call_prints_its_structured_result() {
    let emulator = worlds::sample().await;
    let output = run(program()
        .env("PLEX_URL", emulator.url())
        .env("PLEX_TOKEN", emulator.token())
        .args(["call", "plex_get_libraries"]));
    assert!(output.status.success(), "{}", text(&output.stdout));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(result["total"].as_u64().unwrap() >= 3, "{result}");
}

#[test]
fn the_demo_library_can_be_called_without_a_server() {
    let output = run(program().args([
        "--demo",
        "call",
        "plex_search",
        "{\"query\":\"metropolis\"}",
    ]));
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("Metropolis"));
}
