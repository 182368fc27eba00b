//! Watching a scan until the server says that it has ended.

use plex_client::{Activity, Event, Library, PlexError};
use tokio::time::{Instant, sleep, sleep_until};

use super::report::Report;
use crate::{
    call::Call,
    error::{ErrorKind, ToolError},
    live::{Ear, Heard},
    view::scan::ScanStatus,
};

/// How the server's activity of scanning one library begins.
const SCAN_ACTIVITY: &str = "library.update";

/// How many looks long a scan may not show before it is taken for over or queued.
const LOOKS_IN_VAIN: u32 = 5;

/// Begins to listen to the server. Where that cannot be, it is looked at instead.
pub(super) async fn listening(call: &Call) -> Ear {
    let options = &call.options;
    let mut ear = Ear::new(&call.live, options.scan_poll);
    ear.ready((options.scan_poll * LOOKS_IN_VAIN).min(options.scan_wait))
        .await;
    ear
}

/// A scan that was asked for.
pub(super) struct Watch<'a> {
    call: &'a Call,
    library: &'a Library,
}

/// Holds what the server shows of a scan.
pub(super) struct Seen {
    /// How far it is.
    pub(super) status: ScanStatus,
    /// When the last scan ended, as the server has it now.
    pub(super) scanned_at: Option<plex_client::Timestamp>,
    /// The activity that is the scan.
    activity: Option<Activity>,
    /// Whether activities are shown at all.
    shows_activities: bool,
}

impl<'a> Watch<'a> {
    /// Returns a watch over the scan of `library`, described as it was before the scan.
    pub(super) fn new(call: &'a Call, library: &'a Library) -> Self {
        Self { call, library }
    }

    /// Looks once.
    pub(super) async fn look(&self) -> Result<Seen, ToolError> {
        let client = &self.call.plex;
        let (libraries, activities) = tokio::join!(client.libraries_now(), client.activities());
        let now = libraries?
            .into_iter()
            .find(|library| library.key == self.library.key)
            .ok_or_else(|| {
                ToolError::new(
                    ErrorKind::NotFound,
                    "the library disappeared while it was scanned",
                )
            })?;
        // Not every token may see activities; the library itself says enough. Any other trouble leaves open
        // whether it is scanned.
        let (shows_activities, activities) = match activities {
            Ok(activities) => (true, activities),
            Err(PlexError::Forbidden { .. } | PlexError::Unauthorized { .. }) => {
                (false, Vec::new())
            }
            Err(error) => return Err(error.into()),
        };
        let activity = activities
            .into_iter()
            .find(|activity| self.is_its(activity));
        let status = if now.refreshing || activity.is_some() {
            ScanStatus::StillScanning
        } else if now.scanned_at != self.library.scanned_at {
            ScanStatus::Finished
        } else {
            ScanStatus::Started
        };
        Ok(Seen {
            status,
            scanned_at: now.scanned_at,
            activity,
            shows_activities,
        })
    }

    /// Looks, again and again where the trouble is one that passes.
    async fn look_until(&self, end: Instant) -> Result<Seen, ToolError> {
        loop {
            match self.look().await {
                Err(error) if Instant::now() < end && error.kind().passes() => {
                    sleep(self.call.options.scan_poll).await;
                }
                seen => return seen,
            }
        }
    }

    /// Waits until the server says that the scan has ended, or the time for it is over, reporting
    /// progress, and says how many seconds that took. Where the server tells nothing, it is looked at.
    pub(super) async fn until_finished(
        &self,
        ear: &mut Ear,
    ) -> Result<(Seen, Option<u64>), ToolError> {
        let options = &self.call.options;
        let start = Instant::now();
        let end = start + options.scan_wait;
        let shows_by = start + options.scan_poll * LOOKS_IN_VAIN;
        let title = crate::view::library::title(self.library);
        let mut report = Report::new(self.call, &title);
        let (mut was_running, mut was_lost) = (false, false);
        loop {
            let now = Instant::now();
            let mut has_failed = false;
            match self.look().await {
                Ok(mut seen) => {
                    if !seen.shows_activities {
                        ear.look_too();
                    }
                    match seen.status {
                        ScanStatus::StillScanning => {
                            was_running = true;
                            was_lost = false;
                            ear.caught_up();
                            match &seen.activity {
                                Some(activity) => report.activity(activity).await,
                                None => report.begin().await,
                            }
                        }
                        // It is over, and no end of it was noted.
                        ScanStatus::Started if was_running => {
                            seen.status = match was_lost || ear.was_away() {
                                true => ScanStatus::BrokenOff,
                                false => ScanStatus::Finished,
                            };
                        }
                        ScanStatus::Started => report.begin().await,
                        ScanStatus::Finished | ScanStatus::BrokenOff => {}
                    }
                    let is_over = match seen.status {
                        ScanStatus::Finished | ScanStatus::BrokenOff => true,
                        ScanStatus::StillScanning => now >= end,
                        ScanStatus::Started => now >= end.min(shows_by),
                    };
                    if is_over {
                        return Ok((seen, Some(start.elapsed().as_secs())));
                    }
                }
                // A server that starts again comes back, perhaps.
                Err(error) if was_running && now < end && error.kind().passes() => {
                    (was_lost, has_failed) = (true, true);
                }
                Err(error) => return Err(error),
            }
            let now = Instant::now();
            let (soonest, latest) = match (has_failed, was_running) {
                (true, _) => (now + options.scan_poll, now + options.scan_poll),
                (false, true) => (now + options.settle, end),
                (false, false) => (now + options.settle, shows_by),
            };
            let look_at = (soonest.min(end), latest.min(end));
            if self.hear(ear, look_at, &mut was_running, &mut report).await {
                let mut seen = self.look_until(end).await?;
                seen.status = ScanStatus::Finished;
                return Ok((seen, Some(start.elapsed().as_secs())));
            }
        }
    }

    /// Listens until there is something to look at, between the soonest and the latest; tells whether the server
    /// says that the scan has ended.
    async fn hear(
        &self,
        ear: &mut Ear,
        (soonest, latest): (Instant, Instant),
        was_running: &mut bool,
        report: &mut Report<'_>,
    ) -> bool {
        let mut look_by = latest;
        loop {
            let heard = tokio::select! {
                biased;
                // A flood of events does not put off the end.
                () = sleep_until(look_by) => return false,
                heard = ear.next() => heard,
            };
            let event = match heard {
                Heard::Event(event) => event,
                // It may be told to look all the time.
                Heard::Look => {
                    look_by = soonest.min(look_by);
                    continue;
                }
            };
            match &*event {
                Event::Activity(told) => {
                    let Some(activity) = told.activity.as_ref().filter(|one| self.is_its(one))
                    else {
                        continue;
                    };
                    if told.event == "ended" {
                        return true;
                    }
                    *was_running = true;
                    report.activity(activity).await;
                }
                Event::Timeline(entry) if entry.section_id.as_ref() == Some(&self.library.key) => {
                    report.item(entry).await;
                }
                _ => {}
            }
        }
    }

    /// Tells whether an activity is a scan of this library.
    fn is_its(&self, activity: &Activity) -> bool {
        let scan = activity.activity_type.starts_with(SCAN_ACTIVITY);
        let of_library = activity
            .context
            .as_ref()
            .and_then(|context| context.library_section_id.as_ref())
            .is_some_and(|key| *key == self.library.key);
        scan && of_library
    }
}
