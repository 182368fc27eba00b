//! The history: what was played, when and by whom.

use super::item::MediaItem;
use crate::container::{Header, Listed, container_of_body};
use crate::id::{AccountId, DeviceId, HistoryId};
use crate::time::Timestamp;
use crate::wire::names::ITEM_NAMES;
use crate::wire::object::model;

model! {
    /// A finished play.
    pub struct HistoryRecord {
        /// Path of the record.
        history_key: Option<String> = "historyKey",
        /// When it was played.
        viewed_at: Option<Timestamp> = "viewedAt",
        /// Who played it, among [`accounts`](crate::PlexClient::accounts).
        account_id: Option<AccountId> = "accountID",
        /// What played it, among [`devices`](crate::PlexClient::devices).
        device_id: Option<DeviceId> = "deviceID",
        ..
        /// What was played. Without duration and versions; without keys when it was deleted since.
        item: MediaItem,
    }
}

impl HistoryRecord {
    /// Returns its id, by which it can be deleted.
    #[must_use]
    pub fn id(&self) -> Option<HistoryId> {
        let path = self.history_key.as_deref()?;
        HistoryId::new(path.strip_prefix("/status/sessions/history/")?).ok()
    }
}

impl Listed for HistoryRecord {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    container_of_body!();

    fn inherit(&mut self, from: &Header) {
        self.item.inherit(from);
    }
}
