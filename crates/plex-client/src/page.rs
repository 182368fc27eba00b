//! Pages: which part of a list is wanted, and which came.

use std::future::Future;

use futures::stream::{self, Stream};
use serde::{Deserialize, Serialize};

use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::wire::DecodeError;

/// Names the part of a list that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// How many to leave out at the start.
    pub offset: u64,
    /// How many to give at most. 0 asks for the total alone.
    pub limit: u32,
}

impl PageRequest {
    /// Asks for `limit` from `offset` on.
    ///
    /// ```
    /// use plex_client::PageRequest;
    ///
    /// let second = PageRequest::new(50, 50);
    /// assert_eq!(second.offset, 50);
    /// ```
    #[must_use]
    pub fn new(offset: u64, limit: u32) -> Self {
        Self { offset, limit }
    }

    /// Asks for the first `limit`.
    ///
    /// ```
    /// use plex_client::PageRequest;
    ///
    /// assert_eq!(PageRequest::first(10), PageRequest::new(0, 10));
    /// ```
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self::new(0, limit)
    }
}

impl Default for PageRequest {
    /// Returns the first 50.
    fn default() -> Self {
        Self::first(50)
    }
}

/// Part of a list, and what is known of the whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// What came, in order.
    pub items: Vec<T>,
    /// How many there are in all, where PMS says so.
    pub total: Option<u64>,
    /// How many come before the first.
    pub offset: u64,
    /// How many PMS sent for this page, which is more than `items` holds if some were left out.
    pub(crate) received: u64,
    /// How many were asked for.
    pub(crate) limit: u32,
}

impl<T> Page<T> {
    /// Returns the offset of the next page; `None` when this is the last.
    ///
    /// Where PMS does not say how many there are, a full page may be followed by an empty one.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{ItemsQuery, PageRequest};
    ///
    /// let mut query = ItemsQuery::new();
    /// loop {
    ///     let page = client.library_items(&library, &query).await?;
    ///     for item in &page.items {
    ///         println!("{}", item.title);
    ///     }
    ///     let Some(next) = page.next_offset() else { break };
    ///     query = query.page(PageRequest::new(next, 50));
    /// }
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn next_offset(&self) -> Option<u64> {
        if self.received == 0 {
            return None;
        }
        let next = self.offset.saturating_add(self.received);
        let more = match self.total {
            Some(total) => next < total,
            None => self.received >= u64::from(self.limit),
        };
        more.then_some(next)
    }

    /// Turns the page into a stream of its items and of those of all pages after it, which are fetched
    /// as they are wanted. An error is its last element; it is one, too, when a page holds just what the one
    /// before it held, because such a server would be asked for ever.
    ///
    /// `fetch` fetches the page it is given, which is as large as this one was asked to be.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::builder().start().await?;
    /// # let client = plex_client::PlexClient::new(server.url(), server.token())?;
    /// use futures::TryStreamExt;
    /// use plex_client::{HistoryQuery, PageRequest};
    ///
    /// let query = HistoryQuery::new().page(PageRequest::first(100));
    /// let plays: Vec<_> = client
    ///     .history(&query)
    ///     .await?
    ///     .into_stream(|next| {
    ///         let (client, query) = (client.clone(), query.clone().page(next));
    ///         async move { client.history(&query).await }
    ///     })
    ///     .try_collect()
    ///     .await?;
    /// assert!(plays.len() > 100);
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_stream<F, Fut>(self, fetch: F) -> impl Stream<Item = Result<T>>
    where
        T: Clone + PartialEq,
        F: FnMut(PageRequest) -> Fut,
        Fut: Future<Output = Result<Self>>,
    {
        let limit = self.limit;
        let next = self.next_offset();
        let state = (self.items.clone().into_iter(), self.items, next, fetch);
        stream::try_unfold(
            state,
            move |(mut items, mut last, mut next, mut fetch)| async move {
                loop {
                    if let Some(item) = items.next() {
                        return Ok(Some((item, (items, last, next, fetch))));
                    }
                    let Some(offset) = next else {
                        return Ok(None);
                    };
                    let page = fetch(PageRequest::new(offset, limit)).await?;
                    if !page.items.is_empty() && page.items == last {
                        let message =
                            format!("what begins at {offset} is what came before it again");
                        return Err(PlexError::Malformed {
                            request: "the next page of a list".to_owned(),
                            source: DecodeError::new(message, ""),
                        });
                    }
                    last.clone_from(&page.items);
                    // A server that gives the same place again would be asked for ever.
                    next = page.next_offset().filter(|after| *after > offset);
                    items = page.items.into_iter();
                }
            },
        )
    }

    /// Makes a page that was put together from others: what is in it, and how many there are in
    /// all, if that is known.
    ///
    /// ```
    /// use plex_client::{Page, PageRequest};
    ///
    /// let page = Page::of_items(vec!["a", "b"], Some(3), PageRequest::first(2));
    /// assert_eq!(page.next_offset(), Some(2));
    /// ```
    #[must_use]
    pub fn of_items(items: Vec<T>, total: Option<u64>, asked: PageRequest) -> Self {
        Self {
            received: items.len() as u64,
            items,
            total,
            offset: asked.offset,
            limit: asked.limit,
        }
    }

    /// Makes a page of what came in answer to a request for it.
    ///
    /// A server that pays no heed to paging sends everything, or begins elsewhere: then the page asked for
    /// is cut out here. One that says nothing of where its answer begins is taken to begin where it was
    /// asked to, unless more came than was asked for, or all there is.
    pub(crate) fn of(found: MediaContainer<T>, asked: PageRequest) -> Self {
        let MediaContainer { header, mut items } = found;
        let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        let came = items.len() as u64;
        let is_all = header.total_size == Some(came) || items.len() > limit;
        let begins = header
            .offset
            .unwrap_or(if is_all { 0 } else { asked.offset });
        let total = header
            .total_size
            .or_else(|| (items.len() > limit).then(|| begins.saturating_add(came)));
        if begins < asked.offset {
            let skip = usize::try_from(asked.offset - begins).unwrap_or(usize::MAX);
            items.drain(..skip.min(items.len()));
        }
        items.truncate(limit);
        Self {
            received: items.len() as u64,
            items,
            total,
            offset: begins.max(asked.offset),
            limit: asked.limit,
        }
    }

    /// Joins several lists to one, one after the other.
    pub(crate) fn joined(pages: Vec<Self>, asked: PageRequest) -> Self {
        let total = pages.iter().map(|page| page.total).sum();
        let items: Vec<T> = pages.into_iter().flat_map(|page| page.items).collect();
        Self {
            received: u64::from(asked.limit).min(items.len() as u64),
            items,
            total,
            offset: asked.offset,
            limit: asked.limit,
        }
    }

    /// Returns the same page of something else.
    pub(crate) fn map<U>(self, change: impl FnOnce(Vec<T>) -> Vec<U>) -> Page<U> {
        Page {
            items: change(self.items),
            total: self.total,
            offset: self.offset,
            received: self.received,
            limit: self.limit,
        }
    }
}
