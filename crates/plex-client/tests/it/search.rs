//! What a search finds, why, and in which order.

use std::time::Duration;

use plex_client::{
    ErrorKind, ItemType, LibraryKey, MatchReason, PlexClient, PlexError, SearchHit, SearchQuery,
    SearchResults, SearchSource, SearchSubject,
};
use plex_emulator::{Emulator, Fault, Library};

async fn emulator() -> (Emulator, PlexClient) {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let client = crate::script::client(emulator.url())
        .token(emulator.token())
        .build()
        .unwrap();
    (emulator, client)
}

async fn search(client: &PlexClient, query: SearchQuery) -> SearchResults {
    let found = client.search(&query).await.unwrap();
    assert!(found.is_complete(), "{:?}", found.failures);
    assert!(found.hits.len() <= query.limit as usize);
    assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
    assert!(
        found
            .hits
            .iter()
            .all(|hit| (0.0..=1.0).contains(&hit.score))
    );
    found
}

/// A hit in few words.
fn named(hit: &SearchHit) -> (String, MatchReason) {
    let name = match &hit.subject {
        SearchSubject::Item(item) => item.title.clone(),
        SearchSubject::Tag(tag) => tag.tag.clone(),
        other => panic!("{other:?}"),
    };
    (name, hit.matched)
}

#[tokio::test]
async fn a_title_comes_first() {
    let (_emulator, client) = emulator().await;
    for (words, title) in [
        ("Metropolis", "Metropolis"),
        ("metropolis 1927", "Metropolis"),
        ("METROP", "Metropolis"),
        ("twilight zone", "The Twilight Zone"),
        ("godfather", "The Godfather"),
        // In the middle of a word, where none of Plex's searches looks.
        ("etropoli", "Metropolis"),
    ] {
        let found = search(&client, SearchQuery::new(words)).await;
        let first = found
            .hits
            .first()
            .unwrap_or_else(|| panic!("nothing for {words:?}"));
        assert_eq!(
            named(first),
            (title.to_owned(), MatchReason::Title),
            "{words:?}"
        );
    }
}

