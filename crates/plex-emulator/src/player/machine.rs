//! A player at work: what it was told, and what time brings it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;

use super::queue::{Queue, items_of, medium};
use super::stage;
use super::state::{Loaded, Phase, Repeat, State};
use super::subscribers;
use super::timeline::{Home, timelines};
use crate::answer::write_xml;
use crate::clock::Clock;
use crate::parameters::Query;
use crate::player_options::{Misbehaviour, PlayerOptions};
use crate::pms::Shared;
use crate::world::{AccountId, ItemId, World, name};

/// How long a player loads before it plays, in milliseconds.
const LOADS: i64 = 500;
/// How long the session of a player that has vanished stays, in milliseconds.
const HAUNTS: i64 = 180_000;

/// A player at work.
pub(super) struct Machine {
    pub(super) options: PlayerOptions,
    server: Weak<Shared>,
    pub(super) clock: Clock,
    /// The port at which the server is reached.
    server_port: u16,
    state: Mutex<State>,
    /// Rings when there may be something else to wait for, and when something has changed.
    pub(super) changed: Notify,
    /// Counts the changes.
    changes: AtomicU64,
}

/// Holds what a player is told to play.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub(super) items: Vec<ItemId>,
    /// Where to begin among them.
    pub(super) first: Option<ItemId>,
    pub(super) queue_id: Option<u32>,
    /// The queue that the server keeps for it, if it does.
    pub(super) kept: Option<Queue>,
    pub(super) container_key: Option<String>,
    /// Milliseconds into the first item.
    pub(super) offset: i64,
    pub(super) account: Option<AccountId>,
    pub(super) is_paused: bool,
    /// Something stands in the way of ever playing it: an address that is not the server's.
    pub(super) is_hopeless: bool,
}

