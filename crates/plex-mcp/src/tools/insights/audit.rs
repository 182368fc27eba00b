//! `plex_audit_library`.

use plex_index::insight::audit::{AuditQuery, Check, Finding, Report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    failure,
    snapshot::{SnapshotView, notice, ready},
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
    /// How many findings, also those not listed.
    found: u64,
    #[serde(skip_serializing_if = "is_zero")]
    size_bytes: u64,
    /// What this check cannot see.
    #[serde(skip_serializing_if = "Option::is_none")]
    caveat: Option<&'static str>,
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
        look at its files and is done only when asked for.";
    const TOOLSET: Toolset = Toolset::Insights;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = AuditView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let checks = match args.checks {
            Some(names) => names.into_iter().map(CheckName::of_index).collect(),
            None => Check::ALL
                .into_iter()
                .filter(|check| !check.is_opt_in())
                .collect(),
        };
        let (index, freshness) = ready(call).await?;
        let query = AuditQuery {
            library: args.library_id,
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
                .map(|report| CheckView::of(report, freshness.sees_history))
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
    fn of(report: &Report, sees_history: bool) -> Self {
        let check = report.check;
        let unread = check.without_history().filter(|_| !sees_history);
        Self {
            check: check.as_str(),
            found: report.found,
            size_bytes: report.size_bytes,
            caveat: unread.or_else(|| check.caveat()),
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
