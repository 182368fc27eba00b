//! How much is asked at the same time.

/// The most requests of one operation that run side by side.
pub(super) const SIDE_BY_SIDE: usize = 8;
