//! The emulator as its users hold it: a handle that stops the server when dropped.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::behaviour::{AccountToken, Behaviour};
use crate::clock::Clock;
use crate::disk::Disk;
use crate::fault::FaultRule;
use crate::library::{Library, LibraryError, describe, put_on_disk};
use crate::player::{Player, PlayerOptions};
use crate::plextv::{ACCOUNT_TOKEN, PlexTv, PlexTvOptions, TvConnection, TvServer};
use crate::pms::{Shared, keep_time};
use crate::server::{Listener, Pace, RecordedRequest, RequestLog, Tls, Traffic};
use crate::start::{StartError, listen};
use crate::world::World;

/// The owner's token unless [`EmulatorBuilder::token`] sets another.
pub const DEFAULT_TOKEN: &str = "demo-token-for-the-owner";

/// Requests kept for [`Emulator::requests`] unless [`EmulatorBuilder::keep_requests`] says
/// otherwise.
const KEPT_REQUESTS: usize = 10_000;

/// A running server on loopback. Dropping it stops it and closes its connections.
pub struct Emulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    url: String,
    token: String,
    tls: Option<Tls>,
    /// The part of its `plex.direct` names that is its own.
    plex_direct: Option<String>,
    /// None only while going online.
    listener: Mutex<Option<Listener>>,
    /// Ends what time brings about with the emulator.
    timekeeper: tokio::task::AbortHandle,
    plex_tv: Option<PlexTv>,
    players: Vec<Player>,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.timekeeper.abort();
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Emulator {
    /// Starts a server with this library, everything else by default: a free port,
    /// [`DEFAULT_TOKEN`], the system's clock, no latency.
    ///
    /// Must be called within a tokio runtime, on which the server then runs.
    pub async fn start(library: Library) -> Result<Self, StartError> {
        Self::builder().library(library).start().await
    }

    /// Returns a server made to measure.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// Returns `http://127.0.0.1:PORT`, without a slash at the end; `https://…` behind TLS.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the owner's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the token of another account of the library, by its name.
    pub fn token_of(&self, account: &str) -> Option<String> {
        let world = self.shared.read();
        let account = world.accounts.iter().find(|held| held.name == account)?;
        account.token.clone()
    }

    /// Returns where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the clock that the server goes by.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Puts an item on the disk of a section, where its next scan will find it. The item is
    /// described in TOML, as in a description file: `title = "The Lodger"`, `year = 1927`, …
    ///
    /// Fails when there is no such section, or when the description is none of an item.
    pub fn put_on_disk(&self, section_key: &str, item: &str) -> Result<(), LibraryError> {
        let now = self.shared.clock.now();
        put_on_disk(&mut self.shared.write(), section_key, item, now)
    }

    /// Returns the disks that libraries scan, to be changed while the server runs.
    pub fn disk(&self) -> Disk<'_> {
        Disk::of(&self.shared)
    }

    /// Returns the whole state, as a description in JSON that [`Library::from_json`] reads: an emulator
    /// that starts with it, by the same clock, is in the same state.
    ///
    /// Not in it are: changes that were asked for and come later, and pictures still to be fetched; tokens
    /// made for players, which end with a server; what players have reported of what they play, beyond
    /// their sessions; what virtual players have loaded; work on what is gone; faults; and who listens.
    pub fn dump(&self) -> serde_json::Value {
        describe(&self.shared.read(), self.clock().now_millis())
    }

    /// Makes requests go wrong from now on. Of the rules that match a request, the first one
    /// injected acts; latencies add up.
    pub fn inject(&self, rule: impl Into<FaultRule>) {
        self.shared.traffic.faults.add(rule.into());
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.shared.traffic.faults.clear();
    }

    /// Breaks off the connections of all who listen to events, as a proxy or a network does. They
    /// may come again.
    pub fn lose_listeners(&self) {
        self.shared.lose_listeners();
    }

    /// Returns how many listen to events now, over the websocket or the event source.
    pub fn listener_count(&self) -> usize {
        self.shared.listener_count()
    }

    /// Returns what was asked since the start (the last 10,000 requests, unless set otherwise), oldest
    /// first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.traffic.recorder.all()
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        self.shared.traffic.recorder.forget();
    }

    /// Shuts the door: connections are cut and new ones refused, until [`Emulator::go_online`].
    /// The state stays.
    pub fn go_offline(&self) {
        if let Some(listener) = self.listener().as_mut() {
            listener.shut();
        }
    }

    /// Opens the door again, on the same port.
    pub async fn go_online(&self) -> Result<(), StartError> {
        let shut = {
            let mut listener = self.listener();
            if listener.as_ref().is_some_and(Listener::is_open) {
                return Ok(());
            }
            listener.take()
        };
        if let Some(listener) = shut {
            listener.gone().await;
        }
        let listening = listen(self.address.port()).await?.0;
        let listener = Listener::serve(listening, Arc::clone(&self.shared), self.tls.clone());
        *self.listener() = Some(listener);
        Ok(())
    }

    /// Returns the plex.tv that knows this server, if [`EmulatorBuilder::plex_tv`] asked for one.
    pub fn plex_tv(&self) -> Option<&PlexTv> {
        self.plex_tv.as_ref()
    }

    /// Returns a virtual player, by its title.
    pub fn player(&self, title: &str) -> Option<&Player> {
        self.players.iter().find(|player| player.title() == title)
    }

    /// Returns the virtual players, in the order in which they were asked for.
    pub fn players(&self) -> &[Player] {
        &self.players
    }

    /// Returns `https://127-0-0-1.HASH.plex.direct:PORT`, the URL that fits the certificate of a server
    /// behind TLS, if [`EmulatorBuilder::plex_direct`] gave it a hash.
    pub fn plex_direct_url(&self) -> Option<String> {
        let hash = self.plex_direct.as_ref()?;
        let address = self.address.ip().to_string().replace('.', "-");
        let port = self.address.port();
        Some(format!("https://{address}.{hash}.plex.direct:{port}"))
    }

    /// Returns name, machine identifier and version.
    pub(crate) fn facts(&self) -> (String, String, String) {
        let server = &self.shared.read().server;
        (
            server.friendly_name.clone(),
            server.machine_identifier.clone(),
            server.version.clone(),
        )
    }

    fn listener(&self) -> std::sync::MutexGuard<'_, Option<Listener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TvServer {
    /// Returns a running emulator, seen by its owner, with the one way to it that there is. Behind TLS
    /// that is its `plex.direct` name, if [`crate::EmulatorBuilder::plex_direct`] gave it one.
    pub fn of(emulator: &Emulator) -> Self {
        let (name, machine_identifier, version) = emulator.facts();
        let address = emulator.address();
        let mut connection = TvConnection::local(address.ip().to_string(), address.port());
        connection.uri = Some(
            emulator
                .plex_direct_url()
                .unwrap_or_else(|| emulator.url().to_owned()),
        );
        let mut server = Self::new(name, machine_identifier);
        server.version = version;
        server.access_token = Some(emulator.token().to_owned());
        server.connections = vec![connection];
        server
    }
}

