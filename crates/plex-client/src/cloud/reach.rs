//! Tries the ways to a server side by side, and says what became of each.

use std::time::{Duration, Instant};

use futures::StreamExt;

use super::{Candidate, PlexAccount, Resource};
use crate::client::PlexClient;
use crate::commands::CommandIds;
use crate::error::{PlexError, Result};
use crate::model::ServerIdentity;
use crate::token::Token;
use crate::transport::Transport;
use crate::transport::retry::RetryPolicy;

/// How many ways are tried at once.
const AT_ONCE: usize = 8;
/// How many ways are tried at all: the list comes from outside.
const MOST: usize = 24;
/// How long one way may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A way that was tried, or was not.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// The way.
    pub candidate: Candidate,
    /// What became of it.
    pub outcome: AttemptOutcome,
}

/// Says what became of a way to a server.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// The server answers there, and takes the token.
    Works {
        /// What it says of itself.
        identity: Box<ServerIdentity>,
        /// How long both answers took.
        latency: Duration,
    },
    /// Another server answers there, which got no token.
    OtherServer,
    /// It does not work.
    Failed(PlexError),
    /// It was not waited for, because a better one works.
    NotNeeded,
}

impl PlexAccount {
    /// Tries the ways to a server side by side, at most eight at once and each for at most five
    /// seconds, until the best one that works is known. They come back in the order of
    /// [`Resource::candidates`], so the first that [works](AttemptOutcome::Works) is the best.
    ///
    /// The server's own token is sent, never the account's, and only after the one that answers has
    /// said that it is this server: addresses such as `192.168.1.20` are not the same in every
    /// network.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for server in account.servers().await? {
    ///     for attempt in account.try_connections(&server).await {
    ///         println!("{}: {:?}", attempt.candidate.url, attempt.outcome);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn try_connections(&self, server: &Resource) -> Vec<Attempt> {
        let mut attempts: Vec<Attempt> = server
            .candidates()
            .into_iter()
            .take(MOST)
            .map(|candidate| Attempt {
                candidate,
                outcome: AttemptOutcome::NotNeeded,
            })
            .collect();
        let mut pending: Vec<bool> = vec![true; attempts.len()];
        let tries: Vec<_> = attempts
            .iter()
            .map(|attempt| self.attempt(server, attempt.candidate.clone()))
            .enumerate()
            .map(|(rank, outcome)| async move { (rank, outcome.await) })
            .collect();
        let mut results = futures::stream::iter(tries).buffer_unordered(AT_ONCE);
        while let Some((rank, outcome)) = results.next().await {
            if let (Some(attempt), Some(waits)) = (attempts.get_mut(rank), pending.get_mut(rank)) {
                attempt.outcome = outcome;
                *waits = false;
            }
            let best = attempts
                .iter()
                .position(|attempt| matches!(attempt.outcome, AttemptOutcome::Works { .. }));
            if best.is_some_and(|best| !pending.iter().take(best).any(|waits| *waits)) {
                break;
            }
        }
        drop(results);
        attempts
    }

    async fn attempt(&self, server: &Resource, candidate: Candidate) -> AttemptOutcome {
        let wanted = server.client_identifier.as_deref();
        let token = server.access_token.clone();
        let start = Instant::now();
        match meet(self.transport(), &candidate, wanted, token).await {
            Ok(Some(identity)) => AttemptOutcome::Works {
                identity: Box::new(identity),
                latency: start.elapsed(),
            },
            Ok(None) => AttemptOutcome::OtherServer,
            Err(error) => AttemptOutcome::Failed(error),
        }
    }
}

/// Asks who is there, and then as the account; `None` when it is somebody else.
async fn meet(
    like: &Transport,
    candidate: &Candidate,
    wanted: Option<&str>,
    token: Option<Token>,
) -> Result<Option<ServerIdentity>> {
    let client = |token| -> Result<PlexClient> {
        let transport = like.elsewhere(&candidate.url, token, PATIENCE, RetryPolicy::none())?;
        Ok(PlexClient::over(transport, CommandIds::default()))
    };
    let met = async {
        let found = client(None)?.open_identity().await?;
        if found.machine_identifier.as_deref() != wanted || wanted.is_none() {
            return Ok(None);
        }
        client(token)?.server_identity().await.map(Some)
    };
    tokio::time::timeout(PATIENCE, met)
        .await
        .unwrap_or(Err(PlexError::Timeout { after: PATIENCE }))
}
