use plex_client::{DetailsQuery, ItemType, ItemsQuery, LibraryType, PageRequest};
use plex_emulator::{Arrival, Fault, Generated, Library};
use plex_index::{Depth, IndexError};

use crate::fixture::{Fixture, PATIENCE};

#[tokio::test(flavor = "multi_thread")]
async fn everything_the_server_lists_is_there() {
    let fixture = Fixture::synced(Library::sample()).await;
    for library in fixture.client.libraries().await.unwrap() {
        let types: &[ItemType] = match library.library_type {
            LibraryType::Movie => &[ItemType::Movie],
            LibraryType::Show => &[ItemType::Show, ItemType::Season, ItemType::Episode],
            LibraryType::Artist => &[ItemType::Artist, ItemType::Album, ItemType::Track],
            LibraryType::Photo => &[ItemType::Photo],
            _ => &[],
        };
        for item_type in types {
            let query = ItemsQuery::new()
                .item_type(item_type.clone())
                .page(PageRequest::first(0));
            let total = fixture
                .client
                .library_items(&library.key, &query)
                .await
                .unwrap()
                .total;
            let held = fixture
                .value(&format!(
                    "SELECT count(*) FROM items WHERE library = '{}' AND type = '{item_type}'",
                    library.title
                ))
                .await;
            assert_eq!(held.as_u64(), total, "{} {item_type}", library.title);
            assert_ne!(held, 0, "{} {item_type}", library.title);
        }
    }
    for table in plex_index::schema::TABLES
        .iter()
        .filter(|table| table.name != "search")
    {
        assert_ne!(
            fixture
                .value(&format!("SELECT count(*) FROM {}", table.name))
                .await,
            0,
            "{} is empty",
            table.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn details_fill_in_what_listings_leave_out() {
    let fixture = Fixture::synced(Library::sample()).await;
    let film = fixture
        .client
        .library_items(
            &fixture.client.libraries().await.unwrap()[0].key,
            &ItemsQuery::new()
                .item_type(ItemType::Movie)
                .page(PageRequest::first(1)),
        )
        .await
        .unwrap()
        .items
        .remove(0);
    let key = film.rating_key.unwrap();
    let whole = fixture
        .client
        .details(&key, &DetailsQuery::new())
        .await
        .unwrap();
    let count = |table: &str, more: &str| {
        format!(
            "SELECT count(*) FROM {table} t JOIN items i ON i.id = t.item_id WHERE i.rating_key = '{key}' {more}"
        )
    };
    assert_eq!(
        fixture.value(&count("tags", "AND kind = 'genre'")).await,
        whole.genres.len()
    );
    assert_eq!(
        fixture.value(&count("people", "AND job = 'actor'")).await,
        whole.roles.len()
    );
    assert_eq!(
        fixture.value(&count("external_ids", "")).await,
        whole.guids.len()
    );
    let streams: usize = whole
        .media
        .iter()
        .flat_map(|media| &media.parts)
        .map(|part| part.streams.len())
        .sum();
    assert_eq!(fixture.value(&count("streams", "")).await, streams);
    assert_ne!(streams, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_call_builds_and_says_how_far_it_is() {
    let fixture = Fixture::with(Library::sample()).await;
    fixture
        .server
        .inject(Fault::Latency(std::time::Duration::from_millis(300)).on("/library/sections/*"));
    match fixture.index.ready(std::time::Duration::ZERO, |_| {}).await {
        Err(IndexError::Building {
            percent,
            retry_after,
        }) => {
            assert!(percent < 100 && !retry_after.is_zero());
        }
        other => panic!("{other:?}"),
    }
    let mut reports = 0;
    let fresh = fixture
        .index
        .ready(PATIENCE, |_| reports += 1)
        .await
        .unwrap();
    assert!(reports > 0);
    assert!(fresh.items > 0 && fresh.detailed <= fresh.items);
    assert_eq!(fresh.timezone, "Europe/Berlin");
}

/// All tables are written at their ends, whatever the keys are.
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_numbered_in_the_order_in_which_titles_were_added() {
    let films = Generated::films(1_200).arrival(Arrival::Random);
    let fixture = Fixture::synced(Library::generated(films)).await;
    let steps_back = "SELECT count(*) FROM (SELECT added_at, lag(added_at) OVER (ORDER BY id) AS before FROM items)
                      WHERE added_at < before";
    assert_eq!(fixture.value(steps_back).await, 0);
    let keys_back = "SELECT count(*) FROM (SELECT 0 + rating_key AS key, lag(0 + rating_key) OVER (ORDER BY id) AS before FROM items)
                     WHERE key < before";
    assert!(fixture.value(keys_back).await.as_i64().unwrap() > 400);
    assert_eq!(
        fixture
            .value("SELECT count(*) FROM items WHERE detailed")
            .await,
        1_200
    );
}

/// A sync that is cut at any request goes on later and ends where an uncut one does; what was
/// usable before stays usable.
#[tokio::test(flavor = "multi_thread")]
async fn cut_at_any_request_the_work_goes_on() {
    let whole = Fixture::synced(Library::sample()).await.everything().await;
    let fixture = Fixture::with(Library::sample()).await;
    let mut cuts = 0;
    loop {
        fixture.server.clear_faults();
        // Identity and libraries pass; then one more request each time.
        fixture
            .server
            .inject(Fault::Status(500).on("/*").after(2 + cuts));
        cuts += 1;
        assert!(cuts < 400, "the work never ends");
        match fixture.index.sync(Depth::Changes, |_| {}).await {
            Ok(fresh) if fresh.missing.is_empty() => break,
            Ok(_) | Err(IndexError::Plex(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert!(cuts > 10, "{cuts}");
    fixture.server.clear_faults();
    assert_eq!(fixture.everything().await, whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_the_server_fails_over_keeps_nobody_else_waiting() {
    let fixture = Fixture::synced(Library::sample()).await;
    let key = fixture
        .value("SELECT rating_key FROM movies ORDER BY added_at DESC LIMIT 1 OFFSET 20")
        .await;
    let key = key.as_str().unwrap();
    fixture.index.clear().await.unwrap();
    for path in ["/", ","].map(|before| format!("/library/metadata*{before}{key}")) {
        fixture.server.inject(Fault::Status(500).on(path.clone()));
        fixture
            .server
            .inject(Fault::Status(500).on(format!("{path},*")));
    }
    let fresh = fixture.index.sync(Depth::Everything, |_| {}).await.unwrap();
    assert_eq!(fresh.detailed, fresh.items - 1);
    let due = fixture
        .column("SELECT rating_key FROM items WHERE NOT detailed")
        .await;
    assert_eq!(due, [key]);
    // What the listing says of it is found all the same.
    let title = fixture
        .value("SELECT title FROM items WHERE NOT detailed")
        .await;
    let found = fixture
        .column(&format!(
            "SELECT i.rating_key FROM search JOIN items i ON i.id = search.rowid WHERE search MATCH 'title:\"{}\"'",
            title.as_str().unwrap()
        ))
        .await;
    assert!(found.iter().any(|one| one == key), "{title}: {found:?}");
    fixture.server.clear_faults();
    let fresh = fixture.index.sync(Depth::Changes, |_| {}).await.unwrap();
    assert_eq!(fresh.detailed, fresh.items);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_an_error_while_there_is_nothing_and_an_age_afterwards() {
    let fixture = Fixture::with(Library::sample()).await;
    fixture.server.inject(Fault::Status(500).on("/library/*"));
    match fixture.index.ready(PATIENCE, |_| {}).await {
        Err(error @ IndexError::Sync(_)) => assert!(error.plex().is_some(), "{error}"),
        other => panic!("{other:?}"),
    }
    fixture.server.clear_faults();
    fixture.sync(Depth::Everything).await;
    fixture.server.go_offline();
    let fresh = fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    assert_eq!(fresh.swept, crate::fixture::NOW);
    assert_ne!(fixture.value("SELECT count(*) FROM movies").await, 0);
}
