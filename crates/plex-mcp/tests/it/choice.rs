//! What a model may do is what the user chose, and the client is shown no more.

use plex_mcp::{Choice, Effect, Tool, Toolset};
use serde_json::Value;

use crate::support::{Fixture, program, run, text};

async fn names(choose: impl FnOnce(&mut Choice)) -> Vec<&'static str> {
    let fixture = Fixture::limited(|options| choose(&mut options.choice)).await;
    fixture.server.tools().iter().map(Tool::name).collect()
}

#[tokio::test]
async fn toolsets_single_tools_and_exclusions_go_together() {
    let all = names(|_| {}).await;
    let playback = names(|choice| choice.toolsets = vec![Toolset::Playback]).await;
    assert!(playback.contains(&"plex_get_history") && !playback.contains(&"plex_search"));
    let more = names(|choice| {
        choice.toolsets = vec![Toolset::Playback];
        choice.tools = vec!["plex_search".to_owned()];
        choice.excluded = vec!["plex_get_sessions".to_owned()];
    })
    .await;
    assert!(more.contains(&"plex_search") && !more.contains(&"plex_get_sessions"));
    let order = all.iter().filter(|name| more.contains(name));
    assert!(order.eq(&more), "in the order of them all");
}

#[tokio::test]
async fn read_only_leaves_what_reads() {
    let fixture = Fixture::limited(|options| options.choice.read_only = true).await;
    let effects = fixture.server.tools().iter().map(Tool::effect);
    assert!(effects.clone().count() > 3);
    assert!(effects.into_iter().all(|effect| effect == Effect::Read));
    let error = fixture
        .err(
            "plex_refresh_library",
            serde_json::json!({"library_id": "1"}),
            plex_mcp::ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains("without --read-only"), "{error}");
    assert!(fixture.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_tool_that_is_off_says_so_and_how_to_get_it() {
    let off = async |tool: &str, choose: fn(&mut plex_mcp::Options)| {
        let fixture = Fixture::limited(choose).await;
        let arguments = serde_json::json!({"library_id": "1"});
        let error = fixture
            .err(tool, arguments, plex_mcp::ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains("switched off"), "{error}");
        assert!(error.message().contains("Only the user"), "{error}");
        error.message().to_owned()
    };
    let said = off("plex_get_settings", |_| {}).await;
    assert!(
        said.contains("--toolsets library,playback,insights,control,lists,server"),
        "{said}"
    );
    assert!(said.contains("--tools plex_get_settings"), "{said}");
    let said = off("plex_search", |options| {
        options.choice.excluded = vec!["plex_search".to_owned()];
    })
    .await;
    assert!(said.contains("--exclude-tools"), "{said}");
    let said = off("plex_get_settings", |options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
        options.libraries = vec!["Films".to_owned()];
    })
    .await;
    assert!(said.contains("without --libraries"), "{said}");
}

/// The names that `plex-mcp tools` prints.
fn printed(flags: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
    let output = run(program()
        .args(flags)
        .args(["tools", "--format", "json"])
        .envs(variables.iter().copied()));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let tools: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let name = |tool: &Value| tool["name"].as_str().unwrap().to_owned();
    tools.iter().map(name).collect()
}

#[test]
fn flags_and_variables_choose() {
    assert_eq!(
        printed(&["--tools", "plex_search,plex_get_on_deck"], &[]),
        ["plex_get_on_deck", "plex_search"],
        "these and no others"
    );
    let playback = printed(
        &["--exclude-tools", "plex_get_sessions"],
        &[
            ("PLEX_MCP_TOOLSETS", "playback"),
            ("PLEX_MCP_TOOLS", "plex_search"),
        ],
    );
    assert!(playback.starts_with(&["plex_search".to_owned(), "plex_get_history".to_owned()]));
    let all = printed(&["--toolsets", "all"], &[]);
    let read_only = printed(
        &[],
        &[("PLEX_MCP_READ_ONLY", "1"), ("PLEX_MCP_TOOLSETS", "all")],
    );
    assert!(all.contains(&"plex_refresh_library".to_owned()));
    assert!(!read_only.contains(&"plex_refresh_library".to_owned()));
}

#[test]
fn names_that_mean_nothing_end_the_program() {
    for (flag, value, expected) in [
        ("--toolsets", "playbak", "did you mean playback?"),
        ("--toolsets", "everything", "there are library, playback"),
        ("--tools", "plex_serch", "did you mean plex_search?"),
        (
            "--exclude-tools",
            "plex_search,plex_get_histori",
            "did you mean plex_get_history?",
        ),
        ("--libraries", " , ", "names no library"),
        ("--toolsets", ",", "names no toolset"),
    ] {
        let output = run(program().args([flag, value, "tools"]));
        assert_eq!(output.status.code(), Some(2), "{flag} {value}");
        let told = text(&output.stderr);
        assert!(told.contains(flag) && told.contains(expected), "{told}");
    }
}

#[test]
fn the_table_of_tools_says_what_they_are_limited_to() {
    let output = run(program().args(["--read-only", "--libraries", "Films,3", "tools"]));
    let table = text(&output.stdout);
    assert!(table.contains("Only tools that change nothing"), "{table}");
    assert!(table.contains("Only these libraries: Films, 3"), "{table}");
    assert!(!table.contains("plex_refresh_library"), "{table}");
}

/// What a client is told before it lets a tool run unasked.
#[tokio::test]
async fn what_may_lose_something_says_so() {
    let fixture = Fixture::limited(|options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
        options.choice.allow_destructive = true;
    })
    .await;
    let tools = fixture.server.tools().iter();
    let lose: Vec<&str> = tools
        .filter(|tool| tool.may_destroy())
        .map(Tool::name)
        .collect();
    let expected = [
        "plex_delete_playlist",
        "plex_delete_collection",
        "plex_fix_match",
        "plex_run_task",
        "plex_edit_setting",
        "plex_delete_item",
    ];
    assert_eq!(lose, expected);
}
