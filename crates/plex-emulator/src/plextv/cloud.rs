//! The state of plex.tv, and what it tells the emulated server of it.

use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use super::discover::Catalogue;
use super::options::PlexTvOptions;
use super::pins::Pins;
use super::server::TvServer;
use super::state::{Device, Invited, Person, PersonId, Share, SharingSettings, State};
use crate::behaviour::Behaviour;
use crate::clock::Clock;
use crate::pms::Shared;
use crate::server::Traffic;
use crate::world::{Account, AccountId, SectionId, World};

/// The number of the account that owns the server.
pub(super) const OWNER: PersonId = PersonId(12_345);

/// A library as plex.tv knows it: by a number of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TvSection {
    pub(super) id: u64,
    pub(super) key: String,
    pub(super) title: String,
    pub(super) kind: &'static str,
}

/// The state of plex.tv.
pub(super) struct Cloud {
    pub(super) pins: Pins,
    state: Arc<RwLock<State>>,
    servers: RwLock<Vec<TvServer>>,
    /// The server that is emulated beside it.
    own: OnceLock<Arc<Shared>>,
    /// The titles that plex.tv knows, on whatever server they are.
    catalogue: OnceLock<Catalogue>,
    share_lag: Duration,
    /// The token of the account that owns the emulated server.
    pub(super) token: String,
    pub(super) clock: Clock,
    pub(super) traffic: Traffic,
    /// Which way it goes where it is not known what is so.
    behaviour: RwLock<Behaviour>,
}

impl Cloud {
    pub(super) fn new(
        options: &PlexTvOptions,
        token: String,
        clock: Clock,
        traffic: Traffic,
        behaviour: Behaviour,
    ) -> Self {
        let mut state = State::default();
        let mut owner = Person::new(OWNER, &options.account, clock.now() - 10 * 365 * 86_400);
        "b6d1e0a97c3f4852".clone_into(&mut owner.uuid);
        owner.thumb = format!("https://plex.tv/users/{}/avatar?c=1", owner.uuid);
        owner.token.clone_from(&token);
        owner.is_home = true;
        owner.is_admin = true;
        owner.has_plex_pass = true;
        state.people.push(owner);
        // An account has resources that are no servers, too.
        let now = clock.now();
        let id = state.next_id();
        state.devices.push(Device {
            id,
            person: OWNER,
            client_identifier: "c0ffee00c0ffee00".to_owned(),
            name: "Telephone".to_owned(),
            product: "Plex for Android (Mobile)".to_owned(),
            version: "10.21.0.4821".to_owned(),
            platform: "Android".to_owned(),
            platform_version: "15".to_owned(),
            device: "Phone".to_owned(),
            model: "Pixel".to_owned(),
            vendor: "Google".to_owned(),
            provides: "client,player,controller".to_owned(),
            connections: Vec::new(),
            is_present: false,
            created_at: now - 86_400,
            last_seen_at: now,
        });
        Self {
            pins: Pins::new(options.approve_after, options.pin_lifetime),
            state: Arc::new(RwLock::new(state)),
            servers: RwLock::default(),
            own: OnceLock::new(),
            catalogue: OnceLock::new(),
            share_lag: options.share_lag,
            token,
            clock,
            traffic,
            behaviour: RwLock::new(behaviour),
        }
    }

