//! `plex_undo`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    change,
    choice::{Effect, Toolset},
    error::ToolError,
    tools::tool::Define,
    view::change::ChangeView,
};

/// Takes a change back.
pub(crate) struct Undo;

/// Which change.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// As results and plex_get_changes give it.
    #[schemars(length(min = 1, max = 40))]
    change_id: String,
    /// Only tell what would change.
    #[serde(default)]
    dry_run: bool,
}

impl Define for Undo {
    const NAME: &'static str = "plex_undo";
    const TITLE: &'static str = "Undo a change";
    const DESCRIPTION: &'static str = "Puts back what a change made here: exactly what was so before, as \
        far as Plex can. What somebody has changed since is left as it is, and said. Is itself a \
        change.";
    const TOOLSET: Toolset = Toolset::Curate;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = false;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    const GOES_WITH_CHANGES: bool = true;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        change::undo(&call.changer, Self::NAME, &args.change_id, args.dry_run).await
    }
}
