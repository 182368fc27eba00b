//! `why_is_it_buffering`.

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
    tools::{
        Define as _,
        playback::{DiagnosePlayback, GetSessions},
        server::GetBandwidth,
    },
};

/// Says why a stream stutters.
pub(super) struct WhyIsItBuffering;

impl Define for WhyIsItBuffering {
    const NAME: &'static str = "why_is_it_buffering";
    const TITLE: &'static str = "Why is it buffering?";
    const DESCRIPTION: &'static str = "Why a stream stutters or is converted, from what the server measures, and what would help.";
    const ARGUMENTS: &'static [Argument] = &[
        Argument::new("user", "Who is watching").completed(Completes::User),
        Argument::new("player", "Where it is playing").completed(Completes::Player),
    ];

    fn is_possible(offered: &Offered) -> bool {
        offered.has::<DiagnosePlayback>()
    }

    async fn plan(_: &Call, offered: &Offered, arguments: &Arguments) -> Result<Plan, ToolError> {
        let is_named = arguments.text("user").is_some() || arguments.text("player").is_some();
        let plan = Plan::new("Find out why a stream from this Plex server stutters.");
        let plan = if is_named && offered.has::<GetSessions>() {
            plan.step(&format!(
                "Make the call in the data. Take the session of the person and the player that were \
                 asked for, and call {} with its session_key.",
                DiagnosePlayback::NAME
            ))
            .call::<GetSessions>(offered, json!({"user": arguments.text("user")}))
        } else {
            plan.step(
                "Make the call in the data: without a session_key it looks at the stream in most \
                 trouble.",
            )
            .call::<DiagnosePlayback>(offered, json!({}))
        };
        let plan = plan
            .step(
                "Tell the cause in one sentence, with the evidence that was measured. Where nothing \
                 measured explains it, say so; do not guess.",
            )
            .step("Close with what would help, the simplest first: a setting of the player, the \
                   network, another version of the file, the server.");
        Ok(if offered.has::<GetBandwidth>() {
            plan.step(&format!(
                "If several streams share the way out, {} tells how much was sent.",
                GetBandwidth::NAME
            ))
        } else {
            plan
        })
    }
}
