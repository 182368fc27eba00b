//! The care of a server: its tasks, its trash, what it is busy with, its settings.

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::id::{ActivityId, LibraryKey, TaskName};
use crate::model::{MaintenanceTask, MaintenanceTasks, Setting};
use crate::transport::request::{Method, Request};
use crate::transport::{path, write_path};

impl PlexClient {
    /// Lists the tasks that the server does by itself, usually at night: `GET /butler`. Owners only.
    ///
    /// # Errors
    ///
    /// [`PlexError::Forbidden`] for others than the owner; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// for task in client.maintenance_tasks().await? {
    ///     println!("{:?} every {:?} days", task.title, task.interval_days);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn maintenance_tasks(&self) -> Result<Vec<MaintenanceTask>> {
        let request = Request::reading(write_path::tasks());
        let found: MaintenanceTasks = self.ask(&request).await?;
        Ok(found.tasks)
    }

    /// Starts a task now: `POST /butler/{name}`. The server answers before it is done, and likewise when it
    /// is being done already; [`activities`](Self::activities) show how far it is. Owners only. Never
    /// sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such task on this server; [`PlexError::Forbidden`] for
    /// others than the owner; [`PlexError::OutcomeUnknown`] when the answer was lost; any other of
    /// [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// use plex_client::TaskName;
    ///
    /// client.start_task(&TaskName::new("BackupDatabase")?).await?;
    /// # Ok(()) }
    /// ```
    pub async fn start_task(&self, task: &TaskName) -> Result<()> {
        self.change_at(Method::Post, write_path::task(task)).await
    }

    /// Stops a task that is being done: `DELETE /butler/{name}`. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] also when it is not being done; others as
    /// [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, task: plex_client::TaskName)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.stop_task(&task).await?;
    /// # Ok(()) }
    /// ```
    pub async fn stop_task(&self, task: &TaskName) -> Result<()> {
        self.change_at(Method::Delete, write_path::task(task)).await
    }

    /// Starts all tasks that are due today: `POST /butler`. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// client.start_due_tasks().await?;
    /// # Ok(()) }
    /// ```
    pub async fn start_due_tasks(&self) -> Result<()> {
        self.change_at(Method::Post, write_path::tasks()).await
    }

    /// Stops all tasks: `DELETE /butler`. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// client.stop_all_tasks().await?;
    /// # Ok(()) }
    /// ```
    pub async fn stop_all_tasks(&self) -> Result<()> {
        self.change_at(Method::Delete, write_path::tasks()).await
    }

    /// Empties the trash of a library: `PUT /library/sections/{id}/emptyTrash`. What has no files any more
    /// is gone for good, with what accounts had noted of it: also what is on a drive that is away just now.
    /// Not while the library is scanned. The server answers before it has done so. Owners only. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such library; others as
    /// [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.empty_trash(&library).await?;
    /// # Ok(()) }
    /// ```
    pub async fn empty_trash(&self, library: &LibraryKey) -> Result<()> {
        self.change_at(Method::Put, write_path::empty_trash(library))
            .await
    }

    /// Removes the metadata that belongs to nothing any more: `PUT /library/clean/bundles`. The server answers
    /// before it has done so. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// client.clean_bundles().await?;
    /// # Ok(()) }
    /// ```
    pub async fn clean_bundles(&self) -> Result<()> {
        self.care(write_path::clean_bundles()).await
    }

    /// Optimises the server's database: `PUT /library/optimize`. The server answers before it has done so, and
    /// is slow meanwhile. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// client.optimize_database().await?;
    /// # Ok(()) }
    /// ```
    pub async fn optimize_database(&self) -> Result<()> {
        self.care(write_path::optimize()).await
    }

    /// Calls off the scan of a library: `DELETE /library/sections/{id}/refresh`. Owners only. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// As [`empty_trash`](Self::empty_trash).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.cancel_refresh(&library).await?;
    /// # Ok(()) }
    /// ```
    pub async fn cancel_refresh(&self, library: &LibraryKey) -> Result<()> {
        self.change_at(Method::Delete, path::section_refresh(library))
            .await
    }

    /// Calls off something that the server is busy with: `DELETE /activities/{id}`. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::Refused`] for what cannot be called off; [`PlexError::NotFound`] when it is over;
    /// others as [`start_task`](Self::start_task).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient) -> Result<(), plex_client::PlexError> {
    /// for activity in client.activities().await? {
    ///     if let (Some(true), Some(id)) = (activity.cancellable, activity.uuid) {
    ///         client.cancel_activity(&id).await?;
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn cancel_activity(&self, activity: &ActivityId) -> Result<()> {
        self.change_at(Method::Delete, write_path::activity(activity))
            .await
    }

    /// Sets a setting of the server, one of those that [`settings`](Self::settings) lists: `PUT /:/prefs`. Servers
    /// do not all refuse values that make no sense, so it is checked before ([`Setting::checked`]). It may
    /// take a second until it is read. Nothing of the value is in any error. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a value that the setting cannot have; [`PlexError::Refused`] when
    /// there is no such setting; others as [`start_task`](Self::start_task).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let settings = client.settings().await?;
    /// let name = settings.iter().find(|setting| setting.id == "FriendlyName");
    /// client.set_setting(name.ok_or("no name")?, "Lighthouse").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn set_setting(&self, setting: &Setting, value: &str) -> Result<()> {
        let value = setting.checked(value)?;
        // It becomes the name of a parameter, among which are the token's and others'.
        let is_name = |id: &str| {
            let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            !id.is_empty() && id.bytes().all(word)
        };
        if !is_name(&setting.id) {
            return Err(PlexError::invalid_argument("setting", "has no name"));
        }
        let request = Request::changing(Method::Put, path::preferences()).query(&setting.id, value);
        self.act(&request).await
    }

    async fn care(&self, path: path::Path) -> Result<()> {
        self.act(&Request::changing(Method::Put, path).query("async", "1"))
            .await
    }

    /// Sends a change that is all path.
    pub(super) async fn change_at(&self, method: Method, path: path::Path) -> Result<()> {
        self.act(&Request::changing(method, path)).await
    }
}
