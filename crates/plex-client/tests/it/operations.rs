//! Every operation against the emulator, by both wires.

use std::fmt::Debug;

use plex_client::{
    Activity, DetailsQuery, ErrorKind, HistoryQuery, HubSearchQuery, ItemType, ItemsQuery,
    LibraryKey, LibrarySearchQuery, LibraryType, MediaItem, OnDeckQuery, PageRequest, PlexClient,
    RatingKey, RecentlyAddedQuery, Result, SearchQuery, Wire,
};
use plex_emulator::{Clock, Emulator, Library};

/// A server whose clock stands still, so that sessions do not move between two questions.
async fn emulator() -> Emulator {
    Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(1_790_000_000))
        .start()
        .await
        .unwrap()
}

fn client(emulator: &Emulator, wire: Wire) -> PlexClient {
    PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("test")
        .wire(wire)
        .build()
        .unwrap()
}

/// Asks both ways, finds the answers equal, and gives one.
async fn both<T, F>(emulator: &Emulator, ask: impl Fn(PlexClient) -> F) -> T
where
    T: Debug + PartialEq,
    F: Future<Output = Result<T>>,
{
    let by_json = ask(client(emulator, Wire::Json)).await.unwrap();
    let by_xml = ask(client(emulator, Wire::Xml)).await.unwrap();
    assert_eq!(by_json, by_xml);
    by_json
}

fn key(library: &str) -> LibraryKey {
    LibraryKey::new(library).unwrap()
}

/// The id of the item with this title.
async fn named(emulator: &Emulator, library: &str, item_type: ItemType, title: &str) -> RatingKey {
    let query = ItemsQuery::new()
        .item_type(item_type)
        .page(PageRequest::first(1000));
    let page = client(emulator, Wire::Json)
        .library_items(&key(library), &query)
        .await
        .unwrap();
    let item = page
        .items
        .into_iter()
        .find(|item| item.title == title)
        .unwrap();
    item.rating_key.unwrap()
}

#[tokio::test]
async fn the_server_says_who_it_is() {
    let emulator = emulator().await;
    let identity = both(&emulator, |c| async move { c.server_identity().await }).await;
    assert_eq!(identity.friendly_name.as_deref(), Some("Lantern"));
    assert!(identity.machine_identifier.is_some() && identity.version.is_some());
    let health = client(&emulator, Wire::Json).health_check().await.unwrap();
    assert_eq!(health.version, identity.version);
    assert_eq!(health.claimed, Some(true));
}

#[tokio::test]
async fn connecting_takes_a_good_token() {
    let emulator = emulator().await;
    PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("test")
        .connect()
        .await
        .unwrap();
    for (token, kind) in [
        ("wrong", ErrorKind::Unauthorized),
        ("", ErrorKind::NotConfigured),
    ] {
        let builder = PlexClient::builder()
            .url(emulator.url())
            .client_identifier("test");
        let error = builder.token(token).connect().await.unwrap_err();
        assert_eq!(error.kind(), kind);
    }
}

#[tokio::test]
async fn libraries_and_how_much_is_in_them() {
    let emulator = emulator().await;
    let counted = both(
        &emulator,
        |c| async move { c.libraries_with_counts().await },
    )
    .await;
    let kinds: Vec<&LibraryType> = counted.iter().map(|(l, _)| &l.library_type).collect();
    assert_eq!(
        kinds,
        [
            &LibraryType::Movie,
            &LibraryType::Show,
            &LibraryType::Artist,
            &LibraryType::Photo
        ]
    );
    for (library, counts) in &counted {
        assert!(counts.items.unwrap() > 0, "{}", library.title);
        assert!(!library.locations.is_empty() && library.uuid.is_some());
        let shows = library.library_type == LibraryType::Show;
        assert_eq!(counts.episodes.is_some(), shows);
        assert_eq!(
            counts.tracks.is_some(),
            library.library_type == LibraryType::Artist
        );
    }
    let (shows, counts) = &counted[1];
    assert!(counts.episodes > counts.seasons && counts.seasons >= counts.items);
    let alone = client(&emulator, Wire::Json)
        .library_counts(shows)
        .await
        .unwrap();
    assert_eq!(&alone, counts);
}

