//! `whats_on_tonight`.

use serde_json::json;

use super::{
    argument::{Argument, Arguments},
    plan::{MINUTES, Offered, Plan},
    prompt::Define,
};
use crate::{
    call::Call,
    completions::Completes,
    error::ToolError,
    tools::{
        insights::Recommend,
        library::{GetOnDeck, GetRecentlyAdded},
    },
};

/// Tells what to watch tonight.
pub(super) struct WhatsOnTonight;

impl Define for WhatsOnTonight {
    const NAME: &'static str = "whats_on_tonight";
    const TITLE: &'static str = "What's on tonight?";
    const DESCRIPTION: &'static str = "A few things to watch tonight: what was begun, and what nobody \
        has seen yet.";
    const ARGUMENTS: &'static [Argument] = &[
        Argument::new("minutes", "How much time there is, in minutes"),
        Argument::new("genre", "What kind of thing, such as Comedy").completed(Completes::Genre),
        Argument::new("library", "Only from this library").completed(Completes::Library),
    ];

    fn is_possible(offered: &Offered) -> bool {
        offered.has::<GetOnDeck>()
    }

    async fn plan(_: &Call, offered: &Offered, arguments: &Arguments) -> Result<Plan, ToolError> {
        let minutes = arguments.number("minutes", MINUTES)?;
        let library = arguments.text("library");
        let plan = Plan::new("Suggest what to watch tonight from this Plex server.")
            .step("Make the calls in the data, side by side; no others are needed.")
            .step(
                "If minutes is given, what was begun fits when what is left of it \
                 (duration_s less position_s) does.",
            )
            .step(
                "Offer three to five titles, what was begun first, each with its length in minutes \
                 and one sentence on why. Say nothing of the plot that a viewer would rather find \
                 out.",
            )
            .call::<GetOnDeck>(offered, json!({"limit": 8, "library_id": library}));
        Ok(if offered.has::<Recommend>() {
            let genres = arguments.text("genre").map(|genre| vec![genre]);
            plan.call::<Recommend>(
                offered,
                json!({"limit": 8, "max_minutes": minutes, "genres": genres, "library_id": library}),
            )
        } else {
            plan.call::<GetRecentlyAdded>(offered, json!({"limit": 20, "library_id": library}))
        })
    }
}
