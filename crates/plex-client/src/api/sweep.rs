//! Going through a library once, for what PMS has no question for.

use futures::stream::{self, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::concurrency::SIDE_BY_SIDE;
use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::id::LibraryKey;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::Request;

/// The number of items that one request of a sweep asks for.
const PER_REQUEST: u32 = 1_000;

/// The elements of an item that a sweep need not be told.
const SUPERFLUOUS: &str = "Media,Genre,Director,Writer,Producer,Country,Role,Collection,Label,Rating,Image,UltraBlurColors";

/// Holds what to go through.
pub(super) struct Sweep<'a> {
    pub(super) library: &'a LibraryKey,
    /// The number of the type.
    pub(super) number: u32,
    /// Whether external ids are wanted.
    pub(super) with_guids: bool,
    /// The most items that are gone through.
    pub(super) most: u64,
    /// Whether a list of more than that is not begun at all.
    pub(super) is_all_or_nothing: bool,
}

impl Sweep<'_> {
    /// Hands over the pages of a list, at most eight asked for at a time, within the client's timeout;
    /// returns whether that was all of it.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError). When the time is up is no error.
    pub(super) async fn through(
        &self,
        client: &PlexClient,
        mut take: impl FnMut(Vec<MediaItem>),
    ) -> Result<bool> {
        let deadline = Instant::now() + client.timeout();
        let first = self.page(client, 0, PER_REQUEST).await?;
        let (next, total) = (first.next_offset(), first.total);
        let mut taken = first.items.len() as u64;
        let is_all = |taken: u64| total.is_none_or(|all| taken >= all);
        if self.is_all_or_nothing && next.is_some() && total.is_none_or(|all| all > self.most) {
            return Ok(false);
        }
        take(first.items);
        let Some(next) = next else {
            return Ok(is_all(taken));
        };
        let all = total.unwrap_or(self.most);
        let step = usize::try_from(next).unwrap_or(usize::MAX).max(1);
        let end = all.min(self.most);
        let mut pages = stream::iter((next..end).step_by(step))
            .map(|offset| self.stretch(client, offset, end.min(offset.saturating_add(next))))
            .buffered(SIDE_BY_SIDE);
        loop {
            match timeout_at(deadline, pages.next()).await {
                Ok(Some(page)) => {
                    let items = page?;
                    // Where the server does not say how many there are, nothing more is the end.
                    if items.is_empty() {
                        return Ok(is_all(taken));
                    }
                    taken += items.len() as u64;
                    take(items);
                }
                Ok(None) => return Ok(total.is_some() && is_all(taken)),
                Err(_) => return Ok(false),
            }
        }
    }

    /// Returns what lies between two offsets. A server may give fewer than it was asked for: the next page
    /// begins where the last one ended.
    async fn stretch(
        &self,
        client: &PlexClient,
        mut offset: u64,
        end: u64,
    ) -> Result<Vec<MediaItem>> {
        let mut items = Vec::new();
        while offset < end {
            let limit = u32::try_from(end - offset).map_or(PER_REQUEST, |all| all.min(PER_REQUEST));
            let page = self.page(client, offset, limit).await?;
            if page.items.is_empty() {
                break;
            }
            offset += page.items.len() as u64;
            items.extend(page.items);
        }
        Ok(items)
    }

    async fn page(&self, client: &PlexClient, offset: u64, limit: u32) -> Result<Page<MediaItem>> {
        let page = PageRequest::new(offset, limit);
        let request = Request::reading(path::section_all(self.library))
            .query("type", self.number.to_string())
            .query_wish("includeGuids", self.with_guids)
            .query("excludeElements", SUPERFLUOUS)
            .query("excludeFields", "summary,tagline")
            .page(page);
        let found: MediaContainer<MediaItem> = client.ask(&request).await?;
        Ok(Page::of(found, page))
    }
}
