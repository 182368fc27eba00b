//! Waiting for a scan or a task to be done.

use std::collections::{HashMap, HashSet};

use plex_client::{Activity, ActivityId, Event, Library, LibraryKey, PlexError, Timestamp};

use super::{
    hint::{Hint, Look},
    playing::holds,
    view::{ScannedView, WaitView},
};
use crate::{
    call::Call,
    clean,
    error::{ErrorKind, ToolError},
    tools::server::{activities, running::UNHEARD},
    view,
};

/// How the server's activity of scanning begins.
const SCAN: &str = "library.update";

/// What is known where one of several was gone after an absence of the server, and the others went on.
const ONE_UNHEARD: &str = "The connection to Plex was lost meanwhile, and one of the tasks was gone after that. \
    Whether it ended or was broken off, Plex does not say.";

/// How many libraries are named at most.
const SHOWN: usize = 5;

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
    /// The libraries that were seen to be scanned, and when the scan before that had ended.
    seen_scanned: HashMap<LibraryKey, Option<Timestamp>>,
    /// Those of them whose scan was gone after an absence of the server, with no end of it noted.
    broken_off: HashSet<LibraryKey>,
    /// The activities that were seen last.
    seen: HashSet<ActivityId>,
    /// Whether one of those was gone after an absence of the server.
    is_unheard: bool,
}

impl Work {
    pub(super) fn new(which: Which, library: Option<Library>) -> Self {
        Self {
            which,
            library,
            seen_scanned: HashMap::new(),
            broken_off: HashSet::new(),
            seen: HashSet::new(),
            is_unheard: false,
        }
    }

    pub(super) fn in_words(&self) -> &'static str {
        match self.which {
            Which::Scan => "Waiting for the end of a scan",
            Which::Task { .. } => "Waiting for a task to be done",
        }
    }

    pub(super) async fn look(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        match self.which {
            Which::Scan => self.scans(call, how).await,
            Which::Task { .. } => self.tasks(call, how).await,
        }
    }

    /// Looks at the scans.
    async fn scans(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let (libraries, activities) =
            tokio::join!(call.plex.libraries_now(), call.plex.activities());
        let mut libraries = libraries?;
        // Not every token may see activities; the libraries themselves say enough. Any other trouble leaves
        // open whether they are scanned.
        let activities = match activities {
            Err(PlexError::Forbidden { .. } | PlexError::Unauthorized { .. }) => Vec::new(),
            activities => activities?,
        };
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
        for library in &libraries {
            let (key, ended) = (&library.key, library.scanned_at);
            if is_scanned(library) {
                self.seen_scanned.insert(key.clone(), ended);
                self.broken_off.remove(key);
            } else if self.seen_scanned.get(key) != Some(&ended) {
                self.broken_off.remove(key);
            } else if how.was_away {
                self.broken_off.insert(key.clone());
            }
        }
        let broken_off = libraries
            .iter()
            .filter(|library| self.broken_off.contains(&library.key))
            .map(|library| clean::quoted(&view::library::title(library), 60));
        let broken_off: Vec<String> = broken_off.take(SHOWN).collect();
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
            note: (!broken_off.is_empty()).then(|| {
                format!(
                    "The connection to Plex was lost meanwhile. Plex has noted no end of the scan of {}, which was \
                     probably broken off: scan again.",
                    broken_off.join(", ")
                )
            }),
            ..WaitView::default()
        })
    }

    /// Looks at the activities.
    async fn tasks(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let mut activities = call.plex.activities().await?;
        activities.retain(|activity| self.means(activity));
        let happened = activities.is_empty();
        let now = activities.iter().filter_map(|one| one.uuid.clone());
        let now: HashSet<ActivityId> = now.collect();
        self.is_unheard |= how.was_away && !self.seen.is_subset(&now);
        self.seen = now;
        let note = match (happened, how.is_first) {
            (true, true) => Some("Nothing like that is under way.".to_owned()),
            (true, false) if how.was_away => Some(UNHEARD.to_owned()),
            (true, false) if self.is_unheard => Some(ONE_UNHEARD.to_owned()),
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
