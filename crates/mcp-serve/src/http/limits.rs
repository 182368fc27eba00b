//! Bounds how much of the machine clients may use.

use std::time::Duration;

/// Bounds on what clients may use. The defaults suit one household: a handful of assistants, on a
/// machine that does other things as well.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Connections open at once. One more closes the connection that has been idle longest; while
    /// all of them work, it is answered with 503.
    pub connections: usize,
    /// How long a connection may take to send the head of a request, and stay open between two.
    pub idle: Duration,
    /// How long a response may go without the client taking any of it.
    pub stalled_write: Duration,
    /// The bytes of a request body, however it is sent.
    pub body_bytes: usize,
    /// How long a request body may take to arrive.
    pub body_time: Duration,
    /// Requests worked on at once.
    pub requests: usize,
    /// How long a request waits for its turn before it is refused.
    pub queue_time: Duration,
    /// Requests that only listen (`subscriptions/listen`) at once; they take no turn from others and last as
    /// long as their clients like. One more is answered with 503.
    pub listeners: usize,
    /// Sessions, for clients of the protocol revisions that have them. One more is answered with 503,
    /// unless a session makes room.
    pub sessions: usize,
    /// How long a session must have been unused, and without an open stream, before it makes room for a
    /// new one when all are taken. Clients that went away without a word would otherwise keep others
    /// out; one that comes back later opens a new session.
    pub session_makes_room: Duration,
    /// How long a session is kept that nobody uses.
    pub session_idle: Duration,
    /// How long the client of a session may be without an open stream before it counts as
    /// [gone](super::Presence).
    pub session_absent: Duration,
    /// How long requests may take to finish once the server was told to stop.
    pub grace: Duration,
}

/// The bytes that the head of a request may have: its method, path and headers.
pub(super) const HEAD_BYTES: usize = 64 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            idle: Duration::from_secs(60),
            stalled_write: Duration::from_secs(30),
            body_bytes: 1024 * 1024,
            body_time: Duration::from_secs(10),
            requests: 64,
            queue_time: Duration::from_secs(10),
            listeners: 64,
            sessions: 256,
            session_makes_room: Duration::from_secs(3600),
            // An assistant left open overnight finds its session again in the morning.
            session_idle: Duration::from_secs(24 * 3600),
            // A machine that slept for a moment comes back to what it has subscribed to.
            session_absent: Duration::from_secs(300),
            grace: Duration::from_secs(4),
        }
    }
}