#[tokio::test]
async fn pages_of_a_library_make_up_the_whole() {
    let emulator = emulator().await;
    let whole = ItemsQuery::new()
        .page(PageRequest::first(1000))
        .include_guids(true);
    let whole = both(&emulator, |c| {
        let whole = whole.clone();
        async move { c.library_items(&key("1"), &whole).await }
    })
    .await;
    assert_eq!(whole.total, Some(whole.items.len() as u64));
    assert_eq!(whole.next_offset(), None);
    assert!(whole.items.iter().any(|item| !item.guids.is_empty()));
    assert!(
        whole
            .items
            .iter()
            .all(|item| item.library_section_id == Some(key("1")))
    );

    let mut found: Vec<MediaItem> = Vec::new();
    let mut query = ItemsQuery::new()
        .page(PageRequest::first(7))
        .include_guids(true);
    let client = client(&emulator, Wire::Json);
    loop {
        let page = client.library_items(&key("1"), &query).await.unwrap();
        let next = page.next_offset();
        assert_eq!(page.offset, found.len() as u64);
        found.extend(page.items);
        let Some(next) = next else { break };
        query = query.page(PageRequest::new(next, 7));
    }
    assert_eq!(found, whole.items);
}

#[tokio::test]
async fn items_come_as_they_are_asked_for() {
    let emulator = emulator().await;
    let query = ItemsQuery::new()
        .item_type(ItemType::Episode)
        .sort("originallyAvailableAt:desc".parse().unwrap())
        .page(PageRequest::first(5));
    let page = both(&emulator, |c| {
        let query = query.clone();
        async move { c.library_items(&key("2"), &query).await }
    })
    .await;
    assert_eq!(page.items.len(), 5);
    assert!(
        page.items
            .iter()
            .all(|item| item.item_type == ItemType::Episode)
    );
    assert!(
        page.items
            .is_sorted_by(|a, b| a.originally_available_at >= b.originally_available_at)
    );
    let episode = &page.items[0];
    assert!(episode.grandparent_title.is_some() && episode.index.is_some());

    let client = client(&emulator, Wire::Json);
    let error = client.library_items(&key("99"), &query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let query = ItemsQuery::new().item_type(ItemType::Other("x".into()));
    let error = client.library_items(&key("2"), &query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn what_came_in_last() {
    let emulator = emulator().await;
    let queries = [
        RecentlyAddedQuery::new(10),
        RecentlyAddedQuery::new(10).library(key("1")),
        RecentlyAddedQuery::new(3)
            .library(key("2"))
            .item_type(ItemType::Episode),
        RecentlyAddedQuery::new(6).item_type(ItemType::Album),
        RecentlyAddedQuery::new(2).item_type(ItemType::PhotoAlbum),
        RecentlyAddedQuery::new(2).item_type(ItemType::Collection),
    ];
    for query in queries {
        let page = both(&emulator, |c| {
            let query = query.clone();
            async move { c.recently_added(&query).await }
        })
        .await;
        assert_eq!(page.items.len(), query.limit as usize, "{query:?}");
        assert!(
            page.items.is_sorted_by(|a, b| a.added_at >= b.added_at),
            "{query:?}"
        );
        for item in &page.items {
            assert!(query.library.is_none() || item.library_section_id == query.library);
            // PMS calls albums of photos what it calls photos.
            let wanted = query.item_type.as_ref().map(|wanted| match wanted {
                ItemType::PhotoAlbum => &ItemType::Photo,
                wanted => wanted,
            });
            assert!(wanted.is_none() || Some(&item.item_type) == wanted);
        }
    }
    let query = RecentlyAddedQuery::new(3).item_type(ItemType::Other("x".into()));
    let error = client(&emulator, Wire::Json)
        .recently_added(&query)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn what_to_go_on_with() {
    let emulator = emulator().await;
    for query in [OnDeckQuery::new(12), OnDeckQuery::new(12).library(key("2"))] {
        let page = both(&emulator, |c| {
            let query = query.clone();
            async move { c.on_deck(&query).await }
        })
        .await;
        assert!(!page.items.is_empty() && page.items.len() <= 12);
        if query.library.is_some() {
            assert!(
                page.items
                    .iter()
                    .all(|item| item.library_section_id == query.library)
            );
        } else {
            assert!(page.items.iter().any(|item| {
                item.view_offset
                    .is_some_and(|at| at > plex_client::Millis::default())
            }));
        }
    }
}

#[tokio::test]
async fn what_is_playing() {
    let emulator = emulator().await;
    let sessions = both(&emulator, |c| async move { c.sessions().await }).await;
    assert!(sessions.len() >= 3);
    assert!(sessions.iter().any(|s| s.transcode.is_some()));
    assert!(sessions.iter().any(|s| s.transcode.is_none()));
    for session in &sessions {
        assert!(session.session_key.is_some() && session.player.is_some());
        assert!(
            session
                .user
                .as_ref()
                .is_some_and(|user| user.title.is_some())
        );
        assert!(!session.item.title.is_empty());
    }
}

#[tokio::test]
async fn what_was_played() {
    let emulator = emulator().await;
    let first = HistoryQuery::new().page(PageRequest::first(30));
    let page = both(&emulator, |c| {
        let first = first.clone();
        async move { c.history(&first).await }
    })
    .await;
    assert_eq!(page.items.len(), 30);
    assert!(page.total.unwrap() > 30);
    assert_eq!(page.next_offset(), Some(30));
    assert!(page.items.is_sorted_by(|a, b| a.viewed_at >= b.viewed_at));

    let client = client(&emulator, Wire::Json);
    let account = page.items[0].account_id.unwrap();
    let of_account = client
        .history(&HistoryQuery::new().account_id(account))
        .await
        .unwrap();
    assert!(!of_account.items.is_empty());
    assert!(
        of_account
            .items
            .iter()
            .all(|r| r.account_id == Some(account))
    );

    // From a time on, and up to the next: the first counts, the last does not.
    let (until, since) = (
        page.items[5].viewed_at.unwrap(),
        page.items[20].viewed_at.unwrap(),
    );
    let between = client
        .history(&HistoryQuery::new().since(since).until(until))
        .await
        .unwrap();
    let expected = page
        .items
        .iter()
        .filter(|r| r.viewed_at.is_some_and(|at| at >= since && at < until))
        .count();
    assert_eq!(between.items.len(), expected);

    let accounts = both(&emulator, |c| async move { c.accounts().await }).await;
    assert!(
        accounts
            .iter()
            .any(|a| a.id == Some(account) && !a.name.is_empty())
    );
    let devices = both(&emulator, |c| async move { c.devices().await }).await;
    assert!(devices.iter().any(|d| d.id == page.items[0].device_id));
}

#[tokio::test]
async fn what_is_for_the_owner_is_refused_to_others() {
    let emulator = emulator().await;
    let client = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token_of("linus").unwrap())
        .client_identifier("test")
        .build()
        .unwrap();
    let error = client.sessions().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
}

#[tokio::test]
async fn items_by_id_and_what_is_in_them() {
    let emulator = emulator().await;
    let film = named(&emulator, "1", ItemType::Movie, "Casablanca").await;
    let show = named(&emulator, "2", ItemType::Show, "The Twilight Zone").await;
    let keys = [film, show.clone()];
    let items = both(&emulator, |c| {
        let keys = keys.clone();
        async move { c.details_of(&keys, &DetailsQuery::new()).await }
    })
    .await;
    let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Casablanca", "The Twilight Zone"]);
    let casablanca = &items[0];
    assert!(!casablanca.guids.is_empty() && !casablanca.roles.is_empty());
    assert!(!casablanca.media[0].parts[0].streams.is_empty());

    let seasons = both(&emulator, |c| {
        let show = show.clone();
        async move { c.children(&show, PageRequest::first(10)).await }
    })
    .await;
    assert!(
        seasons
            .items
            .iter()
            .all(|item| item.item_type == ItemType::Season)
    );
    let season = seasons.items[0].rating_key.clone().unwrap();
    let episodes = both(&emulator, |c| {
        let season = season.clone();
        async move { c.children(&season, PageRequest::first(2)).await }
    })
    .await;
    assert_eq!(episodes.items.len(), 2);
    assert_eq!(episodes.items[0].index, Some(1));
    assert_eq!(episodes.next_offset(), Some(2));

    let nothing = [RatingKey::new("999999").unwrap()];
    let error = client(&emulator, Wire::Json)
        .details_of(&nothing, &DetailsQuery::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_scan_can_be_watched() {
    let emulator = emulator().await;
    let client = client(&emulator, Wire::Json);
    let films = client.libraries().await.unwrap().remove(0);
    client
        .refresh_library(&films.key, Some(&films.locations[0].path))
        .await
        .unwrap();
    let busy = both(&emulator, |c| async move { c.activities().await }).await;
    let is_scan = |a: &Activity| a.activity_type.contains("library");
    assert!(busy.iter().any(is_scan), "{busy:?}");
    assert!(client.libraries().await.unwrap()[0].refreshing);
    let asked = emulator.requests();
    let scans = asked
        .iter()
        .filter(|r| r.path.ends_with("/refresh"))
        .count();
    assert_eq!(scans, 1);
}

#[tokio::test]
async fn searches_are_equal_by_both_wires() {
    let emulator = emulator().await;
    for words in ["the", "chaplin", "harbour", "drama", "moon"] {
        both(&emulator, |c| async move {
            c.search(&SearchQuery::new(words)).await
        })
        .await;
        both(&emulator, |c| async move {
            c.search_hubs(&HubSearchQuery::new(words)).await
        })
        .await;
        both(&emulator, |c| async move {
            c.search_library(&LibrarySearchQuery::new(words)).await
        })
        .await;
        both(&emulator, |c| async move {
            c.search_section(&key("1"), words, None, PageRequest::first(5))
                .await
        })
        .await;
    }
}
