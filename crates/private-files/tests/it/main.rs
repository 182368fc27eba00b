//! What others can see of private files, and what is left when writing fails.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use private_files::{Draft, Kept};
use rustix::{fs::Mode, process::umask};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The umask is the process's, so all of it is tried in one test.
#[test]
fn whatever_the_umask_only_the_owner_can_read() {
    let home = tempfile::tempdir().unwrap();
    for mask in [0o000, 0o022, 0o277] {
        let before = umask(Mode::from_raw_mode(mask));
        let folder = home.path().join(format!("{mask:o}/deep"));
        let made = private_files::create_folder(&folder);
        let file = folder.join("secret");
        if mask == 0 {
            never_open_to_others(home.path());
        }
        let written = private_files::replace(&file, b"one");
        umask(before);
        made.unwrap();
        written.unwrap();
        assert_eq!(mode(folder.parent().unwrap()), 0o700, "umask {mask:o}");
        assert_eq!(mode(&folder), 0o700, "umask {mask:o}");
        assert_eq!(mode(&file), 0o600, "umask {mask:o}");
    }
}

/// Who had a look into it while it was open to all would keep it.
fn never_open_to_others(home: &Path) {
    let folder = |number: usize| home.join(format!("new-{number}"));
    let begun = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..500 {
                let first = loop {
                    match fs::metadata(folder(number)) {
                        Ok(found) => break found.permissions().mode() & 0o777,
                        Err(error) => assert!(begun.elapsed() < Duration::from_secs(60), "{error}"),
                    }
                };
                assert_eq!(first, 0o700, "{number}");
            }
        });
        for number in 0..500 {
            private_files::create_folder(&folder(number)).unwrap();
        }
    });
}

#[test]
fn an_open_folder_is_closed_only_where_that_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    private_files::create_folder(home.path()).unwrap();
    assert_eq!(mode(home.path()), 0o755);
    private_files::close_folder(home.path()).unwrap();
    assert_eq!(mode(home.path()), 0o700);
}

#[test]
fn a_folder_of_the_programs_own_is_closed_and_what_others_can_change_is_said() {
    let home = tempfile::tempdir().unwrap();
    let folder = |name: &str, mode: u32| {
        let folder = home.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        folder
    };
    let kept = |folder: &Path| private_files::keep_folder(folder, "ours").unwrap();
    for mode_before in [0o777, 0o755, 0o770, 0o700] {
        let ours = folder("ours", mode_before);
        assert_eq!(kept(&ours), Kept::Closed, "{mode_before:o}");
        assert_eq!(mode(&ours), 0o700, "{mode_before:o}");
    }
    for (mode_before, expected) in [
        (0o777, Kept::OpenToOthers),
        (0o775, Kept::OpenToOthers),
        (0o755, Kept::Closed),
        (0o1777, Kept::Closed),
    ] {
        let theirs = folder("theirs", mode_before);
        assert_eq!(kept(&theirs), expected, "{mode_before:o}");
        assert_eq!(mode(&theirs), mode_before & 0o777, "{mode_before:o}");
    }
    let made = home.path().join("new/ours");
    assert_eq!(kept(&made), Kept::Closed);
    // One's own link is as good as what it leads to.
    let (target, link) = (folder("elsewhere", 0o777), home.path().join("links/ours"));
    fs::create_dir(home.path().join("links")).unwrap();
    symlink(&target, &link).unwrap();
    assert_eq!(kept(&link), Kept::Closed);
    assert_eq!(mode(&target), 0o700);
}

#[test]
fn a_link_is_replaced_and_its_target_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let (target, link) = (home.path().join("target"), home.path().join("link"));
    fs::write(&target, "theirs").unwrap();
    symlink(&target, &link).unwrap();
    let refused = private_files::open(&link).unwrap_err();
    assert!(refused.to_string().contains("symbolic link"), "{refused}");
    private_files::replace(&link, b"ours").unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
    assert!(link.symlink_metadata().unwrap().is_file());
    private_files::open(&link).unwrap();
}

