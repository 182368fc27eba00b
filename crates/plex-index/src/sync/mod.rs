//! From the server into the snapshot, in two tiers, and staying fresh.
//!
//! Tier 1 ([`listing`]) walks the listings, which makes the snapshot usable; tier 2 ([`detail`])
//! fills in what listings leave out. Afterwards a fast pass ([`fresh`]) sees what times and counts
//! tell, and a sweep, which is tier 1 over again, sees the rest: deletions, new keys, unwatched marks. What
//! the server tells by itself is read at once ([`follow`]).

mod albums;
mod detail;
mod failure;
mod follow;
mod fresh;
mod history;
mod listing;
mod lists;
mod lookup;
mod scope;
mod settle;
mod update;
mod writer;

pub use self::follow::Heard;
pub(crate) use self::{scope::Scope, update::Updater, writer::Writer};
