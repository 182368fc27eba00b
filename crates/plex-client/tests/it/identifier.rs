//! The identifier of an installation lasts.

use std::sync::Barrier;

use plex_client::client_identifier::load_or_create;

#[test]
fn it_is_made_once_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("deep/down/client-identifier");
    let first = load_or_create(&path).unwrap();
    assert_eq!(first.len(), 32);
    assert!(first.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_eq!(load_or_create(&path).unwrap(), first);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), first);
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "no draft is left behind");
}

#[test]
fn what_somebody_wrote_by_hand_is_taken_and_nonsense_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("client-identifier");
    std::fs::write(&path, "my-machine\n").unwrap();
    assert_eq!(load_or_create(&path).unwrap(), "my-machine");
    for nonsense in ["", " \n", "two words", "x\r\nX-Evil: 1", &"x".repeat(1000)] {
        std::fs::write(&path, nonsense).unwrap();
        let made = load_or_create(&path).unwrap();
        assert_eq!(made.len(), 32, "{nonsense:?}");
        assert_eq!(load_or_create(&path).unwrap(), made);
    }
}

#[test]
fn programs_that_start_at_once_agree() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("client-identifier");
    let start = Barrier::new(8);
    let found: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    load_or_create(&path).unwrap()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(
        found.iter().all(|identifier| *identifier == found[0]),
        "{found:?}"
    );
}

/// The umask is the process's, so all of it is tried in one test.
#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;

    use rustix::{fs::Mode, process::umask};

    let mode = |path: &std::path::Path| {
        let permissions = std::fs::metadata(path).unwrap().permissions();
        permissions.mode() & 0o777
    };
    let home = tempfile::tempdir().unwrap();
    for mask in [0o000, 0o022] {
        let folder = home.path().join(format!("{mask:o}/plex-client"));
        let file = folder.join("client-identifier");
        let before = umask(Mode::from_raw_mode(mask));
        let made = load_or_create(&file);
        umask(before);
        made.unwrap();
        assert_eq!(mode(&folder), 0o700, "umask {mask:o}");
        assert_eq!(mode(&file), 0o600, "umask {mask:o}");

        std::fs::write(&file, "two words").unwrap();
        let before = umask(Mode::from_raw_mode(mask));
        let made_anew = load_or_create(&file);
        umask(before);
        made_anew.unwrap();
        assert_eq!(mode(&file), 0o600, "umask {mask:o}, made anew");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_its_place_is_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let (theirs, link) = (home.path().join("theirs"), home.path().join("link"));
    std::os::unix::fs::symlink(&theirs, &link).unwrap();
    load_or_create(&link).unwrap_err();
    assert!(!theirs.exists(), "what a link leads to is not made");
    for content in ["their-own-identifier", "two words"] {
        std::fs::write(&theirs, content).unwrap();
        load_or_create(&link).unwrap_err();
        assert_eq!(std::fs::read_to_string(&theirs).unwrap(), content);
    }
}

#[test]
fn where_nothing_can_be_kept_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(load_or_create(&file.join("client-identifier")).is_err());
}

/// Asks a server with a client that was given no identifier, in a process of its own.
#[tokio::test]
async fn a_request_writes_no_file() {
    let script = crate::script::Script::start(|_, _| {
        crate::script::Reply::json(r#"{"MediaContainer":{"size":0}}"#)
    })
    .await;
    let ask = || async {
        let client = plex_client::PlexClient::new(&script.url, "t").unwrap();
        client.libraries().await.unwrap();
    };
    ask().await;
    ask().await;
    let seen = script.seen();
    let sent: Vec<_> = seen
        .iter()
        .map(|request| request.header("x-plex-client-identifier"))
        .collect();
    // One for the process, and not the one that this machine may keep.
    assert!(sent[0].is_some_and(|identifier| identifier.len() == 32));
    assert_eq!(sent[0], sent[1]);
    let kept = std::env::var_os("HOME")
        .map(|home| std::path::Path::new(&home).join(".local/state/plex-client/client-identifier"));
    let kept = kept.and_then(|path| std::fs::read_to_string(path).ok());
    assert_ne!(sent[0], kept.as_deref());
}
