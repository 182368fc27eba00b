//! The program: `setup`, by flags and at a terminal; and what is made from the command line's definition.

use std::{fs, path::Path, process::Command, time::Duration};

use plex_emulator::{Emulator, PlexTvOptions};

use crate::support;

/// The program in a home of its own.
fn program(home: &Path) -> Command {
    let mut command = support::program();
    command
        .env("HOME", home)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_STATE_HOME");
    command
}

/// A home in which Cursor has been started before.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(".cursor")).unwrap();
    home
}

#[test]
fn with_every_answer_as_a_flag_nothing_is_asked() {
    let home = home();
    let output = support::run(program(home.path()).args([
        "setup",
        "--demo",
        "--access",
        "look",
        "--libraries",
        "Films",
        "--client",
        "cursor",
        "--ask",
        "continue",
    ]));
    let out = support::text(&output.stdout);
    assert!(
        output.status.success(),
        "{out}{}",
        support::text(&output.stderr)
    );
    assert!(out.contains("\"Where was I?\""), "{out}");
    // Only films were allowed, and one of them is half seen.
    assert!(out.contains("Dune (2021)"), "{out}");
    let entry = fs::read_to_string(home.path().join(".cursor/mcp.json")).unwrap();
    for expected in ["--demo", "--read-only", "\"Films\""] {
        assert!(entry.contains(expected), "{expected} in {entry}");
    }
}

#[test]
fn where_nobody_can_be_asked_files_are_left_alone() {
    let home = home();
    let output = support::run(program(home.path()).args(["setup", "--demo"]));
    let out = support::text(&output.stdout);
    assert!(output.status.success(), "{out}");
    assert!(out.contains("--all"), "{out}");
    assert!(out.contains("\"What is new?\""), "{out}");
    assert!(!home.path().join(".cursor/mcp.json").exists());
}

#[tokio::test]
async fn signing_in_installing_and_asking_is_one_command() {
    let options = PlexTvOptions::approving_after(Duration::ZERO);
    let emulator = Emulator::builder().plex_tv(options);
    let emulator = emulator.start().await.unwrap();
    let home = home();
    let mut command = program(home.path());
    command.args([
        "setup",
        "--no-browser",
        "--all",
        "--ask",
        "new",
        "--plex-tv-url",
        emulator.plex_tv().unwrap().url(),
    ]);
    let output = tokio::task::spawn_blocking(move || support::run(&mut command));
    let output = output.await.unwrap();
    let out = support::text(&output.stdout);
    let err = support::text(&output.stderr);
    assert!(output.status.success(), "{out}{err}");
    assert!(out.contains("Signed in as Ada."), "{out}");
    assert!(out.contains("→ plex_get_recently_added"), "{out}");
    let entry = fs::read_to_string(home.path().join(".cursor/mcp.json")).unwrap();
    // The entry leads to the sign-in, and holds nothing of it.
    assert!(!entry.contains("args"), "{entry}");
    for text in [&entry, &out, &err] {
        assert!(!text.contains(emulator.token()), "{text}");
    }

    // A second time nobody signs in.
    let mut command = program(home.path());
    command.args(["setup", "--all", "--ask", "none"]);
    let output = tokio::task::spawn_blocking(move || support::run(&mut command));
    let out = support::text(&output.await.unwrap().stdout);
    assert!(out.contains("is set up for"), "{out}");
    assert!(out.contains("has it already"), "{out}");
}

#[test]
fn a_server_that_does_not_answer_ends_it_before_anything_is_written() {
    let home = home();
    let token = home.path().join("token");
    fs::write(&token, "abc").unwrap();
    let output = support::run(
        program(home.path())
            .args([
                "setup",
                "--all",
                "--url",
                "http://127.0.0.1:9",
                "--token-file",
            ])
            .arg(&token),
    );
    assert_eq!(output.status.code(), Some(1));
    let err = support::text(&output.stderr);
    assert!(err.contains("plex-mcp doctor"), "{err}");
    assert!(!home.path().join(".cursor/mcp.json").exists());
}

