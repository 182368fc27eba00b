//! What one listener is told.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::super::Shared;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::notification::{self, Filters, Message};
use crate::server::Call;
use crate::world::{AccountId, Change, Event, PlayState, Session, World};

/// How often players report while they play, in milliseconds.
const REPORT: i64 = 10_000;
/// How often conversions are told of.
const CONVERSION: i64 = 5_000;
/// How often a listener is shown that the server is there.
const PING: i64 = 30_000;
/// How often a flood comes in.
const WAVE: i64 = 100;

/// Says what a listener is told next.
#[derive(Debug)]
pub(super) enum Told {
    Message(Message),
    /// The server is still there.
    Ping,
    /// Something that no listener can read.
    Nonsense(u64),
    /// Nothing more, for as long as the connection is there.
    Silence,
    /// The connection is to be broken off.
    End,
}

/// Holds what one listener is told, in order.
pub(super) struct Feed {
    /// Weak: a listener does not keep the server.
    server: Weak<Shared>,
    clock: Clock,
    events: Receiver<Arc<Event>>,
    /// Moves when all listeners are to be lost.
    lost: watch::Receiver<u64>,
    account: AccountId,
    is_owner: bool,
    filters: Filters,
    fault: Option<Fault>,
    waiting: VecDeque<Told>,
    opened_at: i64,
    next_report: i64,
    next_conversion: i64,
    next_ping: i64,
    next_wave: i64,
    flooded: u64,
    nonsense: u64,
    /// Milliseconds between two pings; none come when there are none.
    pings: Option<i64>,
}

impl Feed {
    pub(super) fn open(shared: &Shared, call: &Call<'_>) -> Self {
        let now = call.now_millis;
        Self {
            server: Weak::clone(&shared.me),
            clock: shared.clock.clone(),
            events: shared.read().events.subscribe(),
            lost: shared.listeners.subscribe(),
            account: call.viewer.account,
            is_owner: call.viewer.is_owner,
            filters: Filters::parse(call.query.get("filters")),
            fault: None,
            waiting: VecDeque::new(),
            opened_at: now,
            next_report: now + REPORT,
            next_conversion: now + CONVERSION,
            next_ping: now + PING,
            next_wave: now + WAVE,
            flooded: 0,
            nonsense: 0,
            pings: Some(PING),
        }
    }

    /// Returns the same for a listener that suffers.
    pub(super) fn suffering(mut self, fault: Option<Fault>) -> Self {
        match &fault {
            Some(Fault::Pings(every)) => {
                self.pings = Some(millis(*every)).filter(|every| *every > 0);
                self.next_ping = self
                    .pings
                    .map_or(i64::MAX, |every| self.opened_at.saturating_add(every));
            }
            // Whatever it wants to hear: a server does not ask before it sends much at once.
            Some(Fault::LargeFrame(bytes)) => {
                let now = self.opened_at.div_euclid(1000);
                let message = super::nonsense::large(*bytes, now);
                self.waiting.push_back(Told::Message(message));
            }
            _ => {}
        }
        self.fault = fault;
        self
    }

