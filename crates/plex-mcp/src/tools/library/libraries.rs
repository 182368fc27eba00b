//! `plex_get_libraries`.

use plex_client::{Library, LibraryCounts};

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::{arguments::NoArguments, tool::Define},
    view::{self, Top, library::LibraryView},
};

/// Every library, with counts.
pub(crate) struct GetLibraries;

impl Define for GetLibraries {
    const NAME: &'static str = "plex_get_libraries";
    const TITLE: &'static str = "List libraries";
    const DESCRIPTION: &'static str = "Lists every library on the Plex server (films, shows, music, \
        photos) with its id, type, counts and last scan. Use it first to learn what there is and to \
        get a library_id.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = NoArguments;
    type Output = Top<LibraryView>;

    async fn run(call: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        let libraries = call.plex.counted_libraries().await?;
        let views: Vec<_> = libraries
            .iter()
            .map(|(library, counts)| {
                let counts = counts.as_ref().copied().unwrap_or_default();
                LibraryView::of(library, &counts, &call.options.calendar)
            })
            .collect();
        let note = if views.is_empty() {
            let why = if call.plex.is_limited() {
                "No libraries: Plex has none that --libraries names, or tells this token of none."
            } else {
                "No libraries: this server has none, or none that this token may see."
            };
            Some(why.to_owned())
        } else {
            uncounted(&libraries)
        };
        Ok(Top::complete(views).note(note))
    }
}

/// Says which libraries could not be counted: one that fails does not hide the others.
fn uncounted(libraries: &[(Library, plex_client::Result<LibraryCounts>)]) -> Option<String> {
    let failed = libraries.iter().filter_map(|(library, counts)| {
        let error = counts.as_ref().err()?;
        tracing::debug!(%error, library = %library.key, "a library is shown without counts");
        Some(clean::quoted(&view::library::title(library), 40))
    });
    let names: Vec<String> = failed.collect();
    (!names.is_empty()).then(|| format!("Plex did not tell how much is in {}.", names.join(", ")))
}
