//! What an account may use: servers, players, apps.

use super::client::PlexAccount;
use crate::container::listed;
use crate::error::Result;
use crate::id::AccountId;
use crate::token::Token;
use crate::transport::cloud_path;
use crate::transport::request::Request;
use crate::wire::kinds::plain_answer;
use crate::wire::object::model;

model! {
    /// A server or a player: `GET /api/v2/resources`, and the older `/api/resources` and
    /// `/devices.xml`. Times are texts, as plex.tv has them: ISO 8601 now, epoch seconds before.
    pub struct Resource {
        /// Name.
        name: Option<String> = "name",
        /// App, such as `Plex Media Server`.
        product: Option<String> = "product",
        /// Version of the app.
        product_version: Option<String> = "productVersion",
        /// System it runs on.
        platform: Option<String> = "platform",
        /// Version of that system.
        platform_version: Option<String> = "platformVersion",
        /// Device it runs on.
        device: Option<String> = "device",
        /// Its client identifier; a server's machine identifier.
        client_identifier: Option<String> = "clientIdentifier",
        /// When it first came.
        created_at: Option<String> = "createdAt",
        /// When it was last seen.
        last_seen_at: Option<String> = "lastSeenAt",
        /// What it is: `server`, `client`, `player`, … separated by commas.
        provides: Option<String> = "provides",
        /// Account it belongs to, where that is another.
        owner_id: Option<AccountId> = "ownerId",
        /// Name of that account.
        source_title: Option<String> = "sourceTitle",
        /// Its address on the internet.
        public_address: Option<String> = "publicAddress",
        /// The token by which this account may use it.
        access_token: Option<Token> = "accessToken" | "token",
        /// Whether it belongs to the account.
        owned: Option<bool> = "owned",
        /// Whether it is shared within a Plex Home.
        home: Option<bool> = "home",
        /// Whether it holds downloads.
        synced: Option<bool> = "synced",
        /// Whether it can be reached through Plex's relay.
        relay: Option<bool> = "relay",
        /// Whether it is there now.
        presence: Option<bool> = "presence",
        /// Whether it takes encrypted connections only.
        https_required: Option<bool> = "httpsRequired",
        /// Whether it is on the same network as this machine, as plex.tv sees it.
        public_address_matches: Option<bool> = "publicAddressMatches",
        /// Whether the network keeps `plex.direct` names from working.
        dns_rebinding_protection: Option<bool> = "dnsRebindingProtection",
        /// Whether its public address works from within its network.
        nat_loopback_supported: Option<bool> = "natLoopbackSupported",
        /// The ways to it.
        connections: Vec<Connection> = "connections" | "Connection",
    }
}

model! {
    /// A way to a server.
    pub struct Connection {
        /// `http` or `https`.
        protocol: Option<String> = "protocol",
        /// Address.
        address: Option<String> = "address",
        /// Port.
        port: Option<u32> = "port",
        /// URL; by its `plex.direct` name when it is encrypted.
        uri: Option<String> = "uri",
        /// Whether it is on the server's network.
        local: Option<bool> = "local",
        /// Whether it goes through Plex's relay.
        relay: Option<bool> = "relay",
        /// Whether the address is IPv6.
        ipv6: Option<bool> = "IPv6",
    }
}
plain_answer!(Resource);

listed! {
    Resource = "Device";
}

impl PlexAccount {
    /// Lists the servers that the account can use, its own first: `GET /api/v2/resources`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError); [`Unauthorized`](crate::PlexError::Unauthorized) when the token is not taken.
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for server in account.servers().await? {
    ///     println!("{:?}", server.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn servers(&self) -> Result<Vec<Resource>> {
        let mut servers = self.resources().await?;
        servers.retain(Resource::is_server);
        servers.sort_by_key(|server| server.owned != Some(true));
        Ok(servers)
    }

    /// Lists the players of the account, those that are there now first: `GET /api/v2/resources`. A player can
    /// be commanded by its `client_identifier`, by way of a server or at one of its `connections`
    /// ([`PlexClient::player`](crate::PlexClient::player)). Many are no longer listed when they are idle.
    ///
    /// # Errors
    ///
    /// As [`servers`](Self::servers).
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// for player in account.players().await? {
    ///     println!("{:?} is there: {:?}", player.name, player.presence);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn players(&self) -> Result<Vec<Resource>> {
        let mut players = self.resources().await?;
        players.retain(Resource::is_player);
        players.sort_by_key(|player| player.presence != Some(true));
        Ok(players)
    }

    async fn resources(&self) -> Result<Vec<Resource>> {
        let request = Request::reading(cloud_path::resources())
            .query("includeHttps", "1")
            .query("includeRelay", "1")
            .query("includeIPv6", "1");
        self.ask(&request).await
    }
}
