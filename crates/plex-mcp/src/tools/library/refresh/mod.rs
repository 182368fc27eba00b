//! `plex_refresh_library`.

mod folder;
mod report;
mod watch;

use plex_client::Library;
use schemars::JsonSchema;
use serde::Deserialize;

use self::{folder::folder_of, watch::Watch};

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::{ErrorKind, ToolError},
    tools::tool::Define,
    view::{
        self,
        library::CountsView,
        scan::{ScanStatus, ScanView, growth},
    },
};

/// Scans a library for new, changed and removed files.
pub(crate) struct RefreshLibrary;

/// What to scan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title of the library.
    #[schemars(length(min = 1, max = 200))]
    library_id: String,
    /// Scan only this folder, as the server names it; it must lie in the library.
    #[schemars(length(min = 1, max = 4096))]
    path: Option<String>,
    /// Wait for the end, at most 60 s, and say what changed.
    #[serde(default)]
    wait: bool,
}

impl Define for RefreshLibrary {
    const NAME: &'static str = "plex_refresh_library";
    const TITLE: &'static str = "Scan a library";
    const DESCRIPTION: &'static str = "Makes Plex scan a library's folders for new, changed or removed \
        files. Use it when something was just added and does not show up. It deletes no file. The \
        scan goes on in the background unless wait is true.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Scan;
    const IDEMPOTENT: bool = true;
    // Plex asks its metadata agents about what it finds.
    const OPEN_WORLD: bool = true;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ScanView;

    async fn run(call: &Call, args: Args) -> Result<ScanView, ToolError> {
        let library = call
            .plex
            .find_library("library_id", &args.library_id)
            .await?;
        let path = args
            .path
            .as_deref()
            .map(|path| folder_of(&library, path))
            .transpose()?;
        let before = if args.wait {
            Some(counts(call, &library).await?)
        } else {
            None
        };
        // Whoever listens before the scan begins misses nothing of it.
        let ear = match args.wait {
            true => Some(watch::listening(call).await),
            false => None,
        };
        call.plex
            .refresh_library(&library.key, path.as_deref())
            .await?;

        let watch = Watch::new(call, &library);
        let (seen, waited_s) = match ear {
            Some(mut ear) => watch.until_finished(&mut ear).await?,
            None => (watch.look().await?, None),
        };
        let after = match (&before, seen.status) {
            (Some(_), ScanStatus::Finished) => Some(counts(call, &library).await?),
            _ => None,
        };
        let changes = before.as_ref().zip(after.as_ref());
        let added = changes.and_then(|(before, after)| growth(before, after));
        let removed = changes.and_then(|(before, after)| growth(after, before));
        Ok(ScanView {
            note: note(
                args.wait,
                seen.status,
                changes.is_some() && added.is_none() && removed.is_none(),
            ),
            library_id: library.key.to_string(),
            title: view::library::title(&library),
            path,
            status: seen.status,
            waited_s,
            scanned_at: call
                .options
                .calendar
                .rfc3339(seen.scanned_at.or(library.scanned_at)),
            added,
            removed,
        })
    }
}

/// Scans a library and waits for the end; tells whether it has ended in time.
pub(crate) async fn scanned(call: &Call, library: &Library) -> Result<bool, ToolError> {
    let mut ear = watch::listening(call).await;
    call.plex.refresh_library(&library.key, None).await?;
    let (seen, _) = Watch::new(call, library).until_finished(&mut ear).await?;
    match seen.status {
        ScanStatus::StillScanning => Ok(false),
        ScanStatus::BrokenOff => Err(ToolError::new(
            ErrorKind::Upstream,
            "the connection to Plex was lost while it scanned; it no longer scans and has noted no end of the scan",
        )),
        ScanStatus::Started | ScanStatus::Finished => Ok(true),
    }
}

/// Returns how much is in the library now.
async fn counts(call: &Call, library: &Library) -> Result<CountsView, ToolError> {
    let counts = call.plex.library_counts_now(library).await?;
    Ok(CountsView::of(library, &counts))
}

/// Returns what is worth saying about how it ended.
fn note(waited: bool, status: ScanStatus, unchanged: bool) -> Option<String> {
    let note = match status {
        ScanStatus::Finished if unchanged => "The counts are what they were before.",
        ScanStatus::Finished => return None,
        ScanStatus::BrokenOff => {
            "The connection to Plex was lost meanwhile. It no longer scans and has noted no end of the scan: \
             scan it again."
        }
        ScanStatus::StillScanning if waited => {
            "Still scanning; plex_get_libraries says when it ends."
        }
        ScanStatus::StillScanning => return None,
        ScanStatus::Started if waited => {
            "Plex took the request but shows no scan: it may have been too quick to see, or be queued."
        }
        ScanStatus::Started => "Plex took the request; plex_get_libraries says when the scan ends.",
    };
    Some(note.to_owned())
}
