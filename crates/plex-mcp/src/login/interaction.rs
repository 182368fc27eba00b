//! What signing in needs of the world: a person, the time, a browser.

use std::{io, time::Duration};

use futures::future::BoxFuture;
use url::Url;

/// Says what the person sees and says.
pub trait Terminal: Send {
    /// Tells whether a person sits there: then pictures are drawn and questions asked.
    fn is_interactive(&self) -> bool;

    /// Shows a line, or several.
    fn say(&mut self, text: &str);

    /// Shows a line that the next one replaces; where lines cannot be replaced, it may be left out.
    fn update(&mut self, line: &str);

    /// Asks for a line; `None` when there will be no answer.
    fn ask<'a>(&'a mut self, question: &'a str) -> BoxFuture<'a, Option<String>>;
}

/// The time, as it passes while somebody is waited for.
pub trait Clock: Send + Sync {
    /// Returns how long it is since some moment that stays the same.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, span: Duration) -> BoxFuture<'_, ()>;
}

/// Opens a page in the person's browser.
type Browser<'a> = &'a (dyn Fn(&Url) -> io::Result<()> + Send + Sync);

/// Everything around the sign-in.
pub struct Interaction<'a> {
    pub(super) terminal: &'a mut dyn Terminal,
    pub(super) clock: &'a dyn Clock,
    pub(super) browser: Browser<'a>,
    interrupted: Option<BoxFuture<'a, ()>>,
}

impl<'a> Interaction<'a> {
    /// Puts them together. `interrupted` ends when the person wants to stop.
    pub fn new(
        terminal: &'a mut dyn Terminal,
        clock: &'a dyn Clock,
        browser: Browser<'a>,
        interrupted: BoxFuture<'a, ()>,
    ) -> Self {
        Self {
            terminal,
            clock,
            browser,
            interrupted: Some(interrupted),
        }
    }

    pub(super) fn interrupted(&mut self) -> BoxFuture<'a, ()> {
        self.interrupted
            .take()
            .unwrap_or_else(|| Box::pin(std::future::pending()))
    }
}
