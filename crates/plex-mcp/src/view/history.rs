//! A finished play.

use plex_client::HistoryRecord;
use schemars::JsonSchema;
use serde::Serialize;

use super::named::NamedView;
use crate::time::Calendar;

/// What was played to its end, when, by whom and on what.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PlayView {
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_at: Option<String>,
    /// Who played it.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// On what.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    /// What was played. Without rating_key when it was deleted since.
    #[serde(flatten)]
    item: NamedView,
}

impl PlayView {
    /// Returns a record with the names of its account and device.
    pub(crate) fn of(
        record: &HistoryRecord,
        user: Option<String>,
        device: Option<String>,
        calendar: &Calendar,
    ) -> Self {
        let mut item = NamedView::of(&record.item);
        // The day it was first shown says nothing about the day it was played, nor does its place on
        // an album.
        if item.episode.is_some() {
            item.aired = None;
        }
        item.track = None;
        Self {
            viewed_at: calendar.rfc3339(record.viewed_at),
            user,
            device,
            item,
        }
    }
}
