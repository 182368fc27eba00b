//! `plex_get_library_items`.

use std::collections::HashMap;

use plex_client::{DetailsQuery, Library, MediaItem, PageRequest, RatingKey, Sort};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{respelled::respelled, several};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    plex::concurrent::{each, together},
    schema::JsonObject,
    tools::{
        arguments::{self, Kind},
        listing::query,
        tool::Define,
    },
    view::{
        self, Page,
        detail::{Detail, DetailView},
    },
    vocabulary::sort::meanings,
};

/// A page of a library.
pub(crate) struct GetLibraryItems;

/// What to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title of the library; several with commas.
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
    const DESCRIPTION: &'static str = "Pages through libraries, filtered and sorted: titles with \
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
        let sorts = args.sort.as_deref().map(meanings).transpose()?;
        let sorts = sorts.unwrap_or_default();
        let libraries = several::libraries(call, &args.library_id).await?;
        let most = match args.detail {
            Detail::Brief => u32::MAX,
            Detail::Standard => STANDARD_ROWS,
            Detail::Full => FULL_ROWS,
        };
        let limit = args.limit.min(most);
        let asked = PageRequest::new(args.offset, limit);
        let filters = args.filters.as_ref();
        let list = async |filters| listed(call, &args, filters, &libraries, &sorts, asked).await;
        let (mut page, mut note) = list(filters).await?;
        let (mut is_respelled, mut is_part) = (None, false);
        if page.items.is_empty()
            && page.total.unwrap_or(0) == 0
            && let Some(filters) = filters
            && let Some(other) = respelled(call, &libraries, args.kind, filters).await
        {
            (page, note) = list(Some(&other.filters)).await?;
            is_part = other.is_part;
            is_respelled = Some(other.note).filter(|_| is_part || !page.items.is_empty());
        }
        let note = match (is_respelled, note) {
            (Some(one), Some(other)) => Some(format!("{one} {other}")),
            (one, other) => one.or(other),
        };
        let details = match args.detail {
            Detail::Brief => HashMap::new(),
            _ => details(call, &page.items).await?,
        };
        let is_of_several = libraries.len() > 1;
        let mut view = Page::of(&page, |item| {
            let whole = item.rating_key.as_ref().and_then(|key| details.get(key));
            let mut view =
                DetailView::of(whole.unwrap_or(item), args.detail, &call.options.calendar);
            if is_of_several {
                let title = item.library_section_title.as_deref();
                view.item.library = title.and_then(clean::title);
            }
            view
        });
        if is_part {
            view.total = None;
            view.has_more = Some(view.next_offset.is_some());
        }
        view.note = if note.is_some() {
            note
        } else if view.items.is_empty() {
            let is_filtered = filters.is_some_and(|filters| !filters.is_empty());
            empty_note(&view, &libraries, is_filtered)
        } else if limit < args.limit && view.next_offset.is_some() {
            Some(format!("In this detail a page has at most {limit} items."))
        } else {
            None
        };
        Ok(view)
    }
}

/// Returns a page of the libraries, and what is worth knowing about it.
async fn listed(
    call: &Call,
    args: &Args,
    filters: Option<&JsonObject>,
    libraries: &[Library],
    sorts: &[Sort],
    asked: PageRequest,
) -> Result<(plex_client::Page<MediaItem>, Option<String>), ToolError> {
    let is_brief = args.detail == Detail::Brief;
    if let [library] = libraries {
        let query = query(call, library, args.kind, filters, sorts).await?;
        let query = query.brief(is_brief).page(asked);
        return Ok((call.plex.library_items(&library.key, &query).await?, None));
    }
    let sort = common(call, args.kind, filters, libraries, sorts).await;
    let keys = sort.first().map_or(&[][..], Sort::keys);
    let lists = libraries.iter().map(async |library| {
        let query = query(call, library, args.kind, filters, sort).await;
        (library, query.map(|query| query.brief(is_brief)))
    });
    several::page(call, each(lists.collect()).await, keys, asked).await
}

/// Returns the order by which several libraries can be listed as one: the first that all of them offer.
/// Where there is none, each is asked for what it has.
async fn common<'s>(
    call: &Call,
    kind: Option<Kind>,
    filters: Option<&JsonObject>,
    libraries: &[Library],
    sorts: &'s [Sort],
) -> &'s [Sort] {
    for sort in sorts {
        let sort = std::slice::from_ref(sort);
        let offered = libraries
            .iter()
            .map(async |library| query(call, library, kind, filters, sort).await.is_ok());
        if each(offered.collect()).await.into_iter().all(|is| is) {
            return sort;
        }
    }
    sorts
}

/// Returns the items with all that is known of them: listings are partial.
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
fn empty_note(page: &Page<DetailView>, libraries: &[Library], is_filtered: bool) -> Option<String> {
    let titles = libraries
        .iter()
        .map(|library| clean::quoted(&view::library::title(library), 60));
    let title = titles.collect::<Vec<_>>().join(", ");
    Some(match page.total {
        Some(total) if total > 0 => page.none_of(total, "items"),
        _ if is_filtered => format!("Nothing in {title} matches the filters."),
        _ => format!("{title} has none of these."),
    })
}
