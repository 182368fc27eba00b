//! `plex_search`.

use plex_client::SearchQuery;
use schemars::JsonSchema;
use serde::Deserialize;

use super::reference::find_library;
use crate::{
    clean,
    error::ToolError,
    tools::{Call, Define, Effect, Toolset, arguments::Found},
    view::{Top, search::HitView},
};

/// The best matches over all kinds.
pub(crate) struct Search;

/// What to look for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// A title or part of one, a person, a genre, a collection.
    #[schemars(length(min = 1, max = 200))]
    query: String,
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Id or title of one library to search.
    #[schemars(length(min = 1, max = 200))]
    section_id: Option<String>,
    /// Only these kinds.
    #[schemars(length(min = 1, max = 12))]
    types: Option<Vec<Found>>,
}

/// More than a reader wants, few enough to be quick.
fn twenty() -> u32 {
    20
}

impl Define for Search {
    const NAME: &'static str = "plex_search";
    const TITLE: &'static str = "Search";
    const DESCRIPTION: &'static str = "Finds films, shows, episodes, music, photos, collections and \
        people by name, best match first, each with why it matched. Use it whenever something is \
        named; its rating_key is what other tools take.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    type Args = Args;
    type Output = Top<HitView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let wanted = clean::line(&args.query, 200);
        if wanted.is_empty() {
            return Err(ToolError::invalid(
                "query: nothing is left of it but invisible characters; give a text",
            ));
        }
        let mut query = SearchQuery::new(wanted).limit(args.limit);
        if let Some(section) = &args.section_id {
            query = query.section(find_library(call, "section_id", section).await?.key);
        }
        if let Some(types) = args.types {
            query = query.types(types.into_iter().map(Found::item_type));
        }
        let found = call.client.search(&query).await?;
        let rows: Vec<_> = found.hits.iter().filter_map(HitView::of).collect();
        let note = match (found.is_complete(), rows.is_empty()) {
            (false, _) => {
                Some("A part of Plex's search did not answer: there may be more.".to_owned())
            }
            (true, true) => Some("Nothing matches.".to_owned()),
            (true, false) => None,
        };
        Ok(Top::best(rows, found.has_more).note(note))
    }
}
