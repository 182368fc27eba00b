//! The titles of a library. PMS's searches take every letter and sign seriously, some of them accents
//! as well; who has all titles can compare them as people do.

use super::search::{Fit, NameQuery};
use super::sweep::Sweep;
use crate::client::PlexClient;
use crate::error::Result;
use crate::filter::number_of;
use crate::id::{LibraryKey, RatingKey};
use crate::model::{ItemType, MediaItem};

/// The titles of the items of a library.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Titles {
    /// Every item, in the server's order.
    pub items: Vec<Titled>,
    /// Whether these are all; otherwise what is not here may be there.
    pub is_complete: bool,
}

/// The title of an item.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Titled {
    /// Its id.
    pub rating_key: RatingKey,
    /// Its title.
    pub title: String,
    /// Its title in the original language.
    pub original_title: Option<String>,
    /// Year it came out.
    pub year: Option<i32>,
}

impl Titled {
    /// Judges how well the title fits, or the original one.
    ///
    /// ```
    /// # fn example(item: &plex_client::Titled) {
    /// let wanted = plex_client::NameQuery::new("amelie");
    /// if item.fit(&wanted) >= plex_client::Fit::Same {
    ///     println!("{}", item.title);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn fit(&self, wanted: &NameQuery) -> Fit {
        let original = self.original_title.as_deref();
        let fit = |name: &str| wanted.fit(name, self.year);
        fit(&self.title).max(original.map_or(Fit::None, fit))
    }

    fn of(item: MediaItem) -> Option<Self> {
        Some(Self {
            rating_key: item.rating_key?,
            title: item.title,
            // Of a track, that is its artist.
            original_title: item
                .original_title
                .filter(|_| item.item_type != ItemType::Track),
            year: item.year,
        })
    }
}

impl PlexClient {
    /// Returns the titles of all items of a type in a library, by going through it: pages of
    /// `GET /library/sections/{id}/all`, at most eight at a time, within the client's timeout. It is
    /// worth keeping. A library that holds more than `most` of them is not gone through: nothing is
    /// returned then, and that it is not complete.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError). What was found until the time was up is no error, but
    /// not complete.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// let films = client.titles(&library, &plex_client::ItemType::Movie, 10_000).await?;
    /// println!("{}", films.items.len());
    /// # Ok(()) }
    /// ```
    pub async fn titles(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        most: u64,
    ) -> Result<Titles> {
        let sweep = Sweep {
            library,
            number: number_of(item_type)?,
            with_guids: false,
            most,
            is_all_or_nothing: true,
        };
        let mut titles = Titles::default();
        let items = &mut titles.items;
        titles.is_complete = sweep
            .through(self, |page| {
                items.extend(page.into_iter().filter_map(Titled::of));
            })
            .await?;
        Ok(titles)
    }
}
