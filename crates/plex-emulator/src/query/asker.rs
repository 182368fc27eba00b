//! For whom an answer is worked out, and when.

use super::Orders;
use crate::world::Viewer;

/// Says who asks, at what time, and the lists that were made before and may still be good.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker<'c> {
    pub(crate) viewer: &'c Viewer,
    /// Seconds since the epoch.
    pub(crate) now: i64,
    pub(crate) orders: &'c Orders,
}
