//! What was added last.

use std::collections::BTreeMap;

use plex_client::MediaItem;
use schemars::JsonSchema;
use serde::Serialize;

use super::{item::ItemView, named::NamedView};
use crate::time::Calendar;

/// What was added last, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RecentView {
    /// The rows; empty when there are none.
    pub(crate) items: Vec<AddedView>,
    /// The library that the rows of a type are in, where they are all in one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) libraries: BTreeMap<String, String>,
    /// Whether there are more rows than these.
    pub(crate) has_more: bool,
    /// One sentence worth knowing about this list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// An item that was added, or the season of several episodes that were added together.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AddedView {
    #[serde(flatten)]
    pub(crate) item: ItemView,
    /// How many episodes were added together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episodes_added: Option<u32>,
    /// The day it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) added: Option<String>,
}

impl AddedView {
    /// Returns the row of an item.
    pub(crate) fn of(item: &MediaItem, calendar: &Calendar) -> Self {
        Self {
            item: ItemView::brief(item).in_library(item),
            episodes_added: None,
            added: calendar.date(item.added_at),
        }
    }

    /// Returns the row of several episodes of one season, of which `newest` was added last.
    pub(crate) fn season(newest: &MediaItem, episodes: u32, calendar: &Calendar) -> Self {
        let season = ItemView {
            name: NamedView::season_of(newest),
            ..ItemView::default()
        };
        Self {
            item: season.in_library(newest),
            episodes_added: Some(episodes),
            added: calendar.date(newest.added_at),
        }
    }
}

impl RecentView {
    /// Returns a list of rows that may go on.
    ///
    /// Nearly always all films are of one library, all seasons of another: that is told once, not in each
    /// row.
    pub(crate) fn of(mut items: Vec<AddedView>, has_more: bool) -> Self {
        let mut libraries: BTreeMap<String, Option<String>> = BTreeMap::new();
        for row in &items {
            let library = &row.item.library;
            libraries
                .entry(row.item.name.kind.clone())
                .and_modify(|of_all| {
                    if of_all != library {
                        *of_all = None;
                    }
                })
                .or_insert_with(|| library.clone());
        }
        let libraries: BTreeMap<String, String> = libraries
            .into_iter()
            .filter_map(|(kind, of_all)| Some((kind, of_all?)))
            .collect();
        for row in &mut items {
            if libraries.contains_key(&row.item.name.kind) {
                row.item.library = None;
            }
        }
        Self {
            items,
            libraries,
            has_more,
            note: None,
        }
    }
}
