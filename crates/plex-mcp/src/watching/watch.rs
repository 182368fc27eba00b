//! Watching: what the server tells becomes news, and a scene that is always of now.

use std::collections::BTreeMap;
use std::time::Duration;

use plex_client::{
    ActivityNotification, DetailsQuery, Event, PlayerState, PlayingNotification, PlexError,
    RatingKey, TimelineNotification,
};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    diff,
    news::News,
    scene::{Doing, Playing, Scene, in_words},
};
use crate::{
    clean,
    error::ToolError,
    live::{ItemChange, Listener, Live, Timeline, Told},
    plex::Plex,
    time::{self, Calendar},
};

/// How long after an event one looks: what is told may show a moment later, and comes in bursts.
const SETTLE: Duration = Duration::from_millis(200);
/// How long it is waited for the server before it is said why it does not come.
const GREETING: Duration = Duration::from_secs(2);
/// How long one looks again for what was told and does not show yet.
const AGAIN: Duration = Duration::from_secs(1);
/// How long one waits before one looks again at what could not be looked at; twice as long each time.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// The longest of these pauses.
const AFTER_FAILURES: Duration = Duration::from_secs(60);
/// So many failures in a row are told of. One alone is mostly a server that goes away, which is told otherwise.
const TOLD_FAILURES: u32 = 2;
/// Arrivals that are looked up at once. When there are more, they come with the next.
const AT_ONCE: usize = 50;
/// Arrivals that wait to be looked up; of more, the first are told.
const WAITING: usize = 1_000;

/// Somebody who watches the server, as far as it may be shown.
pub struct Watching {
    plex: Plex,
    calendar: Calendar,
    listener: Listener,
    scene: Scene,
    timeline: Timeline,
    arrived: Vec<RatingKey>,
    /// When to look at what plays and is done, and whether once more after that.
    due: Option<(Instant, bool)>,
    away_since: Option<Instant>,
    has_begun: bool,
    is_hiding_told: bool,
    /// Whether it was away since it was last looked at what is done.
    has_missed: bool,
    /// How often in a row something could not be looked at.
    failures: u32,
}

impl Watching {
    pub(crate) fn new(plex: Plex, calendar: Calendar, live: &Live) -> Self {
        Self {
            plex,
            calendar,
            listener: live.listen(),
            scene: Scene::default(),
            timeline: Timeline::default(),
            arrived: Vec::new(),
            due: None,
            away_since: None,
            has_begun: false,
            is_hiding_told: false,
            has_missed: false,
            failures: 0,
        }
    }

