//! Subscribing to resources, without the protocol.

use super::PlexMcpServer;
use crate::{
    error::ToolError,
    resources::Resource,
    subscriptions::{self, Wanted},
};

impl PlexMcpServer {
    /// Says whether any resource can be subscribed to.
    pub(super) fn can_be_subscribed_to(&self) -> bool {
        self.resources().iter().any(Resource::can_be_subscribed_to)
    }

    /// Returns what there is to follow of the resource that a URI names.
    ///
    /// # Errors
    ///
    /// When it names none, or one that cannot be subscribed to.
    pub(super) fn wanted(&self, uri: &str) -> Result<Wanted, ToolError> {
        let (resource, variable) = self.resource_of(uri)?;
        subscriptions::wanted(uri, resource, variable, self.resources())
    }
}
