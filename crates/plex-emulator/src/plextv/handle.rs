//! The emulated plex.tv as its users hold it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::area::{Access, ROUTES};
use super::cloud::Cloud;
use super::listed::Listing;
use super::options::PlexTvOptions;
use super::server::TvServer;
use crate::behaviour::Behaviour;
use crate::clock::Clock;
use crate::fault::FaultRule;
use crate::pms::Shared;
use crate::server::{Listener, RecordedRequest, RequestLog, Traffic};
use crate::start::{StartError, listen};

/// A running plex.tv on loopback. Dropping it stops it.
pub struct PlexTv {
    cloud: Arc<Cloud>,
    url: String,
    _listener: Listener,
}

impl PlexTv {
    pub(crate) async fn start(
        options: PlexTvOptions,
        behaviour: Behaviour,
        token: String,
        clock: Clock,
        keep_requests: usize,
        log: Option<RequestLog>,
    ) -> Result<Self, StartError> {
        let (listening, address): (_, SocketAddr) = listen(options.port).await?;
        let mut traffic = Traffic::new(Duration::ZERO, keep_requests);
        traffic.log = log;
        let cloud = Arc::new(Cloud::new(&options, token, clock, traffic, behaviour));
        Ok(Self {
            url: format!("http://{address}"),
            _listener: Listener::serve(listening, Arc::clone(&cloud), None),
            cloud,
        })
    }

    /// Goes another way from now on where it is not known what is so.
    pub(crate) fn behave(&self, behaviour: Behaviour) {
        self.cloud.behave(behaviour);
    }

    /// Makes the emulated server one of the account's, and its accounts people.
    pub(crate) fn adopt(&self, own: &Arc<Shared>) {
        self.cloud.adopt(own);
    }

    /// Lists a player among the resources of whoever is signed in on it.
    pub(crate) fn list_player(&self, listing: &Listing<'_>) {
        self.cloud.list_player(listing);
    }

    /// Returns `http://127.0.0.1:PORT`, without a slash at the end: what stands for `https://plex.tv`,
    /// `https://clients.plex.tv`, and the discover and metadata providers.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the account's token, which is its server's as well unless
    /// [`crate::AccountToken::Apart`] has it otherwise.
    pub fn token(&self) -> &str {
        &self.cloud.token
    }

    /// Returns the account token of somebody else, by name, e-mail address or number: none of a server's.
    pub fn token_of(&self, person: &str) -> Option<String> {
        let state = self.cloud.read();
        state.called(person).map(|person| person.token.clone())
    }

    /// Clicks for the person: they are signed in and say yes to the application that made this code.
    /// False when there is no such PIN, or it has expired.
    pub fn approve(&self, code: &str) -> bool {
        self.cloud.pins.approve(code, self.cloud.clock.now_millis())
    }

    /// Returns the codes of the PINs that wait for an answer, oldest first.
    pub fn waiting_codes(&self) -> Vec<String> {
        self.cloud.pins.waiting(self.cloud.clock.now_millis())
    }

    /// Lets plex.tv know somebody with an account, who is nobody's friend yet; gives the token of
    /// the account.
    pub fn add_person(&self, name: &str) -> String {
        self.cloud.add_person(name)
    }

    /// Lets the account know one more server.
    pub fn add_server(&self, server: TvServer) {
        self.cloud.servers_mut().push(server);
    }

    /// Puts these servers in place of the ones that the account knows.
    pub fn set_servers(&self, servers: Vec<TvServer>) {
        *self.cloud.servers_mut() = servers;
    }

    /// Makes requests go wrong from now on, as [`crate::Emulator::inject`] does for the server.
    pub fn inject(&self, rule: impl Into<FaultRule>) {
        self.cloud.traffic.faults.add(rule.into());
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.cloud.traffic.faults.clear();
    }

    /// Returns what was asked since the start, oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.cloud.traffic.recorder.all()
    }
}

impl std::fmt::Debug for PlexTv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlexTv")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Returns the emulated endpoints of plex.tv as a Markdown table: method, path, who may ask, what it is,
/// and what it is held against.
///
/// ```
/// assert!(plex_emulator::plex_tv_endpoints().contains("| GET | `/api/v2/user` |"));
/// ```
pub fn plex_tv_endpoints() -> String {
    let mut table = String::from(
        "| method | path | for | what | held against |\n| --- | --- | --- | --- | --- |\n",
    );
    for route in ROUTES {
        let access = match route.access {
            Access::Open => "everybody",
            Access::Account => "accounts",
            Access::Admin => "the home's admin",
        };
        table.push_str(&format!(
            "| {} | `{}` | {access} | {} | {} |\n",
            route.method, route.path, route.what, route.held_against
        ));
    }
    table
}
