//! Toolset `lists`: playlists and collections.

mod asked;
mod changing;
mod collections;
mod delete_playlist;
mod edit_playlist;
mod members;
mod playlists;
mod rule;
mod wanted;

pub(crate) use self::{
    collections::GetCollections, delete_playlist::DeletePlaylist, edit_playlist::EditPlaylist,
    playlists::GetPlaylists,
};
