//! What changes something, area by area, against the emulator.

mod both_wires;
mod care;
mod collections;
mod companion;
mod direct;
mod edits;
mod marks;
mod matching;
mod merging;
mod players;
mod playlists;
mod proxies;
mod queues;
mod streams;
mod watchlist;

use std::time::Duration;

use plex_client::{
    DetailsQuery, ErrorKind, Field, Filter, ItemType, ItemsQuery, LibraryKey, MediaItem,
    PageRequest, PlexClient, RatingKey, Result,
};
use plex_emulator::{Clock, Emulator, EmulatorBuilder, Fault, Library};

pub(crate) const FILMS: &str = "1";
pub(crate) const SHOWS: &str = "2";

/// The sample library, and a clock that stands still.
pub(crate) fn sample() -> EmulatorBuilder {
    Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(1_790_000_000))
}

/// A client with a token, which gives up soon.
pub(crate) fn client(emulator: &Emulator, token: &str) -> PlexClient {
    PlexClient::builder()
        .url(emulator.url())
        .token(token)
        .client_identifier("test")
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap()
}

pub(crate) fn owner(emulator: &Emulator) -> PlexClient {
    client(emulator, emulator.token())
}

/// Somebody with whom libraries are shared.
pub(crate) fn friend(emulator: &Emulator, name: &str) -> PlexClient {
    client(emulator, &emulator.token_of(name).unwrap())
}

pub(crate) fn library(key: &str) -> LibraryKey {
    LibraryKey::new(key).unwrap()
}

pub(crate) fn key(text: &str) -> RatingKey {
    RatingKey::new(text).unwrap()
}

/// The id of the item of a library with this title.
pub(crate) async fn named(
    client: &PlexClient,
    section: &str,
    item_type: ItemType,
    title: &str,
) -> RatingKey {
    let title_is = Filter::compare(
        Field::new("title").unwrap(),
        plex_client::Comparison::Exactly,
        title,
    );
    let query = ItemsQuery::new().item_type(item_type).filter(title_is);
    let page = client.library_items(&library(section), &query).await;
    let item = page.unwrap().items.into_iter().next();
    item.unwrap_or_else(|| panic!("no {title}"))
        .rating_key
        .unwrap()
}

/// The ids of the first items of a library.
pub(crate) async fn first(client: &PlexClient, section: &str, count: u32) -> Vec<RatingKey> {
    let query = ItemsQuery::new().page(PageRequest::first(count));
    let page = client.library_items(&library(section), &query).await;
    let items = page.unwrap().items.into_iter();
    items.map(|item| item.rating_key.unwrap()).collect()
}

pub(crate) async fn look(client: &PlexClient, item: &RatingKey) -> MediaItem {
    client.details(item, &DetailsQuery::new()).await.unwrap()
}

/// Finds that a change says what became of it when the server refuses it, and that nobody knows when the
/// answer is lost; that it is sent once; that the token is in no URL. `path` is that of the change.
pub(crate) async fn weather<T, F>(emulator: &Emulator, path: &str, change: impl Fn(PlexClient) -> F)
where
    F: Future<Output = Result<T>>,
{
    let kind_of = async |change: F| match change.await {
        Ok(_) => panic!("{path} was not refused"),
        Err(error) => error.kind(),
    };
    for (status, kind) in [
        (400, ErrorKind::InvalidArgument),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (500, ErrorKind::Upstream),
        (503, ErrorKind::StartingUp),
    ] {
        emulator.inject(Fault::Status(status).on(path));
        assert_eq!(kind_of(change(owner(emulator))).await, kind, "{path}");
        emulator.clear_faults();
    }
    for fault in [Fault::Reset, Fault::Status(504), Fault::Stall] {
        let hasty = PlexClient::builder()
            .url(emulator.url())
            .token(emulator.token())
            .client_identifier("test")
            .timeout(Duration::from_millis(400))
            .build()
            .unwrap();
        emulator.inject(fault.clone().on(path));
        emulator.forget_requests();
        let kind = kind_of(change(hasty)).await;
        assert_eq!(kind, ErrorKind::OutcomeUnknown, "{path} {fault:?}");
        let sent = emulator.requests();
        let sent = sent.iter().filter(|seen| matches(path, &seen.path)).count();
        assert_eq!(sent, 1, "{path} {fault:?}");
        emulator.clear_faults();
    }
    for seen in emulator.requests() {
        assert!(!seen.query.contains(emulator.token()), "{}", seen.path);
    }
}

/// Whether a path is one of those meant by a pattern with at most one star.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.starts_with(before) && path.ends_with(after),
    }
}
