//! plex.tv as a second host: PINs, the account, and the servers that it knows.
//!
//! It answers JSON, as plex.tv's v2 API does when asked for it.

mod answer;
mod host;
mod pins;
mod server;

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::clock::Clock;
use crate::emulator::{StartError, listen};
use crate::fault::FaultRule;
use crate::server::{Listener, RecordedRequest, Traffic};
use host::PlexTvHost;
pub use server::{TvConnection, TvServer};

/// The token of the emulated account, which is none of its servers' tokens.
pub const ACCOUNT_TOKEN: &str = "demo-token-for-the-account";

/// How long a PIN lasts; plex.tv's last as long.
const PIN_LIFETIME: Duration = Duration::from_secs(900);

/// What the emulated plex.tv is to be; see [`crate::EmulatorBuilder::plex_tv`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlexTvOptions {
    /// The port on 127.0.0.1; 0 lets the system choose one.
    pub port: u16,
    /// How long after a PIN was made the person says yes by themselves, by the emulator's clock; for
    /// demos. Never unless set: [`PlexTv::approve`] does it.
    pub approve_after: Option<Duration>,
    /// How long a PIN lasts; a quarter of an hour unless set, as at plex.tv.
    pub pin_lifetime: Duration,
    /// The name of the account.
    pub account: String,
}

impl Default for PlexTvOptions {
    fn default() -> Self {
        Self {
            port: 0,
            approve_after: None,
            pin_lifetime: PIN_LIFETIME,
            account: "Ada".to_owned(),
        }
    }
}

impl PlexTvOptions {
    /// An account whose holder says yes by themselves after a while.
    #[must_use]
    pub fn approving_after(delay: Duration) -> Self {
        Self {
            approve_after: Some(delay),
            ..Self::default()
        }
    }

    /// The same with PINs that last as long.
    #[must_use]
    pub fn pin_lifetime(self, pin_lifetime: Duration) -> Self {
        Self {
            pin_lifetime,
            ..self
        }
    }

    /// The same on a given port.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }
}

/// A running plex.tv on loopback. Dropping it stops it.
pub struct PlexTv {
    host: Arc<PlexTvHost>,
    url: String,
    _listener: Listener,
}

impl PlexTv {
    pub(crate) async fn start(
        options: PlexTvOptions,
        clock: Clock,
        keep_requests: usize,
    ) -> Result<Self, StartError> {
        let (listening, address): (_, SocketAddr) = listen(options.port).await?;
        let host = Arc::new(PlexTvHost {
            pins: pins::Pins::new(options.approve_after, options.pin_lifetime),
            account: options.account,
            servers: RwLock::default(),
            clock,
            traffic: Traffic::new(Duration::ZERO, keep_requests),
        });
        Ok(Self {
            url: format!("http://{address}"),
            _listener: Listener::serve(listening, Arc::clone(&host), None),
            host,
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end: what stands for `https://plex.tv`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The account's token.
    pub fn token(&self) -> &str {
        ACCOUNT_TOKEN
    }

    /// The person's click: they are signed in and say yes to the application that made this code.
    /// False when there is no such PIN, or it has expired.
    pub fn approve(&self, code: &str) -> bool {
        self.host.pins.approve(code, self.host.clock.now_millis())
    }

    /// The codes of the PINs that wait for an answer, oldest first.
    pub fn waiting_codes(&self) -> Vec<String> {
        self.host.pins.waiting(self.host.clock.now_millis())
    }

    /// Lets the account know one more server.
    pub fn add_server(&self, server: TvServer) {
        self.servers_mut().push(server);
    }

    /// Puts these servers in place of the ones that the account knows.
    pub fn set_servers(&self, servers: Vec<TvServer>) {
        *self.servers_mut() = servers;
    }

    /// Makes requests go wrong from now on, as [`crate::Emulator::inject`] does for the server.
    pub fn inject(&self, rule: impl Into<FaultRule>) {
        self.host.traffic.faults.add(rule.into());
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.host.traffic.faults.clear();
    }

    /// What was asked since the start, oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.host.traffic.recorder.all()
    }

    fn servers_mut(&self) -> std::sync::RwLockWriteGuard<'_, Vec<TvServer>> {
        self.host
            .servers
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for PlexTv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlexTv")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
