//! Whom an account shares with.

use super::client::PlexAccount;
use crate::error::Result;
use crate::id::{AccountId, LibraryKey, ServerId, ShareId, SharedLibraryId};
use crate::model::LibraryType;
use crate::token::Token;
use crate::transport::cloud_path;
use crate::transport::request::Request;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

model! {
    /// Someone who may use an account's servers: `GET /api/v2/friends`.
    pub struct Friend {
        /// Id of the account.
        id: Option<AccountId> = "id",
        /// Other id of the account.
        uuid: Option<String> = "uuid",
        /// Name to show.
        title: Option<String> = "title",
        /// User name; absent for managed users.
        username: Option<String> = "username",
        /// Name the friend prefers.
        friendly_name: Option<String> = "friendlyName",
        /// E-mail address.
        email: Option<String> = "email",
        /// Picture: an absolute URL.
        thumb: Option<String> = "thumb",
        /// Whether the account is restricted.
        restricted: Option<bool> = "restricted",
        /// How it is restricted.
        restriction_profile: Option<String> = "restrictionProfile",
        /// Whether the friend is in the same Plex Home.
        home: Option<bool> = "home",
        /// `accepted`, `pending` or `pending_received`.
        status: Option<String> = "status",
        /// Since when, by ISO 8601.
        friendship_created_at: Option<String> = "friendshipCreatedAt",
        /// What the friend may do.
        sharing_settings: Option<SharingSettings> = "sharingSettings",
        /// Servers the friend may use.
        shared_servers: Vec<SharedServer> = "sharedServers",
    }
}
plain_answer!(Friend);

model! {
    /// Holds what someone may do on a shared server.
    pub struct SharingSettings {
        /// Whether channels may be used.
        allow_channels: Option<bool> = "allowChannels",
        /// Whether subtitles may be managed.
        allow_subtitle_admin: Option<bool> = "allowSubtitleAdmin",
        /// Whether items may be downloaded.
        allow_sync: Option<bool> = "allowSync",
        /// Whether photos may be uploaded.
        allow_camera_upload: Option<bool> = "allowCameraUpload",
        /// Whether tuners may be used: 0 no, 1 to watch, 2 also to record.
        allow_tuners: Option<i64> = "allowTuners",
        /// What is shown of films.
        filter_movies: Option<String> = "filterMovies",
        /// What is shown of shows.
        filter_television: Option<String> = "filterTelevision",
        /// What is played of music.
        filter_music: Option<String> = "filterMusic",
        /// What is shown of photos.
        filter_photos: Option<String> = "filterPhotos",
        /// What is shown of everything.
        filter_all: Option<String> = "filterAll",
    }
}

model! {
    /// A server that is shared with someone.
    pub struct SharedServer {
        /// Id of the share.
        id: Option<ShareId> = "id",
        /// Name of the server.
        name: Option<String> = "name",
        /// Account it belongs to.
        owner_id: Option<AccountId> = "ownerId",
        /// Account it is shared with.
        invited_id: Option<AccountId> = "invitedId",
        /// E-mail address it is shared with.
        invited_email: Option<String> = "invitedEmail",
        /// Id of the server on plex.tv.
        server_id: Option<ServerId> = "serverId",
        /// What stays the same when address and name change.
        machine_identifier: Option<String> = "machineIdentifier",
        /// Whether the share was accepted.
        accepted: Option<bool> = "accepted",
        /// When it was, by ISO 8601.
        accepted_at: Option<String> = "acceptedAt",
        /// When the share was ended, by ISO 8601.
        deleted_at: Option<String> = "deletedAt",
        /// When the other left, by ISO 8601.
        left_at: Option<String> = "leftAt",
        /// When the server was last seen, by ISO 8601.
        last_seen_at: Option<String> = "lastSeenAt",
        /// What the share is accepted by.
        invite_token: Option<Token> = "inviteToken",
        /// Whether the server belongs to the account that asks.
        owned: Option<bool> = "owned",
        /// How many libraries are shared.
        num_libraries: Option<u32> = "numLibraries",
        /// Whether all libraries are shared.
        all_libraries: Option<bool> = "allLibraries",
        /// What the other may do.
        sharing_settings: Option<SharingSettings> = "sharingSettings",
        /// Libraries that are shared.
        libraries: Vec<SharedLibrary> = "libraries",
    }
}
plain_answer!(SharedServer);

model! {
    /// A library of a server, as plex.tv knows it.
    pub struct SharedLibrary {
        /// Its id on plex.tv.
        id: Option<SharedLibraryId> = "id",
        /// Its id on the server.
        key: Option<LibraryKey> = "key",
        /// Its title.
        title: Option<String> = "title",
        /// What it holds.
        library_type: LibraryType = "type",
    }
}

impl PlexAccount {
    /// Lists who may use the account's servers, and who was asked or has asked: `GET /api/v2/friends`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError); [`Unauthorized`](crate::PlexError::Unauthorized) when the
    /// token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for friend in account.friends().await? {
    ///     println!("{:?} has {} servers", friend.title, friend.shared_servers.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn friends(&self) -> Result<Vec<Friend>> {
        self.ask(&Request::reading(cloud_path::friends())).await
    }
}
