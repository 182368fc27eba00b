//! What a server does by itself, and what its settings can be.

use super::server::Setting;
use crate::error::{PlexError, Result};
use crate::id::TaskName;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// A task that the server does by itself.
    pub struct MaintenanceTask {
        /// Its name, by which it is started and stopped.
        name: Option<TaskName> = "name",
        /// Every how many days it is done.
        interval_days: Option<u32> = "interval",
        /// Whether it is done at any time of the night.
        schedule_randomized: Option<bool> = "scheduleRandomized",
        /// Whether it is done at all.
        enabled: Option<bool> = "enabled",
        /// Its name for people.
        title: Option<String> = "title",
        /// What it does.
        description: Option<String> = "description",
    }
}

model! {
    /// The tasks, in an answer that is no `MediaContainer`.
    pub(crate) struct MaintenanceTasks {
        /// The tasks.
        tasks: Vec<MaintenanceTask> = "ButlerTask",
    }
}
answer_under!(MaintenanceTasks = "ButlerTasks");

impl Setting {
    /// Returns a value as Plex writes it, when the setting can have it: a truth as `1` or `0`, a number
    /// of its type, one of those that it offers.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it cannot have that value.
    ///
    /// ```
    /// let mut setting = plex_client::Setting::default();
    /// setting.setting_type = Some("int".to_owned());
    /// setting.enum_values = Some("0:never|7:after a week".to_owned());
    /// assert_eq!(setting.checked("7")?, "7");
    /// assert!(setting.checked("8").is_err());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn checked(&self, value: &str) -> Result<String> {
        let refused = |why: &str| Err(PlexError::invalid_argument("value", why));
        let value = match self.setting_type.as_deref() {
            Some("bool") => match value.trim().to_ascii_lowercase().as_str() {
                "1" | "true" => "1",
                "0" | "false" => "0",
                _ => return refused("must be true or false"),
            },
            Some("int") => match value.trim() {
                number if number.parse::<i64>().is_ok() => number,
                _ => return refused("must be a whole number"),
            },
            Some("double") => match value.trim() {
                number if number.parse::<f64>().is_ok_and(f64::is_finite) => number,
                _ => return refused("must be a number"),
            },
            _ => value,
        };
        let offers = self
            .enum_values
            .as_deref()
            .filter(|offers| !offers.is_empty());
        let is_offered = offers.is_none_or(|offers| {
            let mut values = offers
                .split('|')
                .map(|offer| offer.split_once(':').map_or(offer, |(value, _)| value));
            values.any(|offered| offered == value)
        });
        if !is_offered {
            return refused("is none of those that the setting offers");
        }
        Ok(value.to_owned())
    }
}
