//! `plex_get_users`.

use plex_client::{Account, AccountId, Device};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    time::Calendar,
    tools::{arguments::NoArguments, tool::Define},
    view::Top,
};

/// Says who and what has used the server.
pub(crate) struct GetUsers;

/// A user or a device.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct UserView {
    /// user or device.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its name, by which other tools know it; a user may have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The id of a user, for one without a name and where two are called alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// True for the owner of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<bool>,
    /// The language of sound the user prefers.
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_language: Option<String>,
    /// The language of subtitles the user prefers.
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle_language: Option<String>,
    /// The system of the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    /// When the device was first seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
}

impl Define for GetUsers {
    const NAME: &'static str = "plex_get_users";
    const TITLE: &'static str = "Users and devices";
    const DESCRIPTION: &'static str = "Lists the people and devices that have used this server, by \
        the names that plex_get_history and plex_get_sessions use. Needs the server owner's token.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = NoArguments;
    type Output = Top<UserView>;

    async fn run(call: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        // What is remembered is for names in other answers; here it is the answer.
        let (accounts, devices, note) = match call.plex.users_now().await {
            (Ok(accounts), Ok(devices)) => (accounts, devices, None),
            (Ok(accounts), Err(error)) => (accounts, Vec::new(), Some(error)),
            (Err(error), _) => return Err(error.into()),
        };
        let is_whole = note.is_none();
        let note = note.map(|error| {
            let error = ToolError::from(error);
            format!(
                "The devices could not be read and are not listed: {}",
                error.message()
            )
        });
        let calendar = &call.options.calendar;
        let users = accounts.iter().filter_map(user);
        let devices = devices.iter().filter_map(|one| device(one, calendar));
        let mut top = Top::complete(users.chain(devices).collect());
        top.total = top.total.filter(|_| is_whole);
        Ok(top.note(note))
    }
}

/// Returns an account; one of them stands for nobody in particular.
fn user(account: &Account) -> Option<UserView> {
    let name = clean::title(&account.name);
    let id = account.id.filter(|id| *id != AccountId::NOBODY);
    if name.is_none() && id.is_none() {
        return None;
    }
    let text = |text: &Option<String>| text.as_deref().and_then(clean::title);
    Some(UserView {
        kind: "user",
        name,
        id: id.map(|id| id.to_string()),
        owner: (account.id == Some(AccountId::OWNER)).then_some(true),
        audio_language: text(&account.default_audio_language),
        subtitle_language: text(&account.default_subtitle_language),
        platform: None,
        created_at: None,
    })
}

fn device(device: &Device, calendar: &Calendar) -> Option<UserView> {
    Some(UserView {
        kind: "device",
        name: Some(clean::title(&device.name)?),
        id: None,
        owner: None,
        audio_language: None,
        subtitle_language: None,
        platform: device.platform.as_deref().and_then(clean::title),
        created_at: calendar.rfc3339(device.created_at),
    })
}
