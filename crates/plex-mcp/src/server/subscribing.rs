//! Subscribing to resources, without the protocol.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use plex_client::PlexClient;

use super::{PlexMcpServer, presentable};
use crate::{
    access,
    call::Call,
    error::{ErrorKind, ToolError},
    resources::Resource,
    subscriptions::{self, Read, Wanted},
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

/// Returns what reads resources for those who have subscribed, as clients read them.
pub(super) fn reader(client: PlexClient, call: Arc<Call>) -> Read {
    Arc::new(move |resource, variable| {
        let (client, call) = (client.clone(), Arc::clone(&call));
        Box::pin(async move {
            let reading = resource.read(Arc::clone(&call), variable);
            // A panic must not end what is followed beside it.
            let read = AssertUnwindSafe(reading).catch_unwind().await;
            let read = read.unwrap_or_else(|_panic| {
                let message = format!("{} failed unexpectedly", resource.name());
                Err(ToolError::internal(message))
            });
            match read {
                Ok(content) => Ok(presentable(&client, &call.options, content)),
                // Where nobody has said which server it is, it does not come back.
                Err(error)
                    if call.options.is_unconfigured && error.kind() == ErrorKind::Unreachable =>
                {
                    Err(ToolError::new(ErrorKind::NotConfigured, error.message())
                        .hint(access::UNCONFIGURED))
                }
                Err(error) => Err(error),
            }
        })
    })
}
