//! Making, changing and deleting playlists.

use super::batches::{Added, ListAnswer, one_batch};
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::filter::SmartRule;
use crate::id::{PlaylistItemId, RatingKey};
use crate::model::{ItemType, MediaItem};
use crate::transport::path;
use crate::transport::request::{Method, Request};
use crate::wire::DecodeError;

/// Says what a playlist holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlaylistKind {
    /// Tracks.
    Audio,
    /// Films, episodes and clips.
    Video,
    /// Photos.
    Photo,
}

impl PlaylistKind {
    /// Returns the kind of playlist for what is in an item of a type; `None` for what can be in none.
    ///
    /// ```
    /// use plex_client::{ItemType, PlaylistKind};
    ///
    /// assert_eq!(PlaylistKind::of(&ItemType::Show), Some(PlaylistKind::Video));
    /// assert_eq!(PlaylistKind::of(&ItemType::Person), None);
    /// ```
    #[must_use]
    pub fn of(item_type: &ItemType) -> Option<Self> {
        Some(match item_type {
            ItemType::Artist | ItemType::Album | ItemType::Track => Self::Audio,
            ItemType::Movie
            | ItemType::Show
            | ItemType::Season
            | ItemType::Episode
            | ItemType::Trailer
            | ItemType::Clip => Self::Video,
            ItemType::Photo | ItemType::PhotoAlbum => Self::Photo,
            _ => return None,
        })
    }

    /// Returns Plex's word for it.
    ///
    /// ```
    /// assert_eq!(plex_client::PlaylistKind::Audio.as_str(), "audio");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Photo => "photo",
        }
    }
}

/// Changes of what a playlist is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PlaylistEdit {
    /// Its title.
    pub title: Option<String>,
    /// Its summary; empty for none.
    pub summary: Option<String>,
}

impl PlaylistEdit {
    /// Changes nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives it another title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Gives it another summary; an empty one takes it away.
    #[must_use]
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = Some(summary.into());
        self
    }
}

/// Refuses a title that people could not see.
pub(super) fn named(title: &str) -> Result<&str> {
    match title.trim() {
        "" => Err(PlexError::invalid_argument("title", "must not be empty")),
        _ => Ok(title),
    }
}

/// Returns the one list that an answer to its making names.
pub(super) fn made(request: &Request, answer: ListAnswer) -> Result<MediaItem> {
    let named = answer.lists.into_iter().next();
    // It may be there all the same.
    named
        .filter(|list| list.rating_key.is_some())
        .ok_or_else(|| PlexError::OutcomeUnknown {
            request: request.label(),
            source: Box::new(PlexError::Malformed {
                request: request.label(),
                source: DecodeError::new("it does not name what was made", ""),
            }),
        })
}

