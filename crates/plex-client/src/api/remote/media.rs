//! What a player is told to play, and which of its sounds and subtitles.

use url::Url;

use super::super::play_queues::QueueQuery;
use super::super::playlist_edits::PlaylistKind;
use super::RemotePlayer;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::id::{PartId, PlayQueueId, RatingKey, StreamId};
use crate::model::PlayQueue;
use crate::time::Millis;
use crate::token::Token;
use crate::transport::path;
use crate::transport::request::{Method, Request};
use crate::transport::uri::LIBRARY;
use crate::wire;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

/// The subtitles that are chosen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SubtitleChoice {
    /// None.
    Off,
    /// These.
    Stream(StreamId),
}

impl SubtitleChoice {
    fn number(&self) -> &str {
        match self {
            Self::Off => "0",
            Self::Stream(stream) => stream.as_str(),
        }
    }
}

/// The sound and the subtitles that are chosen. What is not said stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct StreamChoice {
    /// The sound.
    pub audio: Option<StreamId>,
    /// The subtitles.
    pub subtitles: Option<SubtitleChoice>,
}

impl StreamChoice {
    /// Chooses nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Chooses a sound.
    #[must_use]
    pub fn audio(mut self, stream: StreamId) -> Self {
        self.audio = Some(stream);
        self
    }

    /// Chooses subtitles, or none.
    #[must_use]
    pub fn subtitles(mut self, choice: SubtitleChoice) -> Self {
        self.subtitles = Some(choice);
        self
    }

    fn write(&self, request: Request) -> Request {
        let subtitles = self.subtitles.as_ref().map(SubtitleChoice::number);
        request
            .query_some("audioStreamID", self.audio.as_ref().map(StreamId::as_str))
            .query_some("subtitleStreamID", subtitles)
    }

    fn is_empty(&self) -> bool {
        self.audio.is_none() && self.subtitles.is_none()
    }
}

/// Holds what a player is to play.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct PlayRequest {
    key: RatingKey,
    queue: PlayQueueId,
    kind: PlaylistKind,
    offset: Millis,
    streams: StreamChoice,
    version: Option<u32>,
    paused: bool,
    server: Option<Url>,
}

impl PlayRequest {
    /// Plays a queue from where it begins.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when the queue does not tell its id or its first item.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{Millis, PlayRequest, PlaylistKind, QueueQuery};
    ///
    /// let kind = PlaylistKind::Video;
    /// let queue = client.create_play_queue(&QueueQuery::items(kind, [film])).await?;
    /// let from_a_minute = PlayRequest::queue(&queue, kind)?.offset(Millis::new(60_000));
    /// # Ok(()) }
    /// ```
    pub fn queue(queue: &PlayQueue, kind: PlaylistKind) -> Result<Self> {
        let selected = queue.items.iter().find(|item| {
            item.play_queue_item_id.is_some() && item.play_queue_item_id == queue.selected
        });
        let selected = selected.or(queue.items.first());
        let of_item = selected.and_then(|item| item.rating_key.as_ref());
        let key = queue.selected_key.as_ref().or(of_item);
        match (&queue.id, key) {
            (Some(id), Some(key)) => Ok(Self {
                key: key.clone(),
                queue: id.clone(),
                kind,
                offset: Millis::new(0),
                streams: StreamChoice::new(),
                version: None,
                paused: false,
                server: None,
            }),
            _ => Err(PlexError::invalid_argument(
                "queue",
                "tells no id, or no item to begin with",
            )),
        }
    }

    /// Begins this far from the start.
    pub fn offset(mut self, offset: Millis) -> Self {
        self.offset = offset;
        self
    }

    /// Plays this sound and these subtitles.
    pub fn streams(mut self, streams: StreamChoice) -> Self {
        self.streams = streams;
        self
    }

    /// Plays this version of the item: 0 for the first of its `media`.
    pub fn version(mut self, version: u32) -> Self {
        self.version = Some(version);
        self
    }

    /// Stands still at the start.
    pub fn paused(mut self, paused: bool) -> Self {
        self.paused = paused;
        self
    }

    /// Sends the player to the server at this address. Without it, that is the address by which this client
    /// reaches the server, which is of no use to a player elsewhere when it is `localhost`.
    pub fn server(mut self, url: Url) -> Self {
        self.server = Some(url);
        self
    }
}

model! {
    /// A token that stands for another.
    struct Delegated {
        /// The token.
        token: Option<Token> = "token",
    }
}
answer_under!(Delegated = "MediaContainer");

