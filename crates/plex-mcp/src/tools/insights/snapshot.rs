//! Getting hold of the snapshot, and saying how fresh it is.

use crate::error::ErrorKind;
use plex_index::{Freshness, Index, Lack, Missing};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::watch;

use super::failure;
use crate::{call::Call, clean, error::ToolError, time::Calendar};

/// What is missing that an answer lists.
const MISSING_LISTED: usize = 20;

/// What is missing that a notice names.
const MISSING_NAMED: usize = 4;

/// The most characters of a name.
const NAME_CHARS: usize = 60;

/// The most characters of a reason.
const WHY_CHARS: usize = 200;

/// The snapshot, usable, and how fresh it is.
///
/// # Errors
///
/// `unsupported` when there is none by configuration, `starting_up` while it is being built, and why
/// it could not be.
pub(super) async fn ready(call: &Call) -> Result<(&Index, Freshness), ToolError> {
    let Some(index) = call.snapshot.index().await? else {
        return Err(
            ToolError::new(ErrorKind::Unsupported, "The snapshot is turned off.")
                .hint("Start plex-mcp without --no-index to use the insights tools."),
        );
    };
    let (report, mut reports) = watch::channel(0);
    let telling = async {
        let mut done = 0;
        while reports.changed().await.is_ok() {
            // The pass may learn of more items on its way; what was told is not taken back.
            done = reports.borrow_and_update().max(done);
            call.progress
                .report(f64::from(done), Some(100.0), "Building the snapshot")
                .await;
        }
    };
    let building = async {
        let freshness = index
            .ready(call.options.index_wait, |progress| {
                // Nobody listening is fine.
                let _ = report.send(progress.percent());
            })
            .await;
        drop(report);
        freshness
    };
    let (freshness, ()) = futures::join!(building, telling);
    Ok((index, freshness.map_err(failure::explained)?))
}

/// How far an answer can be relied on.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SnapshotView {
    /// Additions, changes and plays are known up to here.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes_until: Option<String>,
    /// Deletions and "unwatched" marks are known up to here.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete_until: Option<String>,
    /// Items whose tags, people and streams are known in full, when not all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    detailed_percent: Option<u64>,
    /// False when the token may not read the plays of all users: plays are then empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    sees_plays: Option<bool>,
    /// What the server has and could not be read: this answer is without it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<MissingView>,
}

/// Something that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
struct MissingView {
    /// What it is: items, details, collections, playlists, plays, users or devices.
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    library: Option<String>,
    /// The type of the items.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    item_type: Option<String>,
    why: String,
    /// How many are known nevertheless.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<u64>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

impl SnapshotView {
    pub(super) fn of(freshness: &Freshness, calendar: &Calendar) -> Self {
        let detailed = freshness
            .detailed
            .saturating_mul(100)
            .checked_div(freshness.items)
            .unwrap_or(100);
        Self {
            changes_until: calendar.written(freshness.refreshed),
            complete_until: calendar.written(freshness.swept),
            detailed_percent: Some(detailed).filter(|percent| *percent < 100),
            sees_plays: Some(freshness.sees_history)
                .filter(|sees| !sees && !lacks(freshness, Lack::Plays)),
            missing: freshness
                .missing
                .iter()
                .take(MISSING_LISTED)
                .map(MissingView::of)
                .collect(),
        }
    }
}

impl MissingView {
    fn of(missing: &Missing) -> Self {
        Self {
            what: missing.what.as_str(),
            library: missing
                .library
                .as_deref()
                .map(|title| clean::line(title, NAME_CHARS)),
            item_type: missing.item_type.clone(),
            why: clean::line(&missing.why, WHY_CHARS),
            held: missing.held,
            total: missing.total,
        }
    }
}

/// Says whether something could not be read, of whatever library.
pub(super) fn lacks(freshness: &Freshness, what: Lack) -> bool {
    freshness.missing.iter().any(|missing| missing.what == what)
}

/// What an answer is without, in a sentence or two; nothing when the snapshot is whole.
pub(super) fn notice(freshness: &Freshness) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for missing in &freshness.missing {
        let name = match &missing.library {
            Some(title) if missing.what == Lack::Items => clean::quoted(title, NAME_CHARS),
            Some(title) => format!(
                "{} of {}",
                missing.what.as_str(),
                clean::quoted(title, NAME_CHARS)
            ),
            None => missing.what.as_str().to_owned(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let why = &freshness.missing.first()?.why;
    let more = match names.len().saturating_sub(MISSING_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    names.truncate(MISSING_NAMED);
    Some(format!(
        "Could not be read in full: {}{more} ({}). This answer is without what is missing; see \
         snapshot.missing. It is tried again about once a minute while questions come.",
        names.join(", "),
        clean::line(why, WHY_CHARS)
    ))
}

/// Puts notes together; nothing when there are none.
pub(super) fn notes(all: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let notes: Vec<String> = all.into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}
