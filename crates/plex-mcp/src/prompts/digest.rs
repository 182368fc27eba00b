//! `weekly_digest`.

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
    tools::{insights::GetWatchStats, library::GetRecentlyAdded, playback::GetHistory},
};

/// The days of a digest where nothing else is asked for.
const WEEK: u32 = 7;

/// Tells what was watched and what is new.
pub(super) struct WeeklyDigest;

impl Define for WeeklyDigest {
    const NAME: &'static str = "weekly_digest";
    const TITLE: &'static str = "Weekly digest";
    const DESCRIPTION: &'static str =
        "What was watched in the last days, by whom, and what was added.";
    const ARGUMENTS: &'static [Argument] = &[
        Argument::new("days", "How many days back; 7 when left out"),
        Argument::new("user", "Only what this person watched").completed(Completes::User),
    ];

    fn is_possible(offered: &Offered) -> bool {
        offered.has::<GetRecentlyAdded>()
            && (offered.has::<GetWatchStats>() || offered.has::<GetHistory>())
    }

    async fn plan(_: &Call, offered: &Offered, arguments: &Arguments) -> Result<Plan, ToolError> {
        let days = arguments.number("days", 1..366)?.unwrap_or(WEEK);
        let since = format!("{days}d");
        let user = arguments.text("user");
        let plan = Plan::new("Write a short digest of what happened on this Plex server.")
            .step("Make the calls in the data, side by side; no others are needed.")
            .step(
                "Of what was added, tell only what is as new as the digest goes back (added, and the \
                 time of what was watched, say when).",
            )
            .step(
                "Begin with a sentence that sums it up, then what was watched most and by whom, \
                 then what is new. Hours are the lengths of the titles: say about.",
            );
        let plan = if offered.has::<GetWatchStats>() {
            let stats = |by| json!({"since": since, "user": user, "group_by": by, "limit": 10});
            plan.call::<GetWatchStats>(offered, stats("title"))
                .call::<GetWatchStats>(offered, stats("user"))
        } else {
            let history = json!({"since": since, "user": user, "limit": 100});
            plan.call::<GetHistory>(offered, history)
        };
        Ok(plan.call::<GetRecentlyAdded>(offered, json!({"limit": 30})))
    }
}
