//! `plex_audit_library`.

use std::time::Duration;

use plex_index::{
    Freshness, Lack,
    insight::audit::{AuditQuery, Check, Finding, Report},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    failure, named,
    snapshot::{SnapshotView, details, is_nearly_all, lacks, notice, ready},
};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
};

/// The most characters of a reason.
const WHY_CHARS: usize = 300;

/// What is said of sizes where no paths of files are told.
const BLIND_TO_FILES: &str = "This token is not told the paths of files, so a file that several \
    episodes share is counted for each of them.";

/// Findings of checks.
pub(crate) struct AuditLibrary;

/// What to check.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Only this library: id or title.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    /// All but unavailable_files when left out.
    #[schemars(length(min = 1, max = 10))]
    checks: Option<Vec<CheckName>>,
    /// Findings of each check.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
}

fn ten() -> u32 {
    10
}

/// Something to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum CheckName {
    Duplicates,
    NumberingGaps,
    Unmatched,
    LowQuality,
    MissingSubtitles,
    NoPoster,
    UnavailableFiles,
    NeverWatched,
    Abandoned,
    Storage,
}

impl CheckName {
    fn of_index(self) -> Check {
        match self {
            Self::Duplicates => Check::Duplicates,
            Self::NumberingGaps => Check::NumberingGaps,
            Self::Unmatched => Check::Unmatched,
            Self::LowQuality => Check::LowQuality,
            Self::MissingSubtitles => Check::MissingSubtitles,
            Self::NoPoster => Check::NoPoster,
            Self::UnavailableFiles => Check::UnavailableFiles,
            Self::NeverWatched => Check::NeverWatched,
            Self::Abandoned => Check::Abandoned,
            Self::Storage => Check::Storage,
        }
    }
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
struct FindingView {
    /// The check that found it.
    check: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<i64>,
    #[serde(skip_serializing_if = "String::is_empty")]
    library: String,
    rating_keys: Vec<String>,
    /// What it takes; of duplicates, all but the largest copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    size_bytes: Option<u64>,
    why: String,
}

/// What one check found in all.
#[derive(Debug, Serialize, JsonSchema)]
struct CheckView {
    check: &'static str,
    /// How many findings, also those not listed; null when not enough is known to count them.
    #[schemars(schema_with = "number_or_null")]
    found: Option<u64>,
    /// Why they cannot be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown_because: Option<String>,
    /// When it is worth asking again, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask_again_s: Option<u64>,
    /// How many titles were looked at, when not all were.
    #[serde(skip_serializing_if = "Option::is_none")]
    examined: Option<ExaminedView>,
    #[serde(skip_serializing_if = "is_zero")]
    size_bytes: u64,
    /// What this check cannot see.
    #[serde(skip_serializing_if = "Option::is_none")]
    caveat: Option<&'static str>,
}

/// How many titles were looked at.
#[derive(Debug, Serialize, JsonSchema)]
struct ExaminedView {
    titles: u64,
    of: u64,
}

/// Returns a number or null; naming these as types is more than some clients understand.
fn number_or_null(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"not": {"anyOf": [{"type": "object"}, {"type": "array"}, {"type": "string"}]}})
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The findings, by check.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AuditView {
    checks: Vec<CheckView>,
    items: Vec<FindingView>,
    /// Whether checks found more than is listed.
    has_more: bool,
    /// What could not be read, and why there are fewer findings than were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// How fresh the snapshot is.
    snapshot: SnapshotView,
}

impl Define for AuditLibrary {
    const NAME: &'static str = "plex_audit_library";
    const TITLE: &'static str = "Audit a library";
    const DESCRIPTION: &'static str = "Looks for what may want looking after: duplicates, gaps in \
        numbering, unmatched titles, low quality, missing subtitles or posters, titles never watched or \
        abandoned, what takes most space. Each finding says why. unavailable_files makes the server \
        look at its files.";
    const TOOLSET: Toolset = Toolset::Insights;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = AuditView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let checks: Vec<Check> = match args.checks {
            Some(names) => names.into_iter().map(CheckName::of_index).collect(),
            None => Check::ALL
                .into_iter()
                .filter(|check| !check.is_opt_in())
                .collect(),
        };
        let began = Instant::now();
        let (index, mut freshness) = ready(call).await?;
        let mut retry_after = None;
        if checks.iter().any(|check| check.takes_details()) && freshness.detailed < freshness.items
        {
            let details = details(call, index, began).await?;
            retry_after = details.retry_after;
            freshness = details.freshness;
        }
        let query = AuditQuery {
            library: named::library(call, index, args.library_id).await?,
            checks,
            limit: args.limit,
            now: call.options.calendar.now(),
        };
        let reports = index.audit(query).await.map_err(failure::explained)?;
        Ok(AuditView {
            has_more: reports
                .iter()
                .any(|report| report.found > report.findings.len() as u64),
            note: notice(&freshness),
            checks: reports
                .iter()
                .map(|report| CheckView::of(report, &freshness, retry_after))
                .collect(),
            items: reports
                .into_iter()
                .flat_map(|report| {
                    report
                        .findings
                        .into_iter()
                        .map(move |one| FindingView::of(report.check, one))
                })
                .collect(),
            snapshot: SnapshotView::of(&freshness, &call.options.calendar),
        })
    }
}

impl CheckView {
    fn of(report: &Report, freshness: &Freshness, retry_after: Option<Duration>) -> Self {
        let examined = report.examined.filter(|seen| seen.titles < seen.of);
        let in_part =
            examined.filter(|seen| retry_after.is_some() || !is_nearly_all(seen.titles, seen.of));
        let unread = report.check.without_history();
        let unread = unread.filter(|_| !freshness.sees_history || lacks(freshness, Lack::Plays));
        let plays = match report.check.takes_plays() {
            true if lacks(freshness, Lack::Plays) => Some("the plays could not all be read"),
            true if !freshness.sees_history => {
                Some("this token may not read who played what: only the server owner's can")
            }
            _ => None,
        };
        let why = in_part
            .map(|seen| {
                format!(
                    "only {} of {} titles could be looked at so far",
                    seen.titles, seen.of
                )
            })
            .or_else(|| plays.map(str::to_owned))
            .or_else(|| {
                let why = report.missing.as_deref()?;
                Some(format!(
                    "the library could not be read in full: {}",
                    clean::line(why, WHY_CHARS)
                ))
            });
        Self {
            check: report.check.as_str(),
            found: why.is_none().then_some(report.found),
            unknown_because: why,
            ask_again_s: in_part.and(retry_after).map(|after| after.as_secs()),
            examined: examined.map(|seen| ExaminedView {
                titles: seen.titles,
                of: seen.of,
            }),
            size_bytes: report.size_bytes,
            caveat: unread
                .or_else(|| report.is_blind_to_files.then_some(BLIND_TO_FILES))
                .or_else(|| report.check.caveat()),
        }
    }
}

impl FindingView {
    fn of(check: Check, finding: Finding) -> Self {
        Self {
            check: check.as_str(),
            title: clean::title(&finding.title).unwrap_or_else(|| "(untitled)".to_owned()),
            year: finding.year,
            season: finding.season,
            library: clean::line(&finding.library, WHY_CHARS),
            rating_keys: finding.rating_keys,
            size_bytes: finding.size_bytes,
            why: clean::line(&finding.why, WHY_CHARS),
        }
    }
}
