//! `plex_get_library_items`.

use std::collections::HashMap;

use plex_client::{DetailsQuery, ItemsQuery, Library, MediaItem, PageRequest, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    filters::{self, Offer},
    plex::concurrent::together,
    schema::JsonObject,
    tools::{
        arguments::{self, Kind},
        tool::Define,
    },
    view::{
        self, Page,
        detail::{Detail, DetailView},
    },
    vocabulary::{kind, sort::plex_sort},
};

/// A page of a library.
pub(crate) struct GetLibraryItems;

/// What to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title of the library.
    #[schemars(length(min = 1, max = 200))]
    library_id: String,
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Items to skip: next_offset of the page before.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    offset: u64,
    /// List these instead of the library's own kind, e.g. episode in a show library.
    #[serde(rename = "type")]
    kind: Option<Kind>,
    /// E.g. title, added_at:desc, year:desc, rating:desc, last_viewed_at:desc, random.
    #[schemars(length(min = 1, max = 100))]
    sort: Option<String>,
    /// E.g. {"genre":["Drama","Comedy"],"year":{"min":1990,"max":1999},"unwatched":true,
    /// "actor":{"all":["A","B"],"none":["C"]},"added_at":{"after":"30d"},"resolution":"4k",
    /// "duration_minutes":{"max":120},"episode.unwatched":true}. A list means any of them.
    /// plex_get_filters tells the fields.
    #[serde(default)]
    #[schemars(with = "HashMap<String, Value>", extend("maxProperties" = 20))]
    filters: Option<JsonObject>,
    /// How much of each item: standard adds people, genres and summary (at most 100 items), full
    /// all there is (at most 40).
    #[serde(default)]
    detail: Detail,
}

/// The most rows of a page in more detail than brief: more would not fit a result.
const STANDARD_ROWS: u32 = 100;
const FULL_ROWS: u32 = 40;

/// How many items are asked for in one request for details.
const DETAILS_PER_REQUEST: usize = 25;

impl Define for GetLibraryItems {
    const NAME: &'static str = "plex_get_library_items";
    const TITLE: &'static str = "Browse a library";
    const DESCRIPTION: &'static str = "Pages through one library, filtered and sorted: titles with \
        years, ids, durations, ratings and what was watched. Use it to browse, or to list and count \
        (total) by genre, people, date, rating, quality or watch state; to find something by name \
        use plex_search.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Page<DetailView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        // Judged before the server is asked anything.
        let sort = args.sort.as_deref().map(plex_sort).transpose()?;
        let library = call
            .plex
            .find_library("library_id", &args.library_id)
            .await?;
        let most = match args.detail {
            Detail::Brief => u32::MAX,
            Detail::Standard => STANDARD_ROWS,
            Detail::Full => FULL_ROWS,
        };
        let limit = args.limit.min(most);
        let mut query = ItemsQuery::new().page(PageRequest::new(args.offset, limit));
        let item_type = match args.kind {
            Some(kind) => {
                let item_type = arguments::kind_in(&library, kind)?.item_type();
                query = query.item_type(item_type.clone());
                item_type
            }
            None => kind::own_type(&library.library_type),
        };
        let wanted = args.filters.filter(|filters| !filters.is_empty());
        if let Some(wanted) = &wanted {
            let told = filters::meta(&call.plex, &library).await?;
            let offer = Offer::of(&told.meta, item_type.clone())?;
            // Plex wants the type with filters of a type.
            query = query.filter(
                filters::compile(&call.plex, &call.options.calendar, &library, &offer, wanted)
                    .await?,
            );
            if item_type.number().is_some() {
                query = query.item_type(item_type.clone());
            }
        }
        if let Some(mut sort) = sort {
            // A server that does not tell its orders is taken at our word.
            if let Ok(told) = filters::meta(&call.plex, &library).await
                && let Ok(offer) = Offer::of(&told.meta, item_type)
            {
                sort = offer.offered_sort(sort)?;
            }
            query = query.sort(sort);
        }
        let page = call.plex.library_items(&library.key, &query).await?;
        let details = match args.detail {
            Detail::Brief => HashMap::new(),
            _ => details(call, &page.items).await?,
        };
        let mut view = Page::of(&page, |item| {
            let whole = item.rating_key.as_ref().and_then(|key| details.get(key));
            DetailView::of(whole.unwrap_or(item), args.detail, &call.options.calendar)
        });
        if view.items.is_empty() {
            view.note = empty_note(&view, &library, wanted.is_some());
        } else if limit < args.limit && view.next_offset.is_some() {
            view.note = Some(format!("In this detail a page has at most {limit} items."));
        }
        Ok(view)
    }
}

/// The items with all that is known of them: listings are partial.
async fn details(
    call: &Call,
    items: &[MediaItem],
) -> Result<HashMap<RatingKey, MediaItem>, ToolError> {
    let keys: Vec<RatingKey> = items
        .iter()
        .filter_map(|item| item.rating_key.clone())
        .collect();
    let asked = keys
        .chunks(DETAILS_PER_REQUEST)
        .map(async |keys| call.plex.details_of(keys, &DetailsQuery::new()).await);
    let batches: Vec<Vec<MediaItem>> = together(asked.collect()).await?;
    let found = batches.into_iter().flatten();
    Ok(found
        .filter_map(|item| Some((item.rating_key.clone()?, item)))
        .collect())
}

/// Says why a page is empty: the library is, or the page lies behind its end.
fn empty_note(page: &Page<DetailView>, library: &Library, is_filtered: bool) -> Option<String> {
    let title = clean::quoted(&view::library::title(library), 60);
    Some(match page.total {
        Some(total) if total > 0 => {
            format!("There are {total} items; the offset is behind the last.")
        }
        _ if is_filtered => format!("Nothing in {title} matches the filters."),
        _ => format!("{title} has none of these."),
    })
}
