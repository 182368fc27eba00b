//! Editing items: fields, tags, locks.

mod edit;
mod fields;
mod value;

pub use edit::{ItemEdit, Lockable};
pub use fields::{ArtworkField, FieldContent, ItemField, TagField};
pub use value::{FieldValue, ReleaseDate};

use super::batches::MAX_BATCH;
use super::details::DetailsQuery;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::field::Field;
use crate::filter::{Comparison, Filter, ItemsQuery, number_of};
use crate::fold::fold;
use crate::id::{LibraryKey, RatingKey};
use crate::model::{ItemType, MediaItem};
use crate::page::{Page, PageRequest};
use crate::transport::path;
use crate::transport::request::{Method, Request};

/// Items of one library that are edited together: at least one, at most [`MAX_BATCH`].
///
/// The request that edits items edits all of a library when it names none. This is the only way to one,
/// and it always names some.
struct Batch<'a> {
    library: &'a LibraryKey,
    item_type: &'a ItemType,
    first: &'a RatingKey,
    others: &'a [RatingKey],
}

impl<'a> Batch<'a> {
    /// Divides items into batches. None make none.
    fn all(
        library: &'a LibraryKey,
        item_type: &'a ItemType,
        items: &'a [RatingKey],
    ) -> impl Iterator<Item = Self> {
        items.chunks(MAX_BATCH).filter_map(move |batch| {
            let (first, others) = batch.split_first()?;
            Some(Self {
                library,
                item_type,
                first,
                others,
            })
        })
    }

    /// Begins the request that edits them.
    fn request(&self) -> Result<Request> {
        let mut ids = self.first.to_string();
        for other in self.others {
            ids.push(',');
            ids.push_str(other.as_str());
        }
        let request = Request::changing(Method::Put, path::section_all(self.library))
            .query("type", number_of(self.item_type)?.to_string())
            .query("id", ids);
        Ok(request)
    }
}

impl PlexClient {
    /// Edits items of a library, all in the same way: `PUT /library/sections/{id}/all`, a hundred items in one
    /// request, and a request more for each tag that is taken away, each with the time of one. Owners only. Nothing is sent
    /// without items or edits. Never sent twice.
    ///
    /// Items that are not there, or of another type or library, are passed over without a word. Tags may take
    /// a second until listings have them. Artists and albums are merged for good with those that have the
    /// title they are given; so they are given a title one by one, and none that another has, which is
    /// looked up first.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a title that would merge artists or albums, or that so many others
    /// are like that this cannot be ruled out;
    /// [`PlexError::Refused`] for an edition without Plex Pass; [`PlexError::Conflict`] for a collection's
    /// title that another has; [`PlexError::Forbidden`] for others than the owner;
    /// [`PlexError::OutcomeUnknown`] when an answer was lost; any other of [`PlexError`]. What was sent
    /// before the request that failed is done.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{DetailsQuery, ItemEdit, ItemField, ItemType, ItemsQuery};
    ///
    /// let films = &client.libraries().await?[0].key;
    /// let film = client.library_items(films, &ItemsQuery::new()).await?.items.remove(0);
    /// let key = film.rating_key.ok_or("no key")?;
    ///
    /// let edit = ItemEdit::new(ItemType::Movie).set(ItemField::Summary, "A film.")?;
    /// client.edit_items(films, std::slice::from_ref(&key), &edit).await?;
    /// let film = client.details(&key, &DetailsQuery::new()).await?;
    /// assert_eq!(film.summary.as_deref(), Some("A film."));
    /// assert!(film.locks.iter().any(|lock| lock.name == "summary"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn edit_items(
        &self,
        library: &LibraryKey,
        items: &[RatingKey],
        edit: &ItemEdit,
    ) -> Result<()> {
        if edit.is_empty() || items.is_empty() {
            return Ok(());
        }
        self.check_title(library, items, edit).await?;
        for batch in Batch::all(library, edit.item_type(), items) {
            self.act(&edit.write(batch.request()?)).await?;
            for remove in edit.removals() {
                self.act(&remove(batch.request()?)).await?;
            }
        }
        Ok(())
    }

    /// Refuses a title by which artists or albums would be merged.
    async fn check_title(
        &self,
        library: &LibraryKey,
        items: &[RatingKey],
        edit: &ItemEdit,
    ) -> Result<()> {
        let item_type = edit.item_type();
        let Some(title) = edit.title() else {
            return Ok(());
        };
        if !matches!(item_type, ItemType::Artist | ItemType::Album) {
            return Ok(());
        }
        let merges = |why: &str| Err(PlexError::invalid_argument("edit", why));
        let [item] = items else {
            return merges("would merge them: artists and albums are renamed one by one");
        };
        let found = self.of_title(library, item_type, &title).await?;
        if found.next_offset().is_some() {
            return merges(
                "has a title like that of too many others to rule out that it would merge two",
            );
        }
        // Albums of different artists may be called alike.
        let artist = match item_type {
            ItemType::Album => {
                self.details(item, &DetailsQuery::new())
                    .await?
                    .parent_rating_key
            }
            _ => None,
        };
        let is_another = found.items.iter().any(|other| {
            fold(&other.title) == fold(&title)
                && other.rating_key.as_ref() != Some(item)
                && (artist.is_none() || other.parent_rating_key == artist)
        });
        if is_another {
            return merges("would merge it for good with another of that title");
        }
        Ok(())
    }
    /// Finds what may have a title already: the first thousand.
    async fn of_title(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        title: &str,
    ) -> Result<Page<MediaItem>> {
        let page = PageRequest::first(1000);
        // A server takes what is between commas for titles of their own.
        if title.contains(',') {
            return self
                .with_title(library, title.trim(), Some(item_type), page)
                .await;
        }
        let same = Filter::compare(Field::new("title")?, Comparison::Exactly, title);
        let query = ItemsQuery::new()
            .item_type(item_type.clone())
            .filter(same)
            .page(page);
        self.library_items(library, &query).await
    }
}
