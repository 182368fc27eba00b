//! What an account has set: where events are sent, and what Plex is told.

use super::client::PlexAccount;
use crate::error::Result;
use crate::transport::cloud_path;
use crate::transport::request::Request;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

model! {
    /// Says where events of an account's servers are sent: `GET /api/v2/user/webhooks`.
    pub struct Webhook {
        /// The URL.
        url: Option<String> = "url",
    }
}
plain_answer!(Webhook);

model! {
    /// Holds what an account lets Plex know: `GET /api/v2/user/privacy`.
    pub struct Privacy {
        /// Whether playback is kept back.
        opt_out_playback: Option<bool> = "optOutPlayback",
        /// Whether statistics of libraries are kept back.
        opt_out_library_stats: Option<bool> = "optOutLibraryStats",
        /// What is let known of each event.
        metrics: Vec<Metric> = "metrics",
    }
}
plain_answer!(Privacy);

model! {
    /// Holds what is let known of an event.
    pub struct Metric {
        /// The event.
        event: Option<String> = "event",
        /// `identifiable`, `anonymous` or `disabled`.
        status: Option<String> = "status",
    }
}

impl PlexAccount {
    /// Lists where events of the account's servers are sent: `GET /api/v2/user/webhooks`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError); [`Unauthorized`](crate::PlexError::Unauthorized) when the
    /// token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for webhook in account.webhooks().await? {
    ///     println!("{:?}", webhook.url);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn webhooks(&self) -> Result<Vec<Webhook>> {
        self.ask(&Request::reading(cloud_path::webhooks())).await
    }

    /// Returns what the account lets Plex know: `GET /api/v2/user/privacy`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError); [`Unauthorized`](crate::PlexError::Unauthorized) when the
    /// token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// println!("{:?}", account.privacy().await?.opt_out_playback);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn privacy(&self) -> Result<Privacy> {
        self.ask(&Request::reading(cloud_path::privacy())).await
    }
}
