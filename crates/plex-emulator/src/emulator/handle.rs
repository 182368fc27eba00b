//! The emulator as its users hold it: a handle that stops the server when dropped.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::behaviour::Behaviour;
use crate::clock::Clock;
use crate::disk::Disk;
use crate::fault::FaultRule;
use crate::library::{LibraryError, describe, put_on_disk};
use crate::player::Player;
use crate::plextv::{PlexTv, TvConnection, TvServer};
use crate::pms::Shared;
use crate::server::{Listener, RecordedRequest, Tls};
use crate::start::{StartError, listen};
use crate::world::{Audience, Change};

/// The owner's token unless [`crate::EmulatorBuilder::token`] sets another.
pub const DEFAULT_TOKEN: &str = "demo-token-for-the-owner";

/// A running server on loopback. Dropping it stops it and closes its connections.
pub struct Emulator {
    pub(super) shared: Arc<Shared>,
    pub(super) address: SocketAddr,
    pub(super) url: String,
    pub(super) token: String,
    pub(super) tls: Option<Tls>,
    /// The part of its `plex.direct` names that is its own.
    pub(super) plex_direct: Option<String>,
    /// None only while going online.
    pub(super) listener: Mutex<Option<Listener>>,
    /// Ends what time brings about with the emulator.
    pub(super) timekeeper: tokio::task::AbortHandle,
    pub(super) plex_tv: Option<PlexTv>,
    pub(super) players: Vec<Player>,
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

    /// Returns the whole state, as a description in JSON that [`Library::from_json`](crate::Library::from_json) reads: an emulator
    /// that starts with it, by the same clock, is in the same state.
    ///
    /// Not in it are: tokens made for players, which end with a server; what players have reported of what they play, beyond
    /// their sessions; who has subscribed to virtual players; work on what is gone; and who listens.
    pub fn dump(&self) -> serde_json::Value {
        for player in &self.players {
            player.settle();
        }
        let mut state = describe(&self.shared.read(), self.clock().now_millis());
        if let Some(state) = state.as_object_mut() {
            state.insert("fault".to_owned(), self.faults().into());
            let players = self.players.iter().map(Player::describe);
            state.insert("player".to_owned(), players.collect());
        }
        state
    }

    /// Returns which way it goes where real servers differ.
    pub fn behaviour(&self) -> Behaviour {
        self.shared.read().behaviour.clone()
    }

    /// Goes another way from now on where real servers differ. Which tokens there are is settled when it
    /// starts: of `account_token`, what it was stays.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        let behaviour = {
            let held = &mut self.shared.write().behaviour;
            let account_token = held.account_token;
            *held = Behaviour {
                account_token,
                ..behaviour
            };
            held.clone()
        };
        if let Some(plex_tv) = &self.plex_tv {
            plex_tv.behave(behaviour);
        }
    }

    /// Returns how much longer each answer takes.
    pub fn latency(&self) -> Duration {
        self.shared.traffic.latency()
    }

    /// Lets each answer from now on take so much longer, to the microsecond.
    pub fn set_latency(&self, latency: Duration) {
        self.shared.traffic.set_latency(latency);
    }

    /// Makes requests go wrong from now on. Of the rules that match a request, the first one
    /// injected acts; latencies add up.
    pub fn inject(&self, rule: impl Into<FaultRule>) {
        self.shared.traffic.faults.add(rule.into());
    }

    /// Returns the faults that may still hit something, as the command line takes them.
    pub fn faults(&self) -> Vec<String> {
        self.shared.traffic.faults.written()
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

    /// Tells the owner's listeners of something that a test makes up: a type (`reachability`, or one that
    /// nobody knows), the name of the list that it stands in (`ReachabilityNotification`), and what stands
    /// there, a table.
    pub fn tell(&self, kind: &str, list: &str, notification: serde_json::Value) {
        let now = self.clock().now_millis();
        let change = Change::Made {
            kind: kind.to_owned(),
            list: list.to_owned(),
            notification,
        };
        self.shared.write().tell(now, Audience::Owner, change);
    }

    /// Starts the server again, as after an update: all connections are cut, scans and other work that are
    /// under way end without a word and are not taken up again, tokens made for players are good no more,
    /// virtual players stop, and sessions are counted from 1. Then it listens again, on the same port.
    ///
    /// Fails when the port has been taken in between.
    pub async fn restart(&self) -> Result<(), StartError> {
        self.go_offline();
        for player in &self.players {
            player.stop();
        }
        self.lose_listeners();
        self.shared.forget_players();
        self.shared.write().restart(self.clock().now_millis());
        self.go_online().await
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

    /// Returns the plex.tv that knows this server, if [`crate::EmulatorBuilder::plex_tv`] asked for one.
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
    /// behind TLS, if [`crate::EmulatorBuilder::plex_direct`] gave it a hash.
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
