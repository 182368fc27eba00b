//! Waiting for something to happen: hearing of it where the server tells, looking now and then where it
//! does not.

use std::sync::Arc;
use std::time::Duration;

use plex_client::Event;
use tokio::time::{Instant, sleep_until, timeout};

use super::listener::{Listener, Live};

/// Somebody who waits for something.
///
/// Waiting may be given up and begun again at any time: nothing is lost by it.
pub(crate) struct Ear {
    listener: Listener,
    hearing: Hearing,
    /// How often to look while nothing can be heard.
    every: Duration,
    next_look: Instant,
    looks_too: bool,
    was_away: bool,
}

/// What is heard.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Something happened.
    Event(Arc<Event>),
    /// Nobody can say: look at the server anew.
    Look,
}

#[derive(Debug, PartialEq, Eq)]
enum Hearing {
    /// The server cannot be listened to for the moment.
    NotYet,
    Yes,
    /// It refuses for good.
    Never,
}

impl Ear {
    /// Begins to listen; while that is not possible, time to look comes each `every`.
    pub(crate) fn new(live: &Live, every: Duration) -> Self {
        Self {
            listener: live.listen(),
            hearing: Hearing::NotYet,
            every,
            next_look: Instant::now() + every,
            looks_too: false,
            was_away: false,
        }
    }

    /// Waits until the server is listened to, refuses, or has not answered in so long.
    pub(crate) async fn ready(&mut self, patience: Duration) {
        if let Ok(connected) = timeout(patience, self.listener.connected()).await {
            self.hearing = match connected {
                Ok(()) => Hearing::Yes,
                Err(_) => Hearing::Never,
            };
        }
    }

    /// Has it look now and then although it hears: this is not told to everybody.
    pub(crate) fn look_too(&mut self) {
        self.looks_too = true;
    }

    /// Tells whether the server is listened to.
    pub(crate) fn hears(&self) -> bool {
        self.hearing == Hearing::Yes
    }

    /// Tells whether something was missed since it began, or since it was last caught up with.
    pub(crate) fn was_away(&self) -> bool {
        self.was_away
    }

    /// Hears that the server was looked at, and that what is waited for still goes on: what was missed before
    /// is of no more concern, if the server is listened to again.
    pub(crate) fn caught_up(&mut self) {
        self.was_away &= self.hearing != Hearing::Yes;
    }

    /// Waits for the next event, or until it is time to look.
    pub(crate) async fn next(&mut self) -> Heard {
        loop {
            let looks = self.looks_too || self.hearing != Hearing::Yes;
            let look = async {
                match looks {
                    true => sleep_until(self.next_look).await,
                    false => std::future::pending().await,
                }
            };
            let listener = &mut self.listener;
            let heard = async {
                match self.hearing {
                    Hearing::Yes => Some(listener.event().await),
                    Hearing::NotYet => Some(listener.connected().await.map(|()| None)),
                    Hearing::Never => std::future::pending().await,
                }
            };
            let heard = tokio::select! {
                biased;
                () = look => None,
                heard = heard => heard,
            };
            match heard {
                Some(Ok(Some(event))) => {
                    if matches!(*event, Event::Away { .. }) {
                        self.hearing = Hearing::NotYet;
                        self.was_away = true;
                    } else {
                        return Heard::Event(event);
                    }
                }
                Some(Ok(None)) => {
                    // That more was told than could be heard is no absence of the server.
                    self.hearing = Hearing::Yes;
                    return self.look();
                }
                Some(Err(_)) => self.hearing = Hearing::Never,
                None => return self.look(),
            }
        }
    }

    fn look(&mut self) -> Heard {
        self.next_look = Instant::now() + self.every;
        Heard::Look
    }
}
