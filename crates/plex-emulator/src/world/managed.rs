//! Which hubs of a library are shown where, as its owner has arranged them.

/// A hub that was arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ManagedHub {
    /// `movie.recentlyadded`, `custom.collection.1.84`.
    pub(crate) identifier: String,
    /// Among the library's own recommendations.
    pub(crate) is_recommended: bool,
    /// On the owner's home screen.
    pub(crate) is_at_home: bool,
    /// On everybody else's.
    pub(crate) is_shared: bool,
}

impl ManagedHub {
    /// Returns the rating key of the collection that the hub shows, if it does.
    pub(crate) fn collection(&self) -> Option<&str> {
        let rest = self.identifier.strip_prefix("custom.collection.")?;
        rest.split('.').nth(1)
    }
}
