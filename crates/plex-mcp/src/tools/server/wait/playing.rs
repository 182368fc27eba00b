//! Waiting for somebody to play something, or to stop.

use std::collections::HashMap;

use plex_client::{Account, Event, PlayerState, RatingKey, Session, SessionKey};

use super::{
    hint::{Hint, Look},
    view::WaitView,
};
use crate::{
    call::Call,
    clean,
    error::ToolError,
    tools::playback::{is_of, user_named},
    view::session::SessionView,
};

/// What is to become of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Started,
    Paused,
    Resumed,
    Ended,
}

/// Which sessions are meant.
#[derive(Debug, Default)]
pub(super) struct Which {
    pub(super) session_key: Option<String>,
    pub(super) user: Option<String>,
    pub(super) player: Option<String>,
    pub(super) title: Option<String>,
}

/// Sessions of which something is waited for.
pub(super) struct Playback {
    moment: Moment,
    which: Which,
    user: Option<Account>,
    /// All sessions, as they were when last looked at, with whether they are meant.
    known: HashMap<SessionKey, (Session, bool)>,
}

impl Playback {
    /// Returns what is waited for.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for a user that nobody is; and what asking the server gives.
    pub(super) async fn new(call: &Call, moment: Moment, which: Which) -> Result<Self, ToolError> {
        let user = match &which.user {
            Some(wanted) => {
                let sessions = call.plex.sessions().await?;
                Some(user_named(call, &sessions, wanted).await?)
            }
            None => None,
        };
        Ok(Self {
            moment,
            which,
            user,
            known: HashMap::new(),
        })
    }

    pub(super) fn in_words(&self) -> &'static str {
        match self.moment {
            Moment::Started => "Waiting for a session to start",
            Moment::Paused => "Waiting for a session to pause",
            Moment::Resumed => "Waiting for a session to go on",
            Moment::Ended => "Waiting for a session to end",
        }
    }

    pub(super) async fn look(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let sessions = call.plex.sessions().await?;
        let meant: Vec<&Session> = sessions.iter().filter(|one| self.means(one)).collect();
        let is_so = |session: &&&Session| match self.moment {
            Moment::Started => true,
            Moment::Paused => state(session) == Some(&PlayerState::Paused),
            Moment::Resumed => state(session) == Some(&PlayerState::Playing),
            Moment::Ended => false,
        };
        let so: Vec<&Session> = meant.iter().filter(is_so).copied().collect();
        let ended: Vec<&Session> = match self.moment {
            Moment::Ended => {
                let before = self.known.values().filter(|(_, is_meant)| *is_meant);
                let before = before.map(|(session, _)| session);
                let is_gone = |one: &&Session| !meant.iter().any(|now| is_same(now, one));
                before.filter(is_gone).collect()
            }
            _ => Vec::new(),
        };
        let happened = !so.is_empty()
            || !ended.is_empty()
            || (self.moment == Moment::Ended && how.is_first && meant.is_empty());
        let shown = match (so.as_slice(), ended.as_slice()) {
            ([], []) => &meant,
            ([], ended) => ended,
            (so, _) => so,
        };
        let note = match (happened, meant.is_empty()) {
            (true, true) if self.moment == Moment::Ended && ended.is_empty() => {
                Some("No such session is under way.".to_owned())
            }
            (false, true) => Some(match sessions.len() {
                0 => "Nothing is playing.".to_owned(),
                1 => "None of these; 1 other session is playing.".to_owned(),
                count => format!("None of these; {count} other sessions are playing."),
            }),
            _ => None,
        };
        let view = WaitView {
            happened,
            sessions: shown.iter().map(|one| SessionView::of(one, None)).collect(),
            note,
            ..WaitView::default()
        };
        let known = sessions.into_iter().filter_map(|session| {
            let is_meant = self.means(&session);
            Some((session.session_key.clone()?, (session, is_meant)))
        });
        self.known = known.collect();
        Ok(view)
    }

    pub(super) fn hears(&self, event: &Event) -> Hint {
        let Event::Playing(told) = event else {
            return Hint::Nothing;
        };
        let known = told
            .session_key
            .as_ref()
            .and_then(|key| self.known.get(key));
        let is_over = told.state == PlayerState::Stopped;
        match known {
            Some((session, true)) if is_over && self.moment == Moment::Ended => {
                Hint::Happened(Box::new(WaitView {
                    happened: true,
                    sessions: vec![SessionView::of(session, None)],
                    ..WaitView::default()
                }))
            }
            Some((session, _)) => {
                let is_other = |told: &RatingKey| session.item.rating_key.as_ref() != Some(told);
                let is_other = told.rating_key.as_ref().is_some_and(is_other);
                match is_other || state(session) != Some(&told.state) {
                    true => Hint::Look,
                    false => Hint::Nothing,
                }
            }
            None if is_over => Hint::Nothing,
            None => Hint::Look,
        }
    }

    /// Tells whether a session is one of those that are waited for.
    fn means(&self, session: &Session) -> bool {
        let which = &self.which;
        let key = session.session_key.as_ref().map(SessionKey::as_str);
        let is_its = |wanted: &String| key == Some(wanted.trim());
        let is_by = |wanted: &Account| {
            let user = session.user.as_ref();
            user.is_some_and(|user| is_of(wanted, user))
        };
        let is_on = |wanted: &String| {
            session.player.as_ref().is_some_and(|player| {
                let names = [&player.title, &player.product, &player.device];
                player.machine_identifier.as_deref() == Some(wanted.trim())
                    || names.into_iter().flatten().any(|name| holds(name, wanted))
            })
        };
        let item = &session.item;
        let is_titled = |wanted: &String| {
            let above = [&item.parent_title, &item.grandparent_title];
            holds(&item.title, wanted) || above.into_iter().flatten().any(|it| holds(it, wanted))
        };
        which.session_key.as_ref().is_none_or(is_its)
            && self.user.as_ref().is_none_or(is_by)
            && which.player.as_ref().is_none_or(is_on)
            && which.title.as_ref().is_none_or(is_titled)
    }
}

/// Tells whether a name is, or has in it, what was given.
pub(super) fn holds(name: &str, wanted: &str) -> bool {
    clean::folded(name).contains(&clean::folded(wanted))
}

fn state(session: &Session) -> Option<&PlayerState> {
    session.player.as_ref().map(|player| &player.state)
}

/// Tells whether two are one session: a server that has restarted counts them from 1 again.
fn is_same(one: &Session, other: &Session) -> bool {
    let player = |session: &Session| {
        let player = session.player.as_ref();
        player.and_then(|player| player.machine_identifier.clone())
    };
    one.session_key == other.session_key && player(one) == player(other)
}
