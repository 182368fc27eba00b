//! A section's listing: which of its items, in what order.

use std::fmt::Write as _;
use std::sync::Arc;

use super::asker::Asker;
use super::expression::Expression;
use super::matching::Matcher;
use super::offer;
use super::sort::Order;
use crate::answer::Refusal;
use crate::parameters::Query;
use crate::world::{Item, ItemId, Kind, Member, SectionId, SectionKind, Viewer, World, name};

/// A question about one section.
pub(crate) struct Selection<'q> {
    pub(crate) section: SectionId,
    /// What to list.
    pub(crate) kind: Kind,
    /// What the query speaks of where it names no kind; the same as what is listed, but for playlists
    /// whose rules speak of shows and that hold their episodes.
    pub(crate) spoken_of: Kind,
    pub(crate) query: &'q Query,
    /// The order when the query gives none.
    pub(crate) order: &'q str,
    pub(crate) asker: Asker<'q>,
}

/// Returns the order of a listing without `sort`.
pub(crate) fn usual_order(kind: Kind) -> &'static str {
    let usual = offer::orders(kind).iter().find(|order| order.is_usual);
    usual.map_or("titleSort", |order| order.key)
}

impl Selection<'_> {
    /// Returns the kind that `type` asks for, or the section's own. A number that the section has nothing
    /// of is refused.
    pub(crate) fn kind_of(
        world: &World,
        section: SectionId,
        query: &Query,
    ) -> Result<Kind, Refusal> {
        let section = world.section(section).ok_or(Refusal::NotFound)?;
        let Some(number) = query.get("type") else {
            return Ok(section.kind.top());
        };
        let kind = number.parse().ok().and_then(Kind::from_number);
        kind.filter(|kind| section.kind.kinds().contains(kind))
            .ok_or(Refusal::BadRequest)
    }

    /// Tells whether the query leaves anything out.
    pub(crate) fn is_narrow(section: SectionKind, kind: Kind, query: &Query) -> bool {
        !Expression::read(section, kind, query).is_empty()
    }

    /// Returns the items. Remembered until the library changes or, if view state has a say in it, until
    /// somebody watches something.
    pub(crate) fn items(&self, world: &World) -> Arc<[ItemId]> {
        let Some(section) = world.section(self.section) else {
            return Arc::default();
        };
        let (viewer, now) = (self.asker.viewer, self.asker.now);
        let sort = self.query.get("sort").unwrap_or(self.order);
        let order_of = match self.query.get("sort") {
            Some(_) => self.spoken_of,
            None => self.kind,
        };
        let order = Order::read(section.kind, order_of, sort);
        let expression = Expression::read(section.kind, self.spoken_of, self.query);
        let limit = self.query.get("limit").and_then(|limit| limit.parse().ok());
        let make = || {
            let all = world.seen_of(viewer, self.section, self.kind);
            let mut items: Vec<ItemId> = if expression.is_empty() {
                all.collect()
            } else {
                let matcher = Matcher::new(world, viewer, now);
                all.filter(|id| matcher.meets(*id, &expression)).collect()
            };
            order.sort(world, viewer, &mut items, now);
            items.truncate(limit.unwrap_or(usize::MAX));
            items
        };
        if order.is_random() {
            return make().into();
        }
        let mut question = format!(
            "{} {} {} {} {} {sort} {limit:?}",
            self.section.0,
            self.kind.number(),
            self.spoken_of.number(),
            viewer.account.0,
            viewer.sight()
        );
        for (name, value) in self.query.pairs().filter(|(name, _)| says_which(name)) {
            let _ = write!(question, " {name}={value}");
        }
        let is_personal =
            order.is_personal() || expression.any_term(&|term| term.field.is_personal());
        let views = if is_personal {
            world.views.version()
        } else {
            0
        };
        let version = (world.version, views);
        self.asker.orders.get(question, version, make)
    }
}

/// Returns items of a kind in another order.
pub(crate) fn sorted(
    world: &World,
    viewer: &Viewer,
    mut items: Vec<ItemId>,
    (section, kind): (SectionKind, Kind),
    order: &str,
    now: i64,
) -> Vec<ItemId> {
    Order::read(section, kind, order).sort(world, viewer, &mut items, now);
    items
}

