//! Subscribing by the two ways of the protocol: `subscriptions/listen` since 2026-07-28, and before that
//! `resources/subscribe` with `resources/unsubscribe`.

use std::future::pending;

use futures::FutureExt;
use mcp_serve::http::Presence;
use rmcp::{
    ErrorData, RoleServer,
    model::{ResourceUpdatedNotificationParam, SubscriptionFilter},
    service::{RequestContext, SubscriptionContext},
};

use super::{super::PlexMcpServer, failure};
use crate::error::ToolError;

/// Subscribes to one resource, until it is unsubscribed from or the client has gone.
pub(super) async fn subscribe(
    server: &PlexMcpServer,
    uri: String,
    context: RequestContext<RoleServer>,
) -> Result<(), ErrorData> {
    let wanted = server
        .wanted(&uri)
        .map_err(|error| refused(server, &error, &uri))?;
    let peer = context.peer.clone();
    let tell = move |uri: String| {
        let peer = peer.clone();
        async move {
            let update = ResourceUpdatedNotificationParam::new(uri);
            peer.notify_resource_updated(update).await.is_ok()
        }
        .boxed()
    };
    let gone = match Presence::of(&context.extensions) {
        Some(presence) => presence.gone().boxed(),
        // The connection itself says when it is over.
        None => pending().boxed(),
    };
    let subscribing = server.subscriptions.subscribe(wanted, Box::new(tell), gone);
    let outcome = tokio::select! {
        outcome = subscribing => outcome,
        () = context.ct.cancelled() => return Err(failure::cancelled()),
    };
    match outcome {
        Ok(()) => Ok(()),
        Err(error) => Err(refused(server, &server.explain(error).await, &uri)),
    }
}

/// Returns what can be listened to of what a client would like to: what is left out cannot be, or would be
/// too much.
pub(super) fn accepted(
    server: &PlexMcpServer,
    requested: &SubscriptionFilter,
) -> SubscriptionFilter {
    let uris = requested.resource_subscriptions.iter().flatten();
    let can_be: Vec<String> = uris
        .filter(|uri| server.wanted(uri).is_ok())
        .take(server.subscriptions.room())
        .cloned()
        .collect();
    let mut accepted = SubscriptionFilter::new();
    accepted.resource_subscriptions = (!can_be.is_empty()).then_some(can_be);
    accepted
}

/// Tells a client of what it listens to, until it has heard enough.
pub(super) async fn listen(
    server: &PlexMcpServer,
    context: SubscriptionContext,
) -> Result<(), ErrorData> {
    let requested = &context.requested().resource_subscriptions;
    let accepted = &context.accepted().resource_subscriptions;
    if let (Some(requested), None) = (requested, accepted)
        && let Some(uri) = requested.first()
    {
        let error = match server.wanted(uri) {
            Err(error) => error,
            Ok(_) => server.subscriptions.too_many(),
        };
        return Err(refused(server, &error, uri));
    }
    let mut wanted = Vec::new();
    for uri in accepted.iter().flatten() {
        wanted.push(
            server
                .wanted(uri)
                .map_err(|error| refused(server, &error, uri))?,
        );
    }
    let seat = tokio::select! {
        seat = server.subscriptions.sit(wanted) => seat,
        () = context.cancelled() => return Ok(()),
    };
    let seat = match seat {
        Ok(seat) => seat,
        Err(error) => return Err(failure::of_name(&server.explain(error).await)),
    };
    loop {
        let uris = tokio::select! {
            uris = seat.next() => uris,
            () = context.cancelled() => return Ok(()),
        };
        for uri in uris {
            if context.sink().notify_resource_updated(uri).await.is_err() {
                return Ok(());
            }
        }
    }
}

/// Returns the error for a resource that cannot be subscribed to.
fn refused(server: &PlexMcpServer, error: &ToolError, uri: &str) -> ErrorData {
    let without = server.client.without_token(uri);
    failure::of_resource(error, without.as_deref().unwrap_or(uri))
}
