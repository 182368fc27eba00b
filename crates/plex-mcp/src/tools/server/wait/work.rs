//! Waiting for a scan or a task to be done.

use plex_client::{Activity, Event, Library, LibraryKey, Timestamp};

use super::{
    hint::{Hint, Look},
    playing::holds,
    view::{ScannedView, WaitView},
};
use crate::{
    call::Call,
    error::{ErrorKind, ToolError},
    tools::server::activities,
    view,
};

/// How the server's activity of scanning begins.
const SCAN: &str = "library.update";

/// Which work is meant.
pub(super) enum Which {
    /// Scans of a library, or of all.
    Scan,
    /// An activity by its id, or those with such a title, or all.
    Task {
        id: Option<String>,
        title: Option<String>,
    },
}

/// Work that is to be done.
pub(super) struct Work {
    which: Which,
    library: Option<Library>,
    /// Whether it was under way when last looked at.
    was_running: bool,
    /// When the library was last scanned, before.
    scanned_at: Option<Timestamp>,
}

impl Work {
    pub(super) fn new(which: Which, library: Option<Library>) -> Self {
        Self {
            which,
            scanned_at: library.as_ref().and_then(|library| library.scanned_at),
            library,
            was_running: false,
        }
    }

    pub(super) fn in_words(&self) -> &'static str {
        match self.which {
            Which::Scan => "Waiting for the end of a scan",
            Which::Task { .. } => "Waiting for a task to be done",
        }
    }

    pub(super) async fn look(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let view = match self.which {
            Which::Scan => self.scans(call, how).await?,
            Which::Task { .. } => self.tasks(call, how).await?,
        };
        self.was_running |= !view.happened;
        Ok(view)
    }

    /// Looks at the scans.
    async fn scans(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let (libraries, activities) =
            tokio::join!(call.plex.libraries_now(), call.plex.activities());
        let mut libraries = libraries?;
        // Not every token may see activities; the libraries themselves say enough.
        let activities = activities.unwrap_or_default();
        if let Some(wanted) = &self.library {
            libraries.retain(|library| library.key == wanted.key);
            if libraries.is_empty() {
                let message = "the library disappeared while its scan was waited for";
                return Err(ToolError::new(ErrorKind::NotFound, message));
            }
        }
        let scan_of = |library: &Library| {
            let mut scans = activities.iter().filter(|one| is_scan(one));
            scans.find(|one| library_of(one) == Some(&library.key))
        };
        let is_scanned = |library: &Library| library.refreshing || scan_of(library).is_some();
        let happened = !libraries.iter().any(is_scanned);
        let is_same = |library: &Library| library.scanned_at == self.scanned_at;
        let is_broken = happened
            && how.was_away
            && self.was_running
            && self.library.is_some()
            && libraries.iter().all(is_same);
        let shown = libraries.iter().filter(|library| {
            // Of all, those that are scanned say something.
            self.library.is_some() || is_scanned(library)
        });
        let shown = shown.map(|library| ScannedView {
            library_id: library.key.to_string(),
            title: view::library::title(library),
            scanning: is_scanned(library),
            progress_percent: scan_of(library)
                .and_then(|scan| scan.progress)
                .filter(|done| (0..=100).contains(done)),
            scanned_at: call.options.calendar.rfc3339(library.scanned_at),
        });
        Ok(WaitView {
            happened,
            libraries: shown.collect(),
            note: is_broken.then(|| {
                "Plex was away meanwhile, no longer scans, and has not noted an end: the scan was \
                 broken off. Start it again."
                    .to_owned()
            }),
            ..WaitView::default()
        })
    }

    /// Looks at the activities.
    async fn tasks(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let mut activities = call.plex.activities().await?;
        activities.retain(|activity| self.means(activity));
        let happened = activities.is_empty();
        let note = match (happened, how.is_first) {
            (true, true) => Some("Nothing like that is under way.".to_owned()),
            (true, false) if how.was_away => Some(
                "Plex was away meanwhile and is no longer at it: it was done, or broken off."
                    .to_owned(),
            ),
            _ => None,
        };
        let title = self.library.as_ref().map(view::library::title);
        let shown = activities.iter();
        Ok(WaitView {
            happened,
            activities: shown
                .map(|activity| activities::view(activity, title.clone()))
                .collect(),
            note,
            ..WaitView::default()
        })
    }

    pub(super) fn hears(&self, event: &Event) -> Hint {
        let Event::Activity(told) = event else {
            return Hint::Nothing;
        };
        // What has ended may have said before what it was.
        match told.event == "ended" && told.activity.as_ref().is_none_or(|one| self.means(one)) {
            true => Hint::Look,
            false => Hint::Nothing,
        }
    }

    /// Tells whether an activity is one of those that are waited for.
    fn means(&self, activity: &Activity) -> bool {
        let is_in = |library: &Library| library_of(activity) == Some(&library.key);
        let is_its = match &self.which {
            Which::Scan => is_scan(activity),
            Which::Task { id, title } => {
                let own = activity.uuid.as_ref().map(ToString::to_string);
                let names = [
                    activity.title.as_deref(),
                    Some(activity.activity_type.as_str()),
                ];
                let is_titled = |title: &String| {
                    let mut names = names.into_iter().flatten();
                    names.any(|name| holds(name, title))
                };
                id.as_ref()
                    .is_none_or(|id| own.as_deref() == Some(id.trim()))
                    && title.as_ref().is_none_or(is_titled)
            }
        };
        is_its && self.library.as_ref().is_none_or(is_in)
    }
}

fn is_scan(activity: &Activity) -> bool {
    activity.activity_type.starts_with(SCAN)
}

fn library_of(activity: &Activity) -> Option<&LibraryKey> {
    activity.context.as_ref()?.library_section_id.as_ref()
}