    /// Returns which way it goes where it is not known what is so.
    pub(super) fn behaviour(&self) -> RwLockReadGuard<'_, Behaviour> {
        self.behaviour
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes another way from now on.
    pub(super) fn behave(&self, behaviour: Behaviour) {
        *self
            .behaviour
            .write()
            .unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// Makes the emulated server one of the account's, and its accounts people.
    pub(super) fn adopt(&self, own: &Arc<Shared>) {
        let now = self.clock.now();
        let world = own.read();
        let machine_identifier = world.server.machine_identifier.clone();
        let mut state = self.write();
        if !world.has_plex_pass()
            && let Some(owner) = state.person_mut(OWNER)
        {
            owner.has_plex_pass = false;
        }
        for account in &world.accounts {
            let Ok(id) = u64::try_from(account.id.0) else {
                continue;
            };
            let cloud = &account.cloud;
            if account.id == World::OWNER {
                if let Some(owner) = state.person_mut(OWNER) {
                    owner.take_over(cloud);
                }
                continue;
            }
            let id = PersonId(id);
            let mut person = if cloud.is_restricted {
                Person::managed(id, &account.name, now)
            } else {
                Person::new(id, &account.name, now - 5 * 365 * 86_400)
            };
            person.is_home = cloud.is_home || cloud.is_restricted;
            person.pin.clone_from(&cloud.pin);
            person.take_over(cloud);
            person.thumb.clone_from(&account.thumb);
            let is_home = person.is_home;
            state.people.push(person);
            if !is_home {
                state.befriend(OWNER, id, now - 86_400);
            }
            state
                .settings_mut(OWNER, id)
                .restrict(&account.restrictions);
            let Some(token) = &account.token else {
                continue;
            };
            let sections = account.sections.as_ref().map(|sections| {
                let keys = sections.iter().filter_map(|id| world.section(*id));
                keys.map(|section| section.key.clone()).collect()
            });
            let share = state.add_share(
                OWNER,
                &machine_identifier,
                Invited::Person(id),
                sections,
                now - 86_400,
            );
            if let Some(share) = state.share_mut(share) {
                share.access_token.clone_from(token);
            }
        }
        let _ = self.catalogue.set(Catalogue::of(&world));
        drop(world);
        // From now on there is somebody to ask whether a claim is good.
        own.write().server.claims.get_or_insert_default();
        let _ = self.own.set(Arc::clone(own));
    }

    /// Lets the emulated server be claimed with a token until a second; only by the owner of its description.
    pub(super) fn let_claim(&self, asker: PersonId, token: &str, until: i64) {
        if let Some(own) = self.own.get().filter(|_| asker == OWNER) {
            let mut world = own.write();
            let claims = world.server.claims.get_or_insert_default();
            claims.retain(|(held, _)| held != token);
            claims.push((token.to_owned(), until));
        }
    }

    /// Tells whether a server of this identifier is nobody's: no account has it among its resources.
    pub(super) fn is_nobodys(&self, machine_identifier: &str) -> bool {
        self.own.get().is_some_and(|own| {
            let server = &own.read().server;
            !server.is_claimed && server.machine_identifier == machine_identifier
        })
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn servers(&self) -> RwLockReadGuard<'_, Vec<TvServer>> {
        self.servers.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn servers_mut(&self) -> RwLockWriteGuard<'_, Vec<TvServer>> {
        self.servers.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        static EMPTY: OnceLock<Catalogue> = OnceLock::new();
        self.catalogue
            .get()
            .unwrap_or_else(|| EMPTY.get_or_init(Catalogue::default))
    }

    /// Returns seconds since the epoch.
    pub(super) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Returns a server of a person's own.
    pub(super) fn server_of(&self, asker: PersonId, machine_identifier: &str) -> Option<TvServer> {
        let servers = self.servers();
        let mut own = servers.iter().filter(|server| server.shared_by.is_none());
        let found = own.find(|server| server.machine_identifier == machine_identifier)?;
        (asker == OWNER).then(|| found.clone())
    }

    /// Returns the libraries of a server. Only the emulated one is known to have any.
    pub(super) fn sections(&self, machine_identifier: &str) -> Vec<TvSection> {
        let Some(own) = self.own.get() else {
            return Vec::new();
        };
        let world = own.read();
        if world.server.machine_identifier != machine_identifier {
            return Vec::new();
        }
        let sections = world.numbered_sections().map(|(_, section)| section);
        sections
            .map(|section| TvSection {
                id: section_id(&section.key),
                key: section.key.clone(),
                title: section.title.clone(),
                kind: section.kind.name(),
            })
            .collect()
    }

    /// Lets the emulated server know what is shared with whom, as soon as it learns of such things.
    pub(super) fn tell_server(&self) {
        let Some(own) = self.own.get() else {
            return;
        };
        if self.share_lag.is_zero() {
            tell(own, &self.read());
            return;
        }
        let own = Arc::downgrade(own);
        let state = Arc::clone(&self.state);
        let lag = i64::try_from(self.share_lag.as_millis()).unwrap_or(i64::MAX);
        let clock = self.clock.clone();
        let at = clock.now_millis().saturating_add(lag);
        tokio::spawn(async move {
            clock.reached(at).await;
            if let Some(own) = own.upgrade() {
                tell(&own, &state.read().unwrap_or_else(PoisonError::into_inner));
            }
        });
    }
}

/// Brings the server's accounts to what is shared with each.
fn tell(own: &Shared, state: &State) {
    let mut world = own.write();
    for account in &mut world.accounts {
        let is_known = |person: &Person| i64::try_from(person.id.0) == Ok(account.id.0);
        if account.id != World::OWNER && !state.people.iter().any(is_known) {
            account.token = None;
            account.sections = Some(Vec::new());
        }
    }
    for person in state.people.iter().filter(|person| !person.is_admin) {
        let share = state.shares.iter().find(|share| {
            share.invited == Invited::Person(person.id)
                && share.machine_identifier == world.server.machine_identifier
                && share.accepted_at.is_some()
        });
        let settings = state.settings(OWNER, person.id);
        share_with(&mut world, person, share, &settings);
    }
}

/// Lets the server's account of a person be what is shared with them.
fn share_with(
    world: &mut World,
    person: &Person,
    share: Option<&Share>,
    settings: &SharingSettings,
) {
    let Ok(id) = i64::try_from(person.id.0) else {
        return;
    };
    let sections = match share {
        None => Some(Vec::new()),
        Some(share) => share.sections.as_ref().map(|keys| {
            let ids = keys.iter().filter_map(|key| world.section_by_key(key));
            ids.collect::<Vec<SectionId>>()
        }),
    };
    let restrictions = settings.restrictions();
    let token = share.map(|share| share.access_token.clone());
    let held = world
        .accounts
        .iter_mut()
        .find(|account| account.id == AccountId(id));
    match held {
        Some(account) => {
            account.token = token;
            account.sections = sections;
            account.restrictions = restrictions;
        }
        None if token.is_some() => world.accounts.push(Account {
            id: AccountId(id),
            name: person.title.clone(),
            token,
            thumb: person.thumb.clone(),
            sections,
            restrictions,
            cloud: crate::world::Cloud::default(),
        }),
        None => {}
    }
}

/// Returns plex.tv's number for a library of the emulated server.
fn section_id(key: &str) -> u64 {
    let number = key.parse::<u64>().ok();
    118_000_000 + number.unwrap_or_else(|| crate::seed::Seed::of(key).next() % 1_000_000)
}

impl Cloud {
    /// Marks a title that the server has as watched, or not, for a person who wants both kept alike.
    pub(super) fn mark_on_server(&self, person: &Person, guid: &str, is_watched: bool) {
        let Some(own) = self.own.get() else {
            return;
        };
        let account = if person.is_admin {
            World::OWNER
        } else {
            AccountId(i64::try_from(person.id.0).unwrap_or(0))
        };
        let now = self.now();
        let mut world = own.write();
        let items: Vec<_> = world
            .items
            .iter()
            .filter(|(_, item)| !item.is_waiting && crate::world::guid(item) == guid)
            .flat_map(|(id, _)| world.items.leaves(id))
            .collect();
        for leaf in items {
            world.views.change(account, leaf, |view| {
                view.count = if is_watched { view.count + 1 } else { 0 };
                view.offset = 0;
                view.last_viewed_at = if is_watched { now } else { 0 };
            });
        }
    }

