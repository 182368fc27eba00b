//! Every operation can be spawned: its future is `Send`, also where it borrows.
//!
//! A borrow that goes through a stream of requests loses this without a word from the compiler, until
//! somebody boxes the future.

use plex_client::{
    DetailsQuery, HistoryQuery, HubSearchQuery, ItemEdit, ItemType, ItemsQuery, Library,
    LibraryKey, LibrarySearchQuery, OnDeckQuery, PageRequest, PlayQueue, PlayRequest, PlaylistKind,
    PlexClient, QueueQuery, RatingKey, RecentlyAddedQuery, SearchQuery,
};

fn sendable<'a, T>(_: impl Future<Output = T> + Send + 'a) {}

#[test]
fn operations_of_one_request_and_of_many() {
    // A boxed future in a generic place asks for any lifetime, as a server's handlers do.
    fn ask<'a>(
        client: &'a PlexClient,
        library: &'a Library,
        key: &'a LibraryKey,
        item: &'a RatingKey,
    ) {
        sendable(async move {
            let _ = client.health_check().await;
            let _ = client.libraries_with_counts().await;
            let _ = client.library_counts(library).await;
            let _ = client.library_items(key, &ItemsQuery::new()).await;
            let _ = client.recently_added(&RecentlyAddedQuery::new(1)).await;
            let _ = client.on_deck(&OnDeckQuery::new(1)).await;
            let _ = client.refresh_library(key, None).await;
            let _ = client.sessions().await;
            let _ = client.history(&HistoryQuery::new()).await;
            let _ = client.search(&SearchQuery::new("x")).await;
            let _ = client.search_hubs(&HubSearchQuery::new("x")).await;
            let _ = client.search_library(&LibrarySearchQuery::new("x")).await;
            let _ = client
                .search_section(key, "x", None, PageRequest::first(1))
                .await;
            let _ = client
                .details_of(std::slice::from_ref(item), &DetailsQuery::new())
                .await;
            let _ = client.children(item, PageRequest::first(1)).await;
            let _ = client.mark_played(item).await;
            let _ = client.machine_identifier().await;
            let edit = ItemEdit::new(ItemType::Movie);
            let _ = client
                .edit_items(key, std::slice::from_ref(item), &edit)
                .await;
            let _ = client.player("p").unwrap().pause().await;
            let query = QueueQuery::items(PlaylistKind::Video, [item.clone()]);
            let _ = client.create_play_queue(&query).await;
            let player = client.player("p").unwrap();
            let _ = player.play_queue_of(&query, None).await;
            let request = PlayRequest::queue(&PlayQueue::default(), PlaylistKind::Video).unwrap();
            let _ = player.play_media(&request).await;
            let _ = client
                .create_playlist("x", PlaylistKind::Video, std::slice::from_ref(item))
                .await;
            let _ = client
                .add_to_playlist(item, std::slice::from_ref(item))
                .await;
        });
    }
    let client = PlexClient::new("http://127.0.0.1:9", "").unwrap();
    let key = LibraryKey::new("1").unwrap();
    ask(
        &client,
        &Library::default(),
        &key,
        &RatingKey::new("1").unwrap(),
    );
}