#[tokio::test]
async fn people_and_genres_are_found_and_so_is_what_they_are_in() {
    let (_emulator, client) = emulator().await;
    let found = search(&client, SearchQuery::new("Charlie Chaplin")).await;
    let hits: Vec<_> = found.hits.iter().map(named).collect();
    assert_eq!(hits[0], ("Charlie Chaplin".to_owned(), MatchReason::Person));
    assert_eq!(
        hits.iter()
            .filter(|(name, _)| name == "Charlie Chaplin")
            .count(),
        1,
        "a person is one hit, in however many libraries and parts: {hits:?}"
    );
    let genre = search(&client, SearchQuery::new("Western")).await;
    assert!(
        genre
            .hits
            .iter()
            .any(|hit| matches!(hit.subject, SearchSubject::Tag(_))
                && hit.matched == MatchReason::Genre),
        "{:?}",
        genre.hits.iter().map(named).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn nothing_is_found_twice() {
    let (_emulator, client) = emulator().await;
    for words in ["the", "moon", "a", "night"] {
        let found = search(&client, SearchQuery::new(words).limit(100)).await;
        let mut keys: Vec<_> = found
            .hits
            .iter()
            .filter_map(|hit| match &hit.subject {
                SearchSubject::Item(item) => item.rating_key.clone(),
                _ => None,
            })
            .collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{words}");
    }
}

#[tokio::test]
async fn a_section_is_a_limit() {
    let (_emulator, client) = emulator().await;
    for section in ["1", "2", "3"] {
        let section = LibraryKey::new(section).unwrap();
        let found = search(
            &client,
            SearchQuery::new("the").limit(50).section(section.clone()),
        )
        .await;
        assert!(!found.hits.is_empty(), "{section}");
        for hit in &found.hits {
            let library = match &hit.subject {
                SearchSubject::Item(item) => &item.library_section_id,
                SearchSubject::Tag(tag) => &tag.library_section_id,
                other => panic!("{other:?}"),
            };
            assert_eq!(library.as_ref(), Some(&section), "{hit:?}");
        }
    }
}

#[tokio::test]
async fn a_section_that_is_not_there_is_not_an_empty_one() {
    let (_emulator, client) = emulator().await;
    let query = SearchQuery::new("the").section(LibraryKey::new("99").unwrap());
    let error = client.search(&query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn types_and_the_limit_are_kept() {
    let (_emulator, client) = emulator().await;
    let query = SearchQuery::new("the").limit(3).types([ItemType::Show]);
    let found = search(&client, query).await;
    assert!(!found.hits.is_empty());
    for hit in &found.hits {
        match &hit.subject {
            SearchSubject::Item(item) => assert_eq!(item.item_type, ItemType::Show),
            other => panic!("{other:?}"),
        }
    }
    let found = search(&client, SearchQuery::new("the").limit(2)).await;
    assert_eq!(found.hits.len(), 2);
    assert!(found.has_more);
    let found = search(
        &client,
        SearchQuery::new("Casablanca").types([ItemType::Person]),
    )
    .await;
    assert!(
        found
            .hits
            .iter()
            .all(|hit| hit.matched == MatchReason::Person)
    );
}

#[tokio::test]
async fn nothing_found_is_not_an_error() {
    let (_emulator, client) = emulator().await;
    let found = search(&client, SearchQuery::new("zzzzqqqq")).await;
    assert!(found.hits.is_empty() && !found.has_more);
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_refused() {
    let (emulator, client) = emulator().await;
    let long = "x".repeat(10_000);
    for query in [
        SearchQuery::new(""),
        SearchQuery::new(" \n"),
        SearchQuery::new(long),
        SearchQuery::new("x").limit(0),
    ] {
        let error = client.search(&query).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    assert!(emulator.requests().is_empty());
}

/// Each search finds what the others do not, but one that hangs does not take the answer away.
#[tokio::test]
async fn a_search_that_hangs_is_told_of_and_not_waited_for() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let timeout = Duration::from_secs(3);
    let client = crate::script::client(emulator.url())
        .token(emulator.token())
        .timeout(timeout)
        .build()
        .unwrap();
    for (path, source) in [
        ("/hubs/search", SearchSource::Hubs),
        ("/library/search", SearchSource::Library),
    ] {
        emulator.inject(Fault::Stall.on(path));
        let found = client.search(&SearchQuery::new("metropolis")).await;
        let found = found.unwrap();
        assert_eq!(named(&found.hits[0]).0, "Metropolis");
        assert_eq!(found.failures.len(), 1);
        assert_eq!(found.failures[0].source, source);
        let after = timeout / 6;
        assert_eq!(found.failures[0].error, PlexError::Timeout { after });
        emulator.clear_faults();
    }
    // Where nothing answers, that is what is told.
    emulator.inject(Fault::Stall.on("*"));
    let none = client.search(&SearchQuery::new("metropolis")).await;
    assert_eq!(none.unwrap_err(), PlexError::Timeout { after: timeout });
}

#[tokio::test]
async fn one_search_that_fails_does_not_hide_the_others() {
    let (emulator, client) = emulator().await;
    emulator.inject(Fault::Status(500).on("/hubs/search"));
    let found = client
        .search(&SearchQuery::new("Metropolis"))
        .await
        .unwrap();
    assert_eq!(named(&found.hits[0]).0, "Metropolis");
    assert!(!found.is_complete());
    assert_eq!(found.failures[0].source, SearchSource::Hubs);
    assert_eq!(found.failures[0].error.kind(), ErrorKind::Upstream);

    // Older servers do not have this one, so nothing is missing.
    emulator.clear_faults();
    emulator.inject(Fault::Status(404).on("/library/search"));
    let found = search(&client, SearchQuery::new("Metropolis")).await;
    assert_eq!(named(&found.hits[0]).0, "Metropolis");

    emulator.clear_faults();
    emulator.inject(Fault::Status(500));
    let error = client
        .search(&SearchQuery::new("Metropolis"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upstream);

    // An outage is not an empty library.
    emulator.clear_faults();
    emulator.go_offline();
    let error = client
        .search(&SearchQuery::new("Metropolis"))
        .await
        .unwrap_err();
    assert!(error.is_connection(), "{error}");
}
