//! `plex_get_on_deck`.

use plex_client::OnDeckQuery;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    tools::tool::Define,
    view::{Top, item::ItemView},
};

/// Tells what to resume or watch next.
pub(crate) struct GetOnDeck;

/// What to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    #[serde(default = "twelve")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Id or title of one library.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
}

/// Returns what fits on a screen, as Plex's own apps show it.
fn twelve() -> u32 {
    12
}

impl Define for GetOnDeck {
    const NAME: &'static str = "plex_get_on_deck";
    const TITLE: &'static str = "On deck";
    const DESCRIPTION: &'static str = "Lists what the token's owner would watch next: films and \
        episodes left half-way, with the position reached (position_s), and the next episodes of \
        shows being watched. Use it for \"what should I continue\".";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Top<ItemView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let mut query = OnDeckQuery::new(args.limit);
        if let Some(wanted) = &args.library_id {
            query = query.library(call.plex.find_library("library_id", wanted).await?.key);
        }
        let page = call.plex.on_deck(&query).await?;
        let limit = args.limit as usize;
        let has_more = page.next_offset().is_some() || page.items.len() > limit;
        let rows: Vec<_> = page
            .items
            .iter()
            .take(limit)
            .map(|item| ItemView::brief(item).in_library(item))
            .collect();
        let note = rows
            .is_empty()
            .then(|| "Nothing is being watched.".to_owned());
        Ok(Top::best(rows, has_more).note(note))
    }
}
