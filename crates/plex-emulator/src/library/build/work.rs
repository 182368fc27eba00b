//! What was under way: scans and other work, and ends of sessions that players have yet to hear of. Moments
//! are milliseconds since the epoch, because that is how finely work goes on.

use super::super::reader::{Read, Reader};
use super::Builder;
use crate::endpoint::task_of;
use crate::world::{ItemId, Job, Scan, SectionId, Termination, Work};

impl Builder {
    /// Reads everything that was under way.
    pub(super) fn under_way(&mut self, description: &Reader<'_>) -> Read<()> {
        for scan in description.list("scan")? {
            self.scan(&scan)?;
        }
        for job in description.list("job")? {
            self.job(&job)?;
        }
        for termination in description.list("termination")? {
            self.termination(&termination)?;
        }
        Ok(())
    }

    /// Adds a scan that is running.
    fn scan(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["section", "path", "uuid", "startedAt", "endsAt", "told"])?;
        let scan = Scan {
            section: self.section_at(table)?,
            path: table.text_at("path")?.map(str::to_owned),
            uuid: text(table, "uuid")?,
            started_at: millis(table, "startedAt")?,
            ends_at: millis(table, "endsAt")?,
            is_told: table.flag_at("told")?,
        };
        self.world.scans.push(scan);
        Ok(())
    }

    /// Adds work that is being done: its `begun` steps are not told again.
    fn job(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "work",
            "name",
            "item",
            "section",
            "conversion",
            "guid",
            "title",
            "year",
            "uuid",
            "account",
            "startedAt",
            "endsAt",
            "begun",
        ])?;
        let begun = table.int_at("begun")?.unwrap_or(0);
        let begun = usize::try_from(begun);
        let job = Job {
            work: self.work(table)?,
            uuid: text(table, "uuid")?,
            account: self.account_at(table)?,
            started_at: millis(table, "startedAt")?,
            ends_at: millis(table, "endsAt")?,
            begun: begun.map_err(|_| table.invalid("expected begun from 0 on"))?,
        };
        self.world.jobs.push(job);
        Ok(())
    }

    fn work(&self, table: &Reader<'_>) -> Read<Work> {
        let item = || self.item_at(table);
        Ok(match table.text_at("work")? {
            Some("task") => {
                let name = text(table, "name")?;
                let task = task_of(&name);
                task.ok_or_else(|| table.invalid(format!("no task is called `{name}`")))?
            }
            Some("refresh") => Work::Refresh(item()?),
            Some("match") => self.matching(table, item()?)?,
            Some("unmatch") => Work::Unmatch(item()?),
            Some("analyze") if table.get("section").is_some() => {
                Work::AnalyzeSection(self.section_at(table)?)
            }
            Some("analyze") => Work::Analyze(item()?),
            Some("optimize") => self.optimizing(table)?,
            _ => {
                return Err(table.invalid(
                    "expected work = task, refresh, match, unmatch, analyze or optimize",
                ));
            }
        })
    }

    fn matching(&self, table: &Reader<'_>, item: ItemId) -> Read<Work> {
        Ok(Work::Match {
            item,
            guid: text(table, "guid")?,
            title: table.text_at("title")?.map(str::to_owned),
            year: table.int_at("year")?,
        })
    }

    fn optimizing(&self, table: &Reader<'_>) -> Read<Work> {
        let number = table.int_at("conversion")?;
        let mut waiting = self.world.conversions.iter();
        let found = waiting.find(|one| Some(i64::from(one.id)) == number);
        let one = found.ok_or_else(|| table.invalid("expected the number of a conversion"))?;
        Ok(Work::Optimize {
            order: one.order,
            conversion: one.id,
        })
    }

    /// Adds the end of a session that its player has yet to hear of.
    fn termination(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["account", "client", "reason", "endedAt"])?;
        let termination = Termination {
            account: self.account_at(table)?,
            client: text(table, "client")?,
            reason: table.text_at("reason")?.unwrap_or("").to_owned(),
            ended_at: millis(table, "endedAt")?,
        };
        self.world.terminations.push(termination);
        Ok(())
    }

    fn section_at(&self, table: &Reader<'_>) -> Read<SectionId> {
        let key = table.key_at("section")?;
        let section = key.and_then(|key| self.world.section_by_key(&key));
        section.ok_or_else(|| table.invalid("expected the key of a section"))
    }
}

fn text(table: &Reader<'_>, key: &str) -> Read<String> {
    let given = table.text_at(key)?;
    let given = given.ok_or_else(|| table.invalid(format!("expected {key}")))?;
    Ok(given.to_owned())
}

fn millis(table: &Reader<'_>, key: &str) -> Read<i64> {
    let given = table.int_at(key)?;
    given.ok_or_else(|| table.invalid(format!("expected {key}, in milliseconds since the epoch")))
}
