//! `catch_me_up`: what has happened so far, and nothing of what has not.
//!
//! The plan has no calls: a model that looked for itself would see what comes next. Everything it
//! needs is gathered here, and nothing else is.

mod so_far;

use serde_json::json;

use super::{
    argument::{Argument, Arguments},
    plan::{Offered, Plan},
    prompt::Define,
};
use crate::{
    call::Call,
    completions::Completes,
    error::ToolError,
    tools::library::{GetChildren, GetItem},
};

/// Tells what happened in a show so far.
pub(super) struct CatchMeUp;

impl Define for CatchMeUp {
    const NAME: &'static str = "catch_me_up";
    const TITLE: &'static str = "Catch me up";
    const DESCRIPTION: &'static str = "What has happened in a show up to where you are, without a word \
        about what comes next.";
    const ARGUMENTS: &'static [Argument] =
        &[
            Argument::new("show", "Title of the show, or its rating key")
                .required()
                .completed(Completes::Show),
        ];

    fn is_possible(offered: &Offered) -> bool {
        // It tells what these tell.
        offered.has::<GetItem>() && offered.has::<GetChildren>()
    }

    async fn plan(call: &Call, _: &Offered, arguments: &Arguments) -> Result<Plan, ToolError> {
        let show = call
            .plex
            .find_show("show", arguments.text("show").unwrap_or_default())
            .await?;
        let so_far = so_far::of(call, &show).await?;
        let plan = Plan::new("Tell what has happened so far in the show that the data is about.")
            .step(
                "Use only what is in the data: the episodes that were watched, the latest first. Call \
                 no tool, and use nothing you know of the show from elsewhere: both lead past the \
                 point that the viewer has reached.",
            )
            .step(
                "Tell it in order, in one short paragraph for what lies far back and one for the last \
                 episodes. Name the people as the data does.",
            )
            .step(
                "Close with where to go on: next, or where an episode was left (position_s). Say \
                 nothing of what happens there. If nothing was watched yet, say so, and nothing else.",
            );
        let plan = plan.with("show", json!(so_far.show));
        Ok(so_far
            .fields()
            .into_iter()
            .fold(plan, |plan, (name, value)| plan.with(name, value)))
    }
}
