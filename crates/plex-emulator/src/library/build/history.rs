//! Plays that a description does not list one by one: who plays about what, how much, and when.

use super::super::reader::{Read, Reader};
use super::Builder;
use crate::seed::Seed;
use crate::world::{AccountId, Item, ItemId, Kind, SectionId, TagKind};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// Plays to imagine.
struct Habit {
    plays: i64,
    days: i64,
    /// Who, and what of it is shared with them.
    accounts: Vec<(AccountId, Option<Vec<SectionId>>)>,
    devices: Vec<i64>,
    items: Vec<ItemId>,
    /// The hours of the day, UTC, from the first up to the last; any when there are none.
    hours: Option<(i64, i64)>,
}

impl Builder {
    /// Adds the plays of `[history]`, or of each `[[history]]`.
    pub(super) fn histories(&mut self, description: &Reader<'_>) -> Read<()> {
        let Some(history) = description.get("history") else {
            return Ok(());
        };
        self.ensure_owner();
        match history.members() {
            Ok(several) => several.iter().try_for_each(|one| self.history(one)),
            Err(_) => self.history(&history),
        }
    }

    /// Adds `plays` plays over the last `days` days, the same for the same `seed`. They count in the view
    /// state of what was played. At given hours there are fewer where things were added on the way.
    fn history(&mut self, table: &Reader<'_>) -> Read<()> {
        let habit = self.habit(table)?;
        let mut seed = Seed::new(table.int_at("seed")?.unwrap_or(1).unsigned_abs());
        for _ in 0..habit.plays {
            let (Some(item), Some((account, shared))) =
                (seed.pick(&habit.items), seed.pick(&habit.accounts))
            else {
                break;
            };
            let device = seed.pick(&habit.devices).copied().unwrap_or(1);
            let held = self.world.items.get(*item);
            let section = held.and_then(|item| item.section);
            // Nobody has seen what was not there yet.
            let since = held.map_or(0, |item| self.now - item.added_at());
            let longest_ago = since.min(habit.days * DAY);
            let ago = match habit.hours {
                None => seed.between(longest_ago.min(HOUR), longest_ago),
                Some(hours) => {
                    let moment = self.now - seed.between(0, habit.days * DAY);
                    self.now - at_hours(moment, hours, &mut seed)
                }
            };
            if ago > longest_ago || ago < 0 {
                continue;
            }
            let viewed_at = self.now - ago;
            let is_shared = shared
                .as_ref()
                .is_none_or(|shared| section.is_some_and(|section| shared.contains(&section)));
            if !is_shared {
                continue;
            }
            self.world.history.add(*item, *account, device, viewed_at);
            self.world.views.change(*account, *item, |view| {
                view.count += 1;
                view.last_viewed_at = view.last_viewed_at.max(viewed_at);
            });
        }
        Ok(())
    }

    fn habit(&self, table: &Reader<'_>) -> Read<Habit> {
        table.only(&[
            "plays", "days", "seed", "account", "devices", "types", "genres", "hours",
        ])?;
        let only = match table.get("account") {
            Some(_) => Some(self.account_at(table)?),
            None => None,
        };
        let accounts = self.world.accounts.iter();
        let accounts = accounts
            .filter(|account| only.is_none_or(|only| only == account.id))
            .map(|account| (account.id, account.sections.clone()))
            .collect();
        let mut devices = Vec::new();
        for device in table.list("devices")? {
            devices.push(device.int()?);
        }
        if devices.is_empty() {
            devices = self.world.devices.iter().map(|device| device.id).collect();
        }
        let types = texts(table, "types")?;
        let genres = texts(table, "genres")?;
        let items = self.world.items.iter();
        let items = items
            .filter(|(_, item)| matches!(item.kind, Kind::Movie | Kind::Episode | Kind::Track))
            .filter(|(_, item)| !item.is_waiting)
            .filter(|(_, item)| types.is_empty() || types.contains(&item.kind.type_name()))
            .filter(|(_, item)| genres.is_empty() || self.is_of(item, &genres))
            .map(|(id, _)| id)
            .collect();
        let hours: Vec<i64> = table
            .list("hours")?
            .iter()
            .map(Reader::int)
            .collect::<Read<_>>()?;
        let hours = match hours.as_slice() {
            [] => None,
            [from, to] if 0 <= *from && from < to && *to <= 24 => Some((*from, *to)),
            _ => return Err(table.invalid("expected hours = [from, to], from 0 to 24")),
        };
        Ok(Habit {
            plays: table.int_at("plays")?.unwrap_or(500),
            days: table.int_at("days")?.unwrap_or(365).max(1),
            accounts,
            devices,
            items,
            hours,
        })
    }

    /// Tells whether an item, or what it is in, has one of these genres.
    fn is_of(&self, item: &Item, genres: &[&str]) -> bool {
        let (parent, grandparent) = self.world.items.parents(item);
        let of = [Some(item), parent, grandparent];
        of.into_iter().flatten().any(|item| {
            item.tags.iter().any(|tagging| {
                let tag = self.world.tags.get(tagging.tag);
                tag.is_some_and(|tag| {
                    tag.kind == TagKind::Genre && genres.contains(&tag.text.as_ref())
                })
            })
        })
    }
}

/// Moves a moment to some hours of its day.
fn at_hours(moment: i64, (from, to): (i64, i64), seed: &mut Seed) -> i64 {
    moment - moment.rem_euclid(DAY) + seed.between(from * HOUR, to * HOUR)
}

fn texts<'d>(table: &Reader<'d>, key: &str) -> Read<Vec<&'d str>> {
    table.list(key)?.iter().map(Reader::text).collect()
}