    /// Tells whether nothing is to come over the connection, not even an answer to a ping.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self.fault, Some(Fault::Silence))
    }

    /// Returns until when something is told, for a listener to whom nothing comes after that.
    fn silent_from(&self) -> Option<i64> {
        match self.fault {
            Some(Fault::SilentAfter(after)) => Some(self.opened_at.saturating_add(millis(after))),
            _ => None,
        }
    }

    /// Waits until the connection is to be broken off, and tells nothing.
    pub(super) async fn ended(&mut self) {
        let _ = self.lost.changed().await;
    }

    /// Waits for what is to be told next.
    pub(super) async fn next(&mut self) -> Told {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                return told;
            }
            if self
                .silent_from()
                .is_some_and(|from| self.clock.now_millis() >= from)
            {
                return Told::Silence;
            }
            let due = self.next_due();
            tokio::select! {
                changed = self.lost.changed() => {
                    let _ = changed;
                    return Told::End;
                }
                event = self.events.recv() => match event {
                    Ok(event) => self.hear(&event),
                    // Who cannot keep up is told no more of what is long past.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Told::End,
                },
                () = self.clock.reached(due) => self.do_what_is_due(),
            }
        }
    }

    fn hear(&mut self, event: &Event) {
        let Some(server) = self.server.upgrade() else {
            self.waiting.push_back(Told::End);
            return;
        };
        // Others than the owner hear of their own playing only.
        let is_for_all = self.is_owner || matches!(event.change, Change::Playback(_));
        if !is_for_all || !World::may_hear(self.account, event.audience) {
            return;
        }
        let message = notification::message(&event.change, &server.read(), event.at_millis);
        self.tell(message);
    }

    fn tell(&mut self, message: Message) {
        if !self.filters.pass(&message.kind) {
            return;
        }
        match self.fault {
            Some(Fault::Garbage) => {
                self.nonsense += 1;
                self.waiting.push_back(Told::Nonsense(self.nonsense));
            }
            Some(Fault::UnknownTypes) => {
                self.nonsense += 1;
                let unheard = super::nonsense::unheard(self.nonsense);
                self.waiting.push_back(Told::Message(unheard));
            }
            _ => {}
        }
        self.waiting.push_back(Told::Message(message));
    }

    fn next_due(&self) -> i64 {
        let mut due = self
            .next_report
            .min(self.next_conversion)
            .min(self.next_ping);
        match self.fault {
            Some(Fault::Flood(_)) => due = due.min(self.next_wave),
            Some(Fault::HangUp(after)) => due = due.min(self.hangs_up_at(after)),
            _ => {}
        }
        self.silent_from().map_or(due, |from| due.min(from))
    }

    fn hangs_up_at(&self, after: Duration) -> i64 {
        self.opened_at.saturating_add(millis(after))
    }

    /// Does what time brings: players report, conversions go on, the server shows that it is there. After
    /// a leap of the clock each comes once.
    fn do_what_is_due(&mut self) {
        let now = self.clock.now_millis();
        if self.silent_from().is_some_and(|from| now >= from) {
            return;
        }
        if let Some(Fault::HangUp(after)) = self.fault
            && now >= self.hangs_up_at(after)
        {
            self.waiting.push_back(Told::End);
            return;
        }
        if now >= self.next_conversion {
            self.next_conversion = now + CONVERSION;
            self.tell_of_sessions(|world, session| notification::transcoding(world, session, now));
        }
        if now >= self.next_report {
            self.next_report = now + REPORT;
            self.tell_of_sessions(|world, session| {
                let reports = session.state != PlayState::Buffering;
                reports.then(|| notification::playing(world, session, now))
            });
        }
        if let Some(every) = self.pings.filter(|_| now >= self.next_ping) {
            self.next_ping = now.saturating_add(every);
            self.waiting.push_back(Told::Ping);
        }
        if let Some(Fault::Flood(a_second)) = self.fault {
            self.flood(now, a_second);
        }
    }

    fn tell_of_sessions(&mut self, tell: impl Fn(&World, &Session) -> Option<Message>) {
        let Some(server) = self.server.upgrade() else {
            return;
        };
        let messages: Vec<Message> = {
            let world = server.read();
            let sessions = world.sessions.iter();
            sessions
                .filter(|session| self.is_owner || session.account == self.account)
                .filter_map(|session| tell(&world, session))
                .collect()
        };
        for message in messages {
            // Conversions are the owner's to hear of.
            if self.is_owner || message.kind == "playing" {
                self.tell(message);
            }
        }
    }

    /// Sends everything of a flood that was to come until now.
    fn flood(&mut self, now: i64, a_second: u32) {
        self.next_wave = now + WAVE;
        let millis = u64::try_from(now - self.opened_at).unwrap_or(0);
        let due = millis.saturating_mul(u64::from(a_second)) / 1000;
        while self.flooded < due {
            self.flooded += 1;
            let message = super::nonsense::programme(self.flooded, now.div_euclid(1000));
            self.tell(message);
        }
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
