//! Statements that want to break, fill, leave or stall something.

mod corpus;
mod grammar;

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hasher},
    path::Path,
    time::Duration,
};

use plex_emulator::Library;
use plex_index::{IndexError, Query, QueryError};

use crate::fixture::Fixture;

/// Short, so that many statements that never end can be tried.
const TIME_LIMIT: Duration = Duration::from_millis(150);

/// What an answer to a hostile statement may be at most: it can be a lawful question after all.
const MAX_ROWS: usize = 50;

/// The most memory that a process which runs statements may ever take.
#[cfg(target_os = "linux")]
const MOST_MEMORY_KIB: u64 = 160 * 1024;

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

/// Statements that are generated in each run of the tests.
const GENERATED: u64 = 250;

/// Asks all of these; after each of them the next question is answered as before, and at the end the
/// database and the files around are what they were.
async fn ask_all(texts: impl IntoIterator<Item = String>) {
    let fixture = Fixture::synced(Library::sample()).await;
    let directory = fixture.home.path().join("index");
    let here = std::env::current_dir().unwrap();
    let titles = "SELECT group_concat(title ORDER BY id) FROM movies";
    let everything = || (state(&directory), state(&here), state(fixture.home.path()));
    let (before, known) = (everything(), fixture.value(titles).await);
    for text in texts {
        match fixture.index.query(hostile(&text)).await {
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
        assert_eq!(fixture.value(titles).await, known, "after {text}");
    }
    assert_eq!(everything(), before);
    #[cfg(target_os = "linux")]
    assert!(
        children_peak_kib() < MOST_MEMORY_KIB,
        "{} KiB",
        children_peak_kib()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_and_the_next_question_is_answered() {
    let texts = corpus::all();
    assert!(texts.len() >= 200, "{}", texts.len());
    ask_all(texts).await;
}

/// `HOSTILE_SEEDS=250..100000 cargo test -p plex-index --test it generated` goes on for hours.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_by_generated_statements_either() {
    let wanted = std::env::var("HOSTILE_SEEDS").unwrap_or_default();
    let seeds = match wanted.split_once("..") {
        Some((first, last)) => first.parse().unwrap()..last.parse().unwrap(),
        None => 0..GENERATED,
    };
    ask_all(seeds.map(|seed| grammar::statement(&mut grammar::Seeded::new(seed)))).await;
}

/// A generator that makes nothing but nonsense would test nothing.
#[tokio::test(flavor = "multi_thread")]
async fn generated_statements_are_of_all_sorts() {
    let fixture = Fixture::synced(Library::sample()).await;
    let (mut answered, mut refused, mut invalid) = (0, 0, 0);
    for seed in 0..GENERATED {
        let text = grammar::statement(&mut grammar::Seeded::new(seed));
        match fixture.index.query(hostile(&text)).await {
            Ok(_) => answered += 1,
            Err(IndexError::Query(QueryError::NotAllowed | QueryError::NotAQuery)) => refused += 1,
            Err(_) => invalid += 1,
        }
    }
    assert!(
        answered > 10 && refused > 10 && invalid > 10,
        "{answered} {refused} {invalid}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_harms_is_refused() {
    let fixture = Fixture::synced(Library::sample()).await;
    for text in corpus::forbidden() {
        let outcome = fixture.index.query(hostile(&text)).await;
        assert!(outcome.is_err(), "{text}: {outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_ends_is_ended() {
    let fixture = Fixture::synced(Library::sample()).await;
    for text in corpus::endless() {
        match fixture.index.query(hostile(&text)).await {
            Err(IndexError::Query(QueryError::TimeLimit | QueryError::MemoryLimit)) => {}
            other => panic!("{other:?}: {text}"),
        }
    }
}

/// One call of one function takes far longer than the time limit, out of reach of SQLite's own
/// interruption.
#[tokio::test(flavor = "multi_thread")]
async fn a_single_long_call_is_ended_with_its_process() {
    let fixture = Fixture::synced(Library::sample()).await;
    for text in corpus::long_calls() {
        match fixture.index.query(hostile(&text)).await {
            Err(IndexError::Query(QueryError::TimeLimit)) => {}
            other => panic!("{other:?}: {text}"),
        }
        fixture.value("SELECT count(*) FROM movies").await;
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn memory_is_bounded() {
    let fixture = Fixture::synced(Library::sample()).await;
    let mut peak = 0;
    for text in corpus::endless() {
        let asking = fixture.index.query(hostile(&text));
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
    assert!(peak < MOST_MEMORY_KIB, "{peak} KiB");
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
