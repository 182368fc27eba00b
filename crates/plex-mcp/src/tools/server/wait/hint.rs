//! What waiting says to what is waited for, and the other way round.

use super::view::WaitView;

/// What an event means for what is waited for.
pub(super) enum Hint {
    /// Nothing.
    Nothing,
    /// It may be so now.
    Look,
    /// It is so: the server says it.
    Happened(Box<WaitView>),
}

/// How one looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// Whether it is the first time.
    pub(super) is_first: bool,
    /// Whether the server was away since then, or something was missed.
    pub(super) was_away: bool,
}
