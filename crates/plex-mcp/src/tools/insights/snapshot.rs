//! Getting hold of the snapshot, and saying how fresh it is.

use crate::error::ErrorKind;
use plex_index::{Freshness, Index};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::watch;

use super::failure;
use crate::{call::Call, error::ToolError, time::Calendar};

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
            sees_plays: Some(freshness.sees_history).filter(|sees| !sees),
        }
    }
}
