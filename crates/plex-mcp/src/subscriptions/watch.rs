//! The task that follows what anybody has subscribed to.

use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::time::{Instant, sleep_until};

use super::concern::Subject;
use super::followed::Found;
use super::print::Print;
use super::shared::{AT_ONCE, Shared, of};
use crate::live::{Changes, Listener};

/// When a server that refuses to be listened to is tried again: its owner may have changed its mind.
const REFUSED: Duration = Duration::from_secs(60);

/// How it stands with listening.
enum Ear {
    /// Not yet. `after` says whether it was refused before.
    Connecting {
        listener: Listener,
        after: bool,
    },
    Listening(Listener),
    /// Until then nothing is tried.
    Refused(Instant),
}

/// What was heard.
enum News {
    Connected,
    Changes(Arc<Changes>),
    Refused,
    Again,
}

impl Ear {
    async fn hear(&mut self) -> News {
        match self {
            Self::Connecting { listener, .. } => match listener.connected().await {
                Ok(()) => News::Connected,
                Err(_) => News::Refused,
            },
            Self::Listening(listener) => match listener.changes().await {
                Ok(changes) => News::Changes(changes),
                Err(_) => News::Refused,
            },
            Self::Refused(until) => {
                sleep_until(*until).await;
                News::Again
            }
        }
    }
}

/// A resource on its way.
type Looking = BoxFuture<'static, (String, Found)>;

/// Follows, until it is aborted.
pub(super) async fn watch(shared: Arc<Shared>, listener: Listener) {
    let after = false;
    let mut ear = Ear::Connecting { listener, after };
    let mut looking: FuturesUnordered<Looking> = FuturesUnordered::new();
    loop {
        let due = begin(&shared, &mut looking);
        let wait = async {
            match due {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        let news = tokio::select! {
            news = ear.hear() => news,
            Some((uri, found)) = looking.next() => {
                if let Some(one) = shared.followed().get_mut(&uri) {
                    one.end(found, Instant::now());
                }
                continue;
            }
            () = wait => continue,
            () = shared.woken.notified() => continue,
        };
        ear = follow_up(&shared, ear, &news);
    }
}

/// Does what follows from what was heard.
fn follow_up(shared: &Shared, ear: Ear, news: &News) -> Ear {
    let now = Instant::now();
    let mut followed = shared.followed();
    let mut tell = |changes: &Changes| {
        for one in followed.values_mut() {
            one.hear(changes, now);
        }
    };
    match (news, ear) {
        (News::Connected, Ear::Connecting { listener, after }) => {
            if after {
                tell(&Changes::missed());
            }
            for one in followed.values_mut() {
                one.connected(now);
            }
            Ear::Listening(listener)
        }
        (News::Changes(changes), ear) => {
            tell(changes);
            ear
        }
        // It was told when that began.
        (News::Refused, Ear::Connecting { after: true, .. }) => Ear::Refused(now + REFUSED),
        (News::Refused, _) => {
            // What it reads like now says why.
            tell(&Changes::missed());
            Ear::Refused(now + REFUSED)
        }
        (News::Again, _) => Ear::Connecting {
            listener: shared.live.listen(),
            after: true,
        },
        (News::Connected, ear) => ear,
    }
}

/// Begins to look at what is due, as far as that may be done at once; returns when the next one is.
fn begin(shared: &Shared, looking: &mut FuturesUnordered<Looking>) -> Option<Instant> {
    let now = Instant::now();
    let mut next: Option<Instant> = None;
    for (uri, one) in shared.followed().iter_mut() {
        let Some(due) = one.due() else {
            continue;
        };
        if due > now {
            next = Some(next.map_or(due, |next| next.min(due)));
        } else if looking.len() < AT_ONCE {
            let (resource, variable, topic) = one.begin();
            let reading = shared.look(resource, variable);
            let uri = uri.clone();
            looking.push(Box::pin(async move {
                let found = of(topic, reading.await).unwrap_or_else(|error| {
                    Found::Read(Print::of_error(&error), Subject::default())
                });
                (uri, found)
            }));
        }
    }
    next
}