/// What an emulator is to be; see [`Emulator::builder`].
#[derive(Clone, Debug)]
pub struct EmulatorBuilder {
    library: Library,
    clock: Clock,
    latency: Duration,
    token: String,
    port: u16,
    is_unclaimed: bool,
    scan_duration: Duration,
    behaviour: Option<Behaviour>,
    details_per_second: Option<NonZeroU32>,
    faults: Vec<FaultRule>,
    keep_requests: usize,
    tls: Option<Tls>,
    plex_direct: Option<String>,
    plex_tv: Option<PlexTvOptions>,
    players: Vec<PlayerOptions>,
    request_log: Option<RequestLog>,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            library: Library::sample(),
            clock: Clock::system(),
            latency: Duration::ZERO,
            token: DEFAULT_TOKEN.to_owned(),
            port: 0,
            is_unclaimed: false,
            scan_duration: Duration::from_secs(2),
            behaviour: None,
            details_per_second: None,
            faults: Vec::new(),
            keep_requests: KEPT_REQUESTS,
            tls: None,
            plex_direct: None,
            plex_tv: None,
            players: Vec::new(),
            request_log: None,
        }
    }
}

impl EmulatorBuilder {
    /// Sets what the server holds; the sample library unless set.
    pub fn library(self, library: Library) -> Self {
        Self { library, ..self }
    }

