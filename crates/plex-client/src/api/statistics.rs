//! What a server measures of itself.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::id::AccountId;
use crate::model::{BandwidthStatistics, ResourceSample};
use crate::time::Timestamp;
use crate::transport::path;
use crate::transport::request::Request;

/// The lengths of the stretches of time that statistics are kept for. The shorter, the sooner the
/// server forgets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Timespan {
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A few seconds.
    Seconds,
}

impl Timespan {
    /// Returns Plex's number for it.
    ///
    /// ```
    /// assert_eq!(plex_client::Timespan::Day.number(), 3);
    /// ```
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Week => 2,
            Self::Day => 3,
            Self::Hour => 4,
            Self::Seconds => 6,
        }
    }
}

/// A question for what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BandwidthQuery {
    /// How long the stretches of time are.
    pub timespan: Timespan,
    /// Only stretches that begin at or after this time.
    pub since: Option<Timestamp>,
    /// Only what was sent to this account.
    pub account_id: Option<AccountId>,
}

impl BandwidthQuery {
    /// Asks for all that the server remembers, in stretches of this length.
    #[must_use]
    pub fn new(timespan: Timespan) -> Self {
        Self {
            timespan,
            since: None,
            account_id: None,
        }
    }

    /// Limits it to stretches that begin at or after this time.
    #[must_use]
    pub fn since(mut self, since: Timestamp) -> Self {
        self.since = Some(since);
        self
    }

    /// Limits it to what was sent to this account.
    #[must_use]
    pub fn account_id(mut self, account: AccountId) -> Self {
        self.account_id = Some(account);
        self
    }
}

impl PlexClient {
    /// Lists what was sent to whom: `GET /statistics/bandwidth`. Owners only; some servers want a Plex Pass.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// use plex_client::{BandwidthQuery, Timespan};
    ///
    /// let days = client.bandwidth(&BandwidthQuery::new(Timespan::Day)).await?;
    /// let bytes: u64 = days.samples.iter().filter_map(|sample| sample.bytes).sum();
    /// # Ok(()) }
    /// ```
    pub async fn bandwidth(&self, query: &BandwidthQuery) -> Result<BandwidthStatistics> {
        let request = Request::reading(path::statistics_bandwidth())
            .query("timespan", query.timespan.number().to_string())
            .query_some("accountID", query.account_id.map(|id| id.to_string()))
            .query_some("at>", query.since.map(|at| at.epoch_seconds().to_string()));
        self.ask(&request).await
    }

    /// Lists how busy the machine was in the last minutes, the oldest first:
    /// `GET /statistics/resources`. Owners only; some servers want a Plex Pass.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// let now = client.resources().await?.pop();
    /// println!("{:?} % busy", now.and_then(|sample| sample.host_cpu));
    /// # Ok(()) }
    /// ```
    pub async fn resources(&self) -> Result<Vec<ResourceSample>> {
        let request = Request::reading(path::statistics_resources())
            .query("timespan", Timespan::Seconds.number().to_string());
        let found: MediaContainer<ResourceSample> = self.ask(&request).await?;
        Ok(found.items)
    }
}
