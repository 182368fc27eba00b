//! The program: `install` and `uninstall` in a home of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use mcp_install::{Assistant, Machine, System};

use crate::support;

/// A person's home, in which assistants have been started before.
struct Home(tempfile::TempDir);

/// What a run of the program gave.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(assistants: &[Assistant]) -> Self {
        let home = Self::new();
        for assistant in assistants {
            let file = home.file(*assistant);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
        }
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, assistant: Assistant) -> PathBuf {
        assistant.file(&Machine::new(System::Linux, self.path()))
    }

    fn write(&self, assistant: Assistant, text: &str) {
        let file = self.file(assistant);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn read(&self, assistant: Assistant) -> String {
        fs::read_to_string(self.file(assistant)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    fn run_with(&self, args: &[&str], env: &[(&str, &str)]) -> Run {
        let mut command = support::program();
        command
            .args(args)
            .env("HOME", self.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_STATE_HOME")
            .envs(env.iter().copied());
        let output = support::run(&mut command);
        Run {
            code: output.status.code(),
            out: support::text(&output.stdout),
            err: support::text(&output.stderr),
        }
    }

    /// Every file under it with its content.
    fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => walk(&path, into),
                    false => into.push((path.clone(), fs::read(&path).unwrap())),
                }
            }
        }
        let mut files = Vec::new();
        walk(self.path(), &mut files);
        files.sort();
        files
    }
}

const VSCODE: &str = "{\n  // mine\n  \"servers\": {\n    \"a\": { \"type\": \"stdio\", \"command\": \"x\", \"env\": {\"KEY\": \"hunter2\"} },\n  },\n}\n";
const CODEX: &str = "model = \"x\" # mine\n\n[mcp_servers.a]\ncommand = 'x'\n";
const GOOSE: &str = "GOOSE_MODEL: x # mine\nextensions:\n  a:\n    cmd: x\n";

#[test]
fn every_assistant_that_is_found_gets_the_entry_and_loses_it_again() {
    let home = Home::with(&[Assistant::Cursor, Assistant::ClaudeDesktop]);
    home.write(Assistant::VsCode, VSCODE);
    home.write(Assistant::Codex, CODEX);
    home.write(Assistant::Goose, GOOSE);
    let before = home.everything();

    let installed = home.run(&["install", "--all"]);
    assert_eq!(
        installed.code,
        Some(0),
        "{}{}",
        installed.out,
        installed.err
    );
    let program = env!("CARGO_BIN_EXE_plex-mcp");
    for (assistant, was) in [
        (Assistant::Cursor, ""),
        (Assistant::ClaudeDesktop, ""),
        (Assistant::VsCode, "// mine"),
        (Assistant::Codex, "model = \"x\" # mine"),
        (Assistant::Goose, "GOOSE_MODEL: x # mine"),
    ] {
        let text = home.read(assistant);
        assert!(
            text.contains(program) && text.contains(was),
            "{assistant}: {text}"
        );
        assert!(installed.out.contains(assistant.title()));
    }
    assert!(!home.file(Assistant::Zed).exists());
    // What is shown is the entry, and nobody else's secrets.
    assert!(installed.out.contains("+ "), "{}", installed.out);
    assert!(!installed.out.contains("hunter2"), "{}", installed.out);
    let kept = home
        .file(Assistant::VsCode)
        .with_file_name("mcp.json.before-plex-mcp");
    assert_eq!(fs::read_to_string(kept).unwrap(), VSCODE);

    // Twice is the same as once.
    let after = home.everything();
    let again = home.run(&["install", "--all"]);
    assert_eq!(again.code, Some(0));
    assert!(again.out.contains("has it already"), "{}", again.out);
    assert_eq!(home.everything(), after);

    let removed = home.run(&["uninstall", "--all"]);
    assert_eq!(removed.code, Some(0), "{}{}", removed.out, removed.err);
    assert_eq!(home.everything(), before);
    let nothing = home.run(&["uninstall", "--all"]);
    assert_eq!(nothing.out, "No assistant has an entry of plex-mcp.\n");
}

#[test]
fn nothing_is_written_without_being_asked_for() {
    let home = Home::with(&[Assistant::Cursor]);
    let before = home.everything();
    let unasked = home.run(&["install"]);
    assert_eq!(unasked.code, Some(1));
    assert!(unasked.out.contains("--all"), "{}", unasked.out);
    let dry = home.run(&["install", "--all", "--dry-run"]);
    assert_eq!(dry.code, Some(0));
    assert!(dry.out.contains("+ "), "{}", dry.out);
    let printed = home.run(&["install", "--all", "--print", "--demo"]);
    assert_eq!(printed.code, Some(0));
    assert!(printed.out.contains("\"--demo\""), "{}", printed.out);
    assert_eq!(home.everything(), before);

    let empty = Home::new();
    let nobody = empty.run(&["install", "--all"]);
    assert_eq!(nobody.code, Some(1));
    assert!(nobody.err.contains("--client"), "{}", nobody.err);
    let printed = empty.run(&["install", "--print"]);
    assert!(printed.out.contains("\"mcpServers\""), "{}", printed.out);
}

