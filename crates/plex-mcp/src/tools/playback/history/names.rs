//! The people and devices that history rows name by number.

use std::collections::HashMap;

use plex_client::{Account, Device, HistoryRecord, PlexError};
use serde_json::Value;

use crate::{clean, error::ToolError, nearest::nearest};

/// The most users that an error lists.
const LISTED: usize = 12;

/// Names by number.
pub(super) struct Names {
    users: HashMap<i64, String>,
    devices: HashMap<i64, String>,
    missing: bool,
}

impl Names {
    /// The names that could be had. Rows without names are better than no rows.
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
        let named = |id: Option<i64>, name: &str| Some((id?, clean::title(name)?));
        let users = accounts.unwrap_or_default();
        let devices = devices.unwrap_or_default();
        Self {
            users: users
                .iter()
                .filter_map(|account| named(account.id, &account.name))
                .collect(),
            devices: devices
                .iter()
                .filter_map(|device| named(device.id, &device.name))
                .collect(),
            missing,
        }
    }

    /// Who played it.
    pub(super) fn user(&self, record: &HistoryRecord) -> Option<String> {
        self.users.get(&record.account_id?).cloned()
    }

    /// What played it.
    pub(super) fn device(&self, record: &HistoryRecord) -> Option<String> {
        self.devices.get(&record.device_id?).cloned()
    }

    /// Says that names are missing, if they are.
    pub(super) fn note(&self) -> Option<String> {
        self.missing
            .then(|| "Plex did not tell the names of all users and devices.".to_owned())
    }
}

/// The id of the account that `wanted`, a name or an id, names.
///
/// # Errors
///
/// `invalid_argument` when no account, or more than one, is named.
pub(super) fn account_named(accounts: &[Account], wanted: &str) -> Result<i64, ToolError> {
    let name = clean::folded(wanted);
    let named = || {
        accounts
            .iter()
            .filter_map(|account| Some((account.id?, clean::title(&account.name)?)))
    };
    let ids: Vec<i64> = named()
        .filter(|(_, title)| clean::folded(title) == name)
        .map(|(id, _)| id)
        .collect();
    match ids.as_slice() {
        [id] => Ok(*id),
        [] => {
            // An id is only for telling two of one name apart.
            if let Some((id, _)) = named().find(|(id, _)| id.to_string() == wanted.trim()) {
                return Ok(id);
            }
            let known: Vec<String> = named().map(|(_, title)| title).take(LISTED).collect();
            let quoted: Vec<String> = known.iter().map(|name| clean::quoted(name, 40)).collect();
            let allowed = format!("the name of a user: {}", quoted.join(", "));
            Err(ToolError::refused("user", &Value::from(wanted), &allowed)
                .meant(nearest(wanted, known.iter().map(String::as_str))))
        }
        ids => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let message = format!("user: more than one user has that name: {}", ids.join(", "));
            Err(ToolError::invalid(message).hint("Give the id of the one you mean."))
        }
    }
}
