//! `plex_get_library_items`.

use plex_client::{ItemsQuery, Library, LibraryType, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{reference::find_library, sort::plex_sort};
use crate::{
    error::ToolError,
    tools::{
        Call, Define, Effect, Toolset,
        arguments::{self, Kind},
    },
    view::{self, Page, item::ItemView},
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
}

impl Define for GetLibraryItems {
    const NAME: &'static str = "plex_get_library_items";
    const TITLE: &'static str = "Browse a library";
    const DESCRIPTION: &'static str = "Pages through one library: titles with years, ids, durations, \
        ratings and what was watched. Use it to browse or to list by date, year or rating; to find \
        something by name use plex_search.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    type Args = Args;
    type Output = Page<ItemView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        // Judged before the server is asked anything.
        let sort = args.sort.as_deref().map(plex_sort).transpose()?;
        let library = find_library(call, "library_id", &args.library_id).await?;
        let mut query = ItemsQuery::new().page(PageRequest::new(args.offset, args.limit));
        if let Some(kind) = args.kind {
            query = query.item_type(kind_in(&library, kind)?.item_type());
        }
        if let Some(sort) = sort {
            query = query.sort(sort);
        }
        let page = call.client.library_items(&library.key, &query).await?;
        let mut view = Page::of(&page, ItemView::brief);
        if view.items.is_empty() {
            view.note = empty_note(&view, &library);
        }
        Ok(view)
    }
}

/// Says why a page is empty: the library is, or the page lies behind its end.
fn empty_note(page: &Page<ItemView>, library: &Library) -> Option<String> {
    match page.total {
        Some(total) if total > 0 => Some(format!(
            "There are {total} items; the offset is behind the last."
        )),
        _ => Some(format!(
            "{} has none of these.",
            view::library::title(library)
        )),
    }
}

/// The kind, if a library of this type holds it.
fn kind_in(library: &Library, kind: Kind) -> Result<Kind, ToolError> {
    let held: &[Kind] = match library.library_type {
        LibraryType::Movie => &[Kind::Movie, Kind::Clip, Kind::Collection],
        LibraryType::Show => &[Kind::Show, Kind::Season, Kind::Episode, Kind::Collection],
        LibraryType::Artist => &[Kind::Artist, Kind::Album, Kind::Track, Kind::Collection],
        LibraryType::Photo => &[Kind::Photo, Kind::Clip],
        _ => return Ok(kind),
    };
    if held.contains(&kind) {
        return Ok(kind);
    }
    let names: Vec<String> = held
        .iter()
        .map(|kind| kind.item_type().to_string())
        .collect();
    let title = view::library::title(library);
    let allowed = format!("what the library {title} holds: {}", names.join(", "));
    Err(ToolError::refused(
        "type",
        &Value::from(kind.item_type().as_str()),
        &allowed,
    ))
}
