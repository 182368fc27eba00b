//! Statements that want to break, fill, leave or stall something.

mod corpus;

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hasher},
    path::Path,
    time::Duration,
};

use plex_emulator::Library;
use plex_index::{IndexError, Query, QueryError};

use crate::house::House;

/// Short, so that many statements that never end can be tried.
const TIME_LIMIT: Duration = Duration::from_millis(150);

/// What an answer to a hostile statement may be at most: it can be a lawful question after all.
const MAX_ROWS: usize = 50;

fn hostile(sql: &str) -> Query {
    let mut query = Query::new(sql);
    query.time_limit = TIME_LIMIT;
    query.max_rows = MAX_ROWS;
    query
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Every file of the snapshot's directory with a hash of its content. SQLite's shared memory is left out: it
/// is where readers say that they read.
fn state(directory: &Path) -> BTreeMap<String, u64> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, path)| path.is_file() && !name.ends_with("-shm"))
        .map(|(name, path)| (name, hash(&fs::read(path).unwrap())))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_and_the_next_question_is_answered() {
    let house = House::synced(Library::sample()).await;
    let directory = house.home.path().join("index");
    let titles = "SELECT group_concat(title ORDER BY id) FROM movies";
    let before = (state(&directory), house.value(titles).await);
    let elsewhere = state(&std::env::current_dir().unwrap().join("src"));

    let texts = corpus::all();
    assert!(texts.len() >= 200, "{}", texts.len());
    for text in &texts {
        match house.index.query(hostile(text)).await {
            Ok(answer) => {
                assert!(answer.rows.len() <= MAX_ROWS, "{text}");
                let size = serde_json::to_string(&answer).unwrap().len();
                assert!(size < 200_000, "{size} bytes: {text}");
            }
            Err(IndexError::Query(QueryError::Store { message })) => panic!("{message}: {text}"),
            Err(IndexError::Query(QueryError::Worker { message })) => panic!("{message}: {text}"),
            Err(IndexError::Query(_)) => {}
            Err(other) => panic!("{other}: {text}"),
        }
    }
    assert_eq!((state(&directory), house.value(titles).await), before);
    assert_eq!(
        state(&std::env::current_dir().unwrap().join("src")),
        elsewhere
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_harms_is_refused() {
    let house = House::synced(Library::sample()).await;
    for text in corpus::forbidden() {
        let outcome = house.index.query(hostile(&text)).await;
        assert!(outcome.is_err(), "{text}: {outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_ends_is_ended() {
    let house = House::synced(Library::sample()).await;
    for text in corpus::endless() {
        match house.index.query(hostile(&text)).await {
            Err(IndexError::Query(QueryError::TimeLimit | QueryError::MemoryLimit)) => {}
            other => panic!("{other:?}: {text}"),
        }
    }
}

/// One call of one function takes far longer than the time limit, out of reach of SQLite's own
/// interruption.
#[tokio::test(flavor = "multi_thread")]
async fn a_single_long_call_is_ended_with_its_process() {
    let house = House::synced(Library::sample()).await;
    for text in corpus::long_calls() {
        match house.index.query(hostile(&text)).await {
            Err(IndexError::Query(QueryError::TimeLimit)) => {}
            other => panic!("{other:?}: {text}"),
        }
        house.value("SELECT count(*) FROM movies").await;
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn memory_is_bounded() {
    let house = House::synced(Library::sample()).await;
    let mut peak = 0;
    for text in corpus::endless() {
        let asking = house.index.query(hostile(&text));
        let watching = async {
            loop {
                peak = peak.max(children_peak_kib());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::select! {
            _ = asking => {}
            () = watching => {}
        }
    }
    assert!(peak > 0, "no worker was seen");
    assert!(peak < 160 * 1024, "{peak} KiB");
}

/// The most memory that a worker of this test process has ever taken.
#[cfg(target_os = "linux")]
fn children_peak_kib() -> u64 {
    let me = std::process::id().to_string();
    let status = |pid: &str| fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |status: &str, name: &str| {
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_default()
            .to_owned();
        line.trim().trim_end_matches(" kB").to_owned()
    };
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|pid| status(&pid))
        .filter(|status| {
            field(status, "PPid:") == me && field(status, "Name:").starts_with("plex-index")
        })
        .filter_map(|status| field(&status, "VmHWM:").parse::<u64>().ok())
        .max()
        .unwrap_or(0)
}
