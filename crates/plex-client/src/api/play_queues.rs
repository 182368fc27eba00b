//! Play queues: what a player is to play, one thing after another.

use super::batches::one_batch;
use super::playlist_edits::PlaylistKind;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::id::{PlayQueueId, RatingKey};
use crate::model::PlayQueue;
use crate::transport::path;
use crate::transport::request::{Method, Request};
use crate::transport::uri;

/// Says what is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum RepeatMode {
    /// Nothing.
    #[default]
    Off,
    /// What plays.
    One,
    /// All of the queue.
    All,
}

impl RepeatMode {
    /// Returns Plex's number for it.
    ///
    /// ```
    /// assert_eq!(plex_client::RepeatMode::All.number(), 2);
    /// ```
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Off => 0,
            Self::One => 1,
            Self::All => 2,
        }
    }
}

/// Says what a queue is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Items(Vec<RatingKey>),
    Collection(RatingKey),
    Playlist(RatingKey),
}

/// Says what a play queue is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct QueueQuery {
    kind: PlaylistKind,
    source: Source,
    start: Option<RatingKey>,
    shuffle: bool,
    repeat: RepeatMode,
    continuous: bool,
}

impl QueueQuery {
    fn of(kind: PlaylistKind, source: Source) -> Self {
        Self {
            kind,
            source,
            start: None,
            shuffle: false,
            repeat: RepeatMode::Off,
            continuous: false,
        }
    }

    /// Makes a queue of items, up to [`MAX_BATCH`](crate::MAX_BATCH); of a show, a season, an album or an artist, of what is
    /// in it.
    ///
    /// ```
    /// use plex_client::{PlaylistKind, QueueQuery, RatingKey};
    ///
    /// let show = QueueQuery::items(PlaylistKind::Video, [RatingKey::new("104")?]).shuffle(true);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn items(kind: PlaylistKind, items: impl IntoIterator<Item = RatingKey>) -> Self {
        Self::of(kind, Source::Items(items.into_iter().collect()))
    }

    /// Makes a queue of what is in a collection.
    pub fn collection(kind: PlaylistKind, collection: RatingKey) -> Self {
        Self::of(kind, Source::Collection(collection))
    }

    /// Makes a queue of what is in a playlist.
    pub fn playlist(kind: PlaylistKind, playlist: RatingKey) -> Self {
        Self::of(kind, Source::Playlist(playlist))
    }

    /// Begins with this item of it.
    pub fn start(mut self, item: RatingKey) -> Self {
        self.start = Some(item);
        self
    }

    /// Mixes it, but for where it begins.
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// Repeats it, or what plays.
    pub fn repeat(mut self, repeat: RepeatMode) -> Self {
        self.repeat = repeat;
        self
    }

    /// Goes on with the episodes after the one that it is made of. Of a single item only: of several,
    /// servers put items in twice.
    pub fn continuous(mut self, continuous: bool) -> Self {
        self.continuous = continuous;
        self
    }

    /// Adds what the queue is to hold to a request.
    pub(super) async fn write(&self, request: Request, client: &PlexClient) -> Result<Request> {
        self.checked()?;
        let request = request.query("type", self.kind.as_str());
        let request = match &self.source {
            Source::Items(items) => request.query("uri", client.uri_of(items).await?),
            Source::Collection(collection) => {
                let inside = Request::reading(path::collection_items(collection));
                let machine = client.machine_identifier().await?;
                request.query("uri", uri::of(machine, &inside))
            }
            Source::Playlist(playlist) => request.query("playlistID", playlist.as_str()),
        };
        let start = self.start.as_ref();
        let start = start.map(|item| format!("/library/metadata/{item}"));
        Ok(request
            .query_some("key", start)
            .query_flag("shuffle", self.shuffle)
            .query("repeat", self.repeat.number().to_string())
            .query_wish("continuous", self.continuous))
    }

    fn checked(&self) -> Result<()> {
        let refused = |why: &str| Err(PlexError::invalid_argument("items", why));
        match &self.source {
            Source::Items(items) if items.is_empty() => refused("must be at least one"),
            Source::Items(items) if items.len() == 1 => Ok(()),
            _ if self.continuous => refused("must be one alone for a queue that goes on by itself"),
            Source::Items(items) => one_batch(items),
            _ => Ok(()),
        }
    }
}

impl PlexClient {
    /// Makes a play queue, for a player to play: `POST /playQueues`. Returns it with its id and the part around
    /// where it begins. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for no items, or too many; [`PlexError::Refused`] when nothing of
    /// it can be played; [`PlexError::OutcomeUnknown`] when the answer was lost, which leaves at most a
    /// queue that nothing plays; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ItemsQuery, PlaylistKind, QueueQuery};
    ///
    /// let shows = &client.libraries().await?[1];
    /// let show = client.library_items(&shows.key, &ItemsQuery::new()).await?.items.remove(0);
    /// let query = QueueQuery::items(PlaylistKind::Video, show.rating_key).shuffle(true);
    /// let queue = client.create_play_queue(&query).await?;
    /// assert_eq!(queue.shuffled, Some(true));
    /// assert_eq!(queue.total, show.leaf_count.map(u64::from));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_play_queue(&self, query: &QueueQuery) -> Result<PlayQueue> {
        let request = Request::changing(Method::Post, path::play_queues());
        let request = query.write(request, self).await?.query("own", "1");
        self.change(&request).await
    }

    /// Returns a play queue, or the part of it around what plays: `GET /playQueues/{id}`. A server knows
    /// the queues of the token's account, until it ends.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such queue of this account; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, queue: plex_client::PlayQueueId)
    /// # -> Result<(), plex_client::PlexError> {
    /// for item in client.play_queue(&queue).await?.items {
    ///     println!("{}", item.title);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn play_queue(&self, queue: &PlayQueueId) -> Result<PlayQueue> {
        self.ask(&Request::reading(path::play_queue(queue))).await
    }

    /// Adds items to a play queue, at its end or to be played next: `PUT /playQueues/{id}`. Up to
    /// [`MAX_BATCH`](crate::MAX_BATCH). A player that plays the queue learns of it by
    /// [`refresh_play_queue`](crate::RemotePlayer::refresh_play_queue). What the server does not know, it
    /// leaves out without a word: `total` tells. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`create_play_queue`](Self::create_play_queue).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, queue: plex_client::PlayQueueId,
    /// # film: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// let queue = client.add_to_play_queue(&queue, &[film], true).await?;
    /// println!("{:?} in all", queue.total);
    /// # Ok(()) }
    /// ```
    pub async fn add_to_play_queue(
        &self,
        queue: &PlayQueueId,
        items: &[RatingKey],
        next: bool,
    ) -> Result<PlayQueue> {
        QueueQuery::items(PlaylistKind::Video, items.iter().cloned()).checked()?;
        let request = Request::changing(Method::Put, path::play_queue(queue))
            .query("uri", self.uri_of(items).await?)
            .query_wish("next", next);
        self.change(&request).await
    }
}
