//! Toolset `library`: libraries and what is in them.

mod children;
mod filter_list;
mod image;
mod item;
mod items;
mod libraries;
mod on_deck;
mod recent;
mod refresh;
mod respelled;
mod search;
mod several;

pub(crate) use self::{
    children::GetChildren,
    filter_list::GetFilters,
    image::GetImage,
    item::GetItem,
    items::GetLibraryItems,
    libraries::GetLibraries,
    on_deck::GetOnDeck,
    recent::GetRecentlyAdded,
    refresh::{RefreshLibrary, scanned},
    search::Search,
};