impl PlexClient {
    /// Makes a playlist of the token's owner, of up to [`MAX_BATCH`](crate::MAX_BATCH) items or empty: `POST /playlists`. Returns
    /// it with its id. [`add_to_playlist`](Self::add_to_playlist) adds more.
    ///
    /// What has others in it, such as a show or an album, is added as what is in it. Items that the server does
    /// not know, or that are of another kind, it leaves out without a word: `leaf_count` says how
    /// many are in it. Titles need not differ. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for an empty title, or too many items; [`PlexError::Refused`] by
    /// servers that make no empty playlists; [`PlexError::OutcomeUnknown`] when the answer was lost or
    /// cannot be read: look for a playlist of that title; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ItemsQuery, PlaylistKind};
    ///
    /// let films = &client.libraries().await?[0];
    /// let page = client.library_items(&films.key, &ItemsQuery::new()).await?;
    /// let keys: Vec<_> = page.items.into_iter().filter_map(|film| film.rating_key).collect();
    ///
    /// let list = client.create_playlist("Rainy days", PlaylistKind::Video, &keys[..2]).await?;
    /// let list = list.rating_key.ok_or("no key")?;
    /// let told = client.add_to_playlist(&list, &keys[1..5]).await?;
    /// assert_eq!((told.requested, told.added), (Some(4), Some(3)));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_playlist(
        &self,
        title: &str,
        kind: PlaylistKind,
        items: &[RatingKey],
    ) -> Result<MediaItem> {
        let title = named(title)?;
        one_batch(items)?;
        // An empty address is a playlist of nothing; without one, the request is refused.
        let uri = self.uri_of(items).await?;
        self.new_playlist(title, kind, "0", uri).await
    }

    /// Makes a playlist of the token's owner that holds what a rule finds, at each look: `POST /playlists`.
    /// Returns it with its id.
    ///
    /// A field in the rule that the server does not know is passed over: look at
    /// [`rule_items`](Self::rule_items) first. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`create_playlist`](Self::create_playlist).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{Field, ItemType, PlaylistKind, SmartRule, Sort};
    ///
    /// let films = &client.libraries().await?[0];
    /// let rule = SmartRule::new(films.key.clone(), ItemType::Movie)
    ///     .sort(Sort::ascending(Field::new("duration")?))
    ///     .limit(5);
    /// let list = client.create_smart_playlist("Shortest", PlaylistKind::Video, &rule).await?;
    /// assert_eq!((list.smart, list.leaf_count), (Some(true), Some(5)));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_smart_playlist(
        &self,
        title: &str,
        kind: PlaylistKind,
        rule: &SmartRule,
    ) -> Result<MediaItem> {
        let title = named(title)?;
        let uri = rule.uri(self.machine_identifier().await?)?;
        self.new_playlist(title, kind, "1", uri).await
    }

    async fn new_playlist(
        &self,
        title: &str,
        kind: PlaylistKind,
        smart: &str,
        uri: String,
    ) -> Result<MediaItem> {
        let request = Request::changing(Method::Post, path::playlists())
            .query("type", kind.as_str())
            .query("title", title)
            .query("smart", smart)
            .query("uri", uri);
        made(&request, self.change(&request).await?)
    }

    /// Adds items at the end of a playlist, in their order: `PUT /playlists/{id}/items`. Each hundred is a
    /// request of its own, with the time of one.
    ///
    /// A playlist holds an item once: what is in it already stays where it is. What the server does not
    /// know, it leaves out without a word. A smart playlist takes nothing by hand: servers refuse it,
    /// or say that it is done and do nothing. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such playlist of this account;
    /// [`PlexError::OutcomeUnknown`] when an answer was lost, or a request failed after others were done:
    /// what was sent before it is in the playlist; any other of [`PlexError`], when nothing was done.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey,
    /// # films: Vec<plex_client::RatingKey>) -> Result<(), plex_client::PlexError> {
    /// let told = client.add_to_playlist(&list, &films).await?;
    /// println!("{:?} of {} are new in it", told.added, films.len());
    /// # Ok(()) }
    /// ```
    pub async fn add_to_playlist(
        &self,
        playlist: &RatingKey,
        items: &[RatingKey],
    ) -> Result<Added> {
        self.add_in_batches(path::playlist_items(playlist), items)
            .await
    }

    /// Takes one entry out of a playlist: `DELETE /playlists/{id}/items/{entry}`.
    /// [`playlist_items`](Self::playlist_items) tells the ids of entries, `playlist_item_id`. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such playlist of this account, or no such entry;
    /// [`PlexError::OutcomeUnknown`] when the answer was lost; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let first = client.playlist_items(&list, PageRequest::first(1)).await?.items.remove(0);
    /// if let Some(entry) = first.playlist_item_id {
    ///     client.remove_from_playlist(&list, &entry).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn remove_from_playlist(
        &self,
        playlist: &RatingKey,
        entry: &PlaylistItemId,
    ) -> Result<()> {
        let path = path::playlist_entry(playlist, entry);
        self.act(&Request::changing(Method::Delete, path)).await
    }

    /// Moves one entry of a playlist behind another, or to the beginning:
    /// `PUT /playlists/{id}/items/{entry}/move`. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`remove_from_playlist`](Self::remove_from_playlist).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey,
    /// # last: plex_client::PlaylistItemId) -> Result<(), plex_client::PlexError> {
    /// client.move_in_playlist(&list, &last, None).await?;
    /// # Ok(()) }
    /// ```
    pub async fn move_in_playlist(
        &self,
        playlist: &RatingKey,
        entry: &PlaylistItemId,
        after: Option<&PlaylistItemId>,
    ) -> Result<()> {
        let path = path::playlist_move(playlist, entry);
        let request = Request::changing(Method::Put, path)
            .query_some("after", after.map(PlaylistItemId::as_str));
        self.act(&request).await
    }

    /// Takes all entries out of a playlist: `DELETE /playlists/{id}/items`. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`add_to_playlist`](Self::add_to_playlist).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.clear_playlist(&list).await?;
    /// # Ok(()) }
    /// ```
    pub async fn clear_playlist(&self, playlist: &RatingKey) -> Result<()> {
        let path = path::playlist_items(playlist);
        self.act(&Request::changing(Method::Delete, path)).await
    }

    /// Changes what a playlist is called: `PUT /playlists/{id}`. Nothing is sent when nothing changes.
    /// Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for an empty title; others as
    /// [`add_to_playlist`](Self::add_to_playlist).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PlaylistEdit;
    ///
    /// client.edit_playlist(&list, &PlaylistEdit::new().title("Rainy days").summary("")).await?;
    /// # Ok(()) }
    /// ```
    pub async fn edit_playlist(&self, playlist: &RatingKey, edit: &PlaylistEdit) -> Result<()> {
        let title = edit.title.as_deref().map(named).transpose()?;
        if title.is_none() && edit.summary.is_none() {
            return Ok(());
        }
        let request = Request::changing(Method::Put, path::playlist(playlist))
            .query_some("title.value", title)
            .query_some("title.locked", title.map(|_| "1"))
            .query_some("summary.value", edit.summary.as_deref())
            .query_some("summary.locked", edit.summary.as_ref().map(|_| "1"));
        self.act(&request).await
    }

    /// Replaces the rule of a smart playlist, all of it: `PUT /playlists/{id}/items`. To change a part, read
    /// the rule ([`SmartRule::of`]), change it and write it back. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`add_to_playlist`](Self::add_to_playlist). A playlist that is not smart takes what the rule
    /// finds as items: look at `smart` first.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::SmartRule;
    ///
    /// if let Some(rule) = SmartRule::of(&client.playlist(&list).await?)? {
    ///     client.set_playlist_rule(&list, &rule.limit(20)).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn set_playlist_rule(&self, playlist: &RatingKey, rule: &SmartRule) -> Result<()> {
        let uri = rule.uri(self.machine_identifier().await?)?;
        let path = path::playlist_items(playlist);
        self.act(&Request::changing(Method::Put, path).query("uri", uri))
            .await
    }

    /// Deletes a playlist: `DELETE /playlists/{id}`. What is in it stays in the library. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// As [`add_to_playlist`](Self::add_to_playlist).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, list: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.delete_playlist(&list).await?;
    /// # Ok(()) }
    /// ```
    pub async fn delete_playlist(&self, playlist: &RatingKey) -> Result<()> {
        let path = path::playlist(playlist);
        self.act(&Request::changing(Method::Delete, path)).await
    }
}
