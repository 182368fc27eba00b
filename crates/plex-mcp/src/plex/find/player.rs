//! The player that an argument names: by its id, another name that the person gave it, its own name,
//! who plays on it, or what plays on it.

use std::collections::BTreeMap;

use plex_client::{Endpoint, Session, fold};

use super::take::Take;
use crate::{
    clean,
    error::{ErrorKind, ToolError},
    name::{Meant, meant},
    nearest::nearest,
    plex::{Plex, players::player_id},
    view::{player, session},
};

/// The argument that names a player.
const PLAYER: &str = "player";

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
    /// Which others have its name, where it was chosen among several.
    pub(crate) note: Option<String>,
}

/// Says what a player is wanted for: of several that have one name, those that are fit for it are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WantedTo {
    /// To begin something, so that it must take commands.
    Begin,
    /// To be told something about what plays, so that something must.
    GoOn,
}

impl WantedTo {
    /// Returns how fit a player is for it: none, if it is not.
    fn fitness(self, player: &KnownPlayer, take: Take) -> Option<bool> {
        let obeys = player.obstacle().is_none();
        match self {
            Self::Begin => obeys.then_some(true),
            // Which of two that play is to end is not for anybody to guess.
            Self::GoOn if take == Take::Called => player.session.is_some().then_some(true),
            // Of two that play, the one that obeys is meant; of two that do not, the one that plays.
            Self::GoOn => player.session.is_some().then_some(obeys),
        }
    }
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

    /// Returns what it is, as far as it says: the app, and the device.
    fn kind(&self) -> String {
        let announced = self.announced.iter();
        let announced = announced.flat_map(|endpoint| [&endpoint.product, &endpoint.device_class]);
        let plays = self.session.iter();
        let plays = plays.filter_map(|session| session.player.as_ref());
        let plays = plays.flat_map(|player| [&player.product, &player.platform, &player.device]);
        let all = announced.chain(plays).flatten();
        all.map(String::as_str).collect::<Vec<_>>().join(" ")
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
                note: None,
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
                    note: None,
                });
            }
        }
        Ok(known)
    }

    /// Returns the player that `wanted` names. `aliases` are further names, with the name or id of each. One that
    /// has it only as a part of its name is taken as far as `take` lets it.
    ///
    /// # Errors
    ///
    /// `not_found` when none is named; `invalid_argument`, with their ids, when several are; and what
    /// asking the server gives.
    pub(crate) async fn find_player(
        &self,
        aliases: &BTreeMap<String, String>,
        wanted: &str,
        wanted_to: WantedTo,
        take: Take,
    ) -> Result<KnownPlayer, ToolError> {
        let known = self.known_players().await?;
        let alias = aliased(aliases, wanted);
        let sought = Sought {
            argument: PLAYER,
            wanted,
            alias,
            wanted_to,
            take,
        };
        if let Some(found) = sought.among(&known)? {
            return Ok(found);
        }
        if let Some(id) = alias.filter(|id| is_identifier(id)) {
            // Some announce themselves only while they play, and obey all the same.
            return Ok(KnownPlayer {
                id: Some(id.to_owned()),
                name: wanted.to_owned(),
                announced: None,
                session: None,
                note: None,
            });
        }
        Err(nothing(&known, aliases, wanted))
    }

    /// Returns the player of a session: by the session's key, or as one that plays is named, as far as `take`
    /// lets it.
    ///
    /// # Errors
    ///
    /// `not_found` when there is no such session; `invalid_argument` when there are several; and what
    /// asking the server gives.
    pub(crate) async fn player_of_session(
        &self,
        aliases: &BTreeMap<String, String>,
        wanted: &str,
        take: Take,
    ) -> Result<KnownPlayer, ToolError> {
        let mut known = self.known_players().await?;
        known.retain(|player| player.session.is_some());
        let of_session = |player: &&KnownPlayer| {
            let session = player.session.as_ref();
            session.is_some_and(|session| has_key(session, wanted))
        };
        if let Some(found) = known.iter().find(of_session) {
            return Ok(found.clone());
        }
        let sought = Sought {
            argument: "session_key",
            wanted,
            alias: aliased(aliases, wanted),
            wanted_to: WantedTo::GoOn,
            take,
        };
        sought.among(&known)?.ok_or_else(|| no_session(wanted))
    }

    /// Returns a session that is to end, by its key, or by who, what or where it plays.
    ///
    /// # Errors
    ///
    /// As [`player_of_session`](Self::player_of_session).
    pub(crate) async fn find_session(
        &self,
        aliases: &BTreeMap<String, String>,
        wanted: &str,
    ) -> Result<Session, ToolError> {
        // Some have a key, and no player.
        let sessions = self.sessions().await?.into_iter();
        if let Some(found) = sessions
            .into_iter()
            .find(|session| has_key(session, wanted))
        {
            return Ok(found);
        }
        let player = self.player_of_session(aliases, wanted, Take::Called);
        let player = player.await?;
        player.session.ok_or_else(|| no_session(wanted))
    }
}

/// Returns the name or id of which `wanted` is another name.
fn aliased<'a>(aliases: &'a BTreeMap<String, String>, wanted: &str) -> Option<&'a str> {
    match meant(wanted, aliases.iter().collect(), |(alias, _)| alias) {
        Meant::One((_, name)) => Some(name.as_str()),
        Meant::Several(_) | Meant::Nothing => None,
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
    let message = format!("session_key: nothing plays now with the key, or for or on, {key}");
    ToolError::new(ErrorKind::NotFound, message).hint("plex_get_sessions lists what plays.")
}

