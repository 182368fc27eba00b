//! Waiting for a task that was started.

use std::collections::HashSet;

use plex_client::{Activity, ActivityId, Event, LibraryKey, RatingKey};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::time::{Instant, sleep_until};

use crate::{
    call::Call,
    change::Chore,
    clean,
    error::ToolError,
    live::{Ear, Heard},
};

/// How many looks long a task may not show before it is taken for over, or for one that never shows.
const LOOKS_IN_VAIN: u32 = 5;

/// What is known of a task that is gone, when its end cannot have been heard.
pub(super) const UNHEARD: &str = "The connection to Plex was lost meanwhile, and Plex is no longer at it. \
    Whether it ended or was broken off, Plex does not say.";

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) enum TaskStatus {
    // Nothing shows of it: it was too quick to see, is queued, or is one that never shows.
    #[serde(rename = "started")]
    Started,
    #[serde(rename = "still running")]
    StillRunning,
    #[serde(rename = "finished")]
    Finished,
    // The server is no longer at it, and the connection was lost meanwhile, so that no end of it was heard.
    #[serde(rename = "no longer running")]
    Gone,
}

/// Waits for a task; made before it is started, so that nothing of it is missed.
pub(super) struct Running<'a> {
    call: &'a Call,
    chore: Chore,
    ear: Ear,
    /// What the server was busy with before.
    before: HashSet<ActivityId>,
    done: f64,
}

impl<'a> Running<'a> {
    /// Begins to listen.
    ///
    /// # Errors
    ///
    /// What asking the server for its activities gives.
    pub(super) async fn new(call: &'a Call, chore: Chore) -> Result<Self, ToolError> {
        let options = &call.options;
        let mut ear = Ear::new(&call.live, options.scan_poll);
        let patience = (options.scan_poll * LOOKS_IN_VAIN).min(options.scan_wait);
        let ((), activities) = tokio::join!(ear.ready(patience), call.plex.activities());
        let before = activities?.into_iter().filter_map(|one| one.uuid);
        Ok(Self {
            call,
            chore,
            ear,
            before: before.collect(),
            done: -1.0,
        })
    }

    /// Waits until the server says that the task has ended, or the time for it is over, reporting progress,
    /// and says how many seconds that took.
    ///
    /// # Errors
    ///
    /// What asking the server gives; a server that is away is waited for.
    pub(super) async fn until_done(mut self) -> Result<(TaskStatus, u64), ToolError> {
        let start = Instant::now();
        let end = start + self.call.options.scan_wait;
        let shows_by = end.min(start + self.call.options.scan_poll * LOOKS_IN_VAIN);
        let mut was_running = false;
        let status = loop {
            let now = Instant::now();
            let mut has_failed = false;
            match self.call.plex.activities().await {
                Ok(activities) => {
                    let its = activities.iter().find(|one| self.is_its(one));
                    match its {
                        Some(activity) => {
                            was_running = true;
                            self.ear.caught_up();
                            self.report(activity).await;
                            if now >= end {
                                break TaskStatus::StillRunning;
                            }
                        }
                        None if was_running && self.ear.was_away() => break TaskStatus::Gone,
                        None if was_running => break TaskStatus::Finished,
                        None if now >= shows_by => break TaskStatus::Started,
                        None => {}
                    }
                }
                Err(error) => {
                    // A server that starts again comes back, perhaps.
                    let error = ToolError::from(error);
                    if now >= end || !error.kind().passes() {
                        return Err(error);
                    }
                    has_failed = true;
                }
            }
            let options = &self.call.options;
            let now = Instant::now();
            let (soonest, latest) = match (has_failed, was_running) {
                (true, _) => (now + options.scan_poll, now + options.scan_poll),
                (false, true) => (now + options.settle, end),
                (false, false) => (now + options.settle, shows_by),
            };
            let look_at = (soonest.min(end), latest.min(end));
            if self.hear(look_at, &mut was_running).await {
                break TaskStatus::Finished;
            }
        };
        Ok((status, start.elapsed().as_secs()))
    }

    /// Listens until there is something to look at, between the soonest and the latest; tells whether the server
    /// says that it has ended.
    async fn hear(
        &mut self,
        (soonest, latest): (Instant, Instant),
        was_running: &mut bool,
    ) -> bool {
        let mut look_by = latest;
        loop {
            let heard = tokio::select! {
                biased;
                () = sleep_until(look_by) => return false,
                heard = self.ear.next() => heard,
            };
            let event = match heard {
                Heard::Event(event) => event,
                // It may be told to look all the time.
                Heard::Look => {
                    look_by = soonest.min(look_by);
                    continue;
                }
            };
            if let Event::Activity(told) = &*event
                && let Some(activity) = told.activity.as_ref().filter(|one| self.is_its(one))
            {
                if told.event == "ended" {
                    return true;
                }
                *was_running = true;
                self.report(activity).await;
            }
        }
    }

    async fn report(&mut self, activity: &Activity) {
        let done = activity.progress.unwrap_or(0).clamp(0, 100) as f64;
        if done > self.done {
            self.done = done;
            let title = activity.title.as_deref().and_then(clean::title);
            let title = title.unwrap_or_else(|| "The task".to_owned());
            let title = clean::line(&title, 60);
            self.call.progress.report(done, Some(100.0), title).await;
        }
    }

    /// Tells whether an activity is what the server does for the task.
    fn is_its(&self, activity: &Activity) -> bool {
        let is_old = activity
            .uuid
            .as_ref()
            .is_some_and(|id| self.before.contains(id));
        let context = activity.context.as_ref();
        let is_of_library = |key: &LibraryKey| {
            context.and_then(|context| context.library_section_id.as_ref()) == Some(key)
        };
        let is_of_item = |key: &RatingKey| {
            let path = context.and_then(|context| context.key.as_deref());
            path.and_then(|path| path.strip_prefix("/library/metadata/")) == Some(key.as_str())
        };
        let title = activity.title.as_deref().unwrap_or_default();
        match &self.chore {
            // One that was under way is the same.
            Chore::Night { title: name, .. } => title == name,
            Chore::CleanBundles => !is_old && clean::folded(title).contains("bundle"),
            Chore::OptimizeDatabase => !is_old && clean::folded(title).contains("database"),
            Chore::AnalyzeLibrary(key) | Chore::RefreshLibrary(key) => {
                !is_old && is_of_library(key)
            }
            Chore::AnalyzeItem(key) | Chore::RefreshItem(key) => !is_old && is_of_item(key),
        }
    }
}

/// Says what is worth knowing of how it ended.
pub(super) fn note(status: TaskStatus) -> Option<String> {
    let note = match status {
        TaskStatus::Finished => return None,
        TaskStatus::StillRunning => "Still under way; plex_wait_for waits on, with task_done.",
        TaskStatus::Started => {
            "Plex took this but shows nothing of it: it was too quick to see, is queued, or never shows."
        }
        TaskStatus::Gone => UNHEARD,
    };
    Some(note.to_owned())
}
