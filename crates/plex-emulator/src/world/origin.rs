//! What an agent has said of an item that was edited since.

use super::attribute::Attributes;
use super::item::Item;
use super::tag::Tagging;

/// Holds what an agent has said of an item, kept from before the first edit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Origin {
    pub(crate) attributes: Attributes,
    pub(crate) tags: Box<[Tagging]>,
}

impl Origin {
    pub(super) fn of(item: &Item) -> Self {
        Self {
            attributes: item.attributes.clone(),
            tags: item.tags.clone(),
        }
    }
}
