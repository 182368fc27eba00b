//! What is under way: scans and other work, and ends of sessions that players have yet to hear of.

use serde_json::Value;

use super::values::{Table, key};
use crate::world::{ItemId, Job, Work, World};

/// Returns the scans that are running. Times are milliseconds since the epoch.
pub(super) fn scans(world: &World) -> Value {
    let scans = world.scans.iter().filter_map(|scan| {
        let section = world.section(scan.section)?;
        let mut table = Table::new();
        table.insert("section".to_owned(), section.key.as_str().into());
        if let Some(path) = &scan.path {
            table.insert("path".to_owned(), path.as_str().into());
        }
        table.insert("uuid".to_owned(), scan.uuid.as_str().into());
        table.insert("startedAt".to_owned(), scan.started_at.into());
        table.insert("endsAt".to_owned(), scan.ends_at.into());
        table.insert("told".to_owned(), scan.is_told.into());
        Some(Value::Object(table))
    });
    scans.collect()
}

/// Returns the other work that is being done, but for that on what is gone.
pub(super) fn jobs(world: &World) -> Value {
    let jobs = world.jobs.iter().filter_map(|job| job_table(world, job));
    jobs.map(Value::Object).collect()
}

fn job_table(world: &World, job: &Job) -> Option<Table> {
    let of_item = |item: ItemId| world.items.get(item).map(|_| ("item", key(world, item)));
    let (work, about) = match &job.work {
        Work::Task { name, .. } => ("task", ("name", (*name).into())),
        Work::Refresh(item) => ("refresh", of_item(*item)?),
        Work::Match { item, .. } => ("match", of_item(*item)?),
        Work::Unmatch(item) => ("unmatch", of_item(*item)?),
        Work::Analyze(item) => ("analyze", of_item(*item)?),
        Work::AnalyzeSection(section) => {
            let section = world.section(*section)?;
            ("analyze", ("section", section.key.as_str().into()))
        }
        Work::Optimize { conversion, .. } => {
            let mut waiting = world.conversions.iter();
            waiting.find(|one| one.id == *conversion)?;
            ("optimize", ("conversion", (*conversion).into()))
        }
    };
    let mut table = Table::new();
    let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
    put("work", work.into());
    put(about.0, about.1);
    if let Work::Match {
        guid, title, year, ..
    } = &job.work
    {
        put("guid", guid.as_str().into());
        if let Some(title) = title {
            put("title", title.as_str().into());
        }
        if let Some(year) = year {
            put("year", (*year).into());
        }
    }
    put("uuid", job.uuid.as_str().into());
    put("account", job.account.0.into());
    put("startedAt", job.started_at.into());
    put("endsAt", job.ends_at.into());
    put("begun", job.begun.into());
    Some(table)
}

/// Returns the ends of sessions that players have yet to hear of.
pub(super) fn terminations(world: &World) -> Value {
    let terminations = world.terminations.iter().map(|one| {
        let mut table = Table::new();
        table.insert("account".to_owned(), one.account.0.into());
        table.insert("client".to_owned(), one.client.as_str().into());
        table.insert("reason".to_owned(), one.reason.as_str().into());
        table.insert("endedAt".to_owned(), one.ended_at.into());
        Value::Object(table)
    });
    terminations.collect()
}
