//! An account.

use super::client::PlexAccount;
use crate::error::Result;
use crate::id::AccountId;
use crate::time::Timestamp;
use crate::token::Token;
use crate::transport::cloud_path;
use crate::transport::request::Request;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

model! {
    /// An account of plex.tv: `GET /api/v2/user`.
    pub struct User {
        /// Its id.
        id: Option<AccountId> = "id",
        /// Its other id.
        uuid: Option<String> = "uuid",
        /// User name; empty for managed users.
        username: Option<String> = "username",
        /// Name to show.
        title: Option<String> = "title",
        /// Name its owner prefers.
        friendly_name: Option<String> = "friendlyName",
        /// E-mail address.
        email: Option<String> = "email",
        /// Picture: an absolute URL.
        thumb: Option<String> = "thumb",
        /// Country by ISO 3166.
        country: Option<String> = "country",
        /// Its token.
        auth_token: Option<Token> = "authToken" | "authentication_token" | "authenticationToken",
        /// Whether its e-mail address is confirmed.
        confirmed: Option<bool> = "confirmed",
        /// Whether it has a password.
        has_password: Option<bool> = "hasPassword",
        /// Whether a PIN is wanted to switch to it.
        protected: Option<bool> = "protected",
        /// Whether it is restricted.
        restricted: Option<bool> = "restricted",
        /// Whether it is a guest.
        guest: Option<bool> = "guest",
        /// Whether it is in a Plex Home.
        home: Option<bool> = "home",
        /// Whether it rules that home.
        home_admin: Option<bool> = "homeAdmin",
        /// How many are in that home.
        home_size: Option<u32> = "homeSize",
        /// When it was made.
        joined_at: Option<Timestamp> = "joinedAt",
        /// Plex Pass.
        subscription: Option<Subscription> = "subscription",
        /// What it prefers.
        profile: Option<UserProfile> = "profile",
        /// Apps it has unlocked.
        entitlements: Vec<String> = "entitlements",
    }
}
plain_answer!(User);

impl User {
    /// Returns what to call the account: the name its owner prefers, else the one to show, else the
    /// user name.
    ///
    /// ```
    /// let mut user = plex_client::cloud::User::default();
    /// user.username = Some("ada".to_owned());
    /// assert_eq!(user.name(), Some("ada"));
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        [&self.friendly_name, &self.title, &self.username]
            .into_iter()
            .flatten()
            .map(|name| name.trim())
            .find(|name| !name.is_empty())
    }
}

model! {
    /// Plex Pass.
    pub struct Subscription {
        /// Whether it is active.
        active: Option<bool> = "active",
        /// `Active` or `Inactive`.
        status: Option<String> = "status",
        /// Such as `lifetime`.
        plan: Option<String> = "plan",
        /// Since when.
        subscribed_at: Option<String> = "subscribedAt",
        /// What it allows.
        features: Vec<String> = "features",
    }
}

model! {
    /// Holds what an account prefers.
    pub struct UserProfile {
        /// Whether sound is chosen.
        auto_select_audio: Option<bool> = "autoSelectAudio",
        /// Language of sound.
        default_audio_language: Option<String> = "defaultAudioLanguage",
        /// Language of subtitles.
        default_subtitle_language: Option<String> = "defaultSubtitleLanguage",
        /// When subtitles are shown.
        auto_select_subtitle: Option<i64> = "autoSelectSubtitle",
    }
}

impl PlexAccount {
    /// Asks whose account it is: `GET /api/v2/user`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError); [`Unauthorized`](crate::PlexError::Unauthorized) when the token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// println!("{:?}", account.user().await?.name());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn user(&self) -> Result<User> {
        self.ask(&Request::reading(cloud_path::user())).await
    }
}
