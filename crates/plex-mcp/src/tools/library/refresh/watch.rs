//! Watching a scan until it ends.

use crate::error::ErrorKind;
use plex_client::{Activity, Library};
use tokio::time::{Instant, sleep};

use crate::{call::Call, clean, error::ToolError, view::scan::ScanStatus};

/// How the server's activity of scanning one library begins.
const SCAN_ACTIVITY: &str = "library.update";

/// How often a scan may be looked for in vain before it is taken for over or queued.
const LOOKS_IN_VAIN: u32 = 5;

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
    /// How much is done, in percent, where the server says so.
    percent: Option<f64>,
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
        // Not every token may see activities; the library itself says enough.
        let activities = activities.unwrap_or_default();
        let activity = activities.iter().find(|activity| self.is_its(activity));
        let status = if now.refreshing || activity.is_some() {
            ScanStatus::StillScanning
        } else if now.scanned_at != self.library.scanned_at {
            ScanStatus::Finished
        } else {
            ScanStatus::Started
        };
        let percent = activity
            .and_then(|activity| activity.progress)
            .map(|percent| percent as f64);
        Ok(Seen {
            status,
            scanned_at: now.scanned_at,
            percent: percent.filter(|percent| *percent >= 0.0),
        })
    }

    /// Looks until the scan has ended or the time for it is over, reporting progress, and says how
    /// many seconds that took.
    pub(super) async fn until_finished(&self) -> Result<(Seen, Option<u64>), ToolError> {
        let options = &self.call.options;
        let start = Instant::now();
        let (mut was_running, mut in_vain, mut done) = (false, 0, 0.0);
        loop {
            let mut seen = self.look().await?;
            match seen.status {
                ScanStatus::StillScanning => was_running = true,
                ScanStatus::Started if was_running => seen.status = ScanStatus::Finished,
                ScanStatus::Started => in_vain += 1,
                ScanStatus::Finished => {}
            }
            let waited = start.elapsed();
            let over = waited + options.scan_poll > options.scan_wait;
            if seen.status == ScanStatus::Finished || over || in_vain >= LOOKS_IN_VAIN {
                return Ok((seen, Some(waited.as_secs())));
            }
            done = self.report(&seen, done).await;
            sleep(options.scan_poll).await;
        }
    }

    /// Reports how far the scan is, never less than `before`, and gives what was reported.
    async fn report(&self, seen: &Seen, before: f64) -> f64 {
        let title = crate::view::library::title(self.library);
        let done = seen.percent.unwrap_or(0.0).clamp(before, 100.0);
        self.call
            .progress
            .report(
                done,
                Some(100.0),
                format!("Scanning {}", clean::quoted(&title, 60)),
            )
            .await;
        done
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
