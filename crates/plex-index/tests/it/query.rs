use std::time::Duration;

use plex_emulator::Library;
use plex_index::{Depth, IndexError, Query, QueryError};

use crate::fixture::Fixture;

async fn error_of(fixture: &Fixture, sql: &str) -> QueryError {
    match fixture.index.query(Query::new(sql)).await {
        Err(IndexError::Query(error)) => error,
        other => panic!("{other:?}: {sql}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_folds_diacritics_matches_prefixes_and_ranks() {
    let fixture = Fixture::synced(Library::sample()).await;
    let find = |words: &str| {
        format!(
            "SELECT i.title FROM search JOIN items i ON i.id = search.rowid WHERE search MATCH '{words}' ORDER BY rank"
        )
    };
    let title = fixture
        .value("SELECT title FROM movies ORDER BY title LIMIT 1")
        .await;
    let title = title.as_str().unwrap();
    let first_word = title
        .split(' ')
        .find(|word| word.len() > 3)
        .unwrap_or(title);
    let prefix = format!("{}*", first_word.chars().take(3).collect::<String>());
    assert!(
        fixture
            .rows(&find(&prefix))
            .await
            .iter()
            .any(|row| row[0] == title),
        "{prefix} {title}"
    );
    let accented = fixture
        .rows("SELECT title FROM items WHERE title LIKE '%é%' LIMIT 1")
        .await;
    for row in accented {
        let plain = row[0].as_str().unwrap().replace('é', "e");
        let phrase = format!("\"{}\"", plain.replace('"', ""));
        assert!(fixture.rows(&find(&phrase)).await.contains(&row), "{plain}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_told_apart() {
    let fixture = Fixture::synced(Library::sample()).await;
    let error = error_of(
        &fixture,
        "SELECT m.yeer FROM movies m JOIN plays p ON p.item_id = m.id",
    )
    .await;
    assert_eq!(
        error,
        QueryError::NoSuchColumn {
            name: "yeer".into(),
            tables: vec!["movies".into(), "plays".into()]
        }
    );
    let error = error_of(&fixture, "SELECT * FROM film").await;
    assert_eq!(
        error,
        QueryError::NoSuchTable {
            name: "film".into()
        }
    );
    let error = error_of(&fixture, "SELECT median(year) FROM movies").await;
    assert_eq!(
        error,
        QueryError::NoSuchFunction {
            name: "median".into()
        }
    );
    let error = error_of(&fixture, "SELECT title FROM movies WHERE studio = \"UFA\"").await;
    assert_eq!(
        error,
        QueryError::NoSuchColumn {
            name: "UFA".into(),
            tables: vec!["movies".into()]
        }
    );
    assert_eq!(
        error_of(&fixture, "SELECT * FROM item").await,
        QueryError::NotAllowed
    );
    assert_eq!(
        error_of(&fixture, "SELECT 1; SELECT 2").await,
        QueryError::NotOneStatement
    );
    assert_eq!(
        error_of(&fixture, "DELETE FROM movies").await,
        QueryError::NotAllowed
    );
    assert_eq!(
        error_of(
            &fixture,
            "WITH Movies AS (SELECT item_id, file FROM media) SELECT * FROM movies"
        )
        .await,
        QueryError::TakenName {
            name: "Movies".into()
        }
    );
    assert_eq!(error_of(&fixture, "SELECT ?").await, QueryError::Parameters);
    assert!(
        matches!(error_of(&fixture, "SELEC 1").await, QueryError::Invalid { message } if message.contains("SELEC"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn caps_are_kept_and_told() {
    let fixture = Fixture::synced(Library::sample()).await;
    let mut query = Query::new("SELECT title, printf('%5000d', 1) AS wide FROM items");
    query.max_rows = 7;
    query.max_cell_chars = 20;
    let answer = fixture.index.query(query.clone()).await.unwrap();
    assert_eq!(
        (answer.rows.len(), answer.more_rows, answer.too_large),
        (7, true, false)
    );
    assert!(answer.shortened_cells >= 7);
    assert_eq!(answer.rows[0][1].as_str().unwrap().chars().count(), 21);

    query.max_rows = 1_000;
    query.max_bytes = 500;
    let answer = fixture.index.query(query).await.unwrap();
    assert!(answer.rows.len() < 15 && answer.more_rows && answer.too_large);

    let exact = fixture
        .index
        .query(Query::new("SELECT 1.5, NULL, 'a', x'0102', 9e999"))
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(&exact.rows).unwrap(),
        serde_json::json!([[1.5, null, "a", "(2 bytes)", null]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_child_sees_no_environment_but_the_timezone() {
    let fixture = Fixture::synced(Library::sample()).await;
    let noon = fixture
        .value("SELECT datetime(1795000000, 'unixepoch', 'localtime')")
        .await;
    assert_eq!(noon, "2026-11-18 12:06:40");
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_that_go_away_leave_no_answer_behind() {
    let fixture = Fixture::synced(Library::sample()).await;
    let endless =
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
    let impatient = tokio::time::timeout(
        std::time::Duration::from_millis(50),
        fixture.index.query(Query::new(endless)),
    );
    assert!(impatient.await.is_err());
    assert_eq!(fixture.value("SELECT 7").await, 7);
}

/// The connection for a question is made ready after the one before: it must be none of an older snapshot.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_sees_what_was_written_and_built_anew_since_the_last_one() {
    let fixture = Fixture::synced(Library::generate(60)).await;
    let viewed = "SELECT view_count FROM movies WHERE rating_key = '7'";
    let key = "SELECT rating_key FROM movies WHERE rating_key = '7'";
    for times in 1..=2 {
        let before = fixture.value(viewed).await.as_i64().unwrap();
        fixture
            .poke("/:/scrobble?identifier=com.plexapp.plugins.library&key=7")
            .await;
        fixture.clock.advance(Duration::from_secs(120));
        fixture.sync(Depth::Changes).await;
        assert_eq!(fixture.value(viewed).await, before + 1, "{times}");
        // Another file takes its place.
        fixture.index.clear().await.unwrap();
        fixture.sync(Depth::Everything).await;
        assert_eq!(fixture.value(viewed).await, before + 1, "{times}");
    }
    fixture.index.clear().await.unwrap();
    match fixture.index.query(Query::new(key)).await {
        Err(IndexError::Query(QueryError::Store { .. }) | IndexError::Building { .. }) => {}
        other => panic!("{other:?}"),
    }
}
