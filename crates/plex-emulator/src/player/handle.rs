//! A virtual player as its users hold it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::host::Door;
use super::machine::{Machine, Order};
use super::state::Phase;
use crate::clock::Clock;
use crate::parameters::Query;
use crate::player_options::{Misbehaviour, PlayerOptions};
use crate::pms::{Companion, Shared};
use crate::server::{Listener, RecordedRequest, Traffic};
use crate::start::{StartError, listen};
use crate::world::{Attributes, DescribedPlayer, Value, World, name};

/// A virtual player. Dropping it takes it away.
pub struct Player {
    door: Arc<Door>,
    url: Option<String>,
    port: u16,
    listener: Mutex<Option<Listener>>,
    clockwork: tokio::task::AbortHandle,
}

impl Drop for Player {
    fn drop(&mut self) {
        self.clockwork.abort();
    }
}

impl fmt::Debug for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Player")
            .field("title", &self.door.machine.options.title)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Player {
    pub(crate) async fn start(
        options: PlayerOptions,
        server: &Arc<Shared>,
        server_port: u16,
        clock: Clock,
        keep_requests: usize,
    ) -> Result<Self, StartError> {
        let kind = options.kind;
        let weak = Arc::downgrade(server);
        let machine = Arc::new(Machine::new(options, weak, clock, server_port));
        let door = Arc::new(Door {
            machine: Arc::clone(&machine),
            traffic: Traffic::new(Duration::ZERO, keep_requests),
        });
        let (url, port, listener) = if kind.is_reached_directly() {
            let (listening, address) = listen(0).await?;
            let listener = Listener::serve(listening, Arc::clone(&door), None);
            (
                Some(format!("http://{address}")),
                address.port(),
                Some(listener),
            )
        } else {
            (None, 0, None)
        };
        let companion: Arc<dyn Companion> = Arc::clone(&door) as Arc<dyn Companion>;
        server.meet(companion);
        let player = Self {
            clockwork: tokio::spawn(run(Arc::downgrade(&machine))).abort_handle(),
            door,
            url,
            port,
            listener: Mutex::new(listener),
        };
        if kind.advertises_itself() {
            player.advertise(&mut server.write(), server_port);
        }
        Ok(player)
    }

    /// Puts the player among the server's clients. One that listens nowhere holds a connection to the
    /// server, which is therefore where it is reached.
    fn advertise(&self, world: &mut World, server_port: u16) {
        let options = self.options();
        let port = if self.url.is_some() {
            self.port
        } else {
            server_port
        };
        let mut facts = Attributes::default();
        facts.set(
            name::MACHINE_IDENTIFIER,
            options.machine_identifier.as_str(),
        );
        for (name, value) in [
            ("name", options.title.as_str()),
            ("host", "127.0.0.1"),
            ("address", "127.0.0.1"),
            ("version", options.kind.version()),
            ("protocol", "plex"),
            ("product", options.kind.product()),
            ("deviceClass", options.kind.device_class()),
            ("protocolVersion", "1"),
            ("protocolCapabilities", options.kind.capabilities()),
        ] {
            let name = world.names.intern(name);
            facts.set(name, value);
        }
        let name = world.names.intern("port");
        facts.set(name, Value::Int(i64::from(port)));
        world.list_client(&options.machine_identifier, facts);
    }

    /// Takes up what a player of a description was doing.
    pub(crate) fn restore(&self, described: &DescribedPlayer) {
        self.door.machine.restore(described);
        self.door.machine.changed.notify_waiters();
    }

    /// Brings it to what time it is.
    pub(crate) fn settle(&self) {
        self.door.machine.settle();
    }

    /// Describes the player, and what it is doing.
    pub(crate) fn describe(&self) -> serde_json::Value {
        self.door.machine.describe()
    }

    fn options(&self) -> &PlayerOptions {
        &self.door.machine.options
    }

    /// Returns `http://127.0.0.1:PORT`, where the player itself is reached; none when it cannot be.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Returns its client identifier.
    pub fn machine_identifier(&self) -> &str {
        &self.options().machine_identifier
    }

    /// Returns the name that people call it by.
    pub fn title(&self) -> &str {
        &self.options().title
    }

    /// Plays something, as whoever sits in front of it does: what the rating key names, or all that is in
    /// it. False when there is no such item, or the player cannot play it.
    pub fn play(&self, rating_key: &str) -> bool {
        let machine = &self.door.machine;
        machine.settle();
        let now = machine.clock.now_millis();
        let items = machine.items_at(
            &Query::parse(""),
            &format!("/library/metadata/{rating_key}"),
        );
        let order = Order {
            items,
            ..Order::default()
        };
        let mut state = machine.state();
        let is_taken = machine.take(&mut state, order, now);
        machine.announce(&state, now);
        is_taken
    }

    /// Stops it, as whoever sits in front of it does.
    pub fn stop(&self) {
        let machine = &self.door.machine;
        machine.settle();
        let now = machine.clock.now_millis();
        let mut state = machine.state();
        machine.end(&mut state, now);
        machine.announce(&state, now);
    }

    /// Pauses it, as whoever sits in front of it does.
    pub fn pause(&self) {
        let machine = &self.door.machine;
        machine.settle();
        let now = machine.clock.now_millis();
        let mut state = machine.state();
        machine.alter(&mut state, now, |loaded, position| {
            loaded.offset = position;
            loaded.phase = Phase::Paused;
        });
        machine.announce(&state, now);
    }

    /// Returns what it was last told to show to whoever sits in front of it: the key of an item.
    pub fn mirrored(&self) -> Option<String> {
        self.door.machine.state().mirrored.clone()
    }

    /// Lets it fail in this way from now on; what it fails in otherwise is over.
    ///
    /// One that had vanished and fails in another way is at its port again.
    pub async fn misbehave(&self, misbehaviour: Misbehaviour) -> Result<(), StartError> {
        self.set(Some(misbehaviour)).await
    }

    /// Lets it do what it is told from now on.
    pub async fn behave(&self) -> Result<(), StartError> {
        self.set(None).await
    }

    /// Brings a sleeping player's application back on the screen.
    pub fn wake(&self) {
        let machine = &self.door.machine;
        let is_asleep = matches!(machine.state().misbehaviour, Some(Misbehaviour::Asleep));
        if is_asleep {
            machine.misbehave(None);
        }
    }

    async fn set(&self, misbehaviour: Option<Misbehaviour>) -> Result<(), StartError> {
        let machine = &self.door.machine;
        machine.settle();
        let vanishes = matches!(misbehaviour, Some(Misbehaviour::Vanished));
        machine.misbehave(misbehaviour);
        if self.url.is_none() {
            return Ok(());
        }
        if vanishes {
            if let Some(listener) = self.listener().as_mut() {
                listener.shut();
            }
            return Ok(());
        }
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
        let (listening, _) = listen(self.port).await?;
        *self.listener() = Some(Listener::serve(listening, Arc::clone(&self.door), None));
        Ok(())
    }

    /// Returns what it was asked at its own port since the start, oldest first; one that has none, what the
    /// server passed on to it.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.door.traffic.recorder.all()
    }

    fn listener(&self) -> std::sync::MutexGuard<'_, Option<Listener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what plex.tv lists it as, and for whom: the name of the account that is signed in.
    pub(crate) fn listing(&self) -> crate::plextv::Listing<'_> {
        let options = self.options();
        let kind = options.kind;
        crate::plextv::Listing {
            account: &options.account,
            client_identifier: &options.machine_identifier,
            name: &options.title,
            product: kind.product(),
            version: kind.version(),
            platform: kind.platform(),
            platform_version: kind.platform_version(),
            device: kind.device(),
            provides: kind.provides(),
            url: self.url(),
        }
    }
}

/// Does what is due when it is due, for as long as there is a player.
async fn run(machine: Weak<Machine>) {
    while let Some(machine) = machine.upgrade() {
        machine.settle();
        let due = machine.next_due();
        let changed = machine.changed.notified();
        tokio::pin!(changed);
        // From here on no change is missed; one that came before is looked at again.
        changed.as_mut().enable();
        if machine.next_due() != due {
            continue;
        }
        match due {
            Some(due) => tokio::select! {
                () = machine.clock.reached(due) => {}
                () = changed => {}
            },
            None => changed.await,
        }
    }
}
