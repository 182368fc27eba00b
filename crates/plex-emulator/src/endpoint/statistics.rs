//! What the server measures of itself. Only a server with Plex Pass does.

use std::collections::BTreeSet;

use super::accounts::{account_element, device_element};
use super::limits::keeps_to;
use crate::answer::{Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{AccountId, Timespan, World};

/// Returns the stretch asked for; seconds unless said otherwise.
fn timespan(call: &Call<'_>, world: &World) -> Result<Timespan, Refusal> {
    if !world.has_plex_pass() {
        return Err(Refusal::NotFound);
    }
    let Some(number) = call.query.get("timespan") else {
        return Ok(Timespan::Seconds);
    };
    let timespan = number.parse().ok().and_then(Timespan::from_number);
    timespan.ok_or(Refusal::BadRequest)
}

/// Tells whether a row is of the account and device, and of the time, that the query asks for.
fn is_wanted(call: &Call<'_>, account: AccountId, device: i64, at: i64) -> bool {
    keeps_to(&call.query, "accountID", account.0)
        && keeps_to(&call.query, "deviceID", device)
        && keeps_to(&call.query, "at", at)
}

/// Returns a container of rows, with the devices and accounts that they speak of.
fn with_people<'w>(
    world: &'w World,
    rows: Vec<Element<'w>>,
    whose: impl Iterator<Item = (AccountId, i64)>,
) -> Element<'w> {
    let (accounts, devices): (BTreeSet<_>, BTreeSet<_>) = whose.unzip();
    let mut root = Element::container().with("size", rows.len());
    let known = world.devices.iter();
    root.extend(
        known
            .filter(|device| devices.contains(&device.id))
            .map(device_element),
    );
    let known = world.accounts.iter();
    root.extend(
        known
            .filter(|account| accounts.contains(&account.id))
            .map(account_element),
    );
    root.extend(rows);
    root
}

/// Answers `GET /statistics/bandwidth?timespan=`, by account, device, network, time and bytes.
pub(crate) fn bandwidth<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let timespan = timespan(call, world)?;
    let mut sent = world.sent(timespan, call.now_millis);
    sent.retain(|row| {
        is_wanted(call, row.account, row.device, row.at)
            && keeps_to(&call.query, "lan", i64::from(row.is_lan))
            && keeps_to(&call.query, "bytes", row.bytes)
    });
    let rows = sent.iter().map(|row| {
        Element::new("StatisticsBandwidth")
            .with("accountID", row.account.0)
            .with("deviceID", row.device)
            .with("timespan", timespan.number())
            .with("at", row.at)
            .with("lan", row.is_lan)
            .with("bytes", row.bytes)
    });
    let whose = sent.iter().map(|row| (row.account, row.device));
    Ok(with_people(world, rows.collect(), whose).into())
}

/// Answers `GET /statistics/media?timespan=`, by account, device and time.
pub(crate) fn media<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let timespan = timespan(call, world)?;
    let mut played = world.played(timespan);
    played.retain(|row| {
        is_wanted(call, row.account, row.device, row.at)
            && keeps_to(&call.query, "metadataType", i64::from(row.kind))
    });
    let rows = played.iter().map(|row| {
        Element::new("StatisticsMedia")
            .with("accountID", row.account.0)
            .with("deviceID", row.device)
            .with("timespan", timespan.number())
            .with("at", row.at)
            .with("metadataType", row.kind)
            .with("count", row.plays)
            .with("duration", row.duration)
    });
    let whose = played.iter().map(|row| (row.account, row.device));
    Ok(with_people(world, rows.collect(), whose).into())
}

/// Answers `GET /statistics/resources?timespan=6`: of the last minutes, whatever the stretch asked for.
pub(crate) fn resources<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    timespan(call, world)?;
    let mut load = world.load(call.now());
    load.retain(|moment| keeps_to(&call.query, "at", moment.at));
    let mut root = Element::container().with("size", load.len());
    root.extend(load.into_iter().map(|moment| {
        Element::new("StatisticsResources")
            .with("timespan", Timespan::Seconds.number())
            .with("at", moment.at)
            .with("hostCpuUtilization", moment.host_cpu)
            .with("processCpuUtilization", moment.process_cpu)
            .with("hostMemoryUtilization", moment.host_memory)
            .with("processMemoryUtilization", moment.process_memory)
    }));
    Ok(root.into())
}
