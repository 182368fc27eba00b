//! Toolset `library`: libraries and what is in them.

mod children;
mod filter_list;
mod filters;
mod image;
mod item;
mod items;
mod libraries;
mod lookup;
mod on_deck;
mod recent;
mod reference;
mod refresh;
mod search;
mod sort;

pub(crate) use self::{
    children::GetChildren, filter_list::GetFilters, filters::known_values, image::GetImage,
    item::GetItem, items::GetLibraryItems, libraries::GetLibraries, on_deck::GetOnDeck,
    recent::GetRecentlyAdded, reference::find_library, refresh::RefreshLibrary, search::Search,
};
