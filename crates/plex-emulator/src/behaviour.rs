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
    /// Whether the old lists of invitations are still there.
    pub invitations: Invitations,
    /// Whether the admin of a home needs a member's PIN to become them.
    pub member_pins: MemberPins,
    /// Which number hides the seasons of a show.
    pub flatten_seasons: FlattenSeasons,
    /// Whom a picture that somebody brought is said to be from.
    pub upload_provider: UploadProvider,
    /// What becomes of a guest's filters by year and by when something was played last.
    pub guest_filters: GuestFilters,
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
    /// How long the list of a collection's items is as it was before they were changed.
    pub children_lag: Duration,
}

/// What plex.tv says to those who ask its first API for invitations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invitations {
    /// That they were removed (410).
    #[default]
    Gone,
    /// Which there are.
    Alive,
}

/// Whose PIN the admin of a home needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberPins {
    /// Nobody's but their own.
    #[default]
    AdminFree,
    /// That of whoever they want to become.
    Needed,
}

/// The number with which a show's preference `flattenSeasons` hides its seasons. What the numbers mean, the
/// preference's `enumValues` say either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlattenSeasons {
    /// 1; 0 shows them.
    #[default]
    OneHides,
    /// 0; 1 shows them.
    ZeroHides,
}

/// The `provider` of a picture that somebody brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UploadProvider {
    /// It has none.
    #[default]
    Absent,
    /// `upload`.
    Upload,
    /// `local`.
    Local,
}

/// What becomes of the filters by `lastViewedAt` and `year`, greater or less, of others than the owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GuestFilters {
    /// They filter.
    #[default]
    Honoured,
    /// They are passed over: the whole list comes.
    Ignored,
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
