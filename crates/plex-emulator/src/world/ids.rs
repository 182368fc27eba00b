//! Numbers that the server gives out.

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
}

/// The next number of a series.
pub(crate) fn next(last: &mut u32) -> u32 {
    *last += 1;
    *last
}
