//! A snapshot whose files come to harm while somebody works with it.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
    path::Path,
    time::{Duration, Instant},
};

use plex_emulator::Library;
use plex_index::{Depth, IndexError, Query};

use crate::fixture::{Fixture, PATIENCE};

/// Writes nonsense over a part of a file.
fn scribble(file: &Path, from: u64) {
    let length = fs::metadata(file).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(from)).unwrap();
    let rest = usize::try_from(length.saturating_sub(from).max(100)).unwrap();
    file.write_all(&vec![b'~'; rest]).unwrap();
}

fn remove_with_journals(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
}

/// What happens to a snapshot at a path.
type Harm = fn(&Path);

const HARMS: [(&str, Harm); 5] = [
    ("written over", |file| scribble(file, 0)),
    ("written over beyond its head", |file| scribble(file, 8_192)),
    ("emptied", |file| fs::write(file, "").unwrap()),
    ("removed", remove_with_journals),
    ("removed with its folder", remove_with_folder),
];

/// Removes the folder. Who still reads the snapshot may put a journal into it meanwhile, and then it is not empty.
fn remove_with_folder(file: &Path) {
    let folder = file.parent().unwrap();
    for _ in 0..100 {
        match fs::remove_dir_all(folder) {
            Ok(()) => return,
            Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => {}
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the folder is filled again and again");
}

/// Asks until there is an answer, as a client does that is told to ask again.
async fn ask(fixture: &Fixture, what: &str) -> serde_json::Value {
    let began = Instant::now();
    loop {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{what}: no answer"
        );
        fixture
            .index
            .ready(Duration::from_secs(8), |_| {})
            .await
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        let sql = "SELECT count(*), max(title), sum(length(summary)) FROM items";
        match fixture.index.query(Query::new(sql)).await {
            Ok(answer) => return answer.rows[0][0].clone(),
            Err(IndexError::Building { .. }) => tokio::time::sleep(Duration::from_millis(50)).await,
            Err(error) => panic!("{what}: {error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_builds_a_damaged_snapshot_anew() {
    for (what, harm) in HARMS {
        // Whole and closed, so that its file has all and no journal hides the harm.
        let fixture = Fixture::synced(Library::sample()).await;
        let items = fixture.value("SELECT count(*) FROM items").await;
        fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
        let file = fixture.index.file().await.unwrap().to_owned();
        harm(&file);
        assert_eq!(ask(&fixture, what).await, items, "{what}");
        // And so it stays.
        assert_eq!(ask(&fixture, what).await, items, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_of_a_damaged_snapshot_builds_it_anew() {
    for (what, harm) in HARMS {
        let fixture = Fixture::synced(Library::sample()).await;
        let items = fixture.value("SELECT count(*) FROM items").await;
        let file = fixture.index.file().await.unwrap().to_owned();
        harm(&file);
        fixture
            .index
            .sync(Depth::Everything, |_| {})
            .await
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(
            fixture.value("SELECT count(*) FROM items").await,
            items,
            "{what}"
        );
        harm(&file);
        let another = fixture.another(fixture.options());
        another
            .clear()
            .await
            .unwrap_or_else(|error| panic!("{what}: {error}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_snapshot_can_be_removed_beside_a_server_that_runs_with_it() {
    for (what, harm) in HARMS {
        let fixture = Fixture::synced(Library::sample()).await;
        let items = fixture.value("SELECT count(*) FROM items").await;
        fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
        harm(fixture.index.file().await.unwrap());
        let another = fixture.another(fixture.options());
        let began = Instant::now();
        // The server that runs may be at it at this moment.
        while let Err(error) = another.clear().await {
            let is_patient = began.elapsed() < Duration::from_secs(30);
            assert!(is_patient, "{what}: {error}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(ask(&fixture, what).await, items, "{what}");
    }
}
