//! The ids of things, and the numbers that the server gives out.

/// An item's place in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId(pub(crate) u32);

/// A section's place in the list of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SectionId(pub(crate) u16);

/// The last number given out of each series; the first is 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ids {
    pub(crate) rating_key: u32,
    /// Of extras, whose rating keys are a series of their own.
    pub(crate) extra: u32,
    pub(crate) media: u32,
    pub(crate) part: u32,
    pub(crate) stream: u32,
    pub(crate) location: u32,
    /// Of playlists' items.
    pub(crate) member: u32,
    /// Of orders of versions.
    pub(crate) order: u32,
}

/// Returns the next number of a series.
pub(crate) fn next(last: &mut u32) -> u32 {
    *last += 1;
    *last
}
