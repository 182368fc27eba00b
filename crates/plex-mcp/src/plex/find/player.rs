//! The player that an argument names: by its id, another name that the person gave it, its own name,
//! who plays on it, or what plays on it.

use std::collections::BTreeMap;

use plex_client::{Endpoint, Session};

use crate::{
    clean,
    error::{ErrorKind, ToolError},
    name::{Meant, meant},
    nearest::nearest,
    plex::{Plex, players::player_id},
    view::{player, session},
};

/// The most players that an error lists.
const LISTED: usize = 8;

/// A player that is known: it announces itself, plays, or both.
#[derive(Debug, Clone)]
pub(crate) struct KnownPlayer {
    /// Its client identifier; absent for some of which there is only a session.
    pub(crate) id: Option<String>,
    /// What it is called.
    pub(crate) name: String,
    /// How it announces itself.
    pub(crate) announced: Option<Endpoint>,
    /// What it plays.
    pub(crate) session: Option<Session>,
}

impl KnownPlayer {
    /// Returns why it is not known to take commands; `None` when it is.
    pub(crate) fn obstacle(&self) -> Option<&'static str> {
        match &self.announced {
            None => Some(player::NOT_ANNOUNCED),
            Some(endpoint) if !player::takes_commands(endpoint) => Some(player::NO_PLAYBACK),
            Some(_) => None,
        }
    }

    /// Writes `"Living room" (player_id abc)`.
    fn described(&self) -> String {
        format!(
            "{} (player_id {})",
            clean::quoted(&self.name, 40),
            clean::line(self.id.as_deref().unwrap_or("unknown"), 64)
        )
    }

    /// Returns a name of what plays on it.
    fn plays(&self, name: impl Fn(&Session) -> Option<String>) -> Option<String> {
        self.session.as_ref().and_then(name)
    }
}

impl Plex {
    /// Returns the players that announce themselves, and then those that only play.
    ///
    /// # Errors
    ///
    /// What asking the server gives.
    pub(crate) async fn known_players(&self) -> Result<Vec<KnownPlayer>, ToolError> {
        let (announced, sessions) = tokio::join!(self.players(), self.sessions());
        let (announced, mut sessions) = (announced?, sessions?);
        let mut known = Vec::with_capacity(announced.len());
        for endpoint in announced {
            let id = endpoint.machine_identifier.clone();
            let at = sessions
                .iter()
                .position(|session| id.is_some() && player_id(session) == id.as_deref());
            known.push(KnownPlayer {
                name: player::name_of_endpoint(&endpoint),
                session: at.map(|at| sessions.remove(at)),
                announced: Some(endpoint),
                id,
            });
        }
        for session in sessions {
            let Some(found) = &session.player else {
                continue;
            };
            let id = found.machine_identifier.clone();
            if id.is_none() || known.iter().all(|player| player.id != id) {
                known.push(KnownPlayer {
                    name: player::name_of_player(found),
                    announced: None,
                    session: Some(session),
                    id,
                });
            }
        }
        Ok(known)
    }

    /// Returns the player that `wanted` names. `aliases` are further names, with the name or id of each.
    ///
    /// # Errors
    ///
    /// `not_found` when none is named; `invalid_argument`, with their ids, when several are; and what
    /// asking the server gives.
    pub(crate) async fn find_player(
        &self,
        aliases: &BTreeMap<String, String>,
        wanted: &str,
    ) -> Result<KnownPlayer, ToolError> {
        let known = self.known_players().await?;
        let alias = match meant(wanted, aliases.iter().collect(), |(alias, _)| alias) {
            Meant::One((_, name)) => Some(name.as_str()),
            Meant::Several(_) | Meant::Nothing => None,
        };
        if let Some(found) = named(&known, wanted, alias)? {
            return Ok(found.clone());
        }
        if let Some(id) = alias.filter(|id| is_identifier(id)) {
            // Some announce themselves only while they play, and obey all the same.
            return Ok(KnownPlayer {
                id: Some(id.to_owned()),
                name: wanted.to_owned(),
                announced: None,
                session: None,
            });
        }
        Err(nothing(&known, aliases, wanted))
    }

    /// Returns the player of a session.
    ///
    /// # Errors
    ///
    /// `not_found` when there is no such session; `unsupported` when its player cannot be told from
    /// others; and what asking the server gives.
    pub(crate) async fn player_of_session(&self, key: &str) -> Result<KnownPlayer, ToolError> {
        let known = self.known_players().await?;
        let of_session = |player: &KnownPlayer| {
            let session = player.session.as_ref();
            session.is_some_and(|session| has_key(session, key))
        };
        known
            .into_iter()
            .find(of_session)
            .ok_or_else(|| no_session(key))
    }

