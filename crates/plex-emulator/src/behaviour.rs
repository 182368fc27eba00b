//! What servers are not known to do alike, and which way this one goes.

use std::time::Duration;

/// Says where accounts of real servers contradict each other, or differ by version: which of them this server
/// is like. The default is what most and the newest accounts say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// What becomes of the tags that an edit does not name.
    pub tags: UnnamedTags,
    /// What a smart playlist or collection says to items that are added or taken out by hand.
    pub smart_edits: SmartEdits,
    /// How a deletion is refused that the server does not allow.
    pub deletion_refusal: DeletionRefusal,
    /// Whether moves of hubs go on working.
    pub hub_moves: HubMoves,
    /// What comes of a playlist that is to be made of nothing.
    pub empty_playlists: EmptyPlaylists,
    /// How many of the tags that one parameter names are taken away.
    pub tag_removals: TagRemovals,
    /// What moving a member of a collection does to the collection's order.
    pub collection_moves: CollectionMoves,
    /// Whether queues can be shuffled once they are made.
    pub queue_shuffle: QueueShuffle,
    /// Which token an account's owner has on the server.
    pub account_token: AccountToken,
    /// Whether marking something as played writes a row of the history, as it did before PMS 1.40.
    pub marks_write_history: bool,
    /// How long matching, refreshing, analysing and the like take; none lets them be over at once.
    pub work: Duration,
    /// How long a preference that was set is still read as it was.
    pub preference_lag: Duration,
    /// How long a picture or theme that was brought is not there yet.
    pub artwork_lag: Duration,
    /// How long tags that were written are not seen yet.
    pub tag_lag: Duration,
}

/// Says what becomes of the tags of a kind that an edit names others of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnnamedTags {
    /// They stay.
    #[default]
    Kept,
    /// They go: what is named is all that there is.
    Dropped,
}

/// Says what a smart list says to edits of its items by hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SmartEdits {
    /// It refuses them with 400.
    #[default]
    Refused,
    /// It says 200, and does nothing.
    Ignored,
}

/// Says how a deletion is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeletionRefusal {
    /// With 403.
    #[default]
    Forbidden,
    /// With 400, as the documents say.
    BadRequest,
}

/// Says whether moves of hubs behind others go on working.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HubMoves {
    /// For ever.
    #[default]
    Lasting,
    /// Each halves a gap between two places; when nothing is left of it, a move says 200 and does
    /// nothing. A move to the beginning always works.
    WearingOut,
}

/// Says which token the account that owns a server has on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountToken {
    /// The account's own.
    #[default]
    Same,
    /// Another one, as plex.tv gives it with its resources.
    Apart,
}

/// Says what moving a member of a collection does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CollectionMoves {
    /// The order becomes the collection's own, and shows.
    #[default]
    Showing,
    /// It shows only where the collection has been given an order of its own.
    WaitingForOrder,
}

/// Says what a server says to mixing a queue that there is, or putting it back in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueShuffle {
    /// It does it, as documented.
    #[default]
    Done,
    /// It knows no such request (404).
    Unknown,
}

/// Says what comes of a playlist that is to be made of an empty address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyPlaylists {
    /// There is one, with nothing in it.
    #[default]
    Made,
    /// It is refused with 400.
    Refused,
}

/// Says how many of the tags are taken away that one `tag.tag-` names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagRemovals {
    /// All of them.
    #[default]
    All,
    /// The first.
    First,
}
