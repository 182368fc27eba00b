//! `plex_get_watch_stats`.

use plex_index::{
    Freshness, Lack,
    insight::stats::{Count, Group, GroupBy, StatsQuery},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    failure, named,
    snapshot::{SnapshotView, all_known, details, lacks, notes, notice, ready},
    unread,
};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    time::Calendar,
    tools::{arguments, tool::Define},
};

/// Plays, counted.
pub(crate) struct GetWatchStats;

/// What to count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    #[serde(default)]
    group_by: By,
    /// From this date, timestamp or span back from now (30d, 6mo).
    #[schemars(length(min = 1, max = 40))]
    since: Option<String>,
    /// Before this; as since.
    #[schemars(length(min = 1, max = 40))]
    until: Option<String>,
    /// Only this person's, by name.
    #[schemars(length(min = 1, max = 200))]
    user: Option<String>,
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
}

/// What plays are counted by.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum By {
    #[default]
    User,
    Title,
    Library,
    Day,
    Weekday,
    Hour,
    Device,
    Genre,
}

impl By {
    fn of_index(self) -> GroupBy {
        match self {
            Self::User => GroupBy::User,
            Self::Title => GroupBy::Title,
            Self::Library => GroupBy::Library,
            Self::Day => GroupBy::Day,
            Self::Weekday => GroupBy::Weekday,
            Self::Hour => GroupBy::Hour,
            Self::Device => GroupBy::Device,
            Self::Genre => GroupBy::Genre,
        }
    }
}

impl By {
    /// Returns what it counts by that has names of its own, which may not be known.
    fn names(self) -> Option<Lack> {
        match self {
            Self::User => Some(Lack::Users),
            Self::Device => Some(Lack::Devices),
            _ => None,
        }
    }
}

/// The plays of one group.
#[derive(Debug, Serialize, JsonSchema)]
struct GroupView {
    /// Its name: a person, a film, show or artist, 2026-03-01, Monday, 20:00.
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating_key: Option<String>,
    #[serde(flatten)]
    count: CountView,
}

/// Plays, counted.
#[derive(Debug, Serialize, JsonSchema)]
struct CountView {
    /// Finished plays.
    plays: u64,
    /// By how many people.
    people: u64,
    /// The lengths of the titles; not watch time. Absent when no length is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours_estimated: Option<f64>,
    /// When the last one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_played_at: Option<String>,
}

/// The groups and the whole.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StatsView {
    items: Vec<GroupView>,
    has_more: bool,
    /// All plays that were counted; absent when they are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<CountView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// How fresh the snapshot is.
    snapshot: SnapshotView,
}

impl Define for GetWatchStats {
    const NAME: &'static str = "plex_get_watch_stats";
    const TITLE: &'static str = "Watch statistics";
    const DESCRIPTION: &'static str = "Counts finished plays by person, title, library, day, weekday, \
        hour, device or genre. Episodes count for their show. Hours are the titles' lengths: Plex \
        records no watch time. Needs the server owner's token.";
    const TOOLSET: Toolset = Toolset::Insights;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = StatsView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let (since, until) = arguments::period(call, args.since.as_deref(), args.until.as_deref())?;
        let began = Instant::now();
        let (index, mut freshness) = ready(call).await?;
        if matches!(args.group_by, By::Genre) && freshness.detailed < freshness.items {
            let details = details(call, index, began).await?;
            all_known(&details)?;
            freshness = details.freshness;
        }
        unread::knows_names(&freshness, args.group_by.names())?;
        let user = match &args.user {
            Some(user) => Some(named::person(call, index, "user", user).await?.id),
            None => None,
        };
        let query = StatsQuery {
            since,
            until,
            user,
            group_by: args.group_by.of_index(),
            limit: args.limit,
        };
        let stats = index.watch_stats(query).await.map_err(failure::explained)?;
        let calendar = &call.options.calendar;
        // Plays of which the history was never read to its end make no true number.
        let is_known = freshness.sees_history;
        Ok(StatsView {
            items: stats
                .groups
                .into_iter()
                .filter(|_| is_known)
                .map(|group| GroupView::of(group, calendar))
                .collect(),
            has_more: stats.has_more && is_known,
            note: notes([note(&stats.total, &freshness), notice(&freshness)]),
            total: is_known.then(|| CountView::of(&stats.total, calendar)),
            snapshot: SnapshotView::of(&freshness, calendar),
        })
    }
}

impl GroupView {
    fn of(group: Group, calendar: &Calendar) -> Self {
        Self {
            name: clean::title(&group.name).unwrap_or_else(|| "(untitled)".to_owned()),
            year: group.year,
            rating_key: group.rating_key,
            count: CountView::of(&group.count, calendar),
        }
    }
}

impl CountView {
    fn of(count: &Count, calendar: &Calendar) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "rounded to tenths of an hour")]
        let tenths = (count.seconds as f64 / 360.0).round();
        let is_known = count.plays == 0 || count.of_unknown_length < count.plays;
        Self {
            plays: count.plays,
            people: count.people,
            hours_estimated: is_known.then_some(tenths / 10.0),
            last_played_at: count.last.and_then(|last| calendar.written(last)),
        }
    }
}

/// Returns what is worth knowing about the figures.
fn note(total: &Count, freshness: &Freshness) -> Option<String> {
    if lacks(freshness, Lack::Plays) {
        let known = match (freshness.sees_history, freshness.plays) {
            (true, _) => "",
            (false, 0) => " None is known, so nothing is counted.",
            (false, _) => " Too few are known to count them.",
        };
        return Some(format!("The plays could not all be read.{known}"));
    }
    if !freshness.sees_history {
        return Some(
            "This token may not read the history: only the server owner's can.".to_owned(),
        );
    }
    match (total.plays, total.of_unknown_length) {
        (0, _) => Some("No plays match.".to_owned()),
        (_, 0) => None,
        (_, unknown) => Some(format!(
            "{unknown} plays of titles without a known length are not in the hours."
        )),
    }
}
