//! One command to a player: its number, the way, and what the answer means.

use bytes::Bytes;

use super::RemotePlayer;
use crate::error::{PlexError, Result};
use crate::model::Timelines;
use crate::transport::path;
use crate::transport::request::{Method, Request};
use crate::wire;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// Holds what players say to a command, some of them with HTTP status 200 in any case.
    struct Response {
        /// An HTTP status.
        code: Option<u32> = "code",
        /// In words.
        status: Option<String> = "status",
    }
}
answer_under!(Response = "Response");

impl RemotePlayer {
    /// Begins a command such as `playback/pause`.
    pub(super) fn command(&self, command: &str) -> Request {
        Request::changing(Method::Get, path::player_command(command))
    }

    /// Sends a command, with the next number. A player that wants to be asked for its state first is asked,
    /// and told again: it has done nothing yet.
    pub(super) async fn tell(&self, command: Request) -> Result<()> {
        self.tell_all(command.query("type", self.medium())).await
    }

    /// Does as [`tell`](Self::tell), of a command that says itself for which medium it is.
    pub(super) async fn tell_all(&self, command: Request) -> Result<()> {
        match self.tell_once(command.clone()).await {
            Err(
                PlexError::Status { status: 406, .. }
                | PlexError::PlayerRefused { status: 406, .. },
            ) => {
                self.timelines().await?;
                self.tell_once(command).await
            }
            other => other,
        }
    }

    async fn tell_once(&self, command: Request) -> Result<()> {
        let request = self.numbered(command)?;
        let body = self.fetch(&request).await?;
        // Most say nothing, or something else.
        let said: Response = wire::answer(&body).unwrap_or_default();
        let code = said.code.and_then(|code| u16::try_from(code).ok());
        let Some(code) = code.filter(|code| *code >= 400) else {
            return Ok(());
        };
        let detail = said.status.unwrap_or_default();
        let detail = self.client.without_token(&detail).unwrap_or(detail);
        let label = request.label();
        Err(self.explained(match code {
            400 => PlexError::Refused {
                request: label,
                detail,
            },
            404 => PlexError::NotFound { request: label },
            status => self.refused(&request, status, detail),
        }))
    }

    /// Tells that the player itself answered with a status.
    fn refused(&self, request: &Request, status: u16, detail: String) -> PlexError {
        PlexError::PlayerRefused {
            player: self.identifier.to_string(),
            request: request.label(),
            status,
            detail,
        }
    }

    /// Sends a request to the player and returns its answer.
    async fn fetch(&self, request: &Request) -> Result<Bytes> {
        let answer = match &self.way {
            None => self.client.fetch(request).await,
            Some(way) => {
                let answer = way.send(request).await;
                answer.map_err(|error| self.said_by_itself(request, error))
            }
        };
        answer.map_err(|error| self.explained(error))
    }

    /// Says what an error means that came from the player itself: it says nothing of the server, nor of the
    /// token, which the player was not given.
    fn said_by_itself(&self, request: &Request, error: PlexError) -> PlexError {
        let (status, detail) = match error {
            PlexError::Unreachable { .. } | PlexError::Timeout { .. } => return self.not_reached(),
            PlexError::NotConfigured | PlexError::Unauthorized { .. } => (401, String::new()),
            PlexError::Forbidden { .. } => (403, String::new()),
            PlexError::RateLimited { .. } => (429, String::new()),
            PlexError::StartingUp => (503, String::new()),
            PlexError::Status { status, detail, .. } => (status, detail),
            other => return other,
        };
        self.refused(request, status, detail)
    }

    fn not_reached(&self) -> PlexError {
        PlexError::PlayerNotReached {
            player: self.identifier.to_string(),
        }
    }

    /// Gives a request to the player its number and its addressee.
    fn numbered(&self, request: Request) -> Result<Request> {
        let number = self.client.command_ids().next();
        request
            .query("commandID", number.to_string())
            .to_player(&self.identifier)
    }

    /// Says what an error means where a player was asked.
    fn explained(&self, error: PlexError) -> PlexError {
        match error {
            PlexError::NotFound { .. } => self.not_reached(),
            PlexError::Status { status: 501, .. }
            | PlexError::PlayerRefused { status: 501, .. } => PlexError::Unsupported {
                what: "the player knows no such command".to_owned(),
            },
            other => other,
        }
    }

    /// Asks the player what it plays, and how far it has got: `GET /player/timeline/poll`.
    ///
    /// Servers ask those players only that announce themselves; of others, the
    /// [`sessions`](crate::PlexClient::sessions) tell. What some players say lags by many seconds.
    ///
    /// # Errors
    ///
    /// [`PlexError::PlayerNotReached`] when the server does not reach the player; [`PlexError::Refused`]
    /// by players that tell nothing (Apple TV); [`PlexError::PlayerRefused`] when the player has another
    /// reason; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(player: plex_client::RemotePlayer) -> Result<(), plex_client::PlexError> {
    /// if let Some(playing) = player.timelines().await?.active() {
    ///     println!("{:?} of {:?}", playing.time, playing.duration);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn timelines(&self) -> Result<Timelines> {
        let request = Request::reading(path::player_command("timeline/poll"))
            .query("wait", "0")
            .query("includeMetadata", "0");
        let request = self.numbered(request)?;
        let body = self.fetch(&request).await?;
        self.client.read(&request, body)
    }
}
