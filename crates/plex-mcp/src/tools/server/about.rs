//! `plex_get_server`.

use plex_client::{ServerIdentity, TranscodeSession, UpdateStatus};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::{arguments::NoArguments, tool::Define},
    view::format,
};

/// What the server is and how it does.
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
    allows_deletion: bool,
    /// How busy the machine's processors are.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_percent: Option<f64>,
    /// How full the machine's memory is.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_percent: Option<f64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    machine_identifier: Option<String>,
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
        // The rest is for owners, and some of it for Plex Pass: what cannot be had is left out.
        let load = load.unwrap_or_default().pop().unwrap_or_default();
        let mut view = of(&identity?);
        // They do not say of which library they are.
        let transcodes = transcodes.ok().filter(|_| !client.is_limited());
        view.active_transcodes = transcodes.map(|all| converting(&all));
        view.update_available = update.ok().and_then(|update| newer(&update));
        view.cpu_percent = load.host_cpu.map(format::one_decimal);
        view.memory_percent = load.host_memory.map(format::one_decimal);
        Ok(view)
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
        allows_deletion: server.allow_media_deletion.unwrap_or(false),
        cpu_percent: None,
        memory_percent: None,
        machine_identifier: text(&server.machine_identifier),
    }
}

/// How many of them convert video.
fn converting(transcodes: &[TranscodeSession]) -> u32 {
    let video = transcodes
        .iter()
        .filter(|one| one.video_decision.as_deref() == Some("transcode"));
    u32::try_from(video.count()).unwrap_or(u32::MAX)
}

/// The newest version there is.
fn newer(update: &UpdateStatus) -> Option<String> {
    let release = update
        .releases
        .iter()
        .find(|release| release.state.as_deref() != Some("done"))?;
    release.version.as_deref().and_then(clean::title)
}
