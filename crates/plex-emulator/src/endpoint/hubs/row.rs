//! A hub: a titled row of items, and where all of them can be had.

use crate::answer::Element;
use crate::face::Face;
use crate::query::{Selection, usual_order};
use crate::server::{Call, Query};
use crate::world::{ItemId, Kind, Section, SectionId, World};

/// How many items a hub shows unless asked for another number.
const SHOWN: usize = 12;

/// A hub in the making.
pub(super) struct Row {
    pub(super) title: String,
    /// What the whole of it can be asked by.
    pub(super) key: String,
    pub(super) identifier: String,
    pub(super) kind: &'static str,
    /// All of its items.
    pub(super) items: Vec<ItemId>,
    /// It is on the home screen, as those of one library are not.
    pub(super) is_promoted: bool,
}

impl Row {
    /// The hub of what a listing of a section holds. It has the listing's own path for its key, so
    /// that both always hold the same.
    pub(super) fn listing(
        call: &Call<'_>,
        world: &World,
        (id, section): (SectionId, &Section),
        (identifier, title): (String, String),
        (kind, query): (Kind, &str),
    ) -> Self {
        let number = kind.number();
        let key = format!(
            "/library/sections/{}/all?type={number}&{query}",
            section.key
        );
        let selection = Selection {
            section: id,
            kind,
            query: &Query::parse(query),
            order: usual_order(kind),
            account: call.viewer.account,
            now: call.now(),
        };
        Self {
            title,
            key,
            identifier,
            kind: kind.type_name(),
            items: selection.items(world).to_vec(),
            is_promoted: false,
        }
    }

    pub(super) fn element<'w>(self, call: &Call<'_>, world: &'w World) -> Element<'w> {
        let limit = call.number("count").unwrap_or(SHOWN);
        let shown = self.items.get(..limit).unwrap_or(&self.items);
        let keys: Vec<&str> = shown
            .iter()
            .filter_map(|id| world.items.get(*id).map(|item| &*item.rating_key))
            .collect();
        let mut hub = Element::new("Hub");
        if !keys.is_empty() {
            hub.set("hubKey", format!("/library/metadata/{}", keys.join(",")));
        }
        let context = format!("hub.{}", without_numbers(&self.identifier));
        let mut hub = hub
            .with("key", self.key)
            .with("title", self.title)
            .with("type", self.kind)
            .with("hubIdentifier", self.identifier)
            .with("context", context)
            .with("size", shown.len())
            .with("more", shown.len() < self.items.len())
            .with("style", "shelf");
        if self.is_promoted {
            hub.set("promoted", true);
        }
        let face = Face::listed(world, &call.viewer).with_section();
        hub.extend(shown.iter().filter_map(|id| face.item(*id)));
        hub
    }
}

/// A hub's identifier without the section and the tag at its end.
pub(super) fn without_numbers(identifier: &str) -> &str {
    identifier.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit())
}
