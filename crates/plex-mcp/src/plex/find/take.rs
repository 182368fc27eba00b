//! What may be taken for what a title names.

/// Says what may be taken for what a title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// What is called so, and nothing else: for who changes or plays it, before anybody can say that another
    /// was meant.
    Called,
    /// Also what alone comes near, which is said.
    Near,
}
