//! `plex_get_sessions`.

use std::{collections::HashMap, sync::Arc};

use plex_client::{Account, MediaItem, RatingKey, Session, SessionUser};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    plex::find::user_among,
    tools::tool::Define,
    view::{
        Top,
        delivery::Conversion,
        session::{self, SessionView},
    },
};

/// Tells what is playing now.
pub(crate) struct GetSessions;

/// Which sessions to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Only this person's, by name.
    #[schemars(length(min = 1, max = 200))]
    user: Option<String>,
    /// Only from this library: id or title.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
}

impl Define for GetSessions {
    const NAME: &'static str = "plex_get_sessions";
    const TITLE: &'static str = "Now playing";
    const DESCRIPTION: &'static str = "Shows who is playing what right now, on which player, how far \
        they are, and how it is delivered: direct, repackaged or transcoded, with the likely reason. \
        Use it for \"who is watching\" and for stuttering streams. Needs the server owner's token.";
    const TOOLSET: Toolset = Toolset::Playback;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Top<SessionView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let library = match &args.library_id {
            Some(wanted) => Some(call.plex.find_library("library_id", wanted).await?.key),
            None => None,
        };
        let (all, untold) = call.plex.sessions_and_untold().await?;
        let user = match &args.user {
            Some(wanted) => Some(user_named(call, &all, wanted).await?),
            None => None,
        };
        let wanted: Vec<&Session> = all
            .iter()
            .filter(|session| library.is_none() || session.item.library_section_id == library)
            .filter(|session| match (&user, &session.user) {
                (Some(wanted), Some(user)) => is_of(wanted, user),
                (Some(_), None) => false,
                (None, _) => true,
            })
            .collect();
        let sources = sources(call, &wanted).await;
        let rows = wanted
            .iter()
            .map(|session| {
                let source = session
                    .item
                    .rating_key
                    .as_ref()
                    .and_then(|key| sources.get(key));
                SessionView::of(session, source.map(Arc::as_ref))
            })
            .collect::<Vec<_>>();
        let note = match untold {
            0 => note(call, &all, rows.len()),
            _ => Some(format!(
                "Plex counts {untold} more than it tells of: ask again for all that is playing."
            )),
        };
        Ok(Top::complete_but(rows, untold).note(note))
    }
}

/// Returns the user that is named: one of the server's accounts, or one who is watching.
///
/// # Errors
///
/// `invalid_argument` when nobody, or when several are called that.
pub(crate) async fn user_named(
    call: &Call,
    sessions: &[Session],
    wanted: &str,
) -> Result<Account, ToolError> {
    // Who may not see the accounts still sees who is watching.
    let mut users = call.plex.accounts().await.unwrap_or_else(|error| {
        tracing::debug!(%error, "only those who are watching are known by name");
        Vec::new()
    });
    for user in sessions.iter().filter_map(|session| session.user.as_ref()) {
        if let Some(name) = &user.title
            && users.iter().all(|known| !is_of(known, user))
        {
            let mut watching = Account::default();
            watching.id = user.id;
            watching.name.clone_from(name);
            users.push(watching);
        }
    }
    user_among(&users, "user", wanted).cloned()
}

/// Tells whether an account is that of a session's user.
pub(crate) fn is_of(account: &Account, user: &SessionUser) -> bool {
    match (account.id, user.id) {
        (Some(account), Some(user)) => account == user,
        _ => user.title.as_ref() == Some(&account.name),
    }
}

/// Returns the items that are being converted, as the library has them: while it transcodes, a session
/// only describes what is sent. Without them less is said, but nothing fails.
async fn sources(call: &Call, sessions: &[&Session]) -> HashMap<RatingKey, Arc<MediaItem>> {
    let converted = sessions
        .iter()
        .filter(|session| Conversion::of(session).is_some());
    let converted = converted.map(|session| &session.item);
    call.plex
        .versions_of(converted)
        .await
        .unwrap_or_else(|error| {
            tracing::debug!(%error, "sessions are shown without what they are made from");
            HashMap::new()
        })
}

/// Says what an empty list means.
fn note(call: &Call, all: &[Session], shown: usize) -> Option<String> {
    if shown > 0 {
        return None;
    }
    if all.is_empty() {
        let place = if call.plex.is_limited() {
            " in the libraries that may be shown"
        } else {
            ""
        };
        return Some(format!("Nothing is playing{place}."));
    }
    let mut users: Vec<String> = all.iter().filter_map(session::user).collect();
    users.sort();
    users.dedup();
    users.truncate(8);
    let by = match users.as_slice() {
        [] => String::new(),
        users => {
            let users: Vec<String> = users.iter().map(|user| clean::quoted(user, 40)).collect();
            format!(", by {}", users.join(", "))
        }
    };
    let playing = match all.len() {
        1 => "1 session is".to_owned(),
        count => format!("{count} sessions are"),
    };
    Some(format!("None of these; {playing} playing{by}."))
}