    /// Returns how it stands.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Waits until something is different, and returns what happened; nothing where only positions or
    /// progress have moved. May be given up and begun again.
    ///
    /// # Errors
    ///
    /// When the server refuses to be listened to; then nothing more comes.
    pub async fn next(&mut self) -> Result<Vec<News>, ToolError> {
        while !self.has_begun {
            if let Ok(connected) = timeout(GREETING, self.listener.connected()).await {
                connected?;
                return Ok(self.begun());
            }
            // It is tried on, but why it takes so long may be known.
            let told = timeout(Duration::ZERO, self.listener.event()).await;
            if let Ok(Ok(Some(event))) = told
                && let Event::Away { cause } = &*event
            {
                self.has_begun = true;
                return Ok(self.lost(cause));
            }
        }
        let due = self.due;
        let look = async {
            match due {
                Some((due, _)) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        let event = tokio::select! {
            biased;
            () = look => return self.look().await,
            event = self.listener.event() => event?,
        };
        let Some(event) = event else {
            return Ok(match self.scene.is_listening {
                true => self.missed(),
                false => self.begun(),
            });
        };
        Ok(match &*event {
            Event::Away { cause } => self.lost(cause),
            Event::Playing(told) => {
                self.hear_playing(told);
                Vec::new()
            }
            Event::Activity(told) => self.hear_activity(told),
            Event::Timeline(entry) => {
                self.hear_timeline(entry);
                Vec::new()
            }
            _ => Vec::new(),
        })
    }

    fn at(&self) -> Option<String> {
        self.calendar.written(self.calendar.now())
    }

    /// The server is listened to, for the first time or again.
    fn begun(&mut self) -> Vec<News> {
        let away_s = self
            .away_since
            .take()
            .map(|since| since.elapsed().as_secs());
        self.scene.is_listening = true;
        self.has_begun = true;
        // What is looked at may be given up: it is looked at again then.
        self.due = Some((Instant::now(), false));
        let at = self.at();
        vec![News::Listening { at, away_s }]
    }

    /// More was told than could be heard, which may go on: it is looked at now and then.
    fn missed(&mut self) -> Vec<News> {
        self.due.get_or_insert((Instant::now() + AGAIN, false));
        Vec::new()
    }

    fn lost(&mut self, cause: &PlexError) -> Vec<News> {
        self.away_since = Some(Instant::now());
        self.scene.is_listening = false;
        self.has_missed = true;
        // What was on its way arrives unheard; what is told of it later is nothing new.
        self.timeline = Timeline::default();
        vec![News::Away {
            at: self.at(),
            why: clean::line(&cause.to_string(), 200),
        }]
    }

    /// Looks at what plays, what is done and what arrived.
    async fn look(&mut self) -> Result<Vec<News>, ToolError> {
        let again = self.due.is_some_and(|(_, again)| again);
        let (sessions, activities) = tokio::join!(self.plex.sessions(), self.plex.activities());
        let (arrived, not_found) = self.look_up().await;
        let at = self.at();
        let mut news = arrived;
        let is_refused = |error: &PlexError| {
            matches!(
                error,
                PlexError::Forbidden { .. } | PlexError::Unauthorized { .. }
            )
        };
        let failed = [sessions.as_ref().err(), activities.as_ref().err()];
        let failed = failed
            .into_iter()
            .flatten()
            .find(|error| !is_refused(error));
        let failed = failed.cloned().or(not_found);
        match sessions {
            Ok(sessions) => {
                let now: BTreeMap<_, _> = sessions
                    .iter()
                    .filter_map(|session| {
                        let key = session.session_key.clone()?;
                        let playing = Playing::of(&key, session);
                        Some((key, playing))
                    })
                    .collect();
                news.extend(diff::of_sessions(&at, &self.scene.sessions, &now));
                self.scene.sessions = now;
            }
            Err(error) => news.extend(self.hidden(&error)),
        }
        match activities {
            Ok(activities) => {
                let now: BTreeMap<_, _> = activities
                    .iter()
                    .filter_map(|activity| Some((activity.uuid.clone()?, Doing::of(activity))))
                    .collect();
                // How it ended, nobody has heard who was away.
                let gone = match std::mem::take(&mut self.has_missed) {
                    true => "gone",
                    false => "ended",
                };
                news.extend(diff::of_work(&at, &self.scene.work, &now, gone));
                self.scene.work = now;
            }
            Err(error) => news.extend(self.hidden(&error)),
        }
        let is_more = !self.arrived.is_empty();
        // What could not be looked at is not as it was, and is not asked for without a pause; of a server that
        // is away, not before it is back.
        self.due = match &failed {
            Some(_) if !self.scene.is_listening => None,
            Some(error) => {
                news.extend(self.failed(error));
                let pause = AFTER_FAILURE * 2_u32.saturating_pow(self.failures.min(8) - 1);
                Some((Instant::now() + pause.min(AFTER_FAILURES), false))
            }
            None => {
                self.failures = 0;
                (again || is_more).then(|| (Instant::now() + AGAIN, false))
            }
        };
        Ok(news)
    }

    /// Counts a failure, and says once of several in a row why there were.
    fn failed(&mut self, error: &PlexError) -> Option<News> {
        self.failures += 1;
        (self.failures == TOLD_FAILURES).then(|| News::Trouble {
            at: self.at(),
            why: clean::line(&error.to_string(), 200),
        })
    }

    /// Says once that something is not shown; that the server is away is told otherwise.
    fn hidden(&mut self, error: &PlexError) -> Option<News> {
        let is_refused = matches!(
            error,
            PlexError::Forbidden { .. } | PlexError::Unauthorized { .. }
        );
        let is_news = is_refused && !std::mem::replace(&mut self.is_hiding_told, is_refused);
        is_news.then(|| News::Hidden {
            at: self.at(),
            why: "Plex tells of sessions, tasks and arrivals only to its owner, so that they are missing \
                  here."
                .to_owned(),
        })
    }

    fn look_soon(&mut self) {
        // What is told does not shorten the pause after failures.
        if self.failures > 0 && self.due.is_some() {
            return;
        }
        let (due, _) = self.due.unwrap_or((Instant::now() + SETTLE, true));
        self.due = Some((due, true));
    }

    fn hear_playing(&mut self, told: &PlayingNotification) {
        let known = told.session_key.as_ref();
        let known = known.and_then(|key| self.scene.sessions.get_mut(key));
        let Some(known) = known else {
            if told.state != PlayerState::Stopped {
                self.look_soon();
            }
            return;
        };
        let item = told.rating_key.as_ref().map(RatingKey::as_str);
        let is_same = known.state == told.state.as_str()
            && (item.is_none() || known.rating_key.as_deref() == item);
        if !is_same {
            return self.look_soon();
        }
        if let Some(position) = told.view_offset.and_then(time::seconds) {
            known.position_s = Some(position);
            known.told = Some(Instant::now());
        }
    }

    fn hear_activity(&mut self, told: &ActivityNotification) -> Vec<News> {
        let (Some(id), Some(activity)) = (&told.uuid, &told.activity) else {
            return Vec::new();
        };
        let task = Doing::of(activity);
        let change = match (told.event.as_str(), self.scene.work.get(id)) {
            ("ended", _) => {
                let library = activity.context.as_ref();
                let library = library.and_then(|context| context.library_section_id.as_ref());
                if let Some(library) = library
                    && activity.activity_type.starts_with("library.update")
                {
                    // Those of libraries without an agent are never called processed.
                    let new = self.timeline.scanned(library, true);
                    self.arrive(new);
                }
                self.scene.work.remove(id);
                "ended"
            }
            (_, None) => "started",
            (_, Some(before)) if *before == task => return Vec::new(),
            _ => "updated",
        };
        if change != "ended" {
            self.scene.work.insert(id.clone(), task.clone());
        }
        vec![News::Task {
            at: self.at(),
            change,
            task,
        }]
    }

    fn hear_timeline(&mut self, entry: &TimelineNotification) {
        if let Told::Items { items, .. } = self.timeline.take(entry) {
            let new = items.into_iter().filter(|(_, is)| *is == ItemChange::Added);
            self.arrive(new.map(|(key, _)| key).collect());
        }
    }

    fn arrive(&mut self, new: Vec<RatingKey>) {
        if !new.is_empty() {
            self.arrived.extend(new);
            self.arrived.truncate(WAITING);
            self.look_soon();
        }
    }

    /// Returns what arrived, as far as it is looked up at once; and why it could not be.
    async fn look_up(&mut self) -> (Vec<News>, Option<PlexError>) {
        let keys: Vec<RatingKey> = self.arrived.iter().take(AT_ONCE).cloned().collect();
        if keys.is_empty() {
            return (Vec::new(), None);
        }
        let found = self.plex.details_of(&keys, &DetailsQuery::new()).await;
        // What went again before it was looked up is no news.
        let items = match found {
            Err(error) if error.kind() != plex_client::ErrorKind::NotFound => {
                return (Vec::new(), Some(error));
            }
            found => found.unwrap_or_default(),
        };
        self.arrived.drain(..keys.len());
        let at = self.at();
        let mut news = Vec::new();
        for item in items {
            let Some(key) = item.rating_key.as_ref() else {
                continue;
            };
            let title = in_words(&item);
            let library = item.library_section_title.as_deref().and_then(clean::title);
            self.scene.arrive(match &library {
                Some(library) => format!("{title}, in {library}"),
                None => title.clone(),
            });
            news.push(News::Arrived {
                at: at.clone(),
                title,
                rating_key: key.to_string(),
                library,
            });
        }
        (news, None)
    }
}
