//! The Plex Home of an account, and who is in it.

use super::client::PlexAccount;
use crate::error::Result;
use crate::id::{AccountId, HomeId};
use crate::transport::cloud_path;
use crate::transport::request::Request;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

model! {
    /// A Plex Home: `GET /api/v2/home/users`.
    pub struct Home {
        /// Its id.
        id: Option<HomeId> = "id",
        /// Its name.
        name: Option<String> = "name",
        /// Id of its guest.
        guest_user_id: Option<AccountId> = "guestUserID",
        /// Other id of its guest.
        guest_user_uuid: Option<String> = "guestUserUUID",
        /// Whether guests are let in.
        guest_enabled: Option<bool> = "guestEnabled",
        /// Whether it has Plex Pass.
        subscription: Option<bool> = "subscription",
        /// Who is in it.
        users: Vec<HomeUser> = "users" | "User",
    }
}
plain_answer!(Home);

model! {
    /// Someone in a Plex Home.
    pub struct HomeUser {
        /// Id.
        id: Option<AccountId> = "id",
        /// Other id.
        uuid: Option<String> = "uuid",
        /// Name to show.
        title: Option<String> = "title",
        /// User name; absent for managed users.
        username: Option<String> = "username",
        /// E-mail address.
        email: Option<String> = "email",
        /// Picture: an absolute URL.
        thumb: Option<String> = "thumb",
        /// Whether there is a password.
        has_password: Option<bool> = "hasPassword",
        /// Whether the account is restricted.
        restricted: Option<bool> = "restricted",
        /// How it is restricted.
        restriction_profile: Option<String> = "restrictionProfile",
        /// Whether this is who rules the home.
        admin: Option<bool> = "admin",
        /// Whether this is the guest.
        guest: Option<bool> = "guest",
        /// Whether a PIN is wanted.
        protected: Option<bool> = "protected",
    }
}

impl PlexAccount {
    /// Returns the Plex Home of the account, and who is in it: `GET /api/v2/home/users`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError); [`Unauthorized`](crate::PlexError::Unauthorized) when the
    /// token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for user in account.home().await?.users {
    ///     println!("{:?}", user.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn home(&self) -> Result<Home> {
        self.ask(&Request::reading(cloud_path::home_users())).await
    }
}
