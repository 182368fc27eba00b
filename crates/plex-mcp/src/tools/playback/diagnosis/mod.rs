//! `plex_diagnose_playback`.

mod evidence;
mod verdict;

use crate::error::ErrorKind;
use plex_client::{DetailsQuery, PlayerState, Session, SessionKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::evidence::Evidence;
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
    view::{
        delivery::Conversion,
        session::{self, SessionView},
    },
};

/// Says why a stream buffers or is converted.
pub(crate) struct DiagnosePlayback;

/// Which stream.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// From plex_get_sessions; by default the one in most trouble.
    #[schemars(length(min = 1, max = 128))]
    session_key: Option<String>,
}

/// One diagnosis.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DiagnosisView {
    /// The stream; absent when nothing plays.
    #[serde(flatten)]
    session: Option<SessionView>,
    /// What is the matter, in one sentence.
    diagnosis: String,
    /// What was measured or decided that shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<String>,
    /// What would help.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<String>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Define for DiagnosePlayback {
    const NAME: &'static str = "plex_diagnose_playback";
    const TITLE: &'static str = "Diagnose a stream";
    const DESCRIPTION: &'static str = "Says why a running stream buffers or is transcoded, from what \
        the server measures: decisions, conversion speed, processor, bit rates, relay. Use it for \
        \"why does it stutter\". Needs the server owner's token.";
    const TOOLSET: Toolset = Toolset::Playback;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = DiagnosisView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let sessions = call.plex.sessions().await?;
        let Some(session) = chosen(&sessions, args.session_key.as_deref())? else {
            return Ok(DiagnosisView {
                session: None,
                diagnosis: "Nothing is playing, so there is nothing to measure.".to_owned(),
                evidence: Vec::new(),
                suggestions: vec!["Ask again while it stutters.".to_owned()],
                note: None,
            });
        };
        let evidence = gather(call, session).await;
        let verdict = verdict::of(&evidence);
        let others = (args.session_key.is_none() && sessions.len() > 1)
            .then(|| format!("Of {} streams, the one in most trouble.", sessions.len()));
        let missing = evidence.missing_note();
        let note: Vec<String> = [others, missing].into_iter().flatten().collect();
        Ok(DiagnosisView {
            diagnosis: verdict.diagnosis,
            evidence: evidence.listed(),
            suggestions: verdict.suggestions,
            note: (!note.is_empty()).then(|| note.join(" ")),
            session: Some(SessionView::of(session, evidence.source.as_ref())),
        })
    }
}

/// Returns the session that is named, or the one in most trouble; `None` when there is none at all.
fn chosen<'s>(
    sessions: &'s [Session],
    key: Option<&str>,
) -> Result<Option<&'s Session>, ToolError> {
    let Some(wanted) = key else {
        return Ok(sessions.iter().max_by_key(|session| trouble(session)));
    };
    let of_key = |session: &&Session| {
        session.session_key.as_ref().map(SessionKey::as_str) == Some(wanted.trim())
    };
    match sessions.iter().find(of_key) {
        Some(session) => Ok(Some(session)),
        None => Err(unknown(sessions, wanted)),
    }
}

/// Returns how much trouble a session is likely to be in.
fn trouble(session: &Session) -> u8 {
    let is_buffering = session
        .player
        .as_ref()
        .is_some_and(|player| player.state == PlayerState::Buffering);
    let conversion = Conversion::of(session);
    let conversion = conversion.as_ref();
    let speed = conversion.and_then(|conversion| conversion.speed(&session.item));
    let is_slow = speed.is_some_and(|speed| speed < 1.0);
    let converts = conversion.is_some_and(|conversion| conversion.converts_video());
    u8::from(is_buffering) * 8
        + u8::from(is_slow) * 4
        + u8::from(converts) * 2
        + u8::from(conversion.is_some())
}

fn unknown(sessions: &[Session], wanted: &str) -> ToolError {
    let running: Vec<String> = sessions
        .iter()
        .take(8)
        .filter_map(|session| {
            let key = session.session_key.as_ref()?;
            let title = clean::quoted(&session.item.title, 30);
            let user = session::user(session).map(|user| clean::quoted(&user, 30));
            let user = user.unwrap_or_else(|| "somebody".to_owned());
            Some(format!("{key} ({title}, {user})"))
        })
        .collect();
    let allowed = match running.as_slice() {
        [] => "none: nothing is playing".to_owned(),
        running => format!("one that is running: {}", running.join(", ")),
    };
    ToolError::refused("session_key", &Value::from(wanted), &allowed)
}

/// Asks for everything that may show the cause, side by side. What cannot be had is told as missing.
async fn gather<'s>(call: &Call, session: &'s Session) -> Evidence<'s> {
    let client = &call.plex;
    let source = async {
        let key = session.item.rating_key.as_ref()?;
        client.details(key, &DetailsQuery::new()).await.ok()
    };
    let (source, resources, settings) = tokio::join!(source, client.resources(), client.settings());
    let mut missing = Vec::new();
    let resources = resources.unwrap_or_else(|error| {
        // Servers without Plex Pass have none.
        tracing::debug!(%error, "a diagnosis goes without the machine's load");
        let is_expected = matches!(
            ErrorKind::from(error.kind()),
            ErrorKind::NotFound | ErrorKind::Forbidden
        );
        missing.push(match is_expected {
            true => "the processor's load (it needs Plex Pass)",
            false => "the processor's load",
        });
        Vec::new()
    });
    let settings = settings.unwrap_or_else(|error| {
        tracing::debug!(%error, "a diagnosis goes without settings");
        missing.push("the server's settings");
        Vec::new()
    });
    Evidence {
        session,
        source,
        load: resources.last().cloned(),
        settings,
        missing,
    }
}
