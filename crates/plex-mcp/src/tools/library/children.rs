//! `plex_get_children`.

use plex_client::{MediaItem, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    plex::find::Take,
    tools::{
        arguments::{self, Named},
        tool::Define,
    },
    view::{Page, item::ItemView, named::NamedView},
};

/// Tells what is in an item.
pub(crate) struct GetChildren;

/// Of which item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id of a show, season, artist, album, collection or playlist.
    #[schemars(with = "String", length(min = 1, max = 128))]
    rating_key: Named,
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Items to skip: next_offset of the page before.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    offset: u64,
    /// All episodes of a show, or all tracks of an artist, without the level between.
    #[serde(default)]
    all_leaves: bool,
}

impl Define for GetChildren {
    const NAME: &'static str = "plex_get_children";
    const TITLE: &'static str = "What is in an item";
    const DESCRIPTION: &'static str = "Pages through what is in one item: seasons of a show, episodes \
        of a season, albums of an artist, tracks of an album, members of a collection or playlist, \
        in order, with watch state.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Page<ItemView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let (key, note) = args.rating_key.find(call, Take::Near).await?;
        let page = PageRequest::new(args.offset, args.limit);
        let asked = call
            .plex
            .with_what_is_in_it(&key, page, args.all_leaves)
            .await;
        let (item, found) = asked?;
        let mut view = Page::of(&found, ItemView::brief);
        let empty = view.items.is_empty().then(|| empty_note(&view, &item));
        let notes: Vec<String> = note.into_iter().chain(empty).collect();
        view.note = (!notes.is_empty()).then(|| notes.join(" "));
        Ok(view)
    }
}

/// Says why a page is empty.
fn empty_note(page: &Page<ItemView>, item: &MediaItem) -> String {
    let view = NamedView::of(item);
    match page.total {
        Some(total) if total > 0 => page.none_of(total, "items"),
        _ => {
            let title = clean::quoted(&view.title, 60);
            let kind = clean::line(&view.kind, 20);
            format!("{title} ({kind}) has nothing in it.")
        }
    }
}
