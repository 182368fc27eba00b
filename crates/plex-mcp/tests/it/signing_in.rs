//! The program: `login`, what then works without a word of configuration, `status` and `logout`.

use std::{path::Path, time::Duration};

use plex_emulator::{Authority, Emulator, EmulatorBuilder, PlexTvOptions, TvServer};

use crate::support;

/// What a run of the program gave.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program with nothing configured but a folder of its own.
async fn run(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Run {
    let mut command = support::program();
    command
        .args(args)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_STATE_HOME", folder)
        .envs(env.iter().copied());
    // The emulator lives on this thread and must be able to answer meanwhile.
    let output = tokio::task::spawn_blocking(move || support::run(&mut command));
    let output = output.await.unwrap();
    Run {
        code: output.status.code(),
        out: support::text(&output.stdout),
        err: support::text(&output.stderr),
    }
}

/// An account whose holder says yes at once.
fn willing() -> EmulatorBuilder {
    Emulator::builder().plex_tv(PlexTvOptions::approving_after(Duration::ZERO))
}

fn login_args(emulator: &Emulator) -> [&str; 4] {
    let plex_tv = emulator.plex_tv().unwrap();
    ["login", "--no-browser", "--plex-tv-url", plex_tv.url()]
}

#[tokio::test]
async fn after_login_everything_works_without_configuration_until_logout() {
    let emulator = willing().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let login = run(folder.path(), &login_args(&emulator), &[]).await;
    assert_eq!(login.code, Some(0), "{}{}", login.out, login.err);
    let file = folder.path().join("plex-mcp").join("credentials.toml");
    assert!(
        login.out.contains(&file.display().to_string()),
        "{}",
        login.out
    );
    // It ends with what an assistant's file needs.
    assert!(login.out.contains("assistant"), "{}", login.out);
    assert!(login.out.contains("\"command\": \""), "{}", login.out);

    let status = run(folder.path(), &["status"], &[]).await;
    assert_eq!(status.code, Some(0), "{}", status.out);
    assert!(status.out.contains(emulator.url()));
    assert!(status.out.contains("(from plex-mcp login ("));
    assert!(status.out.contains("works "));
    let call = run(folder.path(), &["call", "plex_get_libraries"], &[]).await;
    assert_eq!(call.code, Some(0), "{}", call.err);

    let logout = run(folder.path(), &["logout"], &[]).await;
    assert_eq!(logout.code, Some(0));
    assert!(logout.out.contains("revoke"));
    assert!(!file.exists());
    assert_eq!(
        run(folder.path(), &["logout"], &[]).await.out,
        "Nobody is signed in.\n"
    );
    for run in [login, status, call, logout] {
        assert!(!format!("{}{}", run.out, run.err).contains(emulator.token()));
    }
}

#[tokio::test]
async fn login_ends_with_the_configuration_of_the_assistants_found() {
    let emulator = willing().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let cursor = folder.path().join(".cursor");
    std::fs::create_dir(&cursor).unwrap();
    let home = folder.path().to_str().unwrap();
    let login = run(folder.path(), &login_args(&emulator), &[("HOME", home)]).await;
    assert_eq!(login.code, Some(0), "{}", login.err);
    let (_, told) = login.out.split_once("assistants found here").unwrap();
    let file = cursor.join("mcp.json");
    assert!(
        told.contains(&format!("Cursor, in {}", file.display())),
        "{told}"
    );
    assert!(
        told.contains("\"plex\"") && told.contains("plex-mcp"),
        "{told}"
    );
    // It is shown, not done.
    assert!(!file.exists());
    assert!(!told.contains(emulator.token()));
}

#[tokio::test]
async fn a_script_must_name_one_of_several_servers() {
    let emulator = willing().start().await.unwrap();
    let plex_tv = emulator.plex_tv().unwrap();
    plex_tv.add_server(TvServer::of(&emulator).named("Barn"));
    let folder = tempfile::tempdir().unwrap();
    let unnamed = run(folder.path(), &login_args(&emulator), &[]).await;
    assert_eq!(unnamed.code, Some(1));
    assert!(unnamed.err.contains("--server NAME"), "{}", unnamed.err);
    assert!(!folder.path().join("plex-mcp").exists());
    let named = [&login_args(&emulator)[..], &["--server", "barn"]].concat();
    let named = run(folder.path(), &named, &[]).await;
    assert_eq!(named.code, Some(0), "{}", named.err);
    assert!(named.out.contains("now uses Barn"));
}

#[tokio::test]
async fn what_wins_over_the_sign_in_is_told() {
    let emulator = willing().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let env = [("PLEX_TOKEN", "old")];
    let login = run(folder.path(), &login_args(&emulator), &env).await;
    assert!(
        login.out.contains("Mind that PLEX_TOKEN sets the token"),
        "{}",
        login.out
    );
    let status = run(folder.path(), &["status"], &env).await;
    assert_eq!(status.code, Some(1));
    assert!(status.out.contains("Unauthorized"), "{}", status.out);
    assert!(status.out.contains("(from PLEX_TOKEN)"));
}

#[tokio::test]
async fn a_root_of_ones_own_makes_a_private_certificate_work() {
    const HASH: &str = "0123456789abcdef0123456789abcdef";
    let authority = Authority::new().unwrap();
    let tls = authority.tls_for_plex_direct(HASH).unwrap();
    let emulator = willing().tls(tls).plex_direct(HASH).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root.pem");
    std::fs::write(&root, authority.pem()).unwrap();
    let env = [("PLEX_CA_FILE", root.to_str().unwrap())];
    let login = run(folder.path(), &login_args(&emulator), &env).await;
    assert_eq!(login.code, Some(0), "{}{}", login.out, login.err);
    assert!(
        login.out.contains(&emulator.plex_direct_url().unwrap()),
        "{}",
        login.out
    );
    assert_eq!(run(folder.path(), &["status"], &env).await.code, Some(0));

    let without = run(folder.path(), &["status"], &[]).await;
    assert_eq!(without.code, Some(1));
    assert!(without.out.contains("PLEX_CA_FILE"), "{}", without.out);
    let missing = run(
        folder.path(),
        &["status"],
        &[("PLEX_CA_FILE", "/nonexistent")],
    )
    .await;
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("PLEX_CA_FILE"), "{}", missing.err);
}

#[tokio::test]
async fn a_demo_of_signing_in_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let demo = run(folder.path(), &["login", "--demo"], &[]).await;
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    assert!(demo.out.contains("nothing was kept"));
    assert!(!folder.path().join("plex-mcp").exists());
}
