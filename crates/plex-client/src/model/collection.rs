//! How a collection is shown, and the rows of a library.

use crate::container::listed;
use crate::id::HubId;
use crate::wire::object::model;

/// Says whether a collection, and what is in it, is shown among a library's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CollectionMode {
    /// As the library is set.
    LibraryDefault,
    /// The collection is hidden, its items are shown.
    Hidden,
    /// The collection is shown, its items are hidden.
    HideItems,
    /// Both are shown.
    ShowItems,
}

impl CollectionMode {
    /// Returns Plex's number for it.
    ///
    /// ```
    /// assert_eq!(plex_client::CollectionMode::LibraryDefault.number(), -1);
    /// ```
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::LibraryDefault => -1,
            Self::Hidden => 0,
            Self::HideItems => 1,
            Self::ShowItems => 2,
        }
    }

    /// Returns what a number means, as it stands in
    /// [`collection_mode`](crate::MediaItem::collection_mode); absent is the library's.
    ///
    /// ```
    /// use plex_client::CollectionMode;
    ///
    /// assert_eq!(CollectionMode::from_number(2), Some(CollectionMode::ShowItems));
    /// assert_eq!(CollectionMode::from_number(9), None);
    /// ```
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        let all = [
            Self::LibraryDefault,
            Self::Hidden,
            Self::HideItems,
            Self::ShowItems,
        ];
        all.into_iter().find(|mode| mode.number() == number)
    }
}

/// The order of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CollectionOrder {
    /// By when its items came out.
    Release,
    /// By title.
    Alphabetical,
    /// As they were moved by hand.
    Custom,
}

impl CollectionOrder {
    /// Returns Plex's number for it.
    ///
    /// ```
    /// assert_eq!(plex_client::CollectionOrder::Custom.number(), 2);
    /// ```
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::Release => 0,
            Self::Alphabetical => 1,
            Self::Custom => 2,
        }
    }

    /// Returns what a number means, as it stands in
    /// [`collection_sort`](crate::MediaItem::collection_sort); absent is by release.
    ///
    /// ```
    /// use plex_client::CollectionOrder;
    ///
    /// assert_eq!(CollectionOrder::from_number(1), Some(CollectionOrder::Alphabetical));
    /// ```
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        let all = [Self::Release, Self::Alphabetical, Self::Custom];
        all.into_iter().find(|order| order.number() == number)
    }
}

model! {
    /// A row that a library can show.
    pub struct ManagedHub {
        /// Its id, such as `movie.recentlyadded`; of a collection, `custom.collection.{library}.{id}`.
        identifier: Option<HubId> = "identifier",
        /// Its title.
        title: String = "title",
        /// Whether it is shown on the page of its library.
        recommended: bool = "promotedToRecommended",
        /// Whether it is shown on the owner's home.
        own_home: bool = "promotedToOwnHome",
        /// Whether it is shown on the homes of others.
        shared_home: bool = "promotedToSharedHome",
        /// Whether it can be taken away.
        deletable: Option<bool> = "deletable",
    }
}

listed! {
    ManagedHub = "Hub";
}
