//! What a server measures of itself.

use super::server::{Account, Device};
use crate::container::listed;
use crate::id::{AccountId, DeviceId};
use crate::time::Timestamp;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// Holds what was sent to whom: `GET /statistics/bandwidth`.
    pub struct BandwidthStatistics {
        /// The devices the samples name.
        devices: Vec<Device> = "Device",
        /// The accounts the samples name.
        accounts: Vec<Account> = "Account",
        /// What was sent, in no order to rely on.
        samples: Vec<BandwidthSample> = "StatisticsBandwidth",
    }
}

model! {
    /// Holds what was sent to one account on one device in one stretch of time.
    pub struct BandwidthSample {
        /// The account.
        account_id: Option<AccountId> = "accountID",
        /// The device.
        device_id: Option<DeviceId> = "deviceID",
        /// The length of the stretch by number, as [`Timespan::number`](crate::Timespan::number).
        timespan: Option<u32> = "timespan",
        /// Its beginning.
        at: Option<Timestamp> = "at",
        /// Whether it stayed in the server's own network.
        lan: Option<bool> = "lan",
        /// How many bytes.
        bytes: Option<u64> = "bytes",
    }
}

model! {
    /// Says how busy the machine was at one moment: `GET /statistics/resources`. All in percent.
    pub struct ResourceSample {
        /// When.
        at: Option<Timestamp> = "at",
        /// Processors, by everything on the machine.
        host_cpu: Option<f64> = "hostCpuUtilization",
        /// Processors, by Plex.
        process_cpu: Option<f64> = "processCpuUtilization",
        /// Memory, by everything on the machine.
        host_memory: Option<f64> = "hostMemoryUtilization",
        /// Memory, by Plex.
        process_memory: Option<f64> = "processMemoryUtilization",
    }
}

model! {
    /// Says whether there is a newer version: `GET /updater/status`. The address it is fetched from is
    /// left out, because it holds a token.
    pub struct UpdateStatus {
        /// Whether the server can install it by itself.
        can_install: Option<bool> = "canInstall",
        /// When the server looked.
        checked_at: Option<Timestamp> = "checkedAt",
        /// The newer versions; none when there is none.
        releases: Vec<Release> = "Release",
    }
}

model! {
    /// A newer version.
    pub struct Release {
        /// Which.
        version: Option<String> = "version",
        /// `available`, `notify`, `downloading`, `skipped` or `done`.
        state: Option<String> = "state",
        /// What is new in it.
        added: Option<String> = "added",
        /// What was put right in it.
        fixed: Option<String> = "fixed",
    }
}

listed! {
    ResourceSample = "StatisticsResources";
}
answer_under!(
    BandwidthStatistics = "MediaContainer",
    UpdateStatus = "MediaContainer",
);
