//! What is counted, compared and put in order while a part is missing: what takes none of it is answered, and
//! nothing else is.

use plex_emulator::{Emulator, Library};
use plex_mcp::{ErrorKind, PlexMcpServer};
use serde_json::json;

use crate::{
    proxy::{self, Reply},
    support::{Fixture, client, object, options, snapshot_in},
};

/// Two libraries of films, and shows.
const LIBRARIES: &str = r#"
[[section]]
title = "Films"
type = "movie"
item = [
    { title = "Faust", year = 1926, Genre = ["Drama"] },
    { title = "Sunrise", year = 1927, Genre = ["Drama"] },
    { title = "M", year = 1931, Genre = ["Crime"] },
]
[[section]]
title = "Kids"
type = "movie"
item = [
    { title = "Heidi", year = 1952, Genre = ["Drama"] },
    { title = "Bambi", year = 1942, Genre = ["Drama"] },
]
[[section]]
title = "Shows"
type = "show"
[[section.item]]
title = "Harbour"
year = 2019
[[section.item.item]]
index = 1
item = [{ title = "Arrival", index = 1 }, { title = "The Long Night", index = 2 }]
"#;

/// A server of which one listing fails, or is said to be longer than it is.
struct Gap {
    fixture: Fixture,
    _home: tempfile::TempDir,
}

impl Gap {
    async fn of(path: &'static str, query: &'static str, is_whole: bool) -> Self {
        let library = Library::from_toml(LIBRARIES).unwrap();
        let emulator = Emulator::builder().library(library).start().await.unwrap();
        let url = proxy::before(&emulator, move |asked, with| {
            match asked == path && format!("{with}&").contains(query) {
                true if is_whole => Reply::Answer(500, "text/html", String::new()),
                true => Reply::Changed(Box::new(|body| {
                    body.replace("\"totalSize\":2", "\"totalSize\":9")
                })),
                false => Reply::Pass,
            }
        });
        let home = tempfile::tempdir().unwrap();
        let mut options = options();
        options.index = Some(snapshot_in(home.path()));
        let server = PlexMcpServer::with_options(client(&url, emulator.token()), options);
        Self {
            fixture: Fixture::of(emulator, server),
            _home: home,
        }
    }

    async fn refuses(&self, sql: &str, limit: u32) {
        let asked = json!({"sql": sql, "limit": limit});
        let error = self
            .fixture
            .err("plex_query", asked, ErrorKind::Upstream)
            .await;
        let message = error.message();
        assert!(message.contains("this needs items"), "{sql}: {message}");
    }

