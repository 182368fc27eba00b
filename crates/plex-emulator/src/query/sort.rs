//! Orders of items.

use std::cmp::Ordering;

use super::field::{Fact, Field, last_viewed};
use crate::seed::Seed;
use crate::world::{AccountId, Item, ItemId, World};

/// What a list is ordered by, in one direction.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    by: By,
    is_descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Title,
    Random,
    LastViewed,
    /// The title of the show or artist that the item is of.
    Family,
    /// The numbers within that.
    Place,
    Field(Field),
}

/// An item's place by one key. What an item has nothing for comes last.
#[derive(Clone, Debug, PartialEq)]
enum Rank {
    Number(f64),
    Text(String),
    Nothing,
}

/// Sorts by a comma-separated list such as `year:desc,titleSort`. `random` deals anew at every
/// `moment`.
pub(super) fn sort(
    world: &World,
    account: AccountId,
    items: &mut Vec<ItemId>,
    order: &str,
    moment: i64,
) {
    let keys: Vec<Key> = order.split(',').filter_map(read).collect();
    let mut seed = Seed::new(moment.unsigned_abs());
    let mut ranked: Vec<(Vec<Rank>, ItemId)> = items
        .iter()
        .map(|id| {
            let ranks = keys.iter().map(|key| match world.items.get(*id) {
                Some(item) => rank(world, account, *id, item, key.by, &mut seed),
                None => Rank::Nothing,
            });
            (ranks.collect(), *id)
        })
        .collect();
    ranked.sort_by(|(a, _), (b, _)| {
        let pairs = keys.iter().zip(a.iter().zip(b));
        let orders = pairs.map(|(key, (a, b))| compare(a, b, key.is_descending));
        orders.fold(Ordering::Equal, Ordering::then)
    });
    items.clear();
    items.extend(ranked.into_iter().map(|(_, id)| id));
}

/// Whether an order changes with what its viewer watches.
pub(super) fn is_personal(order: &str) -> bool {
    order.split(',').filter_map(read).any(|key| match key.by {
        By::LastViewed => true,
        By::Field(field) => field.is_personal(),
        By::Title | By::Random | By::Family | By::Place => false,
    })
}

/// Whether an order is another one every time.
pub(super) fn is_random(order: &str) -> bool {
    order.split(',').any(|key| key.starts_with("random"))
}

/// `field[:asc|:desc][:nullsLast]`, with or without the kind that the field is of. What is no
/// field orders nothing.
fn read(key: &str) -> Option<Key> {
    let mut parts = key.split(':');
    let name = parts.next()?;
    let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
    let by = match name {
        "titleSort" | "title" => By::Title,
        "random" => By::Random,
        "lastViewedAt" => By::LastViewed,
        "show" | "artist" => By::Family,
        "index" | "absoluteIndex" => By::Place,
        name => By::Field(Field::named(name)?),
    };
    let is_descending = parts.any(|part| part == "desc");
    Some(Key { by, is_descending })
}

fn rank(
    world: &World,
    account: AccountId,
    id: ItemId,
    item: &Item,
    by: By,
    seed: &mut Seed,
) -> Rank {
    match by {
        By::Title => Rank::Text(item.sort_title().to_lowercase()),
        By::Family => {
            let (parent, grandparent) = world.items.parents(item);
            let family = grandparent.or(parent).unwrap_or(item);
            Rank::Text(family.sort_title().to_lowercase())
        }
        #[expect(clippy::cast_precision_loss, reason = "any number does")]
        By::Random => Rank::Number(seed.next() as f64),
        #[expect(clippy::cast_precision_loss, reason = "seconds fit")]
        By::LastViewed => match last_viewed(world, account, id, item) {
            0 => Rank::Nothing,
            at => Rank::Number(at as f64),
        },
        By::Place => {
            let (parent, _) = world.items.parents(item);
            let above = parent.and_then(Item::index).unwrap_or(0);
            let own = item.index().unwrap_or(0);
            #[expect(clippy::cast_precision_loss, reason = "indices are small")]
            let place = (above * 100_000 + own) as f64;
            Rank::Number(place)
        }
        By::Field(field) => match field.of(world, account, id) {
            Fact::Number(number) => Rank::Number(number),
            #[expect(clippy::cast_precision_loss, reason = "seconds fit")]
            Fact::Moment(at) => Rank::Number(at as f64),
            Fact::Flag(flag) => Rank::Number(f64::from(u8::from(flag))),
            Fact::Text(text) => Rank::Text(text.to_lowercase()),
            Fact::Made(text) => Rank::Text(text),
            Fact::Words(words) => words
                .first()
                .map_or(Rank::Nothing, |word| Rank::Text(word.to_lowercase())),
            Fact::Tags(..) | Fact::Nothing => Rank::Nothing,
        },
    }
}

fn compare(a: &Rank, b: &Rank, is_descending: bool) -> Ordering {
    let order = match (a, b) {
        (Rank::Number(a), Rank::Number(b)) => a.total_cmp(b),
        (Rank::Text(a), Rank::Text(b)) => a.cmp(b),
        (Rank::Nothing, Rank::Nothing) => return Ordering::Equal,
        (Rank::Nothing, _) => return Ordering::Greater,
        (_, Rank::Nothing) => return Ordering::Less,
        (Rank::Number(_), Rank::Text(_)) => Ordering::Less,
        (Rank::Text(_), Rank::Number(_)) => Ordering::Greater,
    };
    if is_descending {
        order.reverse()
    } else {
        order
    }
}
