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

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
mod tests {
    use plex_client::{
        Activity, ActivityContext, Millis, PlayerState, PlayingNotification, SessionKey,
        TimelineNotification,
    };

    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    fn library(key: &str) -> LibraryKey {
        LibraryKey::new(key).unwrap()
    }

    fn item(key: &str) -> RatingKey {
        RatingKey::new(key).unwrap()
    }

    fn entry(key: &str, state: u32) -> TimelineNotification {
        let mut entry = TimelineNotification::default();
        entry.identifier = Some("com.plexapp.plugins.library".to_owned());
        entry.section_id = Some(library("1"));
        entry.item_id = Some(item(key));
        entry.state = Some(state);
        entry
    }

    fn playing(state: PlayerState, at: u64) -> Event {
        let mut told = PlayingNotification::default();
        told.session_key = SessionKey::new("7").ok();
        told.rating_key = Some(item("12"));
        told.state = state;
        told.view_offset = Some(Millis::new(at));
        Event::Playing(told)
    }

    fn scan(event: &str, of: &str) -> Event {
        let mut context = ActivityContext::default();
        context.library_section_id = Some(library(of));
        let mut activity = Activity::default();
        activity.activity_type = SCAN.to_owned();
        activity.context = Some(context);
        let mut told = ActivityNotification::default();
        told.event = event.to_owned();
        told.activity = Some(activity);
        Event::Activity(told)
    }

    /// Lets time pass to the next change, and returns when it comes and what it is.
    fn next(gathering: &mut Gathering) -> Option<(Instant, Changes)> {
        let due = gathering.due()?;
        Some((due, gathering.ready(due).unwrap()))
    }

    #[test]
    fn a_burst_is_one_change_and_what_goes_on_is_told_each_second() {
        let mut gathering = Gathering::default();
        let begun = Instant::now();
        for at in 0..3_000_u64 {
            let now = begun + MS(at);
            let told = Event::Timeline(entry(&(at + 1).to_string(), PROCESSED));
            gathering.take(&told, now);
            if gathering.due().is_some_and(|due| due <= now) {
                let changes = gathering.ready(now).unwrap();
                assert!(changes.libraries.contains(&library("1")) || !changes.items.is_empty());
            }
        }
        let (due, last) = next(&mut gathering).unwrap();
        assert_eq!(
            due,
            begun + MS(3_200),
            "it was told after 0.2, 1.2 and 2.2 s"
        );
        assert_eq!(last.items.len(), 799);
        assert!(gathering.due().is_none());
    }

    const PROCESSED: u32 = 5;

    #[test]
    fn only_positions_that_move_wait_ten_seconds() {
        let mut gathering = Gathering::default();
        let begun = Instant::now();
        gathering.take(&playing(PlayerState::Playing, 0), begun);
        let (first, changes) = next(&mut gathering).unwrap();
        assert!(changes.sessions && first == begun + SETTLE);
        for second in 1..=4 {
            let now = begun + MS(second * 1_000);
            gathering.take(&playing(PlayerState::Playing, second * 1_000), now);
        }
        assert_eq!(gathering.due(), Some(first + POSITIONS));
        // A jump, and a pause, are told at once.
        let now = begun + MS(5_000);
        gathering.take(&playing(PlayerState::Playing, 900_000), now);
        assert_eq!(next(&mut gathering).unwrap().0, now + SETTLE);
        let now = begun + MS(7_000);
        gathering.take(&playing(PlayerState::Paused, 902_000), now);
        gathering.take(&playing(PlayerState::Paused, 902_000), now);
        let (due, changes) = next(&mut gathering).unwrap();
        assert_eq!(due, now + SETTLE);
        assert_eq!(changes.items[&item("12")], ItemChange::Played);
        gathering.take(&playing(PlayerState::Paused, 902_000), now + MS(10_000));
        assert!(gathering.due().is_none(), "nothing has changed");
    }

    #[test]
    fn what_an_item_is_in_has_changed_too_and_other_tellers_are_not_heard() {
        let mut gathering = Gathering::default();
        let now = Instant::now();
        let mut gone = entry("30", 9);
        gone.parent_item_id = Some(item("20"));
        gone.root_item_id = Some(item("-1"));
        gathering.take(&Event::Timeline(gone), now);
        let (_, changes) = next(&mut gathering).unwrap();
        let expected = [
            (item("20"), ItemChange::Changed),
            (item("30"), ItemChange::Deleted),
        ];
        assert_eq!(changes.items, expected.into());
        let mut guide = entry("40", 5);
        guide.identifier = Some("tv.plex.providers.epg.cloud:1".to_owned());
        gathering.take(&Event::Timeline(guide), now);
        let mut nowhere = entry("41", 5);
        nowhere.section_id = Some(library("-1"));
        gathering.take(&Event::Timeline(nowhere), now);
        let mut on_its_way = entry("42", 5);
        on_its_way.media_state = Some("analyzing".to_owned());
        gathering.take(&Event::Timeline(on_its_way), now);
        assert!(gathering.due().is_none());
    }

    #[test]
    fn what_is_never_called_processed_is_new_when_the_scan_ends() {
        let mut gathering = Gathering::default();
        let now = Instant::now();
        gathering.take(&scan("updated", "1"), now);
        gathering.take(&Event::Timeline(entry("50", 0)), now);
        gathering.take(&Event::Timeline(entry("50", 1)), now);
        let (_, changes) = next(&mut gathering).unwrap();
        assert!(changes.activities && changes.items.is_empty());
        let later = now + MS(5_000);
        gathering.take(&scan("ended", "2"), later);
        gathering.take(&scan("ended", "1"), later);
        let (_, changes) = next(&mut gathering).unwrap();
        assert_eq!(changes.items, [(item("50"), ItemChange::Added)].into());
        assert_eq!(changes.libraries.len(), 2);
    }

    #[test]
    fn more_items_than_are_told_one_by_one_are_everything() {
        let mut gathering = Gathering::default();
        let now = Instant::now();
        for key in 1..3 * MOST {
            gathering.take(&Event::Timeline(entry(&key.to_string(), 5)), now);
        }
        let (_, changes) = next(&mut gathering).unwrap();
        assert!(changes.missed && changes.items.len() <= MOST);
        assert!(gathering.due().is_none());
    }
}
