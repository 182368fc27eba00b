//! What was asked for and is not seen yet: servers answer before they have done it.

use std::time::Duration;

use super::World;
use super::event::{Audience, Change};
use super::later::{Later, Postponed};

impl World {
    /// Makes a change after a while; at once when there is no while.
    pub(crate) fn postpone(&mut self, by: Duration, what: Postponed, now_millis: i64) {
        if by.is_zero() {
            self.perform(what, now_millis);
            return;
        }
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let due = now_millis.saturating_add(by);
        self.postponed.push(Later { due, what });
    }

    /// Returns the changes that come later, in the order asked for.
    pub(crate) fn later(&self) -> &[Later] {
        &self.postponed
    }

    /// Lets a change come at its time.
    pub(crate) fn resume_later(&mut self, due: i64, what: Postponed) {
        self.postponed.push(Later { due, what });
    }

    /// Makes the changes whose time has come, in the order asked for.
    pub(super) fn perform_due(&mut self, now_millis: i64) {
        let all = std::mem::take(&mut self.postponed).into_iter();
        let (due, waiting): (Vec<Later>, Vec<Later>) =
            all.partition(|later| later.due <= now_millis);
        self.postponed = waiting;
        for later in due {
            self.perform(later.what, later.due);
        }
    }

    fn perform(&mut self, what: Postponed, now_millis: i64) {
        match what {
            Postponed::Preferences(pairs) => self.set_preferences(pairs, now_millis),
            Postponed::Artwork { item, kind, bytes } => {
                self.upload_artwork(item, kind, bytes, now_millis);
            }
            Postponed::Edits {
                account,
                item,
                edits,
            } => self.edit(account, item, &edits, now_millis),
        }
    }

    fn set_preferences(&mut self, pairs: Vec<(String, String)>, now_millis: i64) {
        for (id, value) in pairs {
            let Some(preference) = self.preferences.get_mut(&id) else {
                continue;
            };
            preference.set(&value);
            let text = preference.value.as_text();
            if let Some(name) = text.filter(|name| id == "FriendlyName" && !name.is_empty()) {
                self.server.friendly_name = name.to_owned();
            }
            let change = Change::Preference { id, value };
            self.tell(now_millis, Audience::Owner, change);
        }
        // The queue of versions may have been paused until now.
        self.work_on_orders(now_millis);
    }
}
