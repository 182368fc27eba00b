//! What was told and not read yet: bounded by kind.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures::task::AtomicWaker;

use super::event::{Event, EventKind};
use crate::error::PlexError;

/// The most that the waiting events of a kind may have had in bytes when they came.
const MOST_BYTES: usize = 2 << 20;

/// Events that wait, from the task that listens to the one that reads.
#[derive(Debug)]
pub(super) struct Buffer {
    held: Mutex<Held>,
    reader: AtomicWaker,
    /// How many of a kind may wait.
    most: usize,
}

#[derive(Debug, Default)]
struct Held {
    queues: [Queue; EventKind::ALL.len()],
    /// The number of the next event.
    next: u64,
    end: Option<End>,
}

/// What comes after the last event.
#[derive(Debug)]
struct End(Option<PlexError>);

/// The events of a kind that wait.
#[derive(Debug, Default)]
struct Queue {
    events: VecDeque<Waiting>,
    bytes: usize,
    dropped: u64,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    bytes: usize,
    event: Event,
}

impl Buffer {
    pub(super) fn new(most: usize) -> Self {
        Self {
            held: Mutex::default(),
            reader: AtomicWaker::new(),
            most: most.max(1),
        }
    }

    /// Takes an event that came in so many bytes, and drops older ones of its kind where there are too
    /// many.
    pub(super) fn push(&self, event: Event, bytes: usize) {
        {
            let mut held = self.held();
            let number = held.next;
            held.next += 1;
            if let Some(queue) = held.queues.get_mut(place(event.kind())) {
                queue.bytes = queue.bytes.saturating_add(bytes);
                queue.events.push_back(Waiting {
                    number,
                    bytes,
                    event,
                });
                while queue.events.len() > self.most
                    || (queue.bytes > MOST_BYTES && queue.events.len() > 1)
                {
                    queue.pop();
                    queue.dropped += 1;
                }
            }
        }
        self.reader.wake();
    }

    /// Says that nothing more comes, but for an error.
    pub(super) fn end(&self, error: Option<PlexError>) {
        self.held().end.get_or_insert(End(error));
        self.reader.wake();
    }

    /// Returns the oldest event; before it how many of its kind were dropped.
    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Event, PlexError>>> {
        self.reader.register(cx.waker());
        let mut held = self.held();
        if let Some(event) = held.pop() {
            return Poll::Ready(Some(Ok(event)));
        }
        match &mut held.end {
            Some(End(error)) => Poll::Ready(error.take().map(Err)),
            None => Poll::Pending,
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn pop(&mut self) -> Option<Event> {
        let (kind, queue) = EventKind::ALL
            .into_iter()
            .zip(&mut self.queues)
            .filter(|(_, queue)| !queue.events.is_empty())
            .min_by_key(|(_, queue)| queue.events.front().map(|first| first.number))?;
        match std::mem::take(&mut queue.dropped) {
            0 => queue.pop(),
            count => Some(Event::Dropped { kind, count }),
        }
    }
}

impl Queue {
    fn pop(&mut self) -> Option<Event> {
        let first = self.events.pop_front()?;
        self.bytes = self.bytes.saturating_sub(first.bytes);
        if self.events.is_empty() {
            // The room of a flood is not kept.
            self.events = VecDeque::new();
        }
        Some(first.event)
    }
}

/// Returns the place of a kind's queue.
fn place(kind: EventKind) -> usize {
    EventKind::ALL
        .iter()
        .position(|known| *known == kind)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PlayingNotification, StatusNotification};

    fn read(buffer: &Buffer) -> Vec<String> {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut read = Vec::new();
        while let Poll::Ready(Some(Ok(event))) = buffer.poll(&mut cx) {
            read.push(match event {
                Event::Status(status) => status.title.unwrap_or_default(),
                Event::Dropped { kind, count } => format!("{count} of {kind:?}"),
                other => format!("{:?}", other.kind()),
            });
        }
        read
    }

    fn status(title: &str) -> Event {
        Event::Status(StatusNotification {
            title: Some(title.to_owned()),
            ..StatusNotification::default()
        })
    }

    #[test]
    fn a_flood_of_one_kind_displaces_none_of_another_and_order_is_kept() {
        let buffer = Buffer::new(2);
        buffer.push(Event::Playing(PlayingNotification::default()), 1);
        for title in ["a", "b", "c", "d", "e"] {
            buffer.push(status(title), 1);
        }
        assert_eq!(read(&buffer), ["Playing", "3 of Status", "d", "e"]);
        buffer.push(status("f"), 1);
        assert_eq!(read(&buffer), ["f"], "what was dropped is told once");
    }

    #[test]
    fn bytes_are_bounded_too_but_the_last_event_stays() {
        let buffer = Buffer::new(1000);
        buffer.push(status("a"), MOST_BYTES / 2);
        buffer.push(status("b"), MOST_BYTES / 2);
        buffer.push(status("c"), 1);
        assert_eq!(read(&buffer), ["1 of Status", "b", "c"]);
        buffer.push(status("d"), MOST_BYTES * 2);
        assert_eq!(read(&buffer), ["d"]);
    }

    #[test]
    fn the_end_comes_after_what_waits_and_its_error_once() {
        let buffer = Buffer::new(2);
        buffer.push(status("a"), 1);
        buffer.end(Some(PlexError::NotConfigured));
        buffer.end(None);
        assert_eq!(read(&buffer), ["a"]);
        let buffer = Buffer::new(2);
        buffer.end(Some(PlexError::NotConfigured));
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let last = buffer.poll(&mut cx);
        assert!(matches!(
            last,
            Poll::Ready(Some(Err(PlexError::NotConfigured)))
        ));
        assert!(matches!(buffer.poll(&mut cx), Poll::Ready(None)));
    }
}
