//! `plex_get_bandwidth`.

use std::collections::BTreeMap;

use crate::error::ErrorKind;
use plex_client::{AccountId, BandwidthQuery, BandwidthStatistics, DeviceId, PlexError, Timespan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
    view::{Top, format},
};

/// Tells what was sent to whom.
pub(crate) struct GetBandwidth;

/// Since when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// A date, a timestamp, or a span back from now (24h, 30d, 6mo).
    #[serde(default = "a_week")]
    #[schemars(length(min = 1, max = 40))]
    since: String,
}

fn a_week() -> String {
    "7d".to_owned()
}

/// What was sent to one user on one device.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TrafficView {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    /// lan (at home) or wan (over the internet).
    location: &'static str,
    /// How much, e.g. 12 GB.
    sent: String,
}

/// Up to so long back, hours are counted; up to so long, days; beyond, months.
const HOURS_S: i64 = 2 * 86_400;
const DAYS_S: i64 = 90 * 86_400;

impl Define for GetBandwidth {
    const NAME: &'static str = "plex_get_bandwidth";
    const TITLE: &'static str = "Bandwidth";
    const DESCRIPTION: &'static str = "Tells how much the server has sent to each user and device, at \
        home and over the internet, most first. Needs the server owner's token; some servers want \
        Plex Pass.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Top<TrafficView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let calendar = &call.options.calendar;
        let since = calendar.moment(&args.since).ok_or_else(|| {
            ToolError::refused(
                "since",
                &Value::from(&*args.since),
                "a date (2026-01-31), a timestamp or a span back from now (24h, 30d, 6mo)",
            )
        })?;
        let ago = calendar.now().saturating_sub(since);
        let timespan = if ago <= HOURS_S {
            Timespan::Hour
        } else if ago <= DAYS_S {
            Timespan::Day
        } else {
            Timespan::Month
        };
        let since = plex_client::Timestamp::from_epoch_seconds(since);
        let query = BandwidthQuery::new(timespan).since(since);
        let found = match call.plex.bandwidth(&query).await {
            Err(PlexError::NotFound { .. }) => return Err(no_statistics()),
            found => found?,
        };
        let (rows, all) = totals(&found, since);
        let note = match rows.is_empty() {
            true => {
                "Nothing was sent in that time, or the server no longer remembers it.".to_owned()
            }
            false => format!("{} in all.", format::bytes(all)),
        };
        Ok(Top::complete(rows).note(note))
    }
}

/// Returns a server without the endpoint: it is not what was asked for that is missing.
fn no_statistics() -> ToolError {
    ToolError::new(
        ErrorKind::Unsupported,
        "This server keeps no statistics of what it sends.",
    )
    .hint("They need the server owner's Plex Pass; plex_get_history tells what was played.")
}

/// Returns what was sent to each, the most first, and in all. A server that ignores the beginning is held
/// to it here.
fn totals(found: &BandwidthStatistics, since: plex_client::Timestamp) -> (Vec<TrafficView>, u64) {
    let mut totals: BTreeMap<(Option<AccountId>, Option<DeviceId>, bool), u64> = BTreeMap::new();
    for sample in &found.samples {
        if sample.at.is_none_or(|at| at >= since) {
            let key = (
                sample.account_id,
                sample.device_id,
                sample.lan.unwrap_or(false),
            );
            let total = totals.entry(key).or_default();
            *total = total.saturating_add(sample.bytes.unwrap_or(0));
        }
    }
    let mut sorted: Vec<_> = totals.into_iter().filter(|(_, bytes)| *bytes > 0).collect();
    sorted.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let all = sorted
        .iter()
        .fold(0_u64, |all, (_, bytes)| all.saturating_add(*bytes));
    let rows = sorted.into_iter().map(|((account, device, lan), bytes)| {
        let account = found
            .accounts
            .iter()
            .find(|one| one.id.is_some() && one.id == account);
        let device = found
            .devices
            .iter()
            .find(|one| one.id.is_some() && one.id == device);
        TrafficView {
            user: account.and_then(|account| clean::title(&account.name)),
            device: device.and_then(|device| clean::title(&device.name)),
            location: if lan { "lan" } else { "wan" },
            sent: format::bytes(bytes),
        }
    });
    (rows.collect(), all)
}
