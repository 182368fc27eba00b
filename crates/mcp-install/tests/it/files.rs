//! Files that are broken, unusual, taken, linked or private.

use std::fs;

use mcp_install::{Assistant, Change, Plan, Problem, Server};

use crate::support::{Home, server};

fn refused(home: &Home, assistant: Assistant, text: &str) -> Problem {
    home.write(assistant, text);
    let problem = Plan::install(assistant, &home.machine, &server()).unwrap_err();
    assert_eq!(home.read(assistant), text, "a refused file was touched");
    problem
}

#[test]
fn broken_files_are_left_alone_and_not_quoted() {
    for (assistant, text) in [
        (Assistant::Cursor, "{\"key\": \"sk-secret\", oops"),
        (Assistant::Cursor, "{\"a\": 1}{\"b\": \"sk-secret\"}"),
        (Assistant::VsCode, "<<<<<<< sk-secret\n{}\n"),
        (Assistant::Codex, "key = \"sk-secret\nx"),
        (Assistant::Codex, "a = 1\na = \"sk-secret\"\n"),
        (Assistant::Goose, "a: [sk-secret\nb: }"),
        (Assistant::Goose, "a: \"sk-secret\n"),
    ] {
        let problem = refused(&Home::new(), assistant, text);
        assert!(matches!(problem, Problem::Broken { .. }), "{problem:?}");
        let said = problem.to_string();
        assert!(said.contains("left as it is"), "{said}");
        assert!(!said.contains("sk-secret"), "{said}");
    }
}

#[test]
fn text_that_is_not_utf8_is_left_alone() {
    let home = Home::new();
    let file = home.file(Assistant::Cursor);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, b"{\"a\": \"\xff\"}").unwrap();
    let problem = Plan::install(Assistant::Cursor, &home.machine, &server()).unwrap_err();
    assert!(problem.to_string().contains("UTF-8"), "{problem}");
    assert_eq!(fs::read(&file).unwrap(), b"{\"a\": \"\xff\"}");
}

#[test]
fn what_cannot_be_edited_safely_is_left_alone() {
    for (assistant, text) in [
        (Assistant::Cursor, "[]"),
        (Assistant::Cursor, "{\"mcpServers\": []}"),
        (Assistant::Cursor, "{\"mcpServers\": null}"),
        (Assistant::Codex, "mcp_servers = 1\n"),
        (Assistant::Goose, "- a\n"),
        (Assistant::Goose, "extensions: {a: {enabled: true}}\n"),
        (Assistant::Goose, "a: 1\n---\nb: 2\n"),
        (Assistant::Goose, "extensions: &x\n  a: {enabled: true}\n"),
    ] {
        let problem = refused(&Home::new(), assistant, text);
        assert!(
            matches!(problem, Problem::Unusual { .. }),
            "{text:?}: {problem:?}"
        );
    }
}

#[test]
fn an_entry_of_another_program_is_not_touched() {
    for (assistant, text) in [
        (
            Assistant::Cursor,
            "{\"mcpServers\": {\"plex\": {\"command\": \"npx\", \"args\": [\"other\"]}}}",
        ),
        (
            Assistant::Cursor,
            "{\"mcpServers\": {\"plex\": {\"url\": \"https://example.com/mcp\"}}}",
        ),
        (Assistant::Codex, "[mcp_servers.plex]\ncommand = \"npx\"\n"),
        (Assistant::Goose, "extensions:\n  plex:\n    cmd: npx\n"),
    ] {
        let home = Home::new();
        let problem = refused(&home, assistant, text);
        assert!(matches!(problem, Problem::Taken { .. }), "{problem:?}");
        let problem = Plan::uninstall(assistant, &home.machine, &server()).unwrap_err();
        assert!(matches!(problem, Problem::Taken { .. }), "{problem:?}");
        assert_eq!(home.read(assistant), text);
        let named = Server::new("my plex", "/opt/plex-mcp");
        home.install(assistant, &named);
        home.uninstall(assistant, &named);
        assert_eq!(home.read(assistant), text);
    }
}

#[test]
fn a_file_of_several_servers_is_not_overwritten() {
    let home = Home::new();
    let text = "mcpServers:\n  - name: a\n    command: plex-mcp\n  - name: b\n    command: x\n";
    refused(&home, Assistant::Continue, text);
}

