//! `plex_get_libraries`.

use crate::{
    error::ToolError,
    tools::{Call, Define, Effect, Toolset, arguments::NoArguments},
    view::{Top, library::LibraryView},
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
    type Args = NoArguments;
    type Output = Top<LibraryView>;

    async fn run(call: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        let libraries = call.client.libraries_with_counts().await?;
        let views: Vec<_> = libraries
            .iter()
            .map(|(library, counts)| LibraryView::of(library, counts, &call.options.calendar))
            .collect();
        let note = views.is_empty().then(|| {
            "No libraries: this server has none, or none that this token may see.".to_owned()
        });
        Ok(Top::complete(views).note(note))
    }
}
