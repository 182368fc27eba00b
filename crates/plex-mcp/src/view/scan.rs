//! What became of a scan.

use schemars::JsonSchema;
use serde::Serialize;

use super::library::CountsView;

/// A scan that was started, and what can be said of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ScanView {
    /// The library's id.
    pub(crate) library_id: String,
    /// The library's title.
    pub(crate) title: String,
    /// The folder that is scanned, when it is not the whole library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// How far it is.
    pub(crate) status: ScanStatus,
    /// How long it was waited for, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) waited_s: Option<u64>,
    /// When the last scan of the library ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scanned_at: Option<String>,
    /// How much more there is in the library than before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) added: Option<CountsView>,
    /// How much less there is in the library than before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) removed: Option<CountsView>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) enum ScanStatus {
    #[serde(rename = "started")]
    Started,
    #[serde(rename = "still scanning")]
    StillScanning,
    #[serde(rename = "finished")]
    Finished,
    // It no longer scans and has noted no end; the connection to it was lost meanwhile.
    #[serde(rename = "broken off")]
    BrokenOff,
}

/// Returns what there is more of in `after` than in `before`; nothing where nothing grew.
pub(crate) fn growth(before: &CountsView, after: &CountsView) -> Option<CountsView> {
    let more = |before: Option<u64>, after: Option<u64>| {
        after?.checked_sub(before?).filter(|growth| *growth > 0)
    };
    let growth = CountsView {
        items: more(before.items, after.items),
        shows: more(before.shows, after.shows),
        seasons: more(before.seasons, after.seasons),
        episodes: more(before.episodes, after.episodes),
        artists: more(before.artists, after.artists),
        albums: more(before.albums, after.albums),
        tracks: more(before.tracks, after.tracks),
        photos: more(before.photos, after.photos),
        videos: more(before.videos, after.videos),
    };
    (growth != CountsView::default()).then_some(growth)
}