    async fn answers(&self, sql: &str, rows: serde_json::Value) {
        let asked = object(json!({"sql": sql}));
        let answer = self.fixture.server.call("plex_query", asked).await;
        let answer = answer.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_eq!(answer["items"], rows, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_type_that_is_named_somewhere_limits_nothing_else() {
    let gap = Gap::of("/library/sections/3/all", "type=4&", true).await;
    for sql in [
        "SELECT s.title FROM items s LEFT JOIN items e ON e.grandparent_id = s.id WHERE s.type = 'show' AND e.id IS NULL",
        "SELECT count(*) AS everything, sum(type = 'movie') AS films FROM items",
        "SELECT count(*) FROM items WHERE parent_id IN (SELECT id FROM items WHERE type = 'season')",
        "SELECT count(*) FROM items WHERE type = 'movie' OR year > 0",
        "SELECT count(*) FROM items WHERE NOT (type = 'movie')",
        "SELECT count(*) FROM items WHERE year BETWEEN 0 AND type = 'movie'",
        "SELECT (SELECT count(*) FROM items WHERE type = 'movie'), count(*) FROM items",
        "SELECT count(*) FROM movies UNION ALL SELECT count(*) FROM tags",
        "SELECT count(*) FROM tags WHERE item_id NOT IN (SELECT id FROM movies)",
        "SELECT title FROM items WHERE type = 'show' AND id NOT IN (SELECT show_id FROM episodes)",
    ] {
        gap.refuses(sql, 100).await;
    }
    for (sql, rows) in [
        (
            "SELECT count(*) FROM items WHERE type = 'movie'",
            json!([[5]]),
        ),
        (
            "SELECT count(*) FROM items i WHERE (i.type IN ('movie', 'show') AND i.year > 0) AND title <> 'x'",
            json!([[6]]),
        ),
        (
            "WITH films AS (SELECT * FROM items WHERE type = 'movie') SELECT count(*) FROM films",
            json!([[5]]),
        ),
        (
            "SELECT count(DISTINCT item_id) FROM tags t JOIN movies m ON m.id = t.item_id WHERE tag = 'Drama'",
            json!([[4]]),
        ),
        (
            "SELECT title FROM movies m WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.item_id = m.id AND t.tag = 'Drama')",
            json!([["M"]]),
        ),
        (
            "SELECT title FROM movies WHERE id NOT IN (SELECT item_id FROM tags WHERE tag = 'Drama')",
            json!([["M"]]),
        ),
        (
            "SELECT title FROM items m LEFT JOIN tags t ON t.item_id = m.id AND t.tag = 'Drama' WHERE m.type = 'movie' AND t.tag IS NULL",
            json!([["M"]]),
        ),
        ("SELECT max(year) FROM movies", json!([[1952]])),
    ] {
        gap.answers(sql, rows).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_named_somewhere_limits_nothing_else() {
    let gap = Gap::of("/library/sections/2/all", "", true).await;
    for sql in [
        "SELECT sum(library = 'Films') AS films, count(*) AS total FROM movies",
        "SELECT count(*) FROM movies WHERE library IN (SELECT title FROM libraries WHERE type = 'movie')",
        "SELECT count(*) FROM movies WHERE library = 'kids' COLLATE NOCASE",
        "SELECT title, library, count(*) OVER () AS films FROM movies LIMIT 5",
        "SELECT title, library, count(*) FROM movies",
        "SELECT library, count(*) OVER () FROM movies GROUP BY library",
        "SELECT 'Films' AS library, count(*) FROM movies GROUP BY 1",
        "SELECT count(*) FROM movies WHERE library = 'Films'\nOR year > 2000",
        "SELECT count(*) FROM movies WHERE\nNOT\nlibrary = 'Films'",
        "SELECT library, count(*), (SELECT count(*) FROM movies) FROM movies GROUP BY library",
        "SELECT library, count(*) FROM movies GROUP BY library ORDER BY 2 DESC LIMIT 1",
        "SELECT library, count(*) FROM movies WHERE year > 2000 GROUP BY library",
        "SELECT count(*) FROM movies WHERE library IN ('Films', 'Kids')",
    ] {
        gap.refuses(sql, 100).await;
    }
    for (sql, rows) in [
        (
            "SELECT count(*) FROM movies WHERE library = 'Films'",
            json!([[3]]),
        ),
        (
            "SELECT count(*) FROM movies m WHERE m.library IN ('Films', 'Shows') AND year > 1926",
            json!([[2]]),
        ),
        (
            "SELECT library, count(*) FROM items WHERE type IN ('movie', 'show') GROUP BY 1 ORDER BY library",
            json!([["Films", 3], ["Shows", 1]]),
        ),
        (
            "SELECT count(*) AS n, i.library FROM tags t JOIN items i ON i.id = t.item_id GROUP BY i.library",
            json!([[3, "Films"]]),
        ),
        ("SELECT count(*) FROM episodes", json!([[2]])),
        (
            "SELECT count(*) FROM episodes e JOIN items s ON s.id = e.show_id WHERE s.library = 'Shows'",
            json!([[2]]),
        ),
        (
            "SELECT title, library FROM movies WHERE year = 1931",
            json!([["M", "Films"]]),
        ),
    ] {
        gap.answers(sql, rows).await;
    }
}

/// A library of which a part is there is shown by name, and its number is false nevertheless.
#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_there_in_part_is_not_counted_among_others() {
    let gap = Gap::of("/library/sections/2/all", "", false).await;
    gap.refuses("SELECT library, count(*) FROM movies GROUP BY library", 100)
        .await;
    gap.answers(
        "SELECT library, count(*) FROM movies WHERE library <> 'Kids' GROUP BY library",
        json!([["Films", 3]]),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_of_an_order_are_not_told_of_what_is_there_in_part() {
    let gap = Gap::of("/library/sections/2/all", "", true).await;
    for (sql, limit) in [
        ("SELECT title FROM movies ORDER BY year DESC LIMIT 1", 100),
        (
            "SELECT title FROM movies ORDER BY year DESC LIMIT 1 OFFSET 1",
            100,
        ),
        (
            "SELECT title FROM (SELECT * FROM movies ORDER BY year DESC) LIMIT 2",
            100,
        ),
        ("SELECT title FROM movies ORDER BY year DESC", 1),
    ] {
        gap.refuses(sql, limit).await;
    }
    for (sql, rows) in [
        // All there are, in an order.
        (
            "SELECT title FROM movies ORDER BY year DESC",
            json!([["M"], ["Sunrise"], ["Faust"]]),
        ),
        (
            "SELECT title FROM movies WHERE year > 1926 ORDER BY year LIMIT 20",
            json!([["Sunrise"], ["M"]]),
        ),
        (
            "SELECT title FROM movies WHERE year = 1931 LIMIT 1",
            json!([["M"]]),
        ),
        (
            "SELECT title FROM movies WHERE library = 'Films' ORDER BY year DESC LIMIT 1",
            json!([["M"]]),
        ),
        (
            "SELECT i.title FROM search JOIN items i ON i.id = search.rowid WHERE search MATCH 'faust' ORDER BY rank, i.id LIMIT 1",
            json!([["Faust"]]),
        ),
    ] {
        gap.answers(sql, rows).await;
    }
}