    /// Returns a session by its key.
    ///
    /// # Errors
    ///
    /// `not_found` when there is none; and what asking the server gives.
    pub(crate) async fn find_session(&self, key: &str) -> Result<Session, ToolError> {
        let sessions = self.sessions().await?;
        let found = sessions.into_iter().find(|session| has_key(session, key));
        found.ok_or_else(|| no_session(key))
    }
}

fn has_key(session: &Session, key: &str) -> bool {
    session
        .session_key
        .as_ref()
        .is_some_and(|found| found.as_str() == key.trim())
}

fn no_session(key: &str) -> ToolError {
    let key = clean::quoted(key, 40);
    let message = format!("session_key: nothing plays with the key {key} now");
    ToolError::new(ErrorKind::NotFound, message).hint("plex_get_sessions lists what plays.")
}

/// Tells whether a text can be a client identifier rather than a name.
fn is_identifier(text: &str) -> bool {
    text.len() >= 8
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Returns the player of that id or name, or the one on which somebody or something of that name plays.
fn named<'k>(
    known: &'k [KnownPlayer],
    wanted: &str,
    alias: Option<&str>,
) -> Result<Option<&'k KnownPlayer>, ToolError> {
    let of_id = |id: &str| known.iter().find(|player| player.id.as_deref() == Some(id));
    if let Some(found) = of_id(wanted.trim()).or_else(|| alias.and_then(of_id)) {
        return Ok(Some(found));
    }
    let name = alias.unwrap_or(wanted);
    if let Some(found) = only(known, wanted, name, "is called", |player| {
        Some(player.name.clone())
    })? {
        return Ok(Some(found));
    }
    if let Some(found) = only(known, wanted, wanted, "plays for", |player| {
        player.plays(session::user)
    })? {
        return Ok(Some(found));
    }
    if let Some(found) = only(known, wanted, wanted, "plays", |player| {
        player.plays(|session| Some(session.item.title.clone()))
    })? {
        return Ok(Some(found));
    }
    only(known, wanted, wanted, "plays something of", |player| {
        player.plays(|session| session.item.grandparent_title.clone())
    })
}

/// Returns the only player of which a name is the one that is wanted.
fn only<'k>(
    known: &'k [KnownPlayer],
    wanted: &str,
    name: &str,
    how: &str,
    names: impl Fn(&KnownPlayer) -> Option<String>,
) -> Result<Option<&'k KnownPlayer>, ToolError> {
    let with: Vec<(String, &KnownPlayer)> = known
        .iter()
        .filter_map(|player| Some((names(player)?, player)))
        .collect();
    match meant(name, with, |(name, _)| name) {
        Meant::One((_, player)) => Ok(Some(player)),
        Meant::Nothing => Ok(None),
        Meant::Several(several) => {
            let all: Vec<String> = several
                .iter()
                .take(LISTED)
                .map(|(_, player)| player.described())
                .collect();
            Err(ToolError::invalid(format!(
                "player: more than one {how} {}: {}",
                clean::quoted(wanted, 40),
                all.join(", ")
            ))
            .hint("Give the player_id of the one you mean."))
        }
    }
}

/// Returns the error where no player is named.
fn nothing(known: &[KnownPlayer], aliases: &BTreeMap<String, String>, wanted: &str) -> ToolError {
    let shown = clean::quoted(wanted, 60);
    let names: Vec<String> = known
        .iter()
        .map(|player| player.name.clone())
        .chain(aliases.keys().cloned())
        .collect();
    if names.is_empty() {
        return ToolError::new(
            ErrorKind::NotFound,
            format!("player: no player announces itself or plays now, so none is {shown}"),
        )
        .hint(
            "Open the Plex app on it, with \"advertise as player\" on, in the server's network.",
        );
    }
    let listed: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| clean::quoted(name, 40))
        .collect();
    let error = ToolError::new(
        ErrorKind::NotFound,
        format!(
            "player: no player is called {shown}, nor plays that or for such a person; there are {}",
            listed.join(", ")
        ),
    )
    .hint("Give one of these, or open the Plex app on the one you mean.");
    error.meant(nearest(wanted, names.iter().map(String::as_str)))
}