    /// Sets the time that the server goes by; the system's unless set.
    pub fn clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Sets how long every answer takes at least; a home server takes about 20 ms. None unless set.
    pub fn latency(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    /// Sets the owner's token; [`DEFAULT_TOKEN`] unless set.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            ..self
        }
    }

    /// Sets the port on 127.0.0.1; 0, the default, lets the system choose one.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Makes it a server that belongs to no account, which takes everybody on loopback for its owner,
    /// without a token.
    pub fn unclaimed(self, is_unclaimed: bool) -> Self {
        Self {
            is_unclaimed,
            ..self
        }
    }

    /// Sets how long a scan takes by the emulator's clock; two seconds unless set.
    pub fn scan_duration(self, scan_duration: Duration) -> Self {
        Self {
            scan_duration,
            ..self
        }
    }

    /// Sets which way the server goes where real ones differ; that of the library's description
    /// unless set.
    pub fn behaviour(self, behaviour: Behaviour) -> Self {
        Self {
            behaviour: Some(behaviour),
            ..self
        }
    }

    /// Sets how many items' details the server gives in a second, by its clock and to everybody
    /// together; as many as it can unless set. A real one gives some hundreds.
    pub fn details_per_second(self, items: NonZeroU32) -> Self {
        Self {
            details_per_second: Some(items),
            ..self
        }
    }

    /// Adds a fault that is in force from the start.
    pub fn fault(mut self, rule: impl Into<FaultRule>) -> Self {
        self.faults.push(rule.into());
        self
    }

    /// Sets how many of the last requests are kept for [`Emulator::requests`]; 0 keeps none.
    pub fn keep_requests(self, keep_requests: usize) -> Self {
        Self {
            keep_requests,
            ..self
        }
    }

    /// Writes down every request; see [`RequestLog`].
    pub fn request_log(self, log: RequestLog) -> Self {
        Self {
            request_log: Some(log),
            ..self
        }
    }

    /// Listens behind TLS, with this certificate.
    pub fn tls(self, tls: Tls) -> Self {
        Self {
            tls: Some(tls),
            ..self
        }
    }

    /// Sets the hash in the `plex.direct` names of this server: its certificate is for
    /// `*.HASH.plex.direct`.
    pub fn plex_direct(self, hash: impl Into<String>) -> Self {
        Self {
            plex_direct: Some(hash.into()),
            ..self
        }
    }

    /// Emulates plex.tv as well, with an account that owns this server; see
    /// [`Emulator::plex_tv`].
    pub fn plex_tv(self, options: PlexTvOptions) -> Self {
        Self {
            plex_tv: Some(options),
            ..self
        }
    }

    /// Adds a virtual player, signed in to an account of this server.
    pub fn player(mut self, options: PlayerOptions) -> Self {
        self.players.push(options);
        self
    }

    /// Builds the library and opens the door.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let world = self.build_world()?;
        let (listening, address) = listen(self.port).await?;
        let plex_tv = match self.plex_tv {
            Some(options) => {
                let token = match world.behaviour.account_token {
                    AccountToken::Same => self.token.clone(),
                    AccountToken::Apart => ACCOUNT_TOKEN.to_owned(),
                };
                let (clock, log) = (self.clock.clone(), self.request_log.clone());
                Some(PlexTv::start(options, token, clock, self.keep_requests, log).await?)
            }
            None => None,
        };
        let traffic = Traffic {
            log: self.request_log,
            ..Traffic::new(self.latency, self.keep_requests)
        };
        let pace = self.details_per_second.map(Pace::new);
        let shared = Shared::new(world, self.clock, traffic, pace);
        for rule in self.faults {
            shared.traffic.faults.add(rule);
        }
        let timekeeper = tokio::spawn(keep_time(Arc::downgrade(&shared)));
        let listener = Listener::serve(listening, Arc::clone(&shared), self.tls.clone());
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let mut emulator = Emulator {
            shared,
            address,
            url: format!("{scheme}://{address}"),
            token: self.token,
            tls: self.tls,
            plex_direct: self.plex_direct,
            listener: Mutex::new(Some(listener)),
            timekeeper: timekeeper.abort_handle(),
            plex_tv,
            players: Vec::new(),
        };
        if let Some(plex_tv) = emulator.plex_tv() {
            plex_tv.add_server(TvServer::of(&emulator));
            plex_tv.adopt(&emulator.shared);
        }
        for options in self.players {
            let player = Player::start(
                options,
                &emulator.shared,
                address.port(),
                emulator.clock().clone(),
                self.keep_requests,
            )
            .await?;
            if let Some(plex_tv) = emulator.plex_tv() {
                plex_tv.list_player(&player.listing());
            }
            emulator.players.push(player);
        }
        Ok(emulator)
    }

    fn build_world(&self) -> Result<World, StartError> {
        let mut world = self.library.build(self.clock.now())?;
        let millis = self.scan_duration.as_millis();
        world.server.scan_millis = i64::try_from(millis).unwrap_or(i64::MAX);
        if let Some(behaviour) = &self.behaviour {
            world.behaviour = behaviour.clone();
        }
        world.server.is_claimed = !self.is_unclaimed;
        let owner = world
            .accounts
            .iter_mut()
            .find(|account| account.id == World::OWNER);
        if let Some(owner) = owner {
            owner.token = Some(self.token.clone());
        }
        Ok(world)
    }
}
