//! Getting hold of the snapshot, and saying how fresh it is.

use crate::error::ErrorKind;
use plex_index::{Details, Freshness, Index, Lack, Missing};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::{sync::watch, time::Instant};

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

/// Returns the snapshot, usable, and how fresh it is.
///
/// # Errors
///
/// `unsupported` when there is none by configuration, `starting_up` while it is being built, and why
/// it could not be.
pub(super) async fn ready(call: &Call) -> Result<(&Index, Freshness), ToolError> {
    let Some(index) = call.snapshot.asked().await? else {
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

/// Waits for the details of all titles: from `began` on no longer than a call may wait for the snapshot.
///
/// # Errors
///
/// What the index says went wrong.
pub(super) async fn details(
    call: &Call,
    index: &Index,
    began: Instant,
) -> Result<Details, ToolError> {
    let (report, mut reports) = watch::channel(LISTED_PERCENT);
    let telling = async {
        let mut done = LISTED_PERCENT;
        while reports.changed().await.is_ok() {
            done = reports.borrow_and_update().max(done);
            call.progress
                .report(
                    f64::from(done),
                    Some(2.0 * f64::from(LISTED_PERCENT)),
                    "Reading details",
                )
                .await;
        }
    };
    let wait = call.options.index_wait.saturating_sub(began.elapsed());
    let waiting = async {
        let details = index
            .details(wait, |progress| {
                let percent = progress.detailed.saturating_mul(100);
                let percent = percent.checked_div(progress.to_detail).unwrap_or(100);
                let percent = u32::try_from(percent).unwrap_or(100);
                // Nobody listening is fine.
                let _ = report.send(LISTED_PERCENT + percent);
            })
            .await;
        drop(report);
        details
    };
    let (details, ()) = futures::join!(waiting, telling);
    details.map_err(failure::explained)
}

/// What the progress of a call is when the listings are read and the details are next.
const LISTED_PERCENT: u32 = 100;

/// Says how many titles are known in full, and when it is worth asking again; nothing when all are.
pub(super) fn partly_known(details: &Details) -> Option<String> {
    let Freshness {
        detailed, items, ..
    } = details.freshness;
    (detailed < items).then(|| {
        let again = details.retry_after.map_or_else(String::new, |after| {
            format!(" Ask again in {} s.", after.as_secs())
        });
        format!("Tags, people and streams are known of {detailed} of {items} items so far.{again}")
    })
}

/// Refuses to answer from details that are not all there: figures would be wrong. A few that the server
/// does not tell are borne with, and named by the notice.
///
/// # Errors
///
/// `starting_up` while they are being read, `upstream` when the server does not tell them.
pub(super) fn all_known(details: &Details) -> Result<(), ToolError> {
    let Freshness {
        detailed, items, ..
    } = details.freshness;
    if detailed >= items {
        return Ok(());
    }
    if let Some(after) = details.retry_after {
        return Err(ToolError::new(
            ErrorKind::StartingUp,
            format!("This takes tags, people, ratings, ids or streams, which are known of {detailed} of {items} items so far."),
        )
        .hint(format!(
            "Ask again in {} s. What is about titles, years, sizes and plays alone is answered meanwhile; in SQL, WHERE detailed = 1 of items asks about what is known.",
            after.as_secs()
        )));
    }
    if is_nearly_all(detailed, items) {
        return Ok(());
    }
    let missing = &details.freshness.missing;
    let why = missing.iter().find(|one| one.what == Lack::Details);
    let why = why.map_or_else(|| "the server does not tell them".to_owned(), self::why);
    Err(ToolError::new(
        ErrorKind::Upstream,
        format!("This takes tags, people, ratings, ids or streams, which could be read of {detailed} of {items} items: {why}"),
    )
    .hint("It is tried again about once a minute while questions come. What is about titles, years, sizes and plays alone is answered."))
}

/// Says whether so many of all that what is left is no more than a few damaged titles.
pub(super) fn is_nearly_all(known: u64, of: u64) -> bool {
    known.saturating_mul(20) >= of.saturating_mul(19)
}

/// How far an answer can be relied on.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SnapshotView {
    /// Additions, changes and plays are known up to here.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes_until: Option<String>,
    /// How they became known: events, a look or a sweep.
    changes_by: &'static str,
    /// Deletions and "unwatched" marks are known up to here; absent while items are missing.
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
    /// What it is: items, details, collections, playlists, plays, users, devices or library.
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
        let told = freshness
            .followed
            .filter(|told| *told > freshness.refreshed);
        let changes_by = match told {
            Some(_) => "events",
            None if freshness.refreshed > freshness.swept => "a look",
            None => "a sweep",
        };
        Self {
            changes_until: calendar.written(told.unwrap_or(freshness.refreshed)),
            changes_by,
            complete_until: calendar
                .written(freshness.swept)
                .filter(|_| !lacks(freshness, Lack::Items)),
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
            why: why(missing),
            held: missing.held,
            total: missing.total,
        }
    }
}

/// Says whether something could not be read, of whatever library.
pub(super) fn lacks(freshness: &Freshness, what: Lack) -> bool {
    freshness.missing.iter().any(|missing| missing.what == what)
}

/// Returns what an answer is without, in a sentence or two; nothing when the snapshot is whole.
pub(super) fn notice(freshness: &Freshness) -> Option<String> {
    let (left_out, unread): (Vec<&Missing>, Vec<&Missing>) = freshness
        .missing
        .iter()
        .partition(|missing| missing.what == Lack::Library);
    let unread_notice = unread.first().map(|first| {
        format!(
            "Could not be read in full: {} ({}). This answer is without what is missing; see \
             snapshot.missing. It is tried again about once a minute while questions come.",
            named(&unread),
            why(first)
        )
    });
    let left_out = (!left_out.is_empty()).then(|| {
        format!(
            "Left out, being of a kind that is not known here: {}.",
            named(&left_out)
        )
    });
    notes([unread_notice, left_out])
}

/// Returns why something is missing.
pub(super) fn why(missing: &Missing) -> String {
    clean::line(&missing.why, WHY_CHARS)
}

/// Names what is missing, not too much of it.
fn named(missing: &[&Missing]) -> String {
    let mut names: Vec<String> = Vec::new();
    for missing in missing {
        let name = match &missing.library {
            Some(title) if matches!(missing.what, Lack::Items | Lack::Library) => {
                clean::quoted(title, NAME_CHARS)
            }
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
    let more = match names.len().saturating_sub(MISSING_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    names.truncate(MISSING_NAMED);
    format!("{}{more}", names.join(", "))
}

/// Puts notes together; nothing when there are none.
pub(super) fn notes(all: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let notes: Vec<String> = all.into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}
