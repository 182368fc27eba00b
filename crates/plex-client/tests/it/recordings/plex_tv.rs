//! What plex.tv answers.

use plex_client::cloud::{
    ClaimToken, Friend, Home, Pin, Privacy, Resource, ServerRecord, SharedServer, User, Webhook,
};

use super::Decoded;
use crate::raw::Raw;

impl Decoded<'_> {
    pub(super) fn resources(&self, resources: &[Resource]) {
        let file = self.file;
        let raw: Vec<&Raw> = self.raw.elements.iter().collect();
        assert_eq!(resources.len(), raw.len(), "{file}");
        for (resource, raw) in resources.iter().zip(raw) {
            assert_eq!(resource.name.as_deref(), raw.value("name"), "{file}");
            assert_eq!(
                resource.client_identifier.as_deref(),
                raw.value("clientIdentifier"),
                "{file}"
            );
            assert_eq!(
                resource.connections.len(),
                raw.named(&["connections", "Connection"]).count(),
                "{file}"
            );
            assert!(
                resource.connections.iter().all(|c| c.uri.is_some()),
                "{file}"
            );
            let token = raw.value("accessToken").or(raw.value("token"));
            assert_eq!(
                resource.access_token.as_ref().map(|t| t.expose()),
                token,
                "{file}"
            );
        }
    }

    /// The answers of plex.tv that are not in a container.
    pub(super) fn account(&self, name: &str, endpoint: &str) {
        let (file, raw) = (self.file, self.raw);
        if endpoint.contains("/pins") {
            let pin: Pin = self.list();
            assert_eq!(pin.code.as_deref(), raw.value("code"), "{file}");
            assert_eq!(
                pin.auth_token.as_ref().map(|t| t.expose()),
                raw.value("authToken"),
                "{file}"
            );
        } else if endpoint.contains("/api/v2/resources") {
            self.resources(&self.list::<Vec<Resource>>());
        } else if endpoint.contains("/home/users/") || name.starts_with("user_info") {
            let user: User = self.list();
            assert_eq!(user.uuid.as_deref(), raw.value("uuid"), "{file}");
            assert_eq!(
                user.auth_token.as_ref().map(|t| t.expose()),
                raw.value("authToken"),
                "{file}"
            );
            let subscription = user.subscription.as_ref().expect("a subscription");
            assert!(!subscription.features.is_empty(), "{file}");
            assert_eq!(
                user.entitlements.len(),
                raw.named(&["entitlements"]).count(),
                "{file}"
            );
        } else if endpoint.contains("/home/users") {
            let home: Home = self.list();
            assert_eq!(home.users.len(), raw.named(&["users"]).count(), "{file}");
            assert!(
                home.users
                    .iter()
                    .all(|u| u.id.is_some() && u.admin.is_some()),
                "{file}"
            );
        } else if name.starts_with("friends") {
            let friends: Vec<Friend> = self.list();
            assert_eq!(friends.len(), raw.elements.len(), "{file}");
            for (friend, raw) in friends.iter().zip(&raw.elements) {
                assert_eq!(friend.title.as_deref(), raw.value("title"), "{file}");
                let shares = raw.named(&["sharedServers"]).count();
                assert_eq!(friend.shared_servers.len(), shares, "{file}");
            }
        } else if name == "accept" || name == "invite_create" {
            let friend: Friend = self.list();
            assert_eq!(friend.status.as_deref(), raw.value("status"), "{file}");
        } else if name == "shared_server_create" {
            let share: SharedServer = self.list();
            assert_eq!(
                share.libraries.len(),
                raw.named(&["libraries"]).count(),
                "{file}"
            );
            assert!(share.invite_token.is_some(), "{file}");
        } else if name == "machine_id" {
            let server: ServerRecord = self.list();
            assert_eq!(
                server.libraries.len(),
                raw.named(&["librarySections"]).count(),
                "{file}"
            );
        } else if name == "token" {
            assert!(self.list::<ClaimToken>().token.is_some(), "{file}");
        } else if name == "privacy" {
            let privacy: Privacy = self.list();
            assert_eq!(
                privacy.metrics.len(),
                raw.named(&["metrics"]).count(),
                "{file}"
            );
        } else if name.starts_with("webhooks") {
            let hooks: Vec<Webhook> = self.list();
            assert_eq!(hooks.len(), raw.elements.len(), "{file}");
            assert!(hooks.iter().all(|h| h.url.is_some()), "{file}");
        } else if ["features", "companions", "providers"].contains(&name)
            || endpoint.contains("sign_in")
        {
            // Nothing asks for these.
        } else {
            panic!("{file} ({endpoint}) was not checked");
        }
    }
}
