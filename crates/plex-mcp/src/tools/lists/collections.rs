//! `plex_get_collections`.

use plex_client::{Library, MediaItem, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

use super::rule;
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    plex::concurrent::each,
    tools::{arguments, tool::Define},
    view::{Page, list::ListView},
};

/// The collections of libraries.
pub(crate) struct GetCollections;

/// Which collections to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Only of this library: id or title.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 500))]
    limit: u32,
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    offset: u64,
}

impl Define for GetCollections {
    const NAME: &'static str = "plex_get_collections";
    const TITLE: &'static str = "List collections";
    const DESCRIPTION: &'static str = "Lists the collections of one library, or of all, with their ids and \
        sizes, smart ones with their rule in words. plex_get_children shows what is in one.";
    const TOOLSET: Toolset = Toolset::Lists;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Page<ListView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let libraries = match &args.library_id {
            Some(wanted) => vec![call.plex.find_library("library_id", wanted).await?],
            None => {
                let mut libraries = call.plex.libraries().await?;
                libraries.retain(|library| library.library_type.has_collections());
                libraries
            }
        };
        let is_of_several = args.library_id.is_none();
        let (rows, total) = rows(call, &libraries, args.offset, args.limit).await?;
        let views = rows.iter().map(|(library, collection)| async move {
            let mut view = ListView::of(collection, rule::in_words(call, collection).await);
            if is_of_several {
                view.library = clean::title(&library.title);
            }
            view
        });
        let views = each(views.collect()).await;
        let asked = PageRequest::new(args.offset, args.limit);
        let views = plex_client::Page::of_items(views, total, asked);
        let mut page = Page::of(&views, Clone::clone);
        page.note = page.items.is_empty().then(|| match total {
            Some(total) if total > 0 => page.none_of(total, "collections"),
            _ => "There are no collections.".to_owned(),
        });
        Ok(page)
    }
}

/// Returns a page of the collections of some libraries, one library after the other, and how many there
/// are in all.
async fn rows<'l>(
    call: &Call,
    libraries: &'l [Library],
    offset: u64,
    limit: u32,
) -> Result<(Vec<(&'l Library, MediaItem)>, Option<u64>), ToolError> {
    let (mut rows, mut before, mut total) = (Vec::new(), 0_u64, Some(0_u64));
    for library in libraries {
        let missing = u64::from(limit).saturating_sub(rows.len() as u64);
        let skipped = offset.saturating_sub(before);
        // Of the libraries behind the page only the count is wanted.
        let asked = PageRequest::new(skipped, u32::try_from(missing.max(1)).unwrap_or(limit));
        let page = call.plex.collections(&library.key, asked).await?;
        let count = page.total.or_else(|| {
            let is_last = page.next_offset().is_none();
            is_last.then_some(skipped.saturating_add(page.items.len() as u64))
        });
        before = before.saturating_add(count.unwrap_or(skipped));
        total = total
            .zip(count)
            .map(|(sum, count)| sum.saturating_add(count));
        let items = page.items.into_iter();
        rows.extend(items.take(missing as usize).map(|item| (library, item)));
    }
    Ok((rows, total))
}
