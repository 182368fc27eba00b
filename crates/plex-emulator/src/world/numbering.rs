//! The numbers that items have among their like.

use super::World;
use super::item::Item;
use super::kind::Kind;
use super::tag::TagKind;

impl World {
    /// Returns an item's `index`: its own; that of shows, artists and albums is 1 where they have none, and a
    /// collection's is the number of its tag.
    pub(crate) fn index_of(&self, item: &Item) -> Option<i64> {
        item.index().or_else(|| match item.kind {
            Kind::Show | Kind::Artist | Kind::Album => Some(1),
            Kind::Collection if !item.is_smart() => {
                let tag = self.tags.find(TagKind::Collection, item.title());
                tag.map(|tag| i64::from(tag.0))
            }
            _ => None,
        })
    }
}
