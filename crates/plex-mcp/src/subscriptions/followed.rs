//! One resource that is followed: when it is to be looked at, and what follows from how it reads.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::concern::{Concern, Subject, concern};
use super::inbox::Inbox;
use super::print::{Difference, Print};
use crate::{
    live::Changes,
    resources::{Resource, Topic},
};

/// The least time between two updates of what only moves.
const MOVES: Duration = Duration::from_secs(10);
/// The least time between two absences of which each is told whatever the resource reads like: of a flood
/// that goes on, what has changed is told.
const ABSENCES: Duration = Duration::from_secs(10);
/// The least time between two looks at what only may have changed.
const PERHAPS: Duration = Duration::from_secs(2);
/// When what should have changed and has not is looked at once more: servers tell some things before they
/// show them.
const ONCE_MORE: Duration = Duration::from_secs(1);
/// When what could not be read is tried again, at first and at last.
const TRY_AGAIN: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(60)];

/// A resource that somebody has subscribed to.
pub(super) struct Followed {
    uri: String,
    resource: Resource,
    variable: String,
    topic: Topic,
    subject: Subject,
    pub(super) inboxes: Vec<Arc<Inbox>>,
    /// How it read when it was last told, or first read.
    last: Option<Print>,
    /// Whether something may have changed that nobody listened to.
    is_stale: bool,
    looked: Option<Instant>,
    told: Option<Instant>,
    absence_told: Option<Instant>,
    due: Option<Instant>,
    /// Until when it is left alone because it could not be read, whatever is told of it.
    not_before: Option<Instant>,
    is_read: bool,
    /// Whether to tell it whatever it reads like.
    is_certain: bool,
    /// Whether it should have changed, and has not been looked at once more.
    is_expected: bool,
    pause: Duration,
}

/// How it was found when it was read.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// It reads like this, and is of this.
    Read(Print, Subject),
    /// It cannot be read for the moment.
    Nothing,
}

impl Followed {
    pub(super) fn new(uri: String, resource: Resource, variable: String, topic: Topic) -> Self {
        Self {
            uri,
            resource,
            variable,
            topic,
            subject: Subject::default(),
            inboxes: Vec::new(),
            last: None,
            is_stale: false,
            looked: None,
            told: None,
            absence_told: None,
            due: None,
            not_before: None,
            is_read: false,
            is_certain: false,
            is_expected: false,
            pause: TRY_AGAIN[0],
        }
    }

    /// Hears of changes.
    pub(super) fn hear(&mut self, changes: &Changes, now: Instant) {
        if changes.missed {
            self.miss(now);
        }
        match concern(self.topic, &self.subject, changes) {
            Concern::None => {}
            Concern::Sure => {
                self.is_expected = true;
                self.look_by(now);
            }
            Concern::Perhaps => self.look_soon(now),
        }
    }

    /// Hears that something was missed, mostly by an absence of the server, which is back.
    fn miss(&mut self, now: Instant) {
        self.is_stale = false;
        if self.absence_told.is_some_and(|told| now < told + ABSENCES) {
            let soonest = |before: Instant| before.min(now + TRY_AGAIN[0]);
            self.not_before = self.not_before.map(soonest);
            return;
        }
        self.absence_told = Some(now);
        self.is_certain = true;
        self.not_before = None;
    }

    /// Looks at it, but not again and again.
    pub(super) fn look_soon(&mut self, now: Instant) {
        let soonest = self.looked.map_or(now, |looked| looked + PERHAPS);
        self.look_by(soonest.max(now));
    }

    /// Hears that the server is listened to from now on.
    pub(super) fn connected(&mut self, now: Instant) {
        self.not_before = None;
        if std::mem::take(&mut self.is_stale) {
            self.absence_told = Some(now);
            self.is_certain = true;
            self.look_by(now);
        }
    }

    /// Hears that what happened until it was listened to is not known.
    pub(super) fn stale(&mut self) {
        self.is_stale = true;
    }

    fn look_by(&mut self, when: Instant) {
        let when = self.not_before.map_or(when, |soonest| soonest.max(when));
        self.due = Some(self.due.map_or(when, |due| due.min(when)));
    }

    /// Returns when it is to be looked at.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.is_read)
    }

    /// Begins to look at it: what is to be read.
    pub(super) fn begin(&mut self) -> (Resource, String, Topic) {
        self.due = None;
        self.is_read = true;
        (self.resource.clone(), self.variable.clone(), self.topic)
    }

    /// Ends looking at it.
    pub(super) fn end(&mut self, found: Found, now: Instant) {
        self.is_read = false;
        match found {
            Found::Read(print, subject) => self.learn(print, subject, now),
            // It is told when it can be read again.
            Found::Nothing => {
                let again = now + self.pause;
                (self.not_before, self.due) = (Some(again), Some(again));
                self.pause = (self.pause * 2).min(TRY_AGAIN[1]);
            }
        }
    }

    /// Hears how it reads.
    pub(super) fn learn(&mut self, print: Print, subject: Subject, now: Instant) {
        self.looked = Some(now);
        self.not_before = None;
        self.pause = TRY_AGAIN[0];
        if print.is_content {
            self.subject = subject;
        }
        let is_expected = std::mem::take(&mut self.is_expected);
        if std::mem::take(&mut self.is_certain) {
            self.last = Some(print);
            return self.tell(print, true, now);
        }
        let Some(last) = self.last else {
            self.last = Some(print);
            // That it cannot be read is nothing new to who could not read it.
            if print.is_content {
                self.tell(print, false, now);
            }
            return;
        };
        match print.differs_from(last) {
            Difference::Changed => {
                self.last = Some(print);
                self.tell(print, false, now);
            }
            Difference::Moved => {
                let soonest = self.told.map(|told| told + MOVES);
                match soonest.filter(|soonest| *soonest > now) {
                    Some(soonest) => self.look_by(soonest),
                    None => {
                        self.last = Some(print);
                        self.tell(print, false, now);
                    }
                }
            }
            Difference::None => {
                if is_expected {
                    self.look_by(now + ONCE_MORE);
                }
            }
        }
    }

    /// Takes how it read for one who has just subscribed.
    pub(super) fn begin_with(&mut self, found: &Found, now: Instant) {
        match found {
            Found::Read(print, subject) if self.last.is_none() && self.inboxes.is_empty() => {
                self.last = Some(*print);
                self.subject = subject.clone();
                self.looked = Some(now);
            }
            // Others hear of it now, if they have not yet.
            Found::Read(print, subject) => {
                self.learn(*print, subject.clone(), now);
            }
            Found::Nothing => self.stale(),
        }
    }

    fn tell(&mut self, print: Print, is_certain: bool, now: Instant) {
        self.told = Some(now);
        for inbox in &self.inboxes {
            inbox.tell(&self.uri, print, is_certain);
        }
    }
}