#[test]
fn a_new_file_takes_nobodys_place_and_a_dropped_draft_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("rows.csv");
    let mut draft = Draft::for_path(&place).unwrap();
    draft.write_all(b"half").unwrap();
    drop(draft);
    assert!(names(home.path()).is_empty());
    symlink(home.path().join("nowhere"), &place).unwrap();
    let taken = Draft::for_path(&place).unwrap().place_new().unwrap_err();
    assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(names(home.path()), ["rows.csv"]);
}

#[test]
fn reading_ends_where_it_was_said_to_end() {
    assert_eq!(private_files::read_at_most(&b"abc"[..], 3).unwrap(), "abc");
    let endless = io::repeat(b'x');
    let error = private_files::read_at_most(endless, 4096).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    let binary = private_files::read_at_most(&[0xFF, 0xFE][..], 9).unwrap_err();
    assert_eq!(binary.kind(), io::ErrorKind::InvalidData);
}

/// A pipe.
fn pipe(home: &Path) -> std::path::PathBuf {
    let path = home.join("pipe");
    let made = rustix::fs::mknodat(
        rustix::fs::CWD,
        &path,
        rustix::fs::FileType::Fifo,
        Mode::RUSR | Mode::WUSR,
        0,
    );
    made.unwrap();
    path
}

/// Otherwise whoever put it there would stop the program.
#[test]
fn a_pipe_in_the_place_of_a_private_file_is_refused_at_once() {
    let home = tempfile::tempdir().unwrap();
    let pipe = pipe(home.path());
    let refused = thread::spawn(move || private_files::open(&pipe).unwrap_err());
    let begun = Instant::now();
    while !refused.is_finished() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it waits");
        thread::sleep(Duration::from_millis(1));
    }
    let refused = refused.join().unwrap();
    assert!(refused.to_string().contains("no regular file"), "{refused}");
    for other in [home.path(), Path::new("/dev/null")] {
        let refused = private_files::open(other).unwrap_err();
        assert!(refused.to_string().contains("no regular file"), "{refused}");
    }
}

#[test]
fn a_pipe_that_somebody_named_is_read_and_not_waited_for_without_an_end() {
    let home = tempfile::tempdir().unwrap();
    let pipe = pipe(home.path());
    let patience = Duration::from_millis(50);
    let silent = private_files::read_named(&pipe, 9, patience).unwrap_err();
    assert_eq!(silent.kind(), io::ErrorKind::TimedOut);

    fs::remove_file(&pipe).unwrap();
    self::pipe(home.path());
    let writer = thread::spawn({
        let pipe = pipe.clone();
        move || {
            thread::sleep(Duration::from_millis(20));
            fs::write(pipe, b"abc").unwrap();
        }
    });
    let patience = Duration::from_secs(20);
    assert_eq!(
        private_files::read_named(&pipe, 9, patience).unwrap(),
        "abc"
    );
    writer.join().unwrap();

    let file = home.path().join("file");
    fs::write(&file, b"abc").unwrap();
    let link = home.path().join("link");
    symlink(&file, &link).unwrap();
    assert_eq!(
        private_files::read_named(&link, 3, patience).unwrap(),
        "abc"
    );
    let large = private_files::read_named(&link, 2, patience).unwrap_err();
    assert_eq!(large.kind(), io::ErrorKind::FileTooLarge);
    let endless = private_files::read_named(Path::new("/dev/zero"), 9, patience).unwrap_err();
    assert_eq!(endless.kind(), io::ErrorKind::FileTooLarge);
    let none = private_files::read_named(&home.path().join("none"), 9, patience).unwrap_err();
    assert_eq!(none.kind(), io::ErrorKind::NotFound);
    assert!(private_files::read_named(home.path(), 9, patience).is_err());
}
