//! Gathers changes until it is time to tell them: a burst is one, and what changes all the time is told
//! now and then.

use std::collections::BTreeMap;
use std::time::Duration;

use plex_client::{ActivityNotification, Event, EventKind, LibraryKey, RatingKey};
use tokio::time::Instant;

use super::changes::{Changes, ItemChange};
use super::playing::{Playbacks, Said};
use super::timeline::{Timeline, Told};

/// How long more of a burst is waited for.
const SETTLE: Duration = Duration::from_millis(200);
/// The least time between two changes of one kind.
const GAP: Duration = Duration::from_secs(1);
/// The least time between two changes that are only how far an activity is.
const PROGRESS: Duration = Duration::from_secs(2);
/// The least time between two changes that are only positions.
const POSITIONS: Duration = Duration::from_secs(10);

/// Items, and libraries, that are told of one by one. When there are more, all may be different.
const MOST: usize = 5_000;

/// What a scan of a library is called.
const SCAN: &str = "library.update.section";

/// When something is to be told.
#[derive(Debug, Default)]
struct Gate {
    due: Option<Instant>,
    last: Option<Instant>,
}

impl Gate {
    /// Lets it be told soon, but no sooner than `gap` after the last time.
    fn ask(&mut self, now: Instant, gap: Duration) {
        let soon = now + SETTLE;
        let due = self.last.map_or(soon, |last| soon.max(last + gap));
        self.due = Some(self.due.map_or(due, |before| before.min(due)));
    }

    /// Says whether it is time, for once.
    fn opens(&mut self, now: Instant) -> bool {
        let opens = self.due.is_some_and(|due| due <= now);
        if opens {
            self.due = None;
            self.last = Some(now);
        }
        opens
    }

    /// Says whether it has been quiet for so long that it need not be remembered.
    fn is_idle(&self, now: Instant) -> bool {
        self.due.is_none() && self.last.is_none_or(|last| now >= last + GAP)
    }
}

/// Changes that wait to be told.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    missed: Gate,
    sessions: Gate,
    activities: Gate,
    playlists: Gate,
    libraries: BTreeMap<LibraryKey, Gate>,
    items: Gate,
    changed: BTreeMap<RatingKey, ItemChange>,
    playbacks: Playbacks,
    timeline: Timeline,
}

impl Gathering {
    /// Takes an event of what may be shown.
    pub(super) fn take(&mut self, event: &Event, now: Instant) {
        match event {
            Event::Listening { away: Some(_), .. } => self.miss(now),
            // Sessions are numbered anew by a server that has restarted.
            Event::Away { .. } => self.playbacks.forget(),
            Event::Playing(told) => match self.playbacks.take(told, now) {
                Said::Nothing => {}
                Said::Position => self.sessions.ask(now, POSITIONS),
                Said::Change => self.sessions.ask(now, GAP),
                Said::Pause(item) => {
                    self.sessions.ask(now, GAP);
                    self.change(item, ItemChange::Played, now);
                }
            },
            Event::Transcode { phase, .. } => {
                let goes_on = *phase == plex_client::TranscodePhase::Update;
                self.sessions
                    .ask(now, if goes_on { POSITIONS } else { GAP });
            }
            Event::Timeline(entry) => match self.timeline.take(entry) {
                Told::Nothing => {}
                Told::Playlists => self.playlists.ask(now, GAP),
                Told::Items { library, items } => {
                    self.touch(library, now);
                    for (item, change) in items {
                        self.change(item, change, now);
                    }
                }
            },
            Event::Activity(told) => self.take_activity(told, now),
            Event::Dropped { kind, .. } => match kind {
                EventKind::Playing | EventKind::Transcode => self.sessions.ask(now, GAP),
                EventKind::Activity => self.activities.ask(now, GAP),
                EventKind::Timeline | EventKind::Connection => self.miss(now),
                _ => {}
            },
            _ => {}
        }
    }

    fn take_activity(&mut self, told: &ActivityNotification, now: Instant) {
        let is_turn = matches!(told.event.as_str(), "started" | "ended");
        self.activities
            .ask(now, if is_turn { GAP } else { PROGRESS });
        let Some(activity) = &told.activity else {
            return;
        };
        let context = activity.context.as_ref();
        let library = context.and_then(|context| context.library_section_id.clone());
        let has_ended = told.event == "ended";
        if let (SCAN, Some(library)) = (activity.activity_type.as_str(), library) {
            // That it is scanned is said of a library.
            if is_turn || !self.timeline.is_scanned(&library) {
                self.touch(library.clone(), now);
            }
            for item in self.timeline.scanned(&library, has_ended) {
                self.change(item, ItemChange::Added, now);
            }
        }
        let item = context.and_then(|context| {
            let key = context.key.as_deref()?.strip_prefix("/library/metadata/")?;
            RatingKey::new(key).ok()
        });
        if let Some(item) = item.filter(|_| has_ended) {
            self.change(item, ItemChange::Changed, now);
        }
    }

    /// Returns when there will be something to tell.
    pub(super) fn due(&self) -> Option<Instant> {
        [
            &self.missed,
            &self.sessions,
            &self.activities,
            &self.playlists,
            &self.items,
        ]
        .into_iter()
        .chain(self.libraries.values())
        .filter_map(|gate| gate.due)
        .min()
    }

    /// Returns what is to be told now.
    pub(super) fn ready(&mut self, now: Instant) -> Option<Changes> {
        let mut changes = Changes {
            missed: self.missed.opens(now),
            sessions: self.sessions.opens(now),
            activities: self.activities.opens(now),
            playlists: self.playlists.opens(now),
            ..Changes::default()
        };
        if self.items.opens(now) {
            changes.items = std::mem::take(&mut self.changed);
        }
        self.libraries.retain(|library, gate| {
            if gate.opens(now) {
                changes.libraries.insert(library.clone());
            }
            !gate.is_idle(now)
        });
        (!changes.is_empty()).then_some(changes)
    }

    fn miss(&mut self, now: Instant) {
        self.changed.clear();
        self.missed.ask(now, GAP);
    }

    fn touch(&mut self, library: LibraryKey, now: Instant) {
        if self.libraries.len() >= MOST && !self.libraries.contains_key(&library) {
            return self.miss(now);
        }
        self.libraries.entry(library).or_default().ask(now, GAP);
    }

    fn change(&mut self, item: RatingKey, change: ItemChange, now: Instant) {
        if self.changed.len() >= MOST && !self.changed.contains_key(&item) {
            return self.miss(now);
        }
        let known = self.changed.entry(item).or_insert(change);
        *known = match change {
            // A key may be given to something else.
            ItemChange::Added => change,
            _ => change.max(*known),
        };
        self.items.ask(now, GAP);
    }
}