#[test]
fn a_named_assistant_gets_the_settings_that_were_given() {
    let home = Home::new();
    let secret = home.path().join("token");
    fs::write(&secret, "abc").unwrap();
    let run = home.run_with(
        &[
            "install",
            "--client",
            "zed,Codex CLI",
            "--read-only",
            "--libraries",
            "Films",
            "--libraries",
            "Shows",
            "--token-file",
            secret.to_str().unwrap(),
        ],
        &[("PLEX_MCP_LOG", "info")],
    );
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    for assistant in [Assistant::Zed, Assistant::Codex] {
        let text = home.read(assistant);
        for expected in [
            "\"--read-only\"",
            "\"Films,Shows\"",
            secret.to_str().unwrap(),
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        // What a shell's variables say stays there.
        assert!(!text.contains("--log"), "{text}");
    }
    let unknown = home.run(&["install", "--client", "emacs"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("lm-studio"), "{}", unknown.err);
}

#[test]
fn no_token_and_no_password_comes_into_a_file() {
    let home = Home::with(&[Assistant::Cursor]);
    let token = "SeCrEtToKeN123456789";
    for args in [
        vec!["install", "--all", "--token", token],
        vec!["install", "--all", "--http-token", token],
        vec!["install", "--all", "--http", "127.0.0.1:8787"],
        vec![
            "install",
            "--all",
            "--url",
            "http://me:SeCrEtToKeN123456789@host:32400",
        ],
    ] {
        let run = home.run(&args);
        assert_ne!(run.code, Some(0), "{args:?}");
        assert!(!home.file(Assistant::Cursor).exists(), "{args:?}");
        assert!(!format!("{}{}", run.out, run.err).contains(token));
    }
    // One in a variable is not written either, and the person is told that it is not seen.
    let run = home.run_with(&["install", "--all"], &[("PLEX_TOKEN", token)]);
    assert_eq!(run.code, Some(0));
    assert!(
        run.out.contains("PLEX_TOKEN is set in this shell"),
        "{}",
        run.out
    );
    assert!(!home.read(Assistant::Cursor).contains(token));
}

#[test]
fn a_broken_file_is_left_alone_and_keeps_nothing_from_the_others() {
    let home = Home::with(&[Assistant::Cursor]);
    home.write(Assistant::Zed, "{ \"theme\": ");
    home.write(
        Assistant::Gemini,
        "{\"mcpServers\": {\"plex\": {\"command\": \"npx\", \"args\": [\"other\"]}}}",
    );
    let run = home.run(&["install", "--all"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("Zed: "), "{}", run.err);
    assert!(run.err.contains("left as it is"), "{}", run.err);
    assert!(run.err.contains("--name"), "{}", run.err);
    assert_eq!(home.read(Assistant::Zed), "{ \"theme\": ");
    assert!(home.read(Assistant::Gemini).contains("other"));
    assert!(home.read(Assistant::Cursor).contains("plex-mcp"));
    // What is not from here is not there to be taken away, and no fault.
    fs::remove_file(home.file(Assistant::Zed)).unwrap();
    let removed = home.run(&["uninstall", "--all"]);
    assert_eq!(removed.code, Some(0), "{}{}", removed.out, removed.err);
    assert!(home.read(Assistant::Gemini).contains("other"));
    let named = home.run(&["uninstall", "--client", "gemini"]);
    assert_eq!(named.code, Some(1), "{}", named.out);
    let named = home.run(&["install", "--client", "gemini", "--name", "my-plex"]);
    assert_eq!(named.code, Some(0), "{}", named.err);
    let text = home.read(Assistant::Gemini);
    assert!(text.contains("my-plex") && text.contains("other"), "{text}");
}

#[test]
fn a_program_in_the_cache_of_a_package_runner_is_told_so() {
    let home = Home::with(&[Assistant::Cursor]);
    let folder = home
        .path()
        .join(".npm/_npx/abc/node_modules/plex-mcp-linux-x64/bin");
    fs::create_dir_all(&folder).unwrap();
    let program = folder.join("plex-mcp");
    fs::copy(env!("CARGO_BIN_EXE_plex-mcp"), &program).unwrap();
    let mut command = std::process::Command::new(&program);
    command
        .env_clear()
        .env("HOME", home.path())
        .args(["install", "--all"]);
    let output = support::run(&mut command);
    assert!(output.status.success());
    let out = support::text(&output.stdout);
    assert!(out.contains("Install plex-mcp for good"), "{out}");
}

#[cfg(unix)]
#[test]
fn the_program_is_named_by_the_path_that_a_shell_finds_it_by() {
    let home = Home::with(&[Assistant::Cursor]);
    let folder = home.path().join("bin");
    fs::create_dir(&folder).unwrap();
    let link = folder.join("plex-mcp");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_plex-mcp"), &link).unwrap();
    let run = home.run_with(&["install", "--all"], &[("PATH", folder.to_str().unwrap())]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let text = home.read(Assistant::Cursor);
    assert!(text.contains(link.to_str().unwrap()), "{text}");
}
