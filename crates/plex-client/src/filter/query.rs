//! A request for a page of a library's items.

use super::expression::Filter;
use super::sort::Sort;
use crate::error::{PlexError, Result};
use crate::model::ItemType;
use crate::page::PageRequest;
use crate::transport::request::Request;

/// A question for the items of a library: which, and in which order.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ItemsQuery {
    /// The type of item; by default the library's own: films, shows, artists, photos.
    pub item_type: Option<ItemType>,
    /// Which of them; all by default.
    pub filter: Option<Filter>,
    /// How to sort: by a field such as `titleSort`, `addedAt` or `random`. By default by title.
    pub sort: Option<Sort>,
    /// Which page.
    pub page: PageRequest,
    /// Whether to give external ids as well.
    pub include_guids: bool,
    /// Whether to leave out what a row of a list has no use for: versions and files, people, tags, pictures and
    /// texts.
    pub is_brief: bool,
    /// Elements of the items that are not wanted, such as `Genre`; none by default.
    pub without_elements: Vec<String>,
}

/// The elements that a brief list goes without. Servers that do not know the parameters give all of it.
const NOT_BRIEF: &str = "Collection,Country,Director,Field,Genre,Image,Label,Media,Mood,Producer,Role,Similar,Style,\
     UltraBlurColors,Writer";

/// The texts that a brief list goes without.
const TEXTS: &str = "summary,tagline";

impl ItemsQuery {
    /// Asks for the first 50 of the library's own type by title.
    ///
    /// ```
    /// use plex_client::{Field, ItemType, ItemsQuery, PageRequest, Sort};
    ///
    /// let newest_episodes = ItemsQuery::new()
    ///     .item_type(ItemType::Episode)
    ///     .sort(Sort::descending(Field::new("addedAt")?))
    ///     .page(PageRequest::first(10));
    /// assert_eq!(newest_episodes.page.limit, 10);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits it to items of this type.
    ///
    /// ```
    /// let query = plex_client::ItemsQuery::new().item_type(plex_client::ItemType::Show);
    /// assert_eq!(query.item_type, Some(plex_client::ItemType::Show));
    /// ```
    #[must_use]
    pub fn item_type(mut self, item_type: ItemType) -> Self {
        self.item_type = Some(item_type);
        self
    }

    /// Limits it to items that pass this filter.
    ///
    /// ```
    /// use plex_client::{Field, Filter, ItemsQuery};
    ///
    /// let unwatched = Filter::flag(Field::new("unwatched")?, true);
    /// let query = ItemsQuery::new().filter(unwatched);
    /// assert!(query.filter.is_some());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Sorts the items.
    ///
    /// ```
    /// use plex_client::{Field, ItemsQuery, Sort};
    ///
    /// let latest = Sort::descending(Field::new("year")?);
    /// let query = ItemsQuery::new().sort(latest.clone());
    /// assert_eq!(query.sort, Some(latest));
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = Some(sort);
        self
    }

    /// Asks for this page.
    ///
    /// ```
    /// let query = plex_client::ItemsQuery::new().page(plex_client::PageRequest::first(5));
    /// assert_eq!(query.page.limit, 5);
    /// ```
    #[must_use]
    pub fn page(mut self, page: PageRequest) -> Self {
        self.page = page;
        self
    }

    /// Adds external ids, or leaves them out.
    ///
    /// ```
    /// let query = plex_client::ItemsQuery::new().include_guids(true);
    /// assert_eq!(query.include_guids, true);
    /// ```
    #[must_use]
    pub fn include_guids(mut self, include: bool) -> Self {
        self.include_guids = include;
        self
    }

    /// Leaves out what a row of a list has no use for, or does not. Both the server and this client are then
    /// several times as fast.
    ///
    /// ```
    /// let query = plex_client::ItemsQuery::new().brief(true);
    /// assert_eq!(query.is_brief, true);
    /// ```
    #[must_use]
    pub fn brief(mut self, brief: bool) -> Self {
        self.is_brief = brief;
        self
    }

    /// Leaves these elements out of the items: answers are shorter, and what they stand for is empty in the
    /// model. A server that does not know the parameter (`excludeElements`) gives them nevertheless.
    ///
    /// ```
    /// let query = plex_client::ItemsQuery::new().without_elements(["Genre", "Role"]);
    /// assert_eq!(query.without_elements, ["Genre", "Role"]);
    /// ```
    #[must_use]
    pub fn without_elements(
        mut self,
        elements: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.without_elements = elements.into_iter().map(Into::into).collect();
        self
    }
}

impl ItemsQuery {
    /// Adds what is wanted to a request.
    pub(crate) fn apply(&self, request: Request) -> Result<Request> {
        let selection = Selection {
            item_type: self.item_type.as_ref(),
            filter: self.filter.as_ref(),
            sort: self.sort.as_ref(),
            limit: None,
        };
        let mut left_out: Vec<&str> = self.without_elements.iter().map(String::as_str).collect();
        left_out.extend(self.is_brief.then_some(NOT_BRIEF));
        let request = request
            .query_some(
                "excludeElements",
                Some(left_out.join(",")).filter(|names| !names.is_empty()),
            )
            .query_some("excludeFields", self.is_brief.then_some(TEXTS));
        Ok(selection
            .apply(request)?
            .query_wish("includeGuids", self.include_guids)
            .page(self.page))
    }
}

/// Says which items of a library, in which order, and how many.
pub(super) struct Selection<'a> {
    pub(super) item_type: Option<&'a ItemType>,
    pub(super) filter: Option<&'a Filter>,
    pub(super) sort: Option<&'a Sort>,
    pub(super) limit: Option<u32>,
}

impl Selection<'_> {
    /// Adds it to a request, the conditions last.
    pub(super) fn apply(&self, request: Request) -> Result<Request> {
        let number = self.item_type.map(number_of).transpose()?;
        let request = request
            .query_some("type", number.map(|number| number.to_string()))
            .query_some("sort", self.sort.map(Sort::to_string))
            .query_some("limit", self.limit.map(|limit| limit.to_string()));
        Ok(match self.filter {
            Some(filter) => filter.apply(request),
            None => request,
        })
    }
}

/// Returns the number of a type, which Plex filters by.
pub(crate) fn number_of(item_type: &ItemType) -> Result<u32> {
    item_type.number().ok_or_else(|| {
        PlexError::invalid_argument("item_type", "is no type that libraries can be filtered by")
    })
}
