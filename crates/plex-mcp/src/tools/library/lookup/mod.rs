//! Finding the item that an argument names: by id, by guid, by title.

pub(super) mod episode;
pub(super) mod guid;
pub(super) mod title;
