//! Toolset `lists`: playlists and collections.

mod additions;
mod changing;
mod collections;
mod delete_collection;
mod delete_playlist;
mod edit_collection;
mod edit_playlist;
mod members;
mod playlists;
mod rule;
mod shelf;
mod wanted;

pub(crate) use self::{
    collections::GetCollections, delete_collection::DeleteCollection,
    delete_playlist::DeletePlaylist, edit_collection::EditCollection, edit_playlist::EditPlaylist,
    playlists::GetPlaylists,
};
