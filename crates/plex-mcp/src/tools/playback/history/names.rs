//! The people and devices that history rows name by number.

use std::collections::HashMap;

use plex_client::{Account, AccountId, Device, DeviceId, HistoryRecord, PlexError};

use crate::clean;

/// Names by number.
pub(super) struct Names {
    users: HashMap<AccountId, String>,
    devices: HashMap<DeviceId, String>,
    missing: bool,
}

impl Names {
    /// Returns the names that could be had. Rows without names are better than no rows.
    pub(super) fn of(
        accounts: Result<Vec<Account>, PlexError>,
        devices: Result<Vec<Device>, PlexError>,
    ) -> Self {
        for error in [accounts.as_ref().err(), devices.as_ref().err()]
            .into_iter()
            .flatten()
        {
            tracing::debug!(%error, "history is shown without names");
        }
        let missing = accounts.is_err() || devices.is_err();
        let users = accounts.unwrap_or_default();
        let devices = devices.unwrap_or_default();
        Self {
            users: users
                .iter()
                .filter_map(|account| {
                    let id = account.id?;
                    let nameless =
                        || (id != AccountId::NOBODY).then(|| format!("(no name, id {id})"));
                    Some((id, clean::title(&account.name).or_else(nameless)?))
                })
                .collect(),
            devices: devices
                .iter()
                .filter_map(|device| Some((device.id?, clean::title(&device.name)?)))
                .collect(),
            missing,
        }
    }

    /// Returns who played it.
    pub(super) fn user(&self, record: &HistoryRecord) -> Option<String> {
        self.users.get(&record.account_id?).cloned()
    }

    /// Returns what played it.
    pub(super) fn device(&self, record: &HistoryRecord) -> Option<String> {
        self.devices.get(&record.device_id?).cloned()
    }

    /// Says that names are missing, if they are.
    pub(super) fn note(&self) -> Option<String> {
        self.missing
            .then(|| "Plex did not tell the names of all users and devices.".to_owned())
    }
}
