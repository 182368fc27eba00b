//! Filters, what belongs to an item, ids from elsewhere: against the sample library.

use plex_client::{
    Comparison, DetailsQuery, ErrorKind, ExternalId, Field, Filter, ItemType, ItemsQuery,
    LibraryKey, MediaItem, PageRequest, PlexClient, RatingKey,
};
use plex_emulator::{Emulator, Library};

async fn sample() -> (Emulator, PlexClient) {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let client = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("test")
        .build()
        .unwrap();
    (emulator, client)
}

async fn library(client: &PlexClient, item_type: &str) -> LibraryKey {
    let libraries = client.libraries().await.unwrap();
    let found = libraries
        .into_iter()
        .find(|library| library.library_type.as_str() == item_type);
    found.unwrap().key
}

async fn titled(client: &PlexClient, library: &LibraryKey, title: &str) -> MediaItem {
    let named = Filter::compare(Field::new("title").unwrap(), Comparison::Exactly, title);
    let found = all(client, library, named).await;
    found.into_iter().next().unwrap()
}

async fn all(client: &PlexClient, library: &LibraryKey, filter: Filter) -> Vec<MediaItem> {
    let query = ItemsQuery::new()
        .filter(filter)
        .page(PageRequest::first(1000));
    client.library_items(library, &query).await.unwrap().items
}

fn key(item: &MediaItem) -> RatingKey {
    item.rating_key.clone().unwrap()
}

#[tokio::test]
async fn filters_select_what_they_say() {
    let (_emulator, client) = sample().await;
    let films = library(&client, "movie").await;
    let year = || Field::new("year").unwrap();
    let everything = all(&client, &films, Filter::all([])).await;
    assert!(everything.len() >= 60);

    let twenties = Filter::all([
        Filter::at_least(year(), 1920),
        Filter::at_most(year(), 1929),
    ]);
    let found = all(&client, &films, twenties).await;
    let expected: Vec<_> = everything
        .iter()
        .filter(|film| film.year.is_some_and(|year| (1920..=1929).contains(&year)))
        .collect();
    assert!(!found.is_empty() && found.len() < everything.len());
    assert_eq!(found.iter().collect::<Vec<_>>(), expected);

    let either = Filter::any([
        Filter::compare(year(), Comparison::Is, 1927),
        Filter::all([
            Filter::compare(year(), Comparison::Above, 1930),
            Filter::compare(year(), Comparison::Below, 1932),
        ]),
    ]);
    let years: Vec<_> = all(&client, &films, either)
        .await
        .iter()
        .filter_map(|film| film.year)
        .collect();
    assert!(years.contains(&1927) && years.contains(&1931));
    assert!(years.iter().all(|year| matches!(year, 1927 | 1931)));
}

