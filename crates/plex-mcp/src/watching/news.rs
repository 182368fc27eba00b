//! What happened.

use std::fmt;

use serde::Serialize;

use super::scene::{Doing, Playing};

/// Something that happened, as `plex-mcp watch --json` writes it: `event` says what.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum News {
    /// The server is listened to from now on.
    Listening {
        /// When.
        at: Option<String>,
        /// How long it was not, in seconds; what happened then may have been missed.
        #[serde(skip_serializing_if = "Option::is_none")]
        away_s: Option<u64>,
    },
    /// The server is not listened to any more; it is tried again.
    Away {
        /// When.
        at: Option<String>,
        /// Why.
        why: String,
    },
    /// A session.
    Session {
        /// When.
        at: Option<String>,
        /// `playing`, `paused` or `buffering` from now on; `ended`.
        change: String,
        /// The session.
        #[serde(flatten)]
        session: Playing,
    },
    /// A scan or another task.
    Task {
        /// When.
        at: Option<String>,
        /// `started`, `updated` or `ended`; `gone` when it is no longer under way after an absence.
        change: &'static str,
        /// The task.
        #[serde(flatten)]
        task: Doing,
    },
    /// An item is new in a library, and all that it will be.
    Arrived {
        /// When.
        at: Option<String>,
        /// What it is, in words.
        title: String,
        /// The item's id.
        rating_key: String,
        /// Its library.
        #[serde(skip_serializing_if = "Option::is_none")]
        library: Option<String>,
    },
    /// What plays, what is done or what arrived cannot be looked at; it is tried again, with growing pauses.
    Trouble {
        /// When.
        at: Option<String>,
        /// Why.
        why: String,
    },
    /// Something is not shown to this token.
    Hidden {
        /// When.
        at: Option<String>,
        /// What, and why.
        why: String,
    },
}

impl News {
    /// Tells whether it only says how far a task is.
    #[must_use]
    pub fn is_progress(&self) -> bool {
        matches!(self, Self::Task { change, .. } if *change == "updated")
    }

    fn at(&self) -> Option<&str> {
        match self {
            Self::Listening { at, .. }
            | Self::Away { at, .. }
            | Self::Session { at, .. }
            | Self::Task { at, .. }
            | Self::Arrived { at, .. }
            | Self::Trouble { at, .. }
            | Self::Hidden { at, .. } => at.as_deref(),
        }
    }
}

/// Writes it as one line for people.
impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at() {
            write!(f, "{at} ")?;
        }
        match self {
            Self::Listening { away_s: None, .. } => f.write_str("Listening to Plex."),
            Self::Listening {
                away_s: Some(away_s),
                ..
            } => write!(
                f,
                "Listening again, after {away_s} s: what happened meanwhile may be missing."
            ),
            Self::Away { why, .. } => write!(f, "Away, trying again: {why}"),
            Self::Session {
                change, session, ..
            } => {
                let user = session.user.as_deref().unwrap_or("Somebody");
                let does = match change.as_str() {
                    "playing" => "plays",
                    "paused" => "has paused",
                    "buffering" => "waits for",
                    "ended" => "has stopped",
                    other => other,
                };
                write!(f, "{user} {does} {}", session.title)?;
                match &session.player {
                    Some(player) => write!(f, ", on {player}"),
                    None => Ok(()),
                }
            }
            Self::Task {
                change: "gone",
                task,
                ..
            } => write!(
                f,
                "{}: no longer under way; how it ended was not heard",
                task.title
            ),
            Self::Task { change, task, .. } => {
                write!(f, "{}: {change}", task.title)?;
                match task.progress_percent {
                    Some(percent) if *change == "updated" => write!(f, ", {percent} %"),
                    _ => Ok(()),
                }
            }
            Self::Arrived { title, library, .. } => match library {
                Some(library) => write!(f, "New: {title}, in {library}"),
                None => write!(f, "New: {title}"),
            },
            Self::Trouble { why, .. } => write!(f, "Plex cannot be looked at, trying again: {why}"),
            Self::Hidden { why, .. } => f.write_str(why),
        }
    }
}
