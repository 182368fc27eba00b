//! A hub: a titled row of items, and where all of them can be had.

use super::item::Face;
use crate::answer::Element;
use crate::query::Asker;
use crate::world::{ItemId, World};

/// How many items a row shows unless asked for another number.
const SHOWN: usize = 12;

/// A hub in the making.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) title: String,
    /// What the whole of it can be asked by.
    pub(crate) key: String,
    pub(crate) identifier: String,
    pub(crate) kind: &'static str,
    /// All of its items.
    pub(crate) items: Vec<ItemId>,
    /// It is on the home screen, as those of one library are not.
    pub(crate) is_promoted: bool,
}

impl Row {
    /// The hub, with as many items as are wanted.
    pub(crate) fn element<'w>(
        self,
        world: &'w World,
        asker: Asker<'_>,
        count: Option<usize>,
    ) -> Element<'w> {
        let limit = count.unwrap_or(SHOWN);
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
        let face = Face::listed(world, asker).with_section();
        hub.extend(shown.iter().filter_map(|id| face.item(*id)));
        hub
    }
}

/// A hub's identifier without the section and the tag at its end.
pub(crate) fn without_numbers(identifier: &str) -> &str {
    identifier.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit())
}
