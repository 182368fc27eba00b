//! `plex_get_item`.

mod include;
mod included;
mod tool;

pub(crate) use tool::GetItem;