#[tokio::test]
async fn names_are_found_by_their_ids() {
    let (_emulator, client) = sample().await;
    let films = library(&client, "movie").await;
    let genre = Field::new("genre").unwrap();
    let choices = client
        .filter_choices(&films, &genre, Some(&ItemType::Movie))
        .await
        .unwrap();
    let horror = choices
        .iter()
        .find(|choice| choice.title == "Horror")
        .unwrap();
    let with = all(&client, &films, Filter::is(genre.clone(), [horror.value()])).await;
    let without = all(&client, &films, Filter::is_not(genre, [horror.value()])).await;
    let everything = all(&client, &films, Filter::all([])).await;
    assert!(!with.is_empty() && !without.is_empty());
    assert_eq!(with.len() + without.len(), everything.len());
    let nothing = Field::new("nosuchfield").unwrap();
    let error = client.filter_choices(&films, &nothing, None).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn external_ids_and_guids_lead_to_their_items() {
    let (_emulator, client) = sample().await;
    let films = library(&client, "movie").await;
    let metropolis = titled(&client, &films, "Metropolis").await;
    let ids = client.external_ids(&films, &ItemType::Movie).await.unwrap();
    assert!(ids.is_complete);
    let imdb = ExternalId::new("tt0017136").unwrap();
    assert_eq!(ids.items(&imdb), [key(&metropolis)]);
    let nobody = ExternalId::new("imdb://tt9999999").unwrap();
    assert!(ids.items(&nobody).is_empty());

    let guid = metropolis.guid.clone().unwrap();
    let by_guid = client
        .items_by_guid(&films, &ItemType::Movie, &guid)
        .await
        .unwrap();
    assert_eq!(
        by_guid.iter().map(key).collect::<Vec<_>>(),
        [key(&metropolis)]
    );
    let none = client
        .items_by_guid(
            &films,
            &ItemType::Movie,
            "plex://movie/000000000000000000000000",
        )
        .await;
    assert!(none.unwrap().is_empty());
    for guid in ["", "plex://movie/1,plex://movie/2"] {
        let refused = client.items_by_guid(&films, &ItemType::Movie, guid).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
}

#[tokio::test]
async fn a_show_has_all_its_episodes_below_it() {
    let (_emulator, client) = sample().await;
    let shows = library(&client, "show").await;
    let show = client
        .library_items(&shows, &ItemsQuery::new())
        .await
        .unwrap();
    let show = &show.items[0];
    let episodes = client
        .all_leaves(&key(show), PageRequest::first(1000))
        .await
        .unwrap();
    assert_eq!(episodes.items.len(), show.leaf_count.unwrap() as usize);
    assert!(
        episodes
            .items
            .iter()
            .all(|episode| episode.item_type == ItemType::Episode
                && episode.grandparent_rating_key == show.rating_key)
    );
}

#[tokio::test]
async fn details_of_what_is_not_there_are_not_found() {
    let (_emulator, client) = sample().await;
    let nobody = RatingKey::new("99999999").unwrap();
    let error = client.details(&nobody, &DetailsQuery::new()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn players_and_conversions_are_listed() {
    let (_emulator, client) = sample().await;
    assert!(client.players().await.is_ok());
    let transcodes = client.transcodes().await.unwrap();
    assert!(transcodes.iter().any(|one| one.video_decision.is_some()));
}

#[tokio::test]
async fn pages_are_a_stream_that_ends_with_the_last_or_with_an_error() {
    use futures::{StreamExt, TryStreamExt};

    let script = crate::script::Script::start(|request, _| {
        let item = |key: u32| format!(r#"{{"ratingKey":"{key}","type":"playlist","title":"x"}}"#);
        let start = match () {
            () if request.line.contains("Start=0") => 0,
            () if request.line.contains("Start=2") => 2,
            () => return crate::script::Reply::page("500 Internal Server Error"),
        };
        let items: Vec<_> = (start..start + 2).map(item).collect();
        crate::script::Reply::json(format!(
            r#"{{"MediaContainer":{{"size":2,"totalSize":6,"offset":{start},"Metadata":[{}]}}}}"#,
            items.join(",")
        ))
    })
    .await;
    let client = script.client().build().unwrap();
    let first = client
        .playlists(plex_client::PageRequest::first(2))
        .await
        .unwrap();
    let stream = first.into_stream(|next| {
        let client = client.clone();
        async move { client.playlists(next).await }
    });
    // Nothing is fetched before it is wanted.
    let mut stream = std::pin::pin!(stream);
    for key in ["0", "1"] {
        let item = stream.try_next().await.unwrap().unwrap();
        assert_eq!(item.rating_key.unwrap().as_str(), key);
    }
    assert_eq!(script.seen().len(), 1);
    let rest: Vec<_> = stream.collect().await;
    assert_eq!(rest.len(), 3, "two items and the error");
    assert!(rest[0].is_ok() && rest[1].is_ok() && rest[2].is_err());
}

/// A server that pays no heed to pages, and says neither where one begins nor how many there are.
#[tokio::test]
async fn a_stream_ends_where_the_same_page_comes_again() {
    use futures::StreamExt;

    let script = crate::script::Script::start(|_, _| {
        let items = r#"{"ratingKey":"1","title":"x"},{"ratingKey":"2","title":"y"}"#;
        crate::script::Reply::json(format!(r#"{{"MediaContainer":{{"Metadata":[{items}]}}}}"#))
    })
    .await;
    let client = script.client().build().unwrap();
    let first = client
        .playlists(plex_client::PageRequest::first(2))
        .await
        .unwrap();
    let stream = first.into_stream(|next| {
        let client = client.clone();
        async move { client.playlists(next).await }
    });
    let all: Vec<_> = stream.take(10).collect().await;
    assert_eq!(all.len(), 3, "two items and the error");
    assert_eq!(
        all[2].as_ref().unwrap_err().kind(),
        plex_client::ErrorKind::Upstream
    );
}
