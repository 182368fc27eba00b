//! What the client takes to go through a whole library, an item at a time.

use std::pin::pin;

use futures::StreamExt;
use plex_client::{ItemsQuery, LibraryKey, PageRequest, PlexClient};

use crate::{library::Made, server::Server, usage};

/// Items of a page.
const PAGE: u32 = 500;

/// The most memory that a process has ever had that does nothing else, in MiB.
pub(crate) async fn peak_mib(made: &Made) -> f64 {
    let server = Server::start(made);
    let client = PlexClient::new(&server.url, server.token.as_str()).unwrap();
    let library = LibraryKey::new("1").unwrap();
    let mut all = 0;
    for (number, _) in made.listings() {
        let query = ItemsQuery::new().item_type(crate::library::type_of(number));
        let first = query.clone().page(PageRequest::first(PAGE));
        let first = client.library_items(&library, &first).await.unwrap();
        let items = first.into_stream(|next| {
            let (client, library, query) = (client.clone(), library.clone(), query.clone());
            async move { client.library_items(&library, &query.page(next)).await }
        });
        let mut items = pin!(items);
        while let Some(item) = items.next().await {
            all += u32::from(item.unwrap().rating_key.is_some());
        }
    }
    assert_eq!(all, made.items());
    usage::peak_mib("self")
}
