//! The server itself, who uses it and with what.

use plex_client::{
    Account, Activity, BandwidthQuery, BandwidthStatistics, Device, Endpoint, Events, EventsQuery,
    ResourceSample, Result, ServerIdentity, Setting, TranscodeSession, UpdateStatus,
};

use super::{Plex, memory::Stamp};

impl Plex {
    /// Listens to what the server tells by itself, of all libraries.
    pub(crate) fn events(&self) -> Events {
        self.client.events(&EventsQuery::new())
    }

    /// Returns who has used the server, remembered for minutes.
    pub(crate) async fn accounts(&self) -> Result<Vec<Account>> {
        let ask = self.client.accounts();
        self.memory
            .accounts
            .get((), Stamp::NONE, self.now(), ask)
            .await
    }

    /// Returns the devices that have used the server, remembered for minutes.
    pub(crate) async fn devices(&self) -> Result<Vec<Device>> {
        let ask = self.client.devices();
        self.memory
            .devices
            .get((), Stamp::NONE, self.now(), ask)
            .await
    }

    /// Returns who has used the server, and with what, as the server has it now: each, or why it is not told.
    pub(crate) async fn users_now(&self) -> (Result<Vec<Account>>, Result<Vec<Device>>) {
        let (accounts, devices) = tokio::join!(self.client.accounts(), self.client.devices());
        let now = self.now();
        if let Ok(accounts) = &accounts {
            let accounts = accounts.clone();
            self.memory.accounts.put((), Stamp::NONE, now, accounts);
        }
        if let Ok(devices) = &devices {
            let devices = devices.clone();
            self.memory.devices.put((), Stamp::NONE, now, devices);
        }
        (accounts, devices)
    }

    /// Returns what the server is busy with, as far as it may be shown.
    pub(crate) async fn activities(&self) -> Result<Vec<Activity>> {
        let mut activities = self.client.activities().await?;
        if let Some(visible) = self.visible().await? {
            activities.retain(|activity| {
                let context = activity.context.as_ref();
                visible.has(context.and_then(|context| context.library_section_id.as_ref()))
            });
        }
        Ok(activities)
    }

    /// Returns the players that announce themselves.
    pub(crate) async fn players(&self) -> Result<Vec<Endpoint>> {
        self.client.players().await
    }

    /// Returns which server it is, asked for once. Anybody may ask, and `/` may be refused where this is not.
    pub(crate) async fn machine_identifier(&self) -> Result<&str> {
        self.client.machine_identifier().await
    }

    /// Returns what the server tells anybody of itself now: which one it is and its version.
    pub(crate) async fn open_identity(&self) -> Result<ServerIdentity> {
        self.client.open_identity().await
    }

    /// Returns what the server says it is and can do, remembered for minutes.
    pub(crate) async fn server_identity(&self) -> Result<ServerIdentity> {
        let ask = self.client.server_identity();
        self.memory
            .identity
            .get((), Stamp::NONE, self.now(), ask)
            .await
    }

    /// Returns what the server says it is and can do now.
    pub(crate) async fn server_identity_now(&self) -> Result<ServerIdentity> {
        let identity = self.client.server_identity().await?;
        self.memory
            .identity
            .put((), Stamp::NONE, self.now(), identity.clone());
        Ok(identity)
    }

    /// Returns what the server converts now, of all libraries.
    pub(crate) async fn transcodes(&self) -> Result<Vec<TranscodeSession>> {
        self.client.transcodes().await
    }

    /// Tells whether there is a newer version.
    pub(crate) async fn update_status(&self) -> Result<UpdateStatus> {
        self.client.update_status().await
    }

    /// Returns how busy the machine is.
    pub(crate) async fn resources(&self) -> Result<Vec<ResourceSample>> {
        self.client.resources().await
    }

    /// Returns how much was sent to whom.
    pub(crate) async fn bandwidth(&self, query: &BandwidthQuery) -> Result<BandwidthStatistics> {
        self.client.bandwidth(query).await
    }

    /// Returns how the server is set, what is hidden and secret among it: not to be told.
    pub(crate) async fn settings(&self) -> Result<Vec<Setting>> {
        self.client.settings().await
    }
}
