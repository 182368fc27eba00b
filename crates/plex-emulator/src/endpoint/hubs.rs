//! On deck, continue watching, and the hubs that gather titles.

use std::collections::HashSet;

use super::browse::newest_everywhere;
use crate::answer::{Element, Refusal};
use crate::face::{Face, SectionSaid, container, list, section_container};
use crate::query::Selection;
use crate::server::{Call, Reply};
use crate::world::{AccountId, ItemId, Kind, SectionId, SectionKind, World};

/// What an account could go on with: titles begun, and the next episode of shows being watched;
/// the last touched first.
fn on_deck(
    world: &World,
    account: AccountId,
    now: i64,
    is_wanted: impl Fn(SectionId) -> bool,
) -> Vec<ItemId> {
    let span = world.preferences.int("OnDeckWindow", 16) * 7 * 86_400;
    let limit = usize::try_from(world.preferences.int("OnDeckLimit", 40)).unwrap_or(usize::MAX);
    let mut deck: Vec<ItemId> = Vec::new();
    let mut shows: HashSet<ItemId> = HashSet::new();
    let mut touched: Vec<_> = world.views.touched(account).collect();
    touched.sort_by_key(|(id, view)| (std::cmp::Reverse(view.last_viewed_at), *id));
    for (id, view) in touched {
        let Some(item) = world.items.get(id).filter(|item| !item.is_waiting) else {
            continue;
        };
        if view.is_dismissed
            || view.last_viewed_at <= now - span
            || !item.section.is_some_and(&is_wanted)
        {
            continue;
        }
        match item.kind {
            Kind::Movie if view.is_in_progress() => deck.push(id),
            Kind::Episode => {
                let (_, show) = world.items.parents(item);
                let show = show.and_then(|show| world.items.find(&show.rating_key));
                // Its most recent episode speaks for a show.
                let Some(show) = show.filter(|show| shows.insert(*show)) else {
                    continue;
                };
                let next = if view.is_in_progress() {
                    Some(id)
                } else {
                    next_episode(world, account, show, id)
                };
                deck.extend(next);
            }
            _ => {}
        }
    }
    deck.truncate(limit);
    deck
}

/// The first episode after `last` that the account has not seen.
fn next_episode(world: &World, account: AccountId, show: ItemId, last: ItemId) -> Option<ItemId> {
    world
        .items
        .leaves(show)
        .into_iter()
        .skip_while(|leaf| *leaf != last)
        .skip(1)
        .find(|leaf| !world.views.of(account, *leaf).is_watched())
}

/// `GET /library/onDeck`, `/hubs/home/onDeck` and `/hubs/continueWatching/items`
pub(crate) fn on_deck_everywhere<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let items = on_deck(world, call.viewer.account, call.now(), |id| {
        call.viewer.sees(id)
    });
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// `GET /library/sections/{id}/onDeck`
pub(crate) fn on_deck_in_section<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.section(world, 0)?;
    let section = world.section(wanted).ok_or(Refusal::NotFound)?;
    let items = on_deck(world, call.viewer.account, call.now(), |id| id == wanted);
    let root = section_container(section, "On Deck").with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// A hub: a titled row of items.
struct Row<'t> {
    title: &'t str,
    key: String,
    identifier: String,
    kind: &'static str,
    items: Vec<ItemId>,
}

impl Row<'_> {
    fn element<'w>(self, call: &Call<'_>, world: &'w World) -> Element<'w> {
        let limit = call.number("count").unwrap_or(usize::MAX);
        let shown = self.items.len().min(limit);
        let keys: Vec<&str> = self
            .items
            .iter()
            .take(shown)
            .filter_map(|id| world.items.get(*id).map(|item| &*item.rating_key))
            .collect();
        let mut hub = Element::new("Hub")
            .with("hubKey", format!("/library/metadata/{}", keys.join(",")))
            .with("key", self.key)
            .with("title", self.title.to_owned())
            .with("type", self.kind)
            .with("hubIdentifier", self.identifier.clone())
            .with("context", format!("hub.{}", self.identifier))
            .with("size", shown)
            .with("more", shown < self.items.len())
            .with("style", "shelf")
            .with("promoted", true);
        let face = Face::listed(world, &call.viewer).with_section();
        hub.extend(
            self.items
                .iter()
                .take(shown)
                .filter_map(|id| face.item(*id)),
        );
        hub
    }
}

fn hubs<'w>(call: &Call<'_>, world: &'w World, rows: Vec<Row<'_>>) -> Reply<'w> {
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|row| !row.items.is_empty() || call.query.flag("includeEmpty"))
        .collect();
    let mut root = Element::container()
        .with("size", rows.len())
        .with("allowSync", true)
        .with("identifier", "com.plexapp.plugins.library");
    root.extend(rows.into_iter().map(|row| row.element(call, world)));
    Ok(root.into())
}

fn continue_row(call: &Call<'_>, world: &World) -> Row<'static> {
    Row {
        title: "Continue Watching",
        key: "/hubs/continueWatching/items".to_owned(),
        identifier: "home.continue".to_owned(),
        kind: "mixed",
        items: on_deck(world, call.viewer.account, call.now(), |id| {
            call.viewer.sees(id)
        }),
    }
}

/// `GET /hubs/continueWatching` and `/hubs/home/continueWatching`
pub(crate) fn continue_watching<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    hubs(call, world, vec![continue_row(call, world)])
}

/// `GET /hubs/home/recentlyAdded?type=…&sectionID=…`: a list and no hub, despite its path.
pub(crate) fn home_recently_added<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let number = call.number::<u32>("type");
    let wanted = call
        .query
        .get("sectionID")
        .and_then(|key| world.section_by_key(key));
    if call.query.get("sectionID").is_some() && wanted.is_none() {
        return Err(Refusal::NotFound);
    }
    let items = newest_everywhere(call, world, |id, section| {
        if wanted.is_some_and(|wanted| wanted != id) {
            return None;
        }
        // The type is that of the section; what is listed is what was added.
        let kind = match section {
            SectionKind::Movie => Kind::Movie,
            SectionKind::Show => Kind::Season,
            SectionKind::Artist => Kind::Album,
            SectionKind::Photo => Kind::Photo,
        };
        let asked =
            number.is_none_or(|number| number == section.top().number() || number == kind.number());
        asked.then_some(kind)
    });
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// The newest items of each section, as home rows.
fn recent_rows<'w>(call: &Call<'_>, world: &'w World) -> Vec<Row<'w>> {
    let sections = world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees(*id));
    let rows = sections.map(|(id, section)| {
        let kind = section.kind.top();
        let selection = Selection {
            section: id,
            kind,
            query: &crate::server::Query::default(),
            order: "addedAt:desc",
            account: call.viewer.account,
            now: call.now(),
        };
        let items = selection.items(world);
        Row {
            title: &section.title,
            key: format!("/library/sections/{}/all?sort=addedAt:desc", section.key),
            identifier: format!("{}.recentlyadded.{}", section.kind.name(), section.key),
            kind: kind.type_name(),
            items: items.iter().take(50).copied().collect(),
        }
    });
    rows.collect()
}

/// `GET /hubs`, `/hubs/promoted` and `/hubs/home`
pub(crate) fn home<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut rows = vec![continue_row(call, world)];
    rows.extend(recent_rows(call, world));
    hubs(call, world, rows)
}
