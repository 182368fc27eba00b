//! Where files lie on each system, and what is found there.

use std::{ffi::OsString, fs};

use mcp_install::{Assistant, Machine, Problem, System};

use crate::support::Home;

fn shown(system: System) -> Vec<String> {
    let machine = Machine::new(system, "/home/ada");
    Assistant::ALL
        .into_iter()
        .map(|assistant| format!("{}: {}", assistant.id(), assistant.file(&machine).display()))
        .collect()
}

#[test]
fn linux() {
    assert_eq!(
        shown(System::Linux),
        [
            "claude-desktop: /home/ada/.config/Claude/claude_desktop_config.json",
            "claude-code: /home/ada/.claude.json",
            "cursor: /home/ada/.cursor/mcp.json",
            "vscode: /home/ada/.config/Code/User/mcp.json",
            "vscode-insiders: /home/ada/.config/Code - Insiders/User/mcp.json",
            "windsurf: /home/ada/.codeium/windsurf/mcp_config.json",
            "zed: /home/ada/.config/zed/settings.json",
            "goose: /home/ada/.config/goose/config.yaml",
            "codex: /home/ada/.codex/config.toml",
            "gemini: /home/ada/.gemini/settings.json",
            "lm-studio: /home/ada/.lmstudio/mcp.json",
            "cline: /home/ada/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            "continue: /home/ada/.continue/mcpServers/plex-mcp.yaml",
        ]
    );
}

#[test]
fn macos_and_windows_keep_settings_elsewhere() {
    let mac = shown(System::MacOs);
    let support = "/home/ada/Library/Application Support";
    for expected in [
        format!("claude-desktop: {support}/Claude/claude_desktop_config.json"),
        format!("vscode: {support}/Code/User/mcp.json"),
        "zed: /home/ada/.config/zed/settings.json".to_owned(),
        "goose: /home/ada/.config/goose/config.yaml".to_owned(),
    ] {
        assert!(mac.contains(&expected), "{expected} in {mac:#?}");
    }
    let windows = shown(System::Windows);
    let roaming = "/home/ada/AppData/Roaming";
    for expected in [
        format!("claude-desktop: {roaming}/Claude/claude_desktop_config.json"),
        format!("zed: {roaming}/Zed/settings.json"),
        format!("goose: {roaming}/Block/goose/config/config.yaml"),
        "cursor: /home/ada/.cursor/mcp.json".to_owned(),
    ] {
        assert!(windows.contains(&expected), "{expected} in {windows:#?}");
    }
}

#[test]
fn variables_move_folders_and_relative_ones_do_not() {
    let var = |name: &str| -> Option<OsString> {
        Some(
            match name {
                "HOME" => "/home/ada",
                "XDG_CONFIG_HOME" => "relative",
                "CODEX_HOME" => "/elsewhere/codex",
                "CLAUDE_CONFIG_DIR" => "/elsewhere/claude",
                _ => return None,
            }
            .into(),
        )
    };
    let machine = Machine::from_env(System::Linux, &var).unwrap();
    let file = |assistant: Assistant| assistant.file(&machine).display().to_string();
    assert_eq!(file(Assistant::Codex), "/elsewhere/codex/config.toml");
    assert_eq!(
        file(Assistant::ClaudeCode),
        "/elsewhere/claude/.claude.json"
    );
    assert_eq!(file(Assistant::Zed), "/home/ada/.config/zed/settings.json");
    assert!(Machine::from_env(System::Linux, &|_| None).is_none());
}

#[test]
fn an_assistant_is_found_by_its_folder() {
    let home = Home::new();
    assert_eq!(Assistant::found(&home.machine), []);
    for folder in [".cursor", ".config/zed", ".continue", ".claude"] {
        fs::create_dir_all(home.folder.path().join(folder)).unwrap();
    }
    assert_eq!(
        Assistant::found(&home.machine),
        [
            Assistant::ClaudeCode,
            Assistant::Cursor,
            Assistant::Zed,
            Assistant::Continue
        ]
    );
}

#[test]
fn names_are_taken_as_people_write_them() {
    assert_eq!("VS Code".parse::<Assistant>().unwrap(), Assistant::VsCode);
    assert_eq!(
        "claude-CODE".parse::<Assistant>().unwrap(),
        Assistant::ClaudeCode
    );
    let problem = "emacs".parse::<Assistant>().unwrap_err();
    assert!(matches!(problem, Problem::Unknown { .. }));
    assert!(problem.to_string().contains("cursor"), "{problem}");
}