#[cfg(unix)]
#[test]
fn at_a_terminal_each_step_is_asked() {
    let home = home();
    let told = terminal::run(
        program(home.path()).arg("setup"),
        &[
            ("own] ", "sample"),
            ("[1-3; 2] ", "4"),
            ("[1-3; 2] ", "1"),
            ("all] ", "1, shows"),
            ("all] ", ""),
            ("[Y/n] ", "y"),
            ("[1-3; 1] ", "2"),
        ],
    );
    assert!(told.contains("That is not one of the answers."), "{told}");
    assert!(told.contains("Dune (2021)"), "{told}");
    let entry = fs::read_to_string(home.path().join(".cursor/mcp.json")).unwrap();
    for expected in ["--demo", "--read-only", "\"Films,Shows\""] {
        assert!(entry.contains(expected), "{expected} in {entry}");
    }
}

#[cfg(unix)]
#[test]
fn install_asks_at_a_terminal_and_takes_anything_but_yes_for_no() {
    let home = home();
    let file = home.path().join(".cursor/mcp.json");
    terminal::run(program(home.path()).arg("install"), &[("[y/N] ", "")]);
    assert!(!file.exists());
    terminal::run(program(home.path()).arg("install"), &[("[y/N] ", "yes")]);
    assert!(file.exists());
    terminal::run(program(home.path()).arg("uninstall"), &[("[y/N] ", "y")]);
    assert!(!file.exists());
}

#[test]
fn completions_and_manual_pages_know_every_command_that_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let output = support::run(support::program().arg("man").arg(folder.path()));
    assert!(output.status.success());
    let help = support::text(&support::run(support::program().arg("--help")).stdout);
    let commands = help
        .split_once("Commands:\n")
        .and_then(|(_, rest)| rest.split_once("\n\n"))
        .unwrap()
        .0;
    let names = commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap())
        .filter(|name| *name != "help");
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 15, "{names:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = support::run(support::program().args(["completions", shell]));
        let script = support::text(&output.stdout);
        for name in &names {
            assert!(script.contains(name), "{name} for {shell}");
        }
        assert!(script.contains("token-file"), "{shell}");
    }
    for name in names {
        let page = folder.path().join(format!("plex-mcp-{name}.1"));
        assert!(page.is_file(), "{name}");
    }
    // What the program starts itself is nobody's business.
    assert!(!folder.path().join("plex-mcp-query-worker.1").exists());
}

/// A person at a pseudo-terminal.
#[cfg(unix)]
mod terminal {
    use std::{
        fs::{File, OpenOptions},
        io::{Read, Write},
        os::fd::AsFd,
        process::{Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    };

    /// How long a program may take.
    const PATIENCE: Duration = Duration::from_secs(120);

    /// Runs a program to its end, answering each question when its words have come; returns what was on
    /// the screen.
    pub(super) fn run(command: &mut Command, answers: &[(&str, &str)]) -> String {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let other = || -> Stdio {
            let side = OpenOptions::new().read(true).write(true).open(&name);
            side.unwrap().into()
        };
        let mut child = command
            .stdin(other())
            .stdout(other())
            .stderr(other())
            .spawn()
            .unwrap();
        // The command keeps its ends open; without them the reading ends with the program.
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut master = File::from(master);
        let mut screen = String::new();
        let mut seen = 0;
        let mut left = answers.iter();
        let mut next = left.next();
        let end = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < end, "it hangs: {screen}");
            let wait = Timespec {
                tv_sec: 0,
                tv_nsec: 100_000_000,
            };
            let ready = {
                let mut fds = [PollFd::from_borrowed_fd(master.as_fd(), PollFlags::IN)];
                poll(&mut fds, Some(&wait)).unwrap()
            };
            if ready > 0 {
                let mut bytes = [0; 4096];
                match master.read(&mut bytes) {
                    // A terminal whose other side is closed gives an error on Linux.
                    Ok(0) | Err(_) => break,
                    Ok(read) => screen.push_str(&String::from_utf8_lossy(&bytes[..read])),
                }
            } else if child.try_wait().unwrap().is_some() {
                break;
            }
            if let Some((words, answer)) = next
                && screen[seen..]
                    .trim_end_matches(['\r', '\n'])
                    .ends_with(words)
            {
                thread::sleep(Duration::from_millis(20));
                master.write_all(format!("{answer}\n").as_bytes()).unwrap();
                seen = screen.len();
                next = left.next();
            }
        }
        assert!(child.wait().unwrap().success(), "{screen}");
        assert!(next.is_none(), "{next:?} was not asked: {screen}");
        screen
    }
}
