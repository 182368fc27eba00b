//! Controllers that are told of every change, at an address of their own.

use crate::server::post;

/// How long a subscription lasts unless it is renewed, in milliseconds.
pub(super) const LASTS: i64 = 90_000;

/// A controller that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subscriber {
    pub(super) controller: String,
    /// On loopback, whatever the controller's address is: players go nowhere else.
    pub(super) port: u16,
    pub(super) command: i64,
    /// Milliseconds since the epoch.
    pub(super) until: i64,
}

/// Tells one subscriber, as players do: with a POST of their timelines. Nobody hears of a failure.
pub(super) async fn tell(subscriber: Subscriber, identifier: String, title: String, body: String) {
    let headers = [
        ("X-Plex-Client-Identifier", identifier),
        ("X-Plex-Device-Name", title),
        ("X-Plex-Target-Client-Identifier", subscriber.controller),
    ];
    post("/:/timeline", subscriber.port, &headers, body.into()).await;
}
