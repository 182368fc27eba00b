//! The table of endpoints, and how a path finds its row.

use hyper::Method;

use super::call::Call;
use super::pattern::captures;
use crate::answer::{Answer, Refusal};
use crate::world::World;

/// Holds what an endpoint gives.
pub(crate) type Reply<'w> = Result<Answer<'w>, Refusal>;

/// An endpoint's code: one that only looks, or one that changes the world.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    Read(for<'w> fn(&Call<'_>, &'w World) -> Reply<'w>),
    Write(for<'w> fn(&Call<'_>, &'w mut World) -> Reply<'w>),
    /// Tells what happens from now on.
    Listen(Channel),
    /// Passes a command on to the player that a header names.
    PassOn,
    /// Talks with a player that asks what it is to do.
    Attend(Attending),
}

/// What a player that asks what it is to do says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attending {
    /// It waits for a command.
    Poll,
    /// It answers one.
    Response,
    /// It says what it plays.
    Timeline,
}

/// A way of telling what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    Websocket,
    EventSource,
}

/// Says who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody, without a token.
    Open,
    /// Every account that the server knows.
    Account,
    /// The owner; others are refused in this way.
    Owner(Refusal),
}

/// A row of the table.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) methods: &'static [Method],
    /// Segments in braces match any one segment and are captured in order.
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) handler: Handler,
    /// What it gives or does, for the list of endpoints.
    pub(crate) what: &'static str,
    /// In what it falls short of a real server's, if it does.
    pub(crate) falls_short: Option<&'static str>,
}

impl Route {
    /// Returns the same row, with what it falls short in.
    pub(crate) const fn but(self, falls_short: &'static str) -> Self {
        Self {
            falls_short: Some(falls_short),
            ..self
        }
    }

    /// Returns the captured segments, when `segments` lie on this route.
    fn captures(&self, segments: &[String]) -> Option<Vec<String>> {
        captures(self.path, segments)
    }
}

/// Returns the first row for a method and path. A wrong method finds nothing: PMS answers 404 to it.
pub(crate) fn find<'t>(
    table: &'t [Route],
    method: &Method,
    segments: &[String],
) -> Option<(&'t Route, Vec<String>)> {
    table
        .iter()
        .filter(|route| route.methods.contains(method))
        .find_map(|route| Some((route, route.captures(segments)?)))
}
