//! An emulator made to measure.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::handle::{DEFAULT_TOKEN, Emulator};
use crate::behaviour::{AccountToken, Behaviour};
use crate::clock::Clock;
use crate::fault::FaultRule;
use crate::library::Library;
use crate::player::Player;
use crate::player_options::PlayerOptions;
use crate::plextv::{ACCOUNT_TOKEN, PlexTv, PlexTvOptions, TvServer};
use crate::pms::{Shared, fetch_what_waits, keep_time};
use crate::server::{Listener, Pace, RequestLog, Tls, Traffic};
use crate::start::{StartError, listen};
use crate::world::World;

/// Requests kept for [`Emulator::requests`] unless [`EmulatorBuilder::keep_requests`] says
/// otherwise.
const KEPT_REQUESTS: usize = 10_000;

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
}

/// Holds what an emulator is to be; see [`Emulator::builder`].
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
                let behaviour = world.behaviour.clone();
                let kept = self.keep_requests;
                Some(PlexTv::start(options, behaviour, token, clock, kept, log).await?)
            }
            None => None,
        };
        let mut traffic = Traffic::new(self.latency, self.keep_requests);
        traffic.log = self.request_log;
        let pace = self.details_per_second.map(Pace::new);
        let shared = Shared::new(world, self.clock, traffic, pace);
        let (faults, players) = {
            let mut world = shared.write();
            let faults = std::mem::take(&mut world.faults);
            (faults, std::mem::take(&mut world.players))
        };
        for rule in faults.into_iter().chain(self.faults) {
            shared.traffic.faults.add(rule);
        }
        // Those of a description.
        fetch_what_waits(&shared);
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
        // One of a description and one of the builder that have an identifier in common are one: as the
        // builder wants it, doing what the description says.
        let mut wanted: Vec<_> = self
            .players
            .into_iter()
            .map(|options| (options, None))
            .collect();
        for described in players {
            let identifier = &described.options.machine_identifier;
            let mut held = wanted.iter_mut();
            match held.find(|(options, _)| options.machine_identifier == *identifier) {
                Some((_, doing)) => *doing = Some(described),
                None => wanted.push((described.options.clone(), Some(described))),
            }
        }
        for (options, doing) in wanted {
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
            if let Some(doing) = &doing {
                player.restore(doing);
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
        world.server.is_claimed &= !self.is_unclaimed;
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
