//! Orders of items.

use std::cmp::Ordering;

use super::field::{Fact, Field};
use super::{offer, scope};
use crate::seed::Seed;
use crate::world::{Item, ItemId, Kind, SectionKind, Viewer, World};

/// Holds what a list is ordered by: its keys, the first first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order(Vec<Key>);

#[derive(Clone, Debug, PartialEq)]
struct Key {
    /// The kind whose order it is: the artist's, in `artist.titleSort`.
    scope: Kind,
    by: By,
    is_descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Title,
    Random,
    /// The title of the show or artist that the item is of.
    Family,
    /// The numbers within that.
    Place,
    /// The number that the rating key is.
    Id,
    Field(Field),
}

/// An item's place by one key. What an item has nothing for comes last.
#[derive(Clone, Debug, PartialEq)]
enum Rank {
    Number(f64),
    Text(String),
    Nothing,
}

impl Order {
    /// Reads a comma-separated list such as `year:desc,titleSort`, of a section's items of `kind`.
    /// What is no field orders nothing.
    pub(super) fn read(section: SectionKind, kind: Kind, order: &str) -> Self {
        let keys = order
            .split(',')
            .filter_map(|key| Key::read(section, kind, key));
        Self(keys.collect())
    }

    /// Sorts. A random order is dealt anew at every `moment`.
    pub(super) fn sort(
        &self,
        world: &World,
        viewer: &Viewer,
        items: &mut Vec<ItemId>,
        moment: i64,
    ) {
        let mut seed = Seed::new(moment.unsigned_abs());
        let mut ranked: Vec<(Vec<Rank>, ItemId)> = items
            .iter()
            .map(|id| {
                let ranks = self
                    .0
                    .iter()
                    .map(|key| key.rank(world, viewer, *id, &mut seed));
                (ranks.collect(), *id)
            })
            .collect();
        ranked.sort_by(|(a, _), (b, _)| {
            let pairs = self.0.iter().zip(a.iter().zip(b));
            let orders = pairs.map(|(key, (a, b))| compare(a, b, key.is_descending));
            orders.fold(Ordering::Equal, Ordering::then)
        });
        items.clear();
        items.extend(ranked.into_iter().map(|(_, id)| id));
    }

    /// Tells whether it changes with what its viewer watches.
    pub(super) fn is_personal(&self) -> bool {
        self.0.iter().any(|key| match key.by {
            By::Field(field) => field.is_personal(),
            By::Title | By::Random | By::Family | By::Place | By::Id => false,
        })
    }

    /// Tells whether it is another one every time.
    pub(super) fn is_random(&self) -> bool {
        self.0.iter().any(|key| key.by == By::Random)
    }
}

impl Key {
    /// Reads `field[:asc|:desc][:nullsLast]`, with or without the kind that the field is of. Clients put
    /// the listed kind before a key that says its own: `track.artist.titleSort`.
    fn read(section: SectionKind, kind: Kind, key: &str) -> Option<Self> {
        let mut parts = key.split(':');
        let mut names = parts.next()?.rsplit('.');
        let name = names.next()?;
        let given = names.next().and_then(Kind::from_name);
        let scope = given
            .filter(|kind| section.kinds().contains(kind))
            .unwrap_or(kind);
        let (scope, by) = match name {
            "titleSort" | "title" => (scope, By::Title),
            "random" => (scope, By::Random),
            "show" | "artist" => (scope, By::Family),
            "index" | "absoluteIndex" => (scope, By::Place),
            "id" | "ratingKey" => (scope, By::Id),
            name => {
                let (scope, row) = offer::find(section, scope, name)?;
                (scope, By::Field(row.field))
            }
        };
        let is_descending = parts.any(|part| part == "desc");
        Some(Self {
            scope,
            by,
            is_descending,
        })
    }

    /// Returns the rank of an item, or the highest of those of what is in it: a show comes by its last
    /// episode.
    fn rank(&self, world: &World, viewer: &Viewer, id: ItemId, seed: &mut Seed) -> Rank {
        let Some(item) = world.items.get(id) else {
            return Rank::Nothing;
        };
        if item.kind == self.scope {
            return rank(world, viewer, id, item, self.by, seed);
        }
        let mut best = Rank::Nothing;
        for other in scope::of(world, viewer, id, self.scope) {
            let Some(item) = world.items.get(other) else {
                continue;
            };
            let rank = rank(world, viewer, other, item, self.by, seed);
            if best == Rank::Nothing || compare(&rank, &best, true) == Ordering::Less {
                best = rank;
            }
        }
        best
    }
}

fn rank(world: &World, viewer: &Viewer, id: ItemId, item: &Item, by: By, seed: &mut Seed) -> Rank {
    match by {
        By::Title => Rank::Text(item.sort_title().to_lowercase()),
        By::Family => {
            let (parent, grandparent) = world.items.parents(item);
            let family = grandparent.or(parent).unwrap_or(item);
            Rank::Text(family.sort_title().to_lowercase())
        }
        #[expect(clippy::cast_precision_loss, reason = "any number does")]
        By::Random => Rank::Number(seed.next() as f64),
        By::Place => {
            let (parent, _) = world.items.parents(item);
            let above = parent.and_then(Item::index).unwrap_or(0);
            let own = item.index().unwrap_or(0);
            #[expect(clippy::cast_precision_loss, reason = "indices are small")]
            let place = (above * 100_000 + own) as f64;
            Rank::Number(place)
        }
        By::Id => match item.rating_key.parse() {
            Ok(number) => Rank::Number(number),
            Err(_) => Rank::Text(item.rating_key.to_string()),
        },
        By::Field(field) => match field.of(world, viewer, id) {
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