/// Tells whether a parameter has a say in which items are listed: the window, the token and what is
/// included have none.
fn says_which(parameter: &str) -> bool {
    !parameter.starts_with("X-Plex-") && !parameter.starts_with("include") && parameter != "sort"
}

/// Returns the members of a playlist or a collection that the viewer may see; those of a smart one are
/// what its query finds.
pub(crate) fn members(world: &World, asker: Asker<'_>, group: &Item) -> Vec<Member> {
    let is_visible = |member: &Member| world.sees(asker.viewer, member.item);
    // Radio is heard, and not read.
    if is_radio(world, group) {
        return Vec::new();
    }
    if !group.is_smart() {
        let mut members: Vec<Member> = group.members.iter().copied().filter(is_visible).collect();
        if group.kind == Kind::Collection {
            arrange(world, group, &mut members);
        }
        return members;
    }
    let items = group
        .attributes
        .text(name::CONTENT)
        .and_then(|content| match group.kind {
            Kind::Playlist => smart_leaves(world, asker, content),
            _ => smart_items(world, asker, content),
        })
        .unwrap_or_default();
    // Members of a smart list have no ids of their own.
    let members = items.iter().map(|item| Member { id: 0, item: *item });
    members.filter(is_visible).collect()
}

/// Tells whether a playlist is a radio station, which lists nothing.
pub(crate) fn is_radio(world: &World, group: &Item) -> bool {
    let mut attributes = group.attributes.iter();
    let radio = attributes.find(|(name, _)| world.names.text(*name) == "radio");
    radio
        .and_then(|(_, value)| value.as_int())
        .is_some_and(|flag| flag != 0)
}

/// Puts the members of a collection in the order that it has: by release, by title, or its own.
fn arrange(world: &World, collection: &Item, members: &mut [Member]) {
    let order = order_of(world, collection);
    let item = |member: &Member| world.items.get(member.item);
    match order {
        Some(2) => {}
        Some(1) => members
            .sort_by_cached_key(|member| item(member).map(|item| item.sort_title().to_lowercase())),
        _ => members.sort_by_cached_key(|member| item(member).map(released)),
    }
}

fn order_of(world: &World, collection: &Item) -> Option<i64> {
    let mut attributes = collection.attributes.iter();
    let order = attributes.find(|(name, _)| world.names.text(*name) == "collectionSort");
    order.and_then(|(_, value)| value.as_int())
}

/// Tells whether a collection is in an order of its own.
pub(crate) fn has_own_order(world: &World, collection: &Item) -> bool {
    order_of(world, collection) == Some(2)
}

/// Returns when something came out, as text that sorts.
fn released(item: &Item) -> String {
    let date = item.attributes.text(name::ORIGINALLY_AVAILABLE_AT);
    let year = item.attributes.int(name::YEAR);
    match (date, year) {
        (Some(date), _) => date.to_owned(),
        (None, Some(year)) => format!("{year:04}"),
        (None, None) => String::new(),
    }
}

/// Returns what `…/library/sections/1/all?type=1&…` finds.
pub(super) fn smart_items(world: &World, asker: Asker<'_>, content: &str) -> Option<Arc<[ItemId]>> {
    found_by_rule(world, asker, content, |kind| kind)
}

/// Returns what can be played of what a rule finds: of shows their episodes, in the order that the rule
/// gives these, and no more of them than it wants.
fn smart_leaves(world: &World, asker: Asker<'_>, content: &str) -> Option<Arc<[ItemId]>> {
    found_by_rule(world, asker, content, |kind| {
        let mut leaf = kind;
        while let Some(inner) = leaf.child() {
            leaf = inner;
        }
        leaf
    })
}

fn found_by_rule(
    world: &World,
    asker: Asker<'_>,
    content: &str,
    listed: impl Fn(Kind) -> Kind,
) -> Option<Arc<[ItemId]>> {
    let (_, path) = content.split_once("/library/sections/")?;
    let (section, query) = path.split_once("/all")?;
    let query = Query::parse(query.trim_start_matches('?'));
    let section = world.section_by_key(section)?;
    let spoken_of = Selection::kind_of(world, section, &query).ok()?;
    let kind = listed(spoken_of);
    let selection = Selection {
        section,
        kind,
        spoken_of,
        query: &query,
        order: usual_order(kind),
        asker,
    };
    Some(selection.items(world))
}
