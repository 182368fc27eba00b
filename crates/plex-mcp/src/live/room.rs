//! Where single events wait for those who want each of them: bounded by number and by bytes, whoever is slow.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use plex_client::{
    Activity, ActivityNotification, Event, PlayingNotification, TimelineNotification,
};
use tokio::sync::watch;

/// Events that wait.
const MOST: usize = 1_024;
/// Bytes that they may have together. A single one has less.
const MOST_BYTES: usize = 2 << 20;

/// The events that were told last. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Room {
    held: Arc<Mutex<Held>>,
    /// How many there have been.
    told: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Held {
    events: VecDeque<(Arc<Event>, usize)>,
    bytes: usize,
    /// The number of the first of these.
    first: u64,
}

/// Somebody who wants each event, from where they began.
#[derive(Debug)]
pub(super) struct Seat {
    held: Arc<Mutex<Held>>,
    told: watch::Receiver<u64>,
    /// The number of the next.
    next: u64,
}

/// What somebody in the room hears.
#[derive(Debug)]
pub(super) enum Told {
    Event(Arc<Event>),
    /// Some are gone that were not heard.
    Missed,
    /// Nothing more comes.
    Over,
}

impl Room {
    pub(super) fn new() -> Self {
        Self {
            held: Arc::default(),
            told: watch::channel(0).0,
        }
    }

    pub(super) fn join(&self) -> Seat {
        let told = self.told.subscribe();
        let next = *told.borrow();
        Seat {
            held: Arc::clone(&self.held),
            told,
            next,
        }
    }

    /// Takes an event, and drops the oldest where there are too many. Where nobody is, it is not kept.
    pub(super) fn tell(&self, event: Event) {
        let next = {
            let mut held = lock(&self.held);
            if self.told.receiver_count() > 0 {
                let bytes = weight(&event);
                held.bytes += bytes;
                held.events.push_back((Arc::new(event), bytes));
            } else {
                let waiting = std::mem::take(&mut *held);
                held.first = waiting.first + waiting.events.len() as u64 + 1;
            }
            while held.events.len() > MOST || held.bytes > MOST_BYTES {
                let Some((_, bytes)) = held.events.pop_front() else {
                    break;
                };
                held.bytes = held.bytes.saturating_sub(bytes);
                held.first += 1;
            }
            held.first + held.events.len() as u64
        };
        self.told.send_replace(next);
    }
}

impl Seat {
    /// Waits for the next. May be given up and begun again: nothing is lost by it.
    pub(super) async fn next(&mut self) -> Told {
        let next = self.next;
        if self.told.wait_for(|told| *told > next).await.is_err() {
            return Told::Over;
        }
        let held = lock(&self.held);
        let Some(place) = self.next.checked_sub(held.first) else {
            self.next = held.first;
            return Told::Missed;
        };
        let event = usize::try_from(place)
            .ok()
            .and_then(|place| held.events.get(place));
        self.next += 1;
        match event {
            Some((event, _)) => Told::Event(Arc::clone(event)),
            None => Told::Missed,
        }
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns about how many bytes an event takes: its own and those of its texts.
fn weight(event: &Event) -> usize {
    let texts = match event {
        Event::Playing(told) => of_playing(told),
        Event::Timeline(entry) => of_entry(entry),
        Event::Activity(told) => of_activity(told),
        _ => 0,
    };
    size_of::<Event>() + texts
}

fn length(text: &Option<String>) -> usize {
    text.as_ref().map_or(0, String::len)
}

fn of_playing(told: &PlayingNotification) -> usize {
    let texts = [
        &told.client_identifier,
        &told.guid,
        &told.key,
        &told.transcode_session,
    ];
    texts.into_iter().map(length).sum::<usize>() + told.state.as_str().len()
}

fn of_entry(entry: &TimelineNotification) -> usize {
    let texts = [
        &entry.identifier,
        &entry.title,
        &entry.media_state,
        &entry.metadata_state,
    ];
    texts.into_iter().map(length).sum()
}

fn of_activity(told: &ActivityNotification) -> usize {
    let of = |activity: &Activity| {
        let context = activity.context.as_ref();
        let key = context.map_or(0, |context| length(&context.key));
        let texts = [&activity.title, &activity.subtitle];
        texts.into_iter().map(length).sum::<usize>() + activity.activity_type.len() + key
    };
    told.event.len() + told.activity.as_ref().map_or(0, of)
}

/// Tells whether somebody may want such an event by itself.
pub(super) fn is_wanted(event: &Event) -> bool {
    matches!(
        event,
        Event::Playing(_)
            | Event::Timeline(_)
            | Event::Activity(_)
            | Event::Away { .. }
            | Event::Dropped { .. }
            | Event::Listening { away: Some(_), .. }
    )
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
mod tests {
    use super::*;

    fn entry(title: String) -> Event {
        let mut entry = TimelineNotification::default();
        entry.title = Some(title);
        Event::Timeline(entry)
    }

    async fn heard(seat: &mut Seat) -> Vec<usize> {
        let mut heard = Vec::new();
        while *seat.told.borrow() > seat.next {
            heard.push(match seat.next().await {
                Told::Event(event) => match &*event {
                    Event::Timeline(entry) => length(&entry.title),
                    other => panic!("{other:?}"),
                },
                Told::Missed => 0,
                Told::Over => panic!("it is over"),
            });
        }
        heard
    }

    #[tokio::test]
    async fn what_waits_is_bounded_by_bytes_and_who_is_slow_is_told_once() {
        let room = Room::new();
        let mut seat = room.join();
        let large = 600 << 10;
        for _ in 0..2_000 {
            room.tell(entry("x".repeat(large)));
        }
        assert!(lock(&room.held).bytes <= MOST_BYTES);
        assert_eq!(heard(&mut seat).await, [0, large, large, large]);
        // The largest that there can be is heard all the same.
        room.tell(entry("x".repeat(1 << 20)));
        assert_eq!(heard(&mut seat).await, [1 << 20]);
    }

    #[tokio::test]
    async fn what_waits_is_bounded_by_number_and_each_hears_all_from_where_they_began() {
        let room = Room::new();
        let mut first = room.join();
        room.tell(entry("a".to_owned()));
        let mut second = room.join();
        for _ in 0..MOST {
            room.tell(entry("bb".to_owned()));
        }
        assert_eq!(lock(&room.held).events.len(), MOST);
        assert_eq!(heard(&mut second).await, [2; MOST]);
        let late = heard(&mut first).await;
        assert_eq!((late.len(), late.first()), (MOST + 1, Some(&0)));
    }

    #[tokio::test]
    async fn nothing_is_kept_for_nobody_and_the_end_is_told() {
        let room = Room::new();
        let seat = room.join();
        room.tell(entry("a".to_owned()));
        drop(seat);
        room.tell(entry("a".to_owned()));
        assert!(lock(&room.held).events.is_empty());
        let mut seat = room.join();
        room.tell(entry("bb".to_owned()));
        assert_eq!(heard(&mut seat).await, [2]);
        drop(room);
        assert!(matches!(seat.next().await, Told::Over));
    }
}
