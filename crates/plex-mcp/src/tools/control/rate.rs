//! `plex_rate`.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    call::Call,
    change::{self, Act, Deed, Watching, Wish},
    choice::{Effect, Toolset},
    error::ToolError,
    tools::{arguments::Named, tool::Define, which::Which},
    view::change::ChangeView,
};

/// Gives items stars.
pub(crate) struct Rate;

/// What to rate, and how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Ids or titles.
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    rating_keys: Vec<Named>,
    /// From 0.5 to 5 in halves; leave it out to take the rating away.
    #[schemars(range(min = 0.5, max = 5))]
    stars: Option<f64>,
    /// Only tell what would change.
    #[serde(default)]
    dry_run: bool,
}

impl Define for Rate {
    const NAME: &'static str = "plex_rate";
    const TITLE: &'static str = "Rate";
    const DESCRIPTION: &'static str = "Gives films, shows, episodes or music the account's own rating in \
        stars, or takes it away. Can be undone.";
    const TOOLSET: Toolset = Toolset::Control;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        if let Some(stars) = args.stars
            && (stars * 2.0).fract() != 0.0
        {
            let given = Value::from(stars);
            return Err(ToolError::refused(
                "stars",
                &given,
                "whole or half stars, from 0.5 to 5",
            ));
        }
        let which = Which::find(call, &args.rating_keys, None).await?;
        let acts = which.keys().into_iter().map(|item| {
            let stars = args.stars;
            Act::Watching(Watching::Rate { item, stars })
        });
        let deed = match args.stars {
            Some(stars) => Deed::To {
                order: "Rate",
                report: "Rated",
                rest: format!("with {stars} of 5 stars"),
            },
            None => Deed::To {
                order: "Take the rating of",
                report: "Took the rating of",
                rest: "away".to_owned(),
            },
        };
        let mut wish = Wish::new(Self::NAME, deed, acts.collect());
        wish.failed = which.failed;
        wish.note = which.note;
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}
