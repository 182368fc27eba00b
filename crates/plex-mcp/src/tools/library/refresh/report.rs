//! Reporting how far a scan is.

use std::time::Duration;

use plex_client::{Activity, TimelineNotification};
use tokio::time::Instant;

use crate::{call::Call, clean};

/// The least time between two reports.
const GAP: Duration = Duration::from_millis(250);
/// The state of an entry of the timeline whose item is all that it will be.
const PROCESSED: u32 = 5;

/// Reports how far a scan is, never less than before.
pub(super) struct Report<'a> {
    call: &'a Call,
    what: String,
    /// How much was reported, and when.
    done: Option<(f64, Instant)>,
    /// Whether the server says how much is done, in percent; else it is counted what is.
    says_percent: bool,
    ready: u32,
}

impl<'a> Report<'a> {
    /// Returns one of the scan of a library with this title.
    pub(super) fn new(call: &'a Call, title: &str) -> Self {
        Self {
            call,
            what: format!("Scanning {}", clean::quoted(title, 60)),
            done: None,
            says_percent: false,
            ready: 0,
        }
    }

    /// Reports that it goes on, the first time.
    pub(super) async fn begin(&mut self) {
        if self.done.is_none() {
            self.tell(0.0, None).await;
        }
    }

    /// Reports what the server says of its activity.
    pub(super) async fn activity(&mut self, activity: &Activity) {
        match activity.progress.filter(|done| (1..=100).contains(done)) {
            Some(percent) => {
                self.says_percent = true;
                self.tell(percent as f64, activity.subtitle.as_deref())
                    .await;
            }
            None => self.begin().await,
        }
    }

    /// Reports an item that is ready, where nothing else says how far it is.
    pub(super) async fn item(&mut self, entry: &TimelineNotification) {
        let is_on_its_way = entry.metadata_state.is_some() || entry.media_state.is_some();
        if entry.state == Some(PROCESSED) && !is_on_its_way && !self.says_percent {
            self.ready = self.ready.saturating_add(1);
            self.tell(self.ready.into(), entry.title.as_deref()).await;
        }
    }

    async fn tell(&mut self, done: f64, at: Option<&str>) {
        let now = Instant::now();
        let is_news = |(before, told): &(f64, Instant)| done > *before && now >= *told + GAP;
        if !self.done.as_ref().is_none_or(is_news) {
            return;
        }
        self.done = Some((done, now));
        let total = (self.says_percent || self.ready == 0).then_some(100.0);
        let at = at.and_then(clean::title);
        let message = match at {
            Some(at) => format!("{}: {}", self.what, clean::quoted(&at, 60)),
            None => self.what.clone(),
        };
        self.call.progress.report(done, total, message).await;
    }
}
