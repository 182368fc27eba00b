//! Toolset `library`: libraries and what is in them.

mod items;
mod libraries;
mod on_deck;
mod recent;
mod reference;
mod refresh;
mod search;
mod sort;

pub(crate) use self::{
    items::GetLibraryItems, libraries::GetLibraries, on_deck::GetOnDeck, recent::GetRecentlyAdded,
    reference::find_library, refresh::RefreshLibrary, search::Search,
};
