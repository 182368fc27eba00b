//! Toolset `lists`: playlists and collections.

mod additions;
mod changing;
mod collection;
mod collections;
mod delete_collection;
mod delete_playlist;
mod edit_collection;
mod edit_playlist;
mod members;
mod new_playlist;
mod playlists;
mod rule;

pub(crate) use self::{
    collections::GetCollections, delete_collection::DeleteCollection,
    delete_playlist::DeletePlaylist, edit_collection::EditCollection, edit_playlist::EditPlaylist,
    playlists::GetPlaylists,
};