#[test]
fn the_original_is_kept_beside_it_until_it_is_back() {
    let home = Home::new();
    let text = "{ \"theme\": 1 }";
    home.write(Assistant::Cursor, text);
    let plan = Plan::install(Assistant::Cursor, &home.machine, &server()).unwrap();
    let backup = plan.apply().unwrap().backup.unwrap();
    assert_eq!(fs::read_to_string(&backup).unwrap(), text);
    // A later change of the entry does not take the place of the original.
    home.install(Assistant::Cursor, &Server::new("plex", "/new/plex-mcp"));
    assert_eq!(fs::read_to_string(&backup).unwrap(), text);
    home.uninstall(Assistant::Cursor, &server());
    assert_eq!(home.read(Assistant::Cursor), text);
    assert!(!backup.exists());
}

#[test]
fn a_file_that_somebody_wrote_is_never_lost_with_its_copy() {
    for (assistant, text) in [
        (
            Assistant::Cursor,
            "{\"mcpServers\":{\"plex\":{\"command\":\"plex-mcp\",\"env\":{\"A\":\"1\"}}}}",
        ),
        // As it would be written here, and yet by hand.
        (
            Assistant::Cursor,
            "{\n  \"mcpServers\": {\n    \"plex\": {\n      \"command\": \"plex-mcp\",\n      \"env\": {\n        \"A\": \"1\"\n      }\n    }\n  }\n}\n",
        ),
        (
            Assistant::Codex,
            "[mcp_servers.plex]\ncommand = \"plex-mcp\"\nenv = { A = \"1\" }\n",
        ),
        (
            Assistant::Goose,
            "extensions:\n  plex:\n    cmd: plex-mcp\n    envs:\n      A: '1'\n",
        ),
        (
            Assistant::Continue,
            "name: mine\nmcpServers:\n  - name: plex\n    command: plex-mcp\n    env:\n      A: '1'\n",
        ),
    ] {
        let home = Home::new();
        home.write(assistant, text);
        home.install(assistant, &server());
        home.install(assistant, &Server::new("plex", "/new/plex-mcp"));
        home.uninstall(assistant, &server());
        let kept = fs::read_to_string(home.backup(assistant)).unwrap();
        assert_eq!(kept, text, "{assistant}");
    }
}

#[test]
fn a_copy_of_what_was_made_here_gives_way_to_what_somebody_wrote() {
    for assistant in Assistant::ALL {
        let home = Home::new();
        home.install(assistant, &Server::new("plex", "/old/plex-mcp"));
        home.install(assistant, &Server::new("plex", "/new/plex-mcp"));
        home.uninstall(assistant, &server());
        assert!(home.backup(assistant).exists(), "{assistant}");
        let by_hand = Server::new("plex", "/hand/plex-mcp").env("A", "1");
        home.install(assistant, &by_hand);
        let text = home.read(assistant);
        home.install(assistant, &Server::new("plex", "/newer/plex-mcp"));
        let kept = fs::read_to_string(home.backup(assistant)).unwrap();
        assert_eq!(kept, text, "{assistant}");
    }
}

/// What somebody has written into our entry is in no copy of how the file was before it.
#[test]
fn what_was_added_by_hand_to_the_entry_is_kept_in_a_copy_of_its_own() {
    for (assistant, original, from, to) in [
        (
            Assistant::Cursor,
            "{\"theme\": 1}",
            "\"command\":",
            "\"disabled\": true,\n      \"command\":",
        ),
        (
            Assistant::Cursor,
            "{\"theme\": 1}",
            "\"command\":",
            "// mine\n      \"command\":",
        ),
        (
            Assistant::Codex,
            "a = 1\n",
            "command =",
            "startup_timeout_sec = 60\ncommand =",
        ),
        (Assistant::Goose, "a: 1\n", "timeout: 300", "timeout: 900"),
    ] {
        let home = Home::new();
        let made = Server::new("plex", "/opt/plex-mcp").args(["--demo"]);
        home.write(assistant, original);
        home.install(assistant, &Server::new("plex", "/old/plex-mcp"));
        let text = home.read(assistant).replacen(from, to, 1);
        assert!(text.contains(to), "{text}");
        home.write(assistant, &text);
        let plan = Plan::install(assistant, &home.machine, &made).unwrap();
        let copy = plan.apply().unwrap().backup.unwrap();
        assert_ne!(copy, home.backup(assistant));
        assert_eq!(fs::read_to_string(&copy).unwrap(), text, "{assistant}");
        assert_eq!(
            fs::read_to_string(home.backup(assistant)).unwrap(),
            original
        );
        // Another change, which takes nothing away that somebody wrote, leaves no more copies.
        home.install(assistant, &Server::new("plex", "/new/plex-mcp"));
        // And one that was kept already is not kept twice; another beside it is.
        home.write(assistant, &text);
        home.install(assistant, &made);
        let more = text.replacen("/old/", "/older/", 1);
        home.write(assistant, &more);
        let plan = Plan::install(assistant, &home.machine, &made).unwrap();
        let third = plan.apply().unwrap().backup.unwrap();
        assert_eq!(fs::read_to_string(third).unwrap(), more);
        assert_eq!(fs::read_to_string(&copy).unwrap(), text);
        let folder = home.file(assistant);
        let copies = fs::read_dir(folder.parent().unwrap()).unwrap();
        let names = copies.map(|found| found.unwrap().file_name());
        let count = names.filter(|name| name.to_string_lossy().contains("before-plex-mcp"));
        assert_eq!(count.count(), 3);
    }
}