    /// Notes which application asks, as plex.tv does whenever one says who it is.
    pub(super) fn note_device(&self, asker: PersonId, described: Described<'_>) {
        let now = self.now();
        let is_server = {
            let servers = self.servers();
            let mut all = servers.iter();
            all.any(|server| server.machine_identifier == described.client_identifier)
        };
        if is_server {
            return;
        }
        let mut state = self.write();
        let id = state.next_id();
        let held = state.devices.iter_mut().find(|device| {
            device.client_identifier == described.client_identifier && device.person == asker
        });
        let text = |text: Option<&str>| text.unwrap_or("").to_owned();
        match held {
            Some(device) => {
                device.last_seen_at = now;
                let given = [
                    (&mut device.name, described.name),
                    (&mut device.product, described.product),
                    (&mut device.version, described.version),
                    (&mut device.platform, described.platform),
                    (&mut device.platform_version, described.platform_version),
                    (&mut device.device, described.device),
                    (&mut device.provides, described.provides),
                ];
                for (held, given) in given {
                    if let Some(given) = given {
                        given.clone_into(held);
                    }
                }
            }
            None => state.devices.push(Device {
                id,
                person: asker,
                client_identifier: described.client_identifier.to_owned(),
                name: text(described.name.or(described.device)),
                product: text(described.product),
                version: text(described.version),
                platform: text(described.platform),
                platform_version: text(described.platform_version),
                device: text(described.device),
                model: text(described.model),
                vendor: String::new(),
                provides: text(described.provides),
                connections: Vec::new(),
                is_present: false,
                created_at: now,
                last_seen_at: now,
            }),
        }
    }
}

/// Holds what an application says of itself in its headers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Described<'a> {
    pub(super) client_identifier: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) product: Option<&'a str>,
    pub(super) version: Option<&'a str>,
    pub(super) platform: Option<&'a str>,
    pub(super) platform_version: Option<&'a str>,
    pub(super) device: Option<&'a str>,
    pub(super) model: Option<&'a str>,
    pub(super) provides: Option<&'a str>,
}

impl Cloud {
    /// Lets plex.tv know one more person; gives the token of their account.
    pub(super) fn add_person(&self, name: &str) -> String {
        let now = self.now();
        let mut state = self.write();
        let id = PersonId(state.next_id());
        let person = Person::new(id, name, now);
        let token = person.token.clone();
        state.people.push(person);
        token
    }
}
