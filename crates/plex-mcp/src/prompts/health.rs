//! `library_health_check`.

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
        insights::AuditLibrary,
        library::GetLibraries,
        server::{GetActivities, GetServer},
    },
};

/// Tells what of a library wants looking after.
pub(super) struct LibraryHealthCheck;

impl Define for LibraryHealthCheck {
    const NAME: &'static str = "library_health_check";
    const TITLE: &'static str = "Library health check";
    const DESCRIPTION: &'static str = "What in the libraries wants looking after: duplicates, gaps, \
        unmatched titles, low quality, what takes most space.";
    const ARGUMENTS: &'static [Argument] =
        &[Argument::new("library", "Only this library").completed(Completes::Library)];

    fn is_possible(offered: &Offered) -> bool {
        offered.has::<AuditLibrary>()
    }

    async fn plan(_: &Call, offered: &Offered, arguments: &Arguments) -> Result<Plan, ToolError> {
        let library = arguments.text("library");
        Ok(
            Plan::new("Tell what in the libraries of this Plex server wants looking after.")
                .step("Make the calls in the data, side by side; no others are needed.")
                .step(
                    "Begin with what costs most or breaks something (unmatched titles, missing \
                     episodes, duplicates with their size), then the rest in a few words; leave \
                     out checks that found nothing, but say which they were.",
                )
                .step("A library that was not scanned for weeks is worth a sentence.")
                .step(
                    "Change nothing. Close with at most three things that the person could do, the \
                     most useful first.",
                )
                .call::<AuditLibrary>(offered, json!({"library_id": library, "limit": 10}))
                .call::<GetLibraries>(offered, json!({}))
                .call::<GetServer>(offered, json!({}))
                .call::<GetActivities>(offered, json!({})),
        )
    }
}