#[test]
fn a_file_of_one_server_with_more_in_it_is_left_alone() {
    let entry = "mcpServers:\n  - name: plex\n    command: plex-mcp\n";
    for text in [
        format!("name: x\n{entry}rules:\n  - be kind\n"),
        format!("{entry}models: []\n"),
        format!("{entry}    cwd: /home/ada\n"),
        format!("# mine\n{entry}"),
    ] {
        let home = Home::new();
        let problem = refused(&home, Assistant::Continue, &text);
        assert!(matches!(problem, Problem::Unusual { .. }), "{problem:?}");
        let problem = Plan::uninstall(Assistant::Continue, &home.machine, &server()).unwrap_err();
        assert!(matches!(problem, Problem::Unusual { .. }), "{problem:?}");
        assert_eq!(home.read(Assistant::Continue), text);
    }
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let home = Home::new();
    home.write(Assistant::Cursor, "{}");
    let plan = Plan::install(Assistant::Cursor, &home.machine, &server()).unwrap();
    home.write(Assistant::Cursor, "{\"new\": 1}");
    assert!(matches!(plan.apply(), Err(Problem::Changed { .. })));
    assert_eq!(home.read(Assistant::Cursor), "{\"new\": 1}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_permissions_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let home = Home::new();
    let real = home.folder.path().join("dotfiles.json");
    fs::write(&real, "{}").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let file = home.file(Assistant::Cursor);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    symlink(&real, &file).unwrap();
    home.install(Assistant::Cursor, &server());
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("plex-mcp"));
    let mode = fs::metadata(&real).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o640);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one() {
    use std::os::unix::fs::symlink;

    let home = Home::new();
    let real = home.folder.path().join("dotfiles.json");
    let file = home.file(Assistant::Cursor);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    symlink(&real, &file).unwrap();
    // To nothing: neither is the link replaced, nor is a file made where it leads.
    let plan = Plan::install(Assistant::Cursor, &home.machine, &server()).unwrap();
    let problem = plan.apply().unwrap_err().to_string();
    assert!(
        problem.contains("link to a file that is not there"),
        "{problem}"
    );
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert!(!real.exists());
    // To a file that was made here and moved since: what is left in it is nothing, which can be filled again.
    fs::remove_file(&file).unwrap();
    home.install(Assistant::Cursor, &server());
    fs::rename(&file, &real).unwrap();
    symlink(&real, &file).unwrap();
    assert_eq!(home.uninstall(Assistant::Cursor, &server()), Change::Edit);
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap().trim(), "{}");
    assert_eq!(home.install(Assistant::Cursor, &server()), Change::Edit);
    assert!(fs::read_to_string(&real).unwrap().contains("plex-mcp"));
}

/// A file for one server is none without it, and neither is a link to it.
#[cfg(unix)]
#[test]
fn a_link_to_a_file_of_one_server_goes_with_it() {
    use std::os::unix::fs::symlink;

    let home = Home::new();
    let real = home.folder.path().join("dotfiles.yaml");
    let file = home.file(Assistant::Continue);
    home.install(Assistant::Continue, &server());
    fs::rename(&file, &real).unwrap();
    symlink(&real, &file).unwrap();
    assert_eq!(
        home.uninstall(Assistant::Continue, &server()),
        Change::Delete
    );
    assert!(!real.exists());
    assert!(fs::symlink_metadata(&file).is_err());
    assert_eq!(home.install(Assistant::Continue, &server()), Change::Create);
}
