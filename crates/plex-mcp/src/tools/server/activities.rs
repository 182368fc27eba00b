//! `plex_get_activities`.

use plex_client::Activity;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::{arguments::NoArguments, tool::Define},
    view::Top,
};

/// Tells what the server is busy with.
pub(crate) struct GetActivities;

/// Something it is busy with.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActivityView {
    /// Its id, by which plex_run_task calls it off.
    #[serde(skip_serializing_if = "Option::is_none")]
    activity_id: Option<String>,
    /// What it is.
    activity: String,
    /// What it is at.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// How much is done; absent when the server does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    progress_percent: Option<i64>,
    /// The library it works on.
    #[serde(skip_serializing_if = "Option::is_none")]
    library: Option<String>,
    /// Whether it can be stopped.
    cancellable: bool,
    /// Plex's word for its kind, e.g. library.update.section.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

impl Define for GetActivities {
    const NAME: &'static str = "plex_get_activities";
    const TITLE: &'static str = "Running tasks";
    const DESCRIPTION: &'static str = "Lists what the server is busy with now (scans, analysis, \
        downloads, conversions in the background) and how far it is. Needs the server owner's \
        token.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = NoArguments;
    type Output = Top<ActivityView>;

    async fn run(call: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        let activities = call.plex.activities().await?;
        let names_libraries = |activity: &Activity| {
            let context = activity.context.as_ref();
            context.is_some_and(|context| context.library_section_id.is_some())
        };
        let libraries = match activities.iter().any(names_libraries) {
            true => call.plex.libraries().await.unwrap_or_default(),
            false => Vec::new(),
        };
        let rows: Vec<ActivityView> = activities
            .iter()
            .map(|activity| {
                let id = activity
                    .context
                    .as_ref()
                    .and_then(|context| context.library_section_id.as_ref());
                let library = libraries.iter().find(|library| Some(&library.key) == id);
                view(
                    activity,
                    library.and_then(|library| clean::title(&library.title)),
                )
            })
            .collect();
        let note = rows.is_empty().then(|| "The server is idle.".to_owned());
        Ok(Top::complete(rows).note(note))
    }
}

pub(super) fn view(activity: &Activity, library: Option<String>) -> ActivityView {
    let kind = clean::title(&activity.activity_type);
    let title = activity.title.as_deref().and_then(clean::title);
    let id = activity.uuid.as_ref().map(ToString::to_string);
    ActivityView {
        activity_id: id.filter(|_| activity.cancellable == Some(true)),
        activity: title
            .or_else(|| kind.clone())
            .unwrap_or_else(|| "something".to_owned()),
        subject: activity.subtitle.as_deref().and_then(clean::title),
        progress_percent: activity.progress.filter(|done| (0..=100).contains(done)),
        library,
        cancellable: activity.cancellable.unwrap_or(false),
        kind,
    }
}
