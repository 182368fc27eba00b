//! A request as an endpoint sees it.

use hyper::HeaderMap;

use crate::answer::Refusal;
use crate::parameters::Query;
use crate::query::{Asker, Orders};
use crate::world::{SectionId, Viewer, World};

/// On which wire the answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Xml,
    Json,
}

/// The window of a list that a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) start: usize,
    pub(crate) size: usize,
}

/// One request, matched to its route.
pub(crate) struct Call<'r> {
    pub(crate) captures: Vec<String>,
    pub(crate) query: Query,
    pub(crate) headers: &'r HeaderMap,
    /// What came with the request: the bytes of a picture or of subtitles, mostly nothing.
    pub(crate) body: &'r [u8],
    pub(crate) viewer: Viewer,
    /// Milliseconds since the epoch, by the emulator's clock.
    pub(crate) now_millis: i64,
    /// The server's sorted and filtered lists.
    pub(crate) orders: &'r Orders,
}

impl Call<'_> {
    /// Returns for whom and when the answer is worked out.
    pub(crate) fn asker(&self) -> Asker<'_> {
        Asker {
            viewer: &self.viewer,
            now: self.now(),
            orders: self.orders,
        }
    }

    /// Returns seconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        self.now_millis.div_euclid(1000)
    }

    /// Returns the nth `{…}` of the route's path, decoded.
    pub(crate) fn capture(&self, nth: usize) -> &str {
        self.captures.get(nth).map_or("", String::as_str)
    }

    /// Returns a query parameter, or the header of that name for PMS's own `X-Plex-…` ones, which may
    /// come either way.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name).or_else(|| {
            let header = self
                .headers
                .get(name)
                .filter(|_| name.starts_with("X-Plex-"));
            header.and_then(|value| value.to_str().ok())
        })
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.query.get(name).ok_or(Refusal::BadRequest)
    }

    /// Returns a numeric parameter; what is no number counts as not sent.
    pub(crate) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.parameter(name)?.trim().parse().ok()
    }

    /// Returns the window asked for. A size without a start is ignored, as PMS does: the whole list
    /// comes.
    pub(crate) fn page(&self) -> Option<Page> {
        Some(Page {
            start: self.number("X-Plex-Container-Start")?,
            size: self.number("X-Plex-Container-Size").unwrap_or(usize::MAX),
        })
    }

    /// Returns the section named by the nth capture, when the viewer may see it.
    pub(crate) fn section(&self, world: &World, nth: usize) -> Result<SectionId, Refusal> {
        world
            .section_by_key(self.capture(nth))
            .filter(|section| self.viewer.sees_section(*section))
            .ok_or(Refusal::NotFound)
    }
}
