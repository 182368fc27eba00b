//! What belongs to an item, asked for side by side.

use futures::future::OptionFuture;
use plex_client::{Hub, HubEntry, MediaItem, Page, PageRequest, PlexError, RatingKey};

use super::include::Include;
use crate::{
    call::Call,
    clean,
    error::ToolError,
    view::{item::ItemView, named::NamedView, whole::HubView},
};

/// How many of each are shown.
const CHILDREN: u32 = 50;
const EXTRAS: usize = 20;
const SIMILAR: u32 = 10;
const HUBS: usize = 6;
const PER_HUB: usize = 8;

/// Holds what belongs to an item.
#[derive(Default)]
pub(super) struct Included {
    pub(super) children: Vec<ItemView>,
    pub(super) extras: Vec<ItemView>,
    pub(super) related: Vec<HubView>,
    pub(super) similar: Vec<ItemView>,
    more_children: Option<u64>,
    missing: Vec<&'static str>,
}

impl Included {
    /// Says what was left out or could not be had.
    pub(super) fn note(&self) -> Option<String> {
        let more = self.more_children.map(|total| {
            let shown = self.children.len();
            format!("children: the first {shown} of {total}; plex_get_children pages through all.")
        });
        let missing = (!self.missing.is_empty())
            .then(|| format!("Plex did not give its {}.", self.missing.join(", ")));
        let parts: Vec<String> = [more, missing].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Fetches what is to be shown with an item. A part that the server does not give is told as missing:
/// the item itself is what was asked for.
///
/// # Errors
///
/// When the server cannot be talked to.
pub(super) async fn of(
    call: &Call,
    key: &RatingKey,
    include: &[Include],
) -> Result<Included, ToolError> {
    let client = &call.plex;
    let wants = |what| include.contains(&what);
    let (children, extras, related, similar) = tokio::join!(
        OptionFuture::from(
            wants(Include::Children).then(|| client.children(key, PageRequest::first(CHILDREN)))
        ),
        OptionFuture::from(wants(Include::Extras).then(|| client.extras(key))),
        OptionFuture::from(wants(Include::Related).then(|| client.related(key))),
        OptionFuture::from(wants(Include::Similar).then(|| client.similar(key, SIMILAR))),
    );
    let mut found = Included::default();
    if let Some(page) = found.take("children", children)? {
        found.set_children(&page);
    }
    if let Some(extras) = found.take("extras", extras)? {
        found.extras = rows(&extras, EXTRAS);
    }
    if let Some(hubs) = found.take("related", related)? {
        found.related = hubs.iter().filter_map(hub).take(HUBS).collect();
    }
    if let Some(similar) = found.take("similar", similar)? {
        found.similar = rows(&similar, SIMILAR as usize);
    }
    Ok(found)
}

impl Included {
    /// Returns what came, if it was asked for.
    fn take<T>(
        &mut self,
        name: &'static str,
        asked: Option<Result<T, PlexError>>,
    ) -> Result<Option<T>, ToolError> {
        match asked {
            None => Ok(None),
            Some(Ok(found)) => Ok(Some(found)),
            Some(Err(error)) if error.is_connection() => Err(error.into()),
            Some(Err(error)) => {
                tracing::debug!(%error, name, "an item is shown without a part");
                self.missing.push(name);
                Ok(None)
            }
        }
    }

    fn set_children(&mut self, page: &Page<MediaItem>) {
        self.children = page.items.iter().map(ItemView::brief).collect();
        self.more_children = page.next_offset().and(page.total);
    }
}

fn rows(items: &[MediaItem], most: usize) -> Vec<ItemView> {
    items.iter().take(most).map(ItemView::brief).collect()
}

/// Returns a hub with items; one of nothing but tags, or of nothing, says nothing here.
fn hub(hub: &Hub) -> Option<HubView> {
    let items: Vec<NamedView> = hub
        .entries
        .iter()
        .filter_map(|entry| match entry {
            HubEntry::Item(item) => Some(NamedView::of(item)),
            _ => None,
        })
        .take(PER_HUB)
        .collect();
    let title = hub.title.as_deref().and_then(clean::title);
    (!items.is_empty()).then_some(HubView { title, items })
}