impl PlexClient {
    /// Asks for a token to give to a player, so that it does not get this client's:
    /// `GET /security/token`. It has the same rights, lasts two days at most, and ends with the server.
    ///
    /// # Errors
    ///
    /// [`PlexError::Forbidden`] when the server makes none for this account; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let token = client.transient_token().await?;
    /// assert_eq!(format!("{token:?}"), "[redacted]");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn transient_token(&self) -> Result<Token> {
        let request = Request::reading(path::security_token())
            .query("type", "delegation")
            .query("scope", "all");
        // Here, and only here, a token is what is asked for: nothing is taken out of the answer.
        let body = self.fetch(&request).await?;
        let told: Option<Delegated> = wire::answer(&body).ok();
        told.and_then(|told| told.token)
            .ok_or_else(|| PlexError::Unsupported {
                what: "make a token to give to a player".to_owned(),
            })
    }

    /// Chooses the sound and the subtitles of a file, for the account of the token:
    /// `PUT /library/parts/{id}`. What is playing is not changed by it; the next time, it is played so. With
    /// `all_parts`, the other files of the item as well, where they have streams alike. Nothing is sent when
    /// nothing is chosen. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::Refused`] for a stream of another file; [`PlexError::NotFound`] when there is no such
    /// file; [`PlexError::OutcomeUnknown`] when the answer was lost; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, part: plex_client::PartId)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{StreamChoice, SubtitleChoice};
    ///
    /// let without = StreamChoice::new().subtitles(SubtitleChoice::Off);
    /// client.select_streams(&part, &without, true).await?;
    /// # Ok(()) }
    /// ```
    pub async fn select_streams(
        &self,
        part: &PartId,
        choice: &StreamChoice,
        all_parts: bool,
    ) -> Result<()> {
        if choice.is_empty() {
            return Ok(());
        }
        let request = choice.write(Request::changing(Method::Put, path::part(part)));
        self.act(&request.query_wish("allParts", all_parts)).await
    }
}

impl RemotePlayer {
    /// Has the player play a queue: `GET /player/playback/playMedia`.
    ///
    /// It gets a token of its own ([`PlexClient::transient_token`]), never this client's. That it was told
    /// is no sign that it plays: the server's sessions show it within some seconds, or its timeline does.
    /// Sent once, but for players that first want to be asked what they do.
    ///
    /// # Errors
    ///
    /// [`PlexError::PlayerNotReached`] when the server does not reach the player;
    /// [`PlexError::Refused`] when the player does not take it; [`PlexError::OutcomeUnknown`] when the
    /// answer was lost, which is also how a sleeping player is silent; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, player: plex_client::RemotePlayer,
    /// # film: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// use plex_client::{PlayRequest, PlaylistKind, QueueQuery};
    ///
    /// let kind = PlaylistKind::Video;
    /// let queue = client.create_play_queue(&QueueQuery::items(kind, [film])).await?;
    /// player.play_media(&PlayRequest::queue(&queue, kind)?).await?;
    /// # Ok(()) }
    /// ```
    pub async fn play_media(&self, what: &PlayRequest) -> Result<()> {
        let command = self
            .command("playback/playMedia")
            .query("providerIdentifier", LIBRARY)
            .query("key", format!("/library/metadata/{}", what.key))
            .query(
                "containerKey",
                format!("/playQueues/{}?window=100&own=1", what.queue),
            )
            .query("playQueueID", what.queue.as_str())
            .query("offset", what.offset.get().to_string())
            .query_some(
                "mediaIndex",
                what.version.map(|version| version.to_string()),
            )
            .query_wish("paused", what.paused);
        let command = what.streams.write(command);
        let command = self.for_server(command, what.server.as_ref()).await?;
        self.clone().of_kind(what.kind).tell(command).await
    }

    /// Has the player make a queue of its own, and play it: `GET /player/playback/createPlayQueue`. Players
    /// with the capability `playqueues-creation`, such as Plexamp, are commanded so; of some it is
    /// the only way. Otherwise as [`play_media`](Self::play_media). `server` is the address by which the
    /// player reaches the server, where that is not this client's.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] as of
    /// [`PlexClient::create_play_queue`]; others as [`play_media`](Self::play_media).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer, album: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{PlaylistKind, QueueQuery};
    ///
    /// let query = QueueQuery::items(PlaylistKind::Audio, [album]).shuffle(true);
    /// player.play_queue_of(&query, None).await?;
    /// # Ok(()) }
    /// ```
    pub async fn play_queue_of(&self, query: &QueueQuery, server: Option<&Url>) -> Result<()> {
        let command = self.command("playback/createPlayQueue");
        let command = query.write(command, &self.client).await?;
        let command = command.query("includeExternalMedia", "1");
        let command = self.for_server(command, server).await?;
        // It says itself of which kind it is.
        self.tell_all(command).await
    }

    /// Says where the server is, and by which token the player may ask it.
    async fn for_server(&self, command: Request, server: Option<&Url>) -> Result<Request> {
        let token = self.client.transient_token().await?;
        let machine = self.client.machine_identifier().await?;
        let server = server.unwrap_or(self.client.url());
        let address = server.host_str().unwrap_or_default();
        let port = server.port_or_known_default().unwrap_or(32400);
        Ok(command
            .query("machineIdentifier", machine)
            .query("protocol", server.scheme())
            .query("address", address.trim_matches(['[', ']']))
            .query("port", port.to_string())
            .query("token", token.expose()))
    }

    /// Has the player change the sound and the subtitles of what it plays:
    /// `GET /player/playback/setStreams`. Nothing is sent when nothing is chosen.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// use plex_client::{StreamChoice, SubtitleChoice};
    ///
    /// player.set_streams(&StreamChoice::new().subtitles(SubtitleChoice::Off)).await?;
    /// # Ok(()) }
    /// ```
    pub async fn set_streams(&self, choice: &StreamChoice) -> Result<()> {
        if choice.is_empty() {
            return Ok(());
        }
        self.tell(choice.write(self.command("playback/setStreams")))
            .await
    }
}
