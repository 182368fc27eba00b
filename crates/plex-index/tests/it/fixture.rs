//! A server, a client and an index in a directory of their own.

use std::{path::Path, time::Duration};

use jiff::tz::TimeZone;
use plex_client::{AccountId, PlexClient, Token};
use plex_emulator::{Clock, Emulator, Library};
use plex_index::{
    Answer, Depth, Identity, Index, IndexOptions, Query, SnapshotDirectory, WorkerCommand,
    insight::Person,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::between::Between;

/// The moment at which the tests begin.
pub(crate) const NOW: i64 = 1_790_000_000;

/// Long enough for any machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Fixture {
    pub(crate) server: Emulator,
    pub(crate) clock: Clock,
    pub(crate) client: PlexClient,
    pub(crate) index: Index,
    pub(crate) home: TempDir,
}

impl Fixture {
    pub(crate) async fn with(library: Library) -> Self {
        let clock = Clock::manual(NOW);
        let server = Emulator::builder()
            .library(library)
            .clock(clock.clone())
            .start()
            .await
            .unwrap();
        let client = PlexClient::new(server.url(), server.token()).unwrap();
        let home = tempfile::tempdir().unwrap();
        let index = Index::new(client.clone(), options(home.path(), server.token(), &clock));
        Self {
            server,
            clock,
            client,
            index,
            home,
        }
    }

    /// The same, where another server stands between the index and the emulator.
    pub(crate) async fn behind(library: Library) -> (Self, Between) {
        let fixture = Self::with(library).await;
        let between = Between::start(fixture.server.address()).await;
        let url = format!("http://{}", between.address);
        let client = PlexClient::new(&url, fixture.server.token()).unwrap();
        let index = Index::new(client.clone(), fixture.options());
        let fixture = Self {
            client,
            index,
            ..fixture
        };
        (fixture, between)
    }

    pub(crate) async fn synced(library: Library) -> Self {
        let fixture = Self::with(library).await;
        fixture.sync(Depth::Everything).await;
        fixture
    }

    pub(crate) async fn of_toml(library: &str) -> Self {
        Self::synced(Library::from_toml(library).unwrap()).await
    }

    /// The same fixture, where the server now holds another library.
    pub(crate) async fn now_with(self, library: &str) -> Self {
        let next = Self::with(Library::from_toml(library).unwrap()).await;
        let index = Index::new(
            next.client.clone(),
            options(self.home.path(), next.server.token(), &next.clock),
        );
        next.clock.advance(Duration::from_secs(3600));
        Self {
            index,
            home: self.home,
            ..next
        }
    }

    pub(crate) fn options(&self) -> IndexOptions {
        options(self.home.path(), self.server.token(), &self.clock)
    }

    /// Another process's view of the same snapshot.
    pub(crate) fn another(&self, options: IndexOptions) -> Index {
        Index::new(self.client.clone(), options)
    }

    pub(crate) async fn sync(&self, depth: Depth) {
        self.index.sync(depth, |_| {}).await.unwrap();
    }

    pub(crate) async fn ask(&self, sql: &str) -> Answer {
        self.index
            .query(Query::new(sql))
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    pub(crate) async fn rows(&self, sql: &str) -> Vec<Vec<Value>> {
        self.ask(sql).await.rows
    }

    /// The one value of an answer.
    pub(crate) async fn value(&self, sql: &str) -> Value {
        let rows = self.rows(sql).await;
        assert_eq!(rows.len(), 1, "{sql}");
        rows[0][0].clone()
    }

    /// The first column of an answer, as texts.
    pub(crate) async fn column(&self, sql: &str) -> Vec<String> {
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        self.rows(sql)
            .await
            .iter()
            .map(|row| text(&row[0]))
            .collect()
    }

    /// Everything the snapshot says, to compare two of them: items by their keys, because rows are numbered
    /// as they come.
    pub(crate) async fn everything(&self) -> Vec<(String, Vec<Vec<Value>>)> {
        let mut all = Vec::new();
        for table in plex_index::schema::TABLES
            .iter()
            .filter(|table| table.name != "search")
        {
            let columns: Vec<String> = table
                .columns
                .iter()
                .map(|column| by_key(table.name, column.name))
                .collect();
            let order: Vec<String> = (1..=columns.len()).map(|nth| nth.to_string()).collect();
            let mut query = Query::new(format!(
                "SELECT {} FROM {} AS t ORDER BY {}",
                columns.join(", "),
                table.name,
                order.join(", ")
            ));
            query.max_rows = 100_000;
            query.max_bytes = 10_000_000;
            all.push((
                table.name.to_owned(),
                self.index.query(query).await.unwrap().rows,
            ));
        }
        all
    }

    /// Asks the server for something that the client has no words for.
    pub(crate) async fn poke(&self, path: &str) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(self.server.address())
            .await
            .unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: plex\r\nX-Plex-Token: {}\r\n\
             X-Plex-Client-Identifier: tests\r\nConnection: close\r\n\r\n",
            self.server.token()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
}

/// A column, with the key of an item in the place of the number of its row.
fn by_key(table: &str, column: &str) -> String {
    let is_item = match column {
        "id" => ["items", "movies", "episodes", "tracks"].contains(&table),
        column => [
            "item_id",
            "parent_id",
            "grandparent_id",
            "show_id",
            "season_id",
            "artist_id",
            "album_id",
        ]
        .contains(&column),
    };
    match is_item {
        true => format!("(SELECT i.rating_key FROM items i WHERE i.id = t.{column})"),
        false => format!("t.{column}"),
    }
}

pub(crate) fn options(home: &Path, token: &str, clock: &Clock) -> IndexOptions {
    let clock = clock.clone();
    IndexOptions::new(
        SnapshotDirectory::new(home.join("index")),
        Identity::Token(Token::new(token)),
    )
    .timezone(TimeZone::get("Europe/Berlin").unwrap())
    .worker(worker("Europe/Berlin"))
    .clock(move || clock.now())
}

pub(crate) fn worker(timezone: &str) -> WorkerCommand {
    WorkerCommand::new(env!("CARGO_BIN_EXE_plex-index-worker"), [""; 0]).timezone(timezone)
}

/// A person by id, and how answers call them.
pub(crate) fn person((id, name): (i64, &str)) -> Person {
    Person {
        id: AccountId::new(id),
        name: name.to_owned(),
    }
}
