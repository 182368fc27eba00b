//! Hostile statements against the sandbox of `plex_query`.
#![no_main]

#[path = "../../crates/plex-index/tests/it/hostile/grammar.rs"]
#[expect(dead_code, reason = "the tests make choices from seeds, this from bytes")]
mod grammar;

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::PathBuf,
    sync::LazyLock,
    time::Duration,
};

use grammar::Choices;
use libfuzzer_sys::fuzz_target;
use plex_client::PlexClient;
use plex_emulator::{Emulator, Library};
use plex_index::{
    Depth, Identity, Index, IndexError, IndexOptions, Place, Query, QueryError, WorkerCommand,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The argument by which this program runs statements instead of making them.
const WORKER: &str = "--as-worker";

/// The most rows that an answer may have.
const MAX_ROWS: usize = 50;

/// A snapshot of the sample library that nobody writes to any more.
struct House {
    runtime: Runtime,
    index: Index,
    file: PathBuf,
    untouched: u64,
    _home: TempDir,
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let home = tempfile::tempdir().unwrap();
    let (index, file) = runtime.block_on(async {
        let emulator = Emulator::start(Library::sample()).await.unwrap();
        let client = PlexClient::new(emulator.url(), emulator.token()).unwrap();
        let worker = WorkerCommand::new(std::env::current_exe().unwrap(), [WORKER]);
        let options = IndexOptions::new(Place::new(home.path()), Identity::Anonymous).worker(worker);
        let index = Index::new(client, options);
        index.sync(Depth::Everything, |_| {}).await.unwrap();
        let file = index.file().await.unwrap().to_owned();
        (index, file)
    });
    let untouched = hash(&file);
    House {
        runtime,
        index,
        file,
        untouched,
        _home: home,
    }
});

fn hash(file: &PathBuf) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(file).unwrap());
    hasher.finish()
}

/// Choices by the bytes of the input; zeros after its end, which lead to the end of the statement.
struct Bytes<'b>(&'b [u8]);

impl Choices for Bytes<'_> {
    fn below(&mut self, end: usize) -> usize {
        let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        usize::from(*byte) % end
    }
}

fuzz_target!(
    init: {
        if std::env::args().any(|argument| argument == WORKER) {
            let served = plex_index::worker::serve();
            std::process::exit(i32::from(served.is_err()));
        }
        LazyLock::force(&HOUSE);
    },
    |input: &[u8]| {
        let sql = match input.split_first() {
            Some((kind, bytes)) if kind % 2 == 0 => grammar::statement(&mut Bytes(bytes)),
            _ => String::from_utf8_lossy(input).into_owned(),
        };
        let mut query = Query::new(sql);
        query.max_rows = MAX_ROWS;
        query.time_limit = Duration::from_millis(100);
        let house = &*HOUSE;
        match house.runtime.block_on(house.index.query(query)) {
            Ok(answer) => assert!(answer.rows.len() <= MAX_ROWS),
            Err(IndexError::Query(QueryError::Store { message } | QueryError::Worker { message })) => {
                panic!("{message}")
            }
            Err(IndexError::Query(_)) => {}
            Err(other) => panic!("{other}"),
        }
        let next = Query::new("SELECT count(*) FROM movies");
        house.runtime.block_on(house.index.query(next)).unwrap();
        assert_eq!(hash(&house.file), house.untouched, "the database has changed");
    }
);
