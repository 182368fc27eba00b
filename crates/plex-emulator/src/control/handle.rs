//! The channel as its users hold it.

use std::fmt;
use std::sync::Arc;

use super::host::Room;
use crate::emulator::Emulator;
use crate::server::Listener;
use crate::start::{StartError, listen};

/// A port on loopback at which a running emulator is told, over HTTP with JSON, what a test in Rust tells its
/// [`Emulator`]: to move the clock, to change the disks, to fail, to lose its listeners, to start again, to give
/// its state. [`crate::control_endpoints`] lists what it takes. Dropping it shuts the port.
pub struct Control {
    url: String,
    _listener: Listener,
}

impl Control {
    /// Opens the channel to an emulator; port 0 lets the system choose.
    ///
    /// Fails when the port is taken.
    pub async fn start(emulator: Arc<Emulator>, port: u16) -> Result<Self, StartError> {
        let (listening, address) = listen(port).await?;
        Ok(Self {
            url: format!("http://{address}"),
            _listener: Listener::serve(listening, Arc::new(Room::new(emulator)), None),
        })
    }

    /// Returns `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
