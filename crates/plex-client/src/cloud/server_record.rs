//! A server as plex.tv knows it.

use super::client::PlexAccount;
use super::friends::SharedLibrary;
use crate::error::{PlexError, Result};
use crate::time::Timestamp;
use crate::transport::cloud_path;
use crate::transport::request::Request;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

model! {
    /// A server as plex.tv knows it: `GET /api/v2/servers/{id}`.
    pub struct ServerRecord {
        /// Name.
        name: Option<String> = "name",
        /// Address on the internet.
        address: Option<String> = "address",
        /// Port on the internet.
        port: Option<u32> = "port",
        /// Version of PMS.
        version: Option<String> = "version",
        /// `http` or `https`.
        scheme: Option<String> = "scheme",
        /// Whether it belongs to the account that asks.
        owned: Option<bool> = "owned",
        /// Addresses on its network, separated by commas.
        local_addresses: Option<String> = "localAddresses",
        /// What stays the same when address and name change.
        machine_identifier: Option<String> = "machineIdentifier",
        /// When it was made known.
        created_at: Option<Timestamp> = "createdAt",
        /// When it changed.
        updated_at: Option<Timestamp> = "updatedAt",
        /// Its libraries.
        libraries: Vec<SharedLibrary> = "librarySections",
    }
}
plain_answer!(ServerRecord);

impl PlexAccount {
    /// Returns what plex.tv knows of a server of the account, its libraries among it:
    /// `GET /api/v2/servers/{id}`.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it can be no machine identifier;
    /// [`PlexError::NotFound`] when the account has no such server; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for server in account.servers().await? {
    ///     let identifier = server.client_identifier.unwrap_or_default();
    ///     let record = account.server_record(&identifier).await?;
    ///     println!("{:?}: {} libraries", record.name, record.libraries.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn server_record(&self, machine_identifier: &str) -> Result<ServerRecord> {
        let is_one = !machine_identifier.is_empty()
            && machine_identifier
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_one {
            return Err(PlexError::invalid_argument(
                "machine_identifier",
                "is no machine identifier: letters, digits and hyphens are",
            ));
        }
        let request = Request::reading(cloud_path::server(machine_identifier));
        self.ask(&request).await
    }
}
