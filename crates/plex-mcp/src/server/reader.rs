//! Reads resources for those who have subscribed to them, as clients read them.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use plex_client::PlexClient;

use crate::{
    access, budget,
    call::Call,
    error::{ErrorKind, ToolError},
    options::Options,
    redaction,
    resources::Content,
    subscriptions::Read,
};

/// Returns what was read of a resource without the token and within its budget.
pub(super) fn presentable(client: &PlexClient, options: &Options, content: Content) -> Content {
    match content {
        Content::Json(mut value) => {
            redaction::conceal(client, &mut value);
            Content::Json(budget::fit(value, options.max_result_bytes))
        }
        Content::Text(text) => Content::Text(redaction::text(client, text)),
        Content::Picture(picture) => Content::Picture(picture),
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
