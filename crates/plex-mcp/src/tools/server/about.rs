//! `plex_get_server`.

use plex_client::{PlexError, ServerIdentity, TranscodeSession, UpdateStatus};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    plex::Plex,
    tools::{arguments::NoArguments, tool::Define},
    view::format,
};

/// Tells what the server is and how it does.
pub(crate) struct GetServer;

/// A server.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ServerView {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Version of Plex Media Server.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// A newer version, if it knows of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    update_available: Option<String>,
    /// The system it runs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    /// Whether it belongs to a Plex account.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed: Option<bool>,
    /// Whether that account has Plex Pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    plex_pass: Option<bool>,
    /// Whether it can be reached from outside: mapped, unmapped, waiting or unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_access: Option<String>,
    /// Whether it converts video.
    #[serde(skip_serializing_if = "Option::is_none")]
    transcodes_video: Option<bool>,
    /// How many conversions of video run now.
    #[serde(skip_serializing_if = "Option::is_none")]
    active_transcodes: Option<u32>,
    /// Whether items may be deleted through it.
    #[serde(skip_serializing_if = "Option::is_none")]
    allows_deletion: Option<bool>,
    /// How busy the machine's processors are.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_percent: Option<f64>,
    /// How full the machine's memory is.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_percent: Option<f64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    machine_identifier: Option<String>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Define for GetServer {
    const NAME: &'static str = "plex_get_server";
    const TITLE: &'static str = "The server";
    const DESCRIPTION: &'static str = "Tells what the Plex server is and how it does: name, version, \
        updates, platform, remote access, running conversions, load.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = NoArguments;
    type Output = ServerView;

    async fn run(call: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        let client = &call.plex;
        let (identity, transcodes, update, load) = tokio::join!(
            client.server_identity(),
            client.transcodes(),
            client.update_status(),
            client.resources()
        );
        let mut missing = Missing::default();
        let load = missing.take("its load", load);
        let update = missing.take("updates", update);
        let transcodes = missing.take("running conversions", transcodes);
        let identity = match identity {
            // What is remembered of a server proves nothing of it now.
            Ok(_) if load.is_none() && update.is_none() && missing.nobody_answers => {
                client.server_identity_now().await
            }
            identity => identity,
        };
        let mut view = match identity {
            Ok(identity) => of(&identity),
            Err(error) => missing.in_part(client, error).await?,
        };
        // The rest is for owners, and some of it for Plex Pass: what cannot be had is left out, and said.
        let load = load.unwrap_or_default().pop().unwrap_or_default();
        // They do not say of which library they are.
        let transcodes = transcodes.filter(|_| !client.is_limited());
        view.active_transcodes = transcodes.map(|all| converting(&all));
        view.update_available = update.and_then(|update| newer(&update));
        view.cpu_percent = load.host_cpu.map(format::one_decimal);
        view.memory_percent = load.host_memory.map(format::one_decimal);
        view.note = missing.note();
        Ok(view)
    }
}

/// Holds what could not be had, and why.
#[derive(Default)]
struct Missing {
    /// Kept from this token.
    kept: Vec<&'static str>,
    /// Not told for another reason.
    failed: Vec<&'static str>,
    /// Whether a request came to nothing in such a way that the server may be gone.
    nobody_answers: bool,
}

impl Missing {
    /// Returns what came. What a server does not have is not missed.
    fn take<T>(&mut self, name: &'static str, asked: Result<T, PlexError>) -> Option<T> {
        let error = match asked {
            Ok(found) => return Some(found),
            Err(error) => error,
        };
        tracing::debug!(%error, name, "the server is shown without a part");
        match ErrorKind::from(error.kind()) {
            ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotConfigured => {
                self.kept.push(name);
            }
            ErrorKind::NotFound => {}
            kind => {
                self.failed.push(name);
                self.nobody_answers |= matches!(
                    kind,
                    ErrorKind::Unreachable | ErrorKind::Timeout | ErrorKind::StartingUp
                );
            }
        }
        None
    }

    /// Returns what the server tells anybody of itself, where something before it or the server itself
    /// refuses `/` alone.
    ///
    /// # Errors
    ///
    /// The refusal, where more than `/` is refused.
    async fn in_part(&mut self, plex: &Plex, error: PlexError) -> Result<ServerView, PlexError> {
        let is_of_this = matches!(
            error.kind().into(),
            ErrorKind::Unauthorized
                | ErrorKind::Forbidden
                | ErrorKind::NotFound
                | ErrorKind::Upstream
        );
        if !is_of_this || plex.libraries_now().await.is_err() {
            return Err(error);
        }
        let mut view = of(&plex.open_identity().await?);
        view.allows_deletion = None;
        self.failed
            .push("its name, platform and settings (something refuses / alone)");
        Ok(view)
    }

    /// Says what is missing.
    fn note(&self) -> Option<String> {
        let kept = (!self.kept.is_empty()).then(|| {
            let kept = self.kept.join(", ");
            format!("Only the server owner's token may see: {kept}.")
        });
        let failed = (!self.failed.is_empty())
            .then(|| format!("Plex did not tell: {}.", self.failed.join(", ")));
        let told: Vec<String> = [kept, failed].into_iter().flatten().collect();
        (!told.is_empty()).then(|| told.join(" "))
    }
}

fn of(server: &ServerIdentity) -> ServerView {
    let text = |text: &Option<String>| text.as_deref().and_then(clean::title);
    let platform = match (text(&server.platform), text(&server.platform_version)) {
        (Some(platform), Some(version)) => Some(clean::line(&format!("{platform} {version}"), 80)),
        (platform, _) => platform,
    };
    ServerView {
        name: text(&server.friendly_name),
        version: text(&server.version),
        update_available: None,
        platform,
        claimed: server.claimed,
        plex_pass: server.my_plex_subscription,
        remote_access: text(&server.my_plex_mapping_state),
        transcodes_video: server.transcoder_video,
        active_transcodes: None,
        // Absent means no.
        allows_deletion: Some(server.allow_media_deletion.unwrap_or(false)),
        cpu_percent: None,
        memory_percent: None,
        machine_identifier: text(&server.machine_identifier),
        note: None,
    }
}

/// Returns how many of them convert video.
fn converting(transcodes: &[TranscodeSession]) -> u32 {
    let video = transcodes
        .iter()
        .filter(|one| one.video_decision.as_deref() == Some("transcode"));
    u32::try_from(video.count()).unwrap_or(u32::MAX)
}

/// Returns the newest version there is.
fn newer(update: &UpdateStatus) -> Option<String> {
    let release = update
        .releases
        .iter()
        .find(|release| release.state.as_deref() != Some("done"))?;
    release.version.as_deref().and_then(clean::title)
}
