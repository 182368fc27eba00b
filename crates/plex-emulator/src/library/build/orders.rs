//! Versions that the server has made for weak players, and those that it is still to make.

use super::super::reader::{Read, Reader};
use super::queues::number;
use super::{Builder, not_twice};
use crate::world::{Conversion, Order, Target};

impl Builder {
    /// Adds an order: `made` names what it has made, with the number of the version.
    pub(super) fn order(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "id",
            "account",
            "title",
            "target",
            "targetTagID",
            "lines",
            "bitrate",
            "made",
        ])?;
        let tag = table.int_at("targetTagID")?;
        let known = tag.and_then(Target::with_tag);
        let target = table.text_at("target")?;
        let target = target.or(known.map(|target| target.name));
        let target = target.ok_or_else(|| table.invalid("expected a target"))?;
        let limits = match (table.int_at("lines")?, table.int_at("bitrate")?) {
            (None, None) => known.and_then(Target::limits),
            (lines, rate) => Some((lines.unwrap_or(i64::MAX), rate.unwrap_or(i64::MAX))),
        };
        let mut made = Vec::new();
        for one in table.list("made")? {
            one.only(&["item", "Media"])?;
            let item = self.item_at(&one)?;
            let media = one.int_at("Media")?.and_then(|id| u32::try_from(id).ok());
            let media = media.ok_or_else(|| one.invalid("expected the number of a Media"))?;
            let held = self.world.items.get(item);
            if !held.is_some_and(|item| item.media.iter().any(|one| one.id == media)) {
                return Err(one.invalid(format!("the item has no Media {media}")));
            }
            made.push((item, media));
        }
        let last = &mut self.world.ids.order;
        let id = table.int_at("id")?.and_then(|id| u32::try_from(id).ok());
        let id = id.unwrap_or(*last + 1);
        *last = (*last).max(id);
        let mut known = self.world.orders.iter();
        not_twice(table, known.any(|one| one.id == id), "id of the order")?;
        let order = Order {
            id,
            account: self.account_at(table)?,
            title: table.text_at("title")?.unwrap_or("").to_owned(),
            target: target.to_owned(),
            tag,
            limits,
            made,
        };
        self.world.orders.push(order);
        Ok(())
    }

    /// Adds a version that is still to be made, behind those before it.
    pub(super) fn conversion(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["playQueueItemID", "order", "item"])?;
        let item = self.item_at(table)?;
        let order = number(table, "order")?;
        let order = order.filter(|order| self.world.orders.iter().any(|held| held.id == *order));
        let order = order.ok_or_else(|| table.invalid("expected the number of an order"))?;
        let last = &mut self.world.queues.last_entry;
        let id = match number(table, "playQueueItemID")? {
            Some(id) => id,
            None => *last + 1,
        };
        *last = (*last).max(id);
        let mut known = self.world.conversions.iter();
        not_twice(table, known.any(|one| one.id == id), "playQueueItemID")?;
        self.world.conversions.push(Conversion { id, order, item });
        Ok(())
    }

    /// Begins with what is left of the orders.
    pub(super) fn resume_orders(&mut self) {
        self.world.work_on_orders(self.now.saturating_mul(1000));
    }
}
