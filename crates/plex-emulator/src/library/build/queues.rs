//! Play queues.

use super::super::reader::{Read, Reader};
use super::Builder;
use crate::world::{CONVERSIONS, PlayQueue, Queued, next};

impl Builder {
    /// Adds a play queue: `items` by name, or as tables with their `playQueueItemID`.
    pub(super) fn play_queue(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "playQueueID",
            "account",
            "uri",
            "items",
            "playQueueSelectedItemID",
            "playQueueLastAddedItemID",
            "unshuffled",
            "playQueueVersion",
        ])?;
        let account = self.account_at(table)?;
        let id = match number(table, "playQueueID")? {
            Some(id) => id,
            None => self.world.queues.last_queue + 1,
        };
        if id <= CONVERSIONS {
            return Err(table.invalid(format!(
                "expected a number above {CONVERSIONS}, which is the queue of conversions"
            )));
        }
        if self.world.queues.get(id).is_some() {
            return Err(table.invalid(format!("the play queue `{id}` is there already")));
        }
        let mut entries = Vec::new();
        for given in table.list("items")? {
            entries.push(self.queued(&given)?);
        }
        let first = entries.first().map_or(0, |entry: &Queued| entry.id);
        let selected = number(table, "playQueueSelectedItemID")?.unwrap_or(first);
        let mut unshuffled = Vec::new();
        for entry in table.list("unshuffled")? {
            unshuffled.push(whole(&entry)?);
        }
        let queues = &mut self.world.queues;
        queues.last_queue = queues.last_queue.max(id);
        queues.restore(PlayQueue {
            id,
            account,
            source: table.text_at("uri")?.unwrap_or("").to_owned(),
            entries,
            selected,
            last_added: number(table, "playQueueLastAddedItemID")?,
            unshuffled: table.get("unshuffled").map(|_| unshuffled),
            version: number(table, "playQueueVersion")?.unwrap_or(1),
        });
        Ok(())
    }

    fn queued(&mut self, given: &Reader<'_>) -> Read<Queued> {
        let last = &mut self.world.queues.last_entry;
        if !given.value().is_object() {
            let id = next(last);
            let item = self.refer(given)?;
            return Ok(Queued { id, item });
        }
        given.only(&["playQueueItemID", "item"])?;
        let id = match number(given, "playQueueItemID")? {
            Some(id) => {
                *last = (*last).max(id);
                id
            }
            None => next(last),
        };
        let item = self.item_at(given)?;
        Ok(Queued { id, item })
    }
}

pub(super) fn number(table: &Reader<'_>, key: &str) -> Read<Option<u32>> {
    table.get(key).map(|given| whole(&given)).transpose()
}

fn whole(given: &Reader<'_>) -> Read<u32> {
    u32::try_from(given.int()?).map_err(|_| given.invalid("expected a number from 0 on"))
}