impl Machine {
    pub(super) fn new(
        options: PlayerOptions,
        server: Weak<Shared>,
        clock: Clock,
        server_port: u16,
    ) -> Self {
        let state = State {
            misbehaviour: options.misbehaviour.clone(),
            ..State::default()
        };
        Self {
            options,
            server,
            clock,
            server_port,
            state: Mutex::new(state),
            changed: Notify::new(),
            changes: AtomicU64::new(0),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how often something has changed.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    pub(super) fn home(&self) -> Home {
        let server = self.server.upgrade();
        Home {
            machine_identifier: server.map_or_else(String::new, |server| {
                server.read().server.machine_identifier.clone()
            }),
            port: self.server_port,
        }
    }

    /// Looks at the server's state, while there is a server.
    pub(super) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> Option<T> {
        let server = self.server.upgrade()?;
        let world = server.read();
        Some(look(&world))
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> Option<T> {
        let server = self.server.upgrade()?;
        let mut world = server.write();
        Some(change(&mut world))
    }

    /// Returns who is signed in: the account of the options, the owner when it names none.
    pub(super) fn own_account(&self) -> AccountId {
        self.look(|world| {
            let mut accounts = world.accounts.iter();
            accounts
                .find(|account| account.name == self.options.account)
                .map(|account| account.id)
        })
        .flatten()
        .unwrap_or(World::OWNER)
    }

    /// Returns the account of a token that the player was given; nobody when the server knows it not.
    pub(super) fn account_of(&self, token: &str) -> Option<AccountId> {
        self.look(|world| world.viewer(Some(token)).map(|viewer| viewer.account))?
    }

    /// Returns what a path of the server's stands for, as far as whoever gave the player a token sees it, or
    /// who is signed in.
    pub(super) fn items_at(&self, query: &Query, path: &str) -> Vec<ItemId> {
        let account = query.get("token").and_then(|token| self.account_of(token));
        let account = account.unwrap_or_else(|| self.own_account());
        let items = self.look(|world| items_of(world, &world.viewer_of(account), path));
        items.unwrap_or_default()
    }

    /// Returns when time will next bring the player something.
    pub(super) fn next_due(&self) -> Option<i64> {
        let state = self.state();
        let phase = state.loaded.as_ref().and_then(|loaded| match loaded.phase {
            Phase::Waiting(at) => at,
            Phase::Buffering(until) => Some(until),
            Phase::Playing => loaded.ends_at(),
            Phase::Paused => None,
        });
        phase.into_iter().chain(state.ghost_until).min()
    }

    /// Does what is due.
    pub(super) fn settle(&self) {
        let now = self.clock.now_millis();
        let mut state = self.state();
        let mut moved = self.notice_the_end_of_the_session(&mut state);
        moved |= self.follow_the_streams(&mut state, now);
        while self.step(&mut state, now) {
            moved = true;
        }
        if moved {
            self.announce(&state, now);
        }
    }

    /// Stops the player whose session somebody else has ended. Says whether it did.
    fn notice_the_end_of_the_session(&self, state: &mut State) -> bool {
        let is_over = state.loaded.as_ref().is_some_and(|loaded| {
            loaded.session.is_some()
                && !self
                    .look(|world| stage::is_on(world, loaded))
                    .unwrap_or(false)
        });
        if is_over {
            state.loaded = None;
            state.location = "navigation";
        }
        is_over
    }

    /// Hears and reads what its account has chosen since, wherever it has. Says whether there was anything.
    pub(super) fn follow_the_streams(&self, state: &mut State, now: i64) -> bool {
        // Who has vanished does nothing any more.
        if state.ghost_until.is_some() {
            return false;
        }
        let Some(loaded) = state
            .loaded
            .as_mut()
            .filter(|loaded| loaded.session.is_some())
        else {
            return false;
        };
        let item = loaded.queue.current().map(|entry| entry.item);
        let heard = item.and_then(|item| self.look(|world| world.heard(loaded.account, item)));
        let Some(heard) = heard.filter(|heard| *heard != loaded.heard) else {
            return false;
        };
        let before = std::mem::replace(&mut loaded.heard, heard);
        let text = |id: Option<u32>| id.map(|id| id.to_string());
        if heard.audio != before.audio {
            loaded.audio_stream = text(heard.audio);
        }
        if heard.subtitle != before.subtitle {
            loaded.subtitle_stream = text(heard.subtitle);
        }
        self.change(|world| stage::convert_anew(world, &self.options, loaded, now));
        true
    }

    /// Does one thing that is due; false when nothing is.
    fn step(&self, state: &mut State, now: i64) -> bool {
        if state.ghost_until.is_some_and(|until| until <= now) {
            state.ghost_until = None;
            self.end(state, now);
            return true;
        }
        // Who has vanished does nothing any more.
        if state.ghost_until.is_some() {
            return false;
        }
        let Some(loaded) = &mut state.loaded else {
            return false;
        };
        match loaded.phase {
            Phase::Waiting(Some(at)) if at <= now => {
                loaded.phase = Phase::Buffering(at + LOADS);
                loaded.since = at;
                let begun = self.change(|world| stage::begin(world, &self.options, loaded, at));
                loaded.session = begun.flatten();
                state.location = match loaded.medium {
                    "music" => "fullScreenMusic",
                    "photo" => "fullScreenPhoto",
                    _ => "fullScreenVideo",
                };
                if loaded.session.is_none() {
                    state.loaded = None;
                }
            }
            Phase::Buffering(until) if until <= now => {
                loaded.phase = if loaded.is_paused_at_first {
                    Phase::Paused
                } else {
                    Phase::Playing
                };
                loaded.since = until;
                self.report(loaded, until);
            }
            Phase::Playing => {
                let Some(end) = loaded.ends_at().filter(|end| *end <= now) else {
                    return false;
                };
                self.go_on(state, end);
            }
            _ => return false,
        }
        true
    }

    fn report(&self, loaded: &Loaded, now: i64) {
        self.change(|world| stage::report(world, loaded, now));
    }

    /// Plays what comes after an item that has come to its end.
    fn go_on(&self, state: &mut State, now: i64) {
        let Some(loaded) = &mut state.loaded else {
            return;
        };
        let mut queue = loaded.queue.clone();
        let goes_on = match state.repeat {
            Repeat::One => true,
            Repeat::Off => queue.step(true),
            Repeat::All => {
                if !queue.step(true) {
                    queue.at = 0;
                }
                true
            }
        };
        if goes_on {
            self.play_entry(state, queue, now);
        } else {
            self.end(state, now);
        }
    }

    /// Plays the present entry of a queue in place of what plays.
    pub(super) fn play_entry(&self, state: &mut State, queue: Queue, now: i64) {
        let Some(before) = state.loaded.take() else {
            return;
        };
        self.change(|world| stage::end(world, &self.options, &before, now));
        let next = self.load(&queue, before.account, now, 0);
        state.loaded = next.map(|next| Loaded {
            container_key: before.container_key,
            ..next
        });
        let mut again = true;
        while again {
            again = self.step(state, now);
        }
    }

    pub(super) fn load(
        &self,
        queue: &Queue,
        account: AccountId,
        at: i64,
        offset: i64,
    ) -> Option<Loaded> {
        let entry = queue.current()?;
        self.look(|world| {
            // A server gives nobody what they may not see.
            let viewer = world.viewer_of(account);
            let item = world
                .items
                .get(entry.item)
                .filter(|_| world.sees(&viewer, entry.item))?;
            let heard = world.heard(account, entry.item);
            Some(Loaded {
                queue: queue.clone(),
                container_key: None,
                account,
                phase: Phase::Waiting(Some(at)),
                offset,
                since: at,
                duration: item.duration().filter(|duration| *duration > 0),
                medium: medium(item.kind),
                rating_key: item.rating_key.to_string(),
                guid: item.attributes.text(name::GUID).unwrap_or("").to_owned(),
                session: None,
                is_paused_at_first: false,
                heard,
                audio_stream: heard.audio.map(|id| id.to_string()),
                subtitle_stream: heard.subtitle.map(|id| id.to_string()),
                video_stream: None,
            })
        })?
    }

    /// Stops what plays, if anything does.
    pub(super) fn end(&self, state: &mut State, now: i64) {
        if let Some(loaded) = state.loaded.take() {
            self.change(|world| stage::end(world, &self.options, &loaded, now));
        }
        state.location = "navigation";
    }

    /// Takes an order. False when there is nothing in it that the player could play.
    pub(super) fn take(&self, state: &mut State, order: Order, now: i64) -> bool {
        let is_kept = order.kept.is_some();
        let queue = order.kept;
        let mut queue = queue.unwrap_or_else(|| Queue::of(order.queue_id, order.items));
        if let Some(first) = order.first
            && !queue.go_to_item(first)
        {
            return false;
        }
        if matches!(state.misbehaviour, Some(Misbehaviour::PlaysAnother)) && !queue.step(true) {
            queue.step(false);
        }
        let account = order.account.unwrap_or_else(|| self.own_account());
        let delay = i64::try_from(self.options.start_delay.as_millis()).unwrap_or(i64::MAX);
        let at = now.saturating_add(delay);
        let Some(loaded) = self.load(&queue, account, at, order.offset) else {
            return false;
        };
        if !self.options.kind.plays(loaded.medium) {
            return false;
        }
        self.end(state, now);
        let never =
            order.is_hopeless || matches!(state.misbehaviour, Some(Misbehaviour::NeverStarts));
        let mut loaded = Loaded {
            phase: Phase::Waiting((!never).then_some(at)),
            container_key: order.container_key,
            is_paused_at_first: order.is_paused,
            ..loaded
        };
        if state.is_shuffled && !is_kept {
            loaded.queue.shuffle(true);
        }
        state.loaded = Some(loaded);
        while self.step(state, now) {}
        true
    }

    /// Changes what plays, and tells of it; nothing happens while nothing does.
    pub(super) fn alter(
        &self,
        state: &mut State,
        now: i64,
        alter: impl FnOnce(&mut Loaded, i64),
    ) -> bool {
        let Some(loaded) = &mut state.loaded else {
            return false;
        };
        if matches!(loaded.phase, Phase::Waiting(_)) {
            return false;
        }
        let position = loaded.position(now);
        alter(loaded, position);
        loaded.since = now;
        self.report(loaded, now);
        true
    }

    /// Sets how the player fails from now on.
    pub(super) fn misbehave(&self, misbehaviour: Option<Misbehaviour>) {
        let now = self.clock.now_millis();
        {
            let mut state = self.state();
            let vanishes = matches!(misbehaviour, Some(Misbehaviour::Vanished));
            if vanishes && let Some(loaded) = &mut state.loaded {
                // It says that it plays and is where it is, until the server gives it up: as if it
                // went on only then.
                loaded.offset = loaded.position(now);
                loaded.since = now + HAUNTS;
                self.report(loaded, now);
                state.ghost_until = Some(now + HAUNTS);
            } else if !vanishes && state.ghost_until.take().is_some() {
                self.end(&mut state, now);
            }
            state.misbehaviour = misbehaviour;
        }
        self.changed.notify_waiters();
    }

    /// Lets those who wait know that something has changed, and tells the subscribers.
    pub(super) fn announce(&self, state: &State, now: i64) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.changed.notify_waiters();
        let home = self.home();
        for subscriber in &state.subscribers {
            if subscriber.until <= now {
                continue;
            }
            let command = Some(subscriber.command);
            let body = write_xml(&timelines(state, &self.options, &home, command, now));
            let (identifier, title) = (
                self.options.machine_identifier.clone(),
                self.options.title.clone(),
            );
            tokio::spawn(subscribers::tell(
                subscriber.clone(),
                identifier,
                title,
                body,
            ));
        }
    }
}