/// Tells whether a text can be a client identifier rather than a name.
fn is_identifier(text: &str) -> bool {
    text.len() >= 8
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A player that is sought among those that are known.
struct Sought<'a> {
    /// The argument that names it.
    argument: &'static str,
    /// How it is named.
    wanted: &'a str,
    /// Its own name or id, where the person gave it another.
    alias: Option<&'a str>,
    wanted_to: WantedTo,
    take: Take,
}

impl Sought<'_> {
    /// Returns the player of that id or name, or the one on which somebody or something of that name
    /// plays.
    fn among(&self, known: &[KnownPlayer]) -> Result<Option<KnownPlayer>, ToolError> {
        let of_id = |id: &str| known.iter().find(|player| player.id.as_deref() == Some(id));
        let (wanted, alias) = (self.wanted, self.alias);
        if let Some(found) = of_id(wanted.trim()).or_else(|| alias.and_then(of_id)) {
            return Ok(Some(found.clone()));
        }
        let own = |player: &KnownPlayer| Some(player.name.clone());
        let user = |player: &KnownPlayer| player.plays(session::user);
        let title = |player: &KnownPlayer| player.plays(|session| Some(session.item.title.clone()));
        let show =
            |player: &KnownPlayer| player.plays(|session| session.item.grandparent_title.clone());
        if let Some(found) = self.only(known, alias.unwrap_or(wanted), "is called", own)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.only(known, wanted, "plays for", user)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.only(known, wanted, "plays", title)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.only(known, wanted, "plays something of", show)? {
            return Ok(Some(found));
        }
        match self.take {
            Take::Near => self.loosely(known, alias.unwrap_or(wanted)),
            // What plays is ended only where it is named as it is.
            Take::Called => Ok(None),
        }
    }

    /// Returns the only player that has the words in its name, or else in its name or in what it is: "the
    /// kitchen", "Apple TV", "phone". That it was taken for what was named is said.
    fn loosely(
        &self,
        known: &[KnownPlayer],
        wanted: &str,
    ) -> Result<Option<KnownPlayer>, ToolError> {
        let folded = fold(wanted);
        let owners = ["the ", "my ", "our "];
        let bare = owners.iter().find_map(|word| folded.strip_prefix(word));
        let bare = bare.unwrap_or(&folded);
        if bare.is_empty() {
            return Ok(None);
        }
        let has = |text: &str| {
            let folded = fold(text);
            let words: Vec<&str> = folded.split(' ').collect();
            bare.split(' ').all(|word| words.contains(&word))
        };
        let by_name = |player: &KnownPlayer| has(&player.name).then(|| bare.to_owned());
        let by_kind = |player: &KnownPlayer| {
            let kind = format!("{} {}", player.name, player.kind());
            has(&kind).then(|| bare.to_owned())
        };
        let mut found = self.only(known, bare, "is like", by_name)?;
        if found.is_none() {
            found = self.only(known, bare, "is like", by_kind)?;
        }
        Ok(found.map(|player| {
            let wanted = clean::quoted(self.wanted, 40);
            let taken = format!("{wanted} is taken for {}.", player.described());
            let note = match &player.note {
                Some(note) => format!("{taken} {note}"),
                None => taken,
            };
            KnownPlayer {
                note: Some(note),
                ..player
            }
        }))
    }

    /// Returns the only player of which a name is the one that is wanted; of several the only one that
    /// is fit.
    fn only(
        &self,
        known: &[KnownPlayer],
        name: &str,
        how: &str,
        names: impl Fn(&KnownPlayer) -> Option<String>,
    ) -> Result<Option<KnownPlayer>, ToolError> {
        let with: Vec<(String, &KnownPlayer)> = known
            .iter()
            .filter_map(|player| Some((names(player)?, player)))
            .collect();
        let several = match meant(name, with, |(name, _)| name) {
            Meant::One((_, player)) => return Ok(Some(player.clone())),
            Meant::Nothing => return Ok(None),
            Meant::Several(several) => several,
        };
        let several = several.iter().map(|(_, player)| *player);
        let fitness = |player: &&KnownPlayer| self.wanted_to.fitness(player, self.take);
        let best = several.clone().filter_map(|player| fitness(&player)).max();
        let (fit, others): (Vec<_>, Vec<_>) =
            several.partition(|player| best.is_some() && fitness(player) == best);
        if let [one] = fit.as_slice() {
            let note = format!("There is also {}.", described(&others));
            return Ok(Some(KnownPlayer {
                note: Some(note),
                ..(*one).clone()
            }));
        }
        let all: Vec<&KnownPlayer> = fit.into_iter().chain(others).collect();
        Err(ToolError::invalid(format!(
            "{}: more than one {how} {}: {}",
            self.argument,
            clean::quoted(self.wanted, 40),
            described(&all)
        ))
        .hint("Give the player_id of the one you mean."))
    }
}

/// Writes some players down, with their ids.
fn described(players: &[&KnownPlayer]) -> String {
    let listed = players.iter().take(LISTED);
    let listed: Vec<String> = listed.map(|player| player.described()).collect();
    listed.join(", ")
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
