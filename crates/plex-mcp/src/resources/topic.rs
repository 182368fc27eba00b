//! What a resource that can be subscribed to is about.

/// What a resource is about, for which the server tells when it may read otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Who plays what.
    Sessions,
    /// What the server is busy with.
    Activities,
    /// All libraries, and how much is in them.
    Libraries,
    /// One library, and what is new in it.
    Library,
    /// One item.
    Item,
    /// One playlist, and what is in it.
    Playlist,
}
