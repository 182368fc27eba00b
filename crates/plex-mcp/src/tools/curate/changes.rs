//! `plex_get_changes`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    change,
    choice::{Effect, Toolset},
    error::ToolError,
    plex::find::Take,
    tools::{
        arguments::{self, Named},
        tool::Define,
    },
    view::{Top, change::JournalRow},
};

/// Lists the changes that were made.
pub(crate) struct GetChanges;

/// Which changes to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// From then on: a date, a timestamp, or a span back from now (30d, 12h).
    #[schemars(length(min = 1, max = 40))]
    since: Option<String>,
    /// Only those of this item: id or title.
    #[schemars(with = "Option<String>", length(min = 1, max = 200))]
    rating_key: Option<Named>,
}

fn ten() -> u32 {
    10
}

impl Define for GetChanges {
    const NAME: &'static str = "plex_get_changes";
    const TITLE: &'static str = "Changes made";
    const DESCRIPTION: &'static str = "Lists what was changed through this server, newest first, with ids \
        for plex_undo, and whether each can be taken back.";
    const TOOLSET: Toolset = Toolset::Curate;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    const GOES_WITH_CHANGES: bool = true;
    type Args = Args;
    type Output = Top<JournalRow>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let (since, _) = arguments::period(call, args.since.as_deref(), None)?;
        let item = match &args.rating_key {
            Some(named) => Some(named.find(call, Take::Called).await?.0),
            None => None,
        };
        let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
        // One more tells whether there are more.
        let more = args.limit.saturating_add(1);
        let mut rows = change::list(&call.changer, more, since, item).await?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let mut top = Top::complete(rows);
        if has_more {
            top.total = None;
            top.has_more = Some(true);
        }
        Ok(top)
    }
}
