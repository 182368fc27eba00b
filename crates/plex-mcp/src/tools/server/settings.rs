//! `plex_get_settings`.

use plex_client::Setting;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    nearest::nearest,
    plex::settings::in_words,
    tools::tool::Define,
    view::Top,
};

/// Says how the server is set.
pub(crate) struct GetSettings;

/// Which settings.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Only this group: general, library, network, transcoder, butler, dlna, extras, …
    #[schemars(length(min = 1, max = 60))]
    group: Option<String>,
    /// Only those with this text in their name or description.
    #[schemars(length(min = 1, max = 100))]
    query: Option<String>,
}

/// A setting.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SettingView {
    /// Its id.
    setting: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// What it is now; absent when it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// What it is unless changed; only where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    /// Where it belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
}

impl Define for GetSettings {
    const NAME: &'static str = "plex_get_settings";
    const TITLE: &'static str = "Server settings";
    const DESCRIPTION: &'static str = "Lists the server's settings with their values, and the default \
        where it was changed. Narrow it with group or query. Hidden and secret settings are never \
        shown. Needs the server owner's token.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    type Args = Args;
    type Output = Top<SettingView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let settings = call.plex.open_settings().await?;
        let shown: Vec<&Setting> = settings.iter().collect();
        let group = args.group.as_deref().map(clean::folded);
        if let Some(wanted) = &group {
            check_group(&shown, wanted)?;
        }
        let query = args.query.as_deref().map(clean::folded);
        let rows: Vec<SettingView> = shown
            .into_iter()
            .filter(|setting| {
                group.is_none() || setting.group.as_deref().map(clean::folded) == group
            })
            .filter(|setting| query.as_ref().is_none_or(|query| mentions(setting, query)))
            .filter_map(view)
            .collect();
        let note = rows.is_empty().then(|| "No setting matches.".to_owned());
        Ok(Top::complete(rows).note(note))
    }
}

/// Tells whether a text occurs in what is said of a setting.
fn mentions(setting: &Setting, query: &str) -> bool {
    let said = [
        Some(&setting.id),
        setting.label.as_ref(),
        setting.summary.as_ref(),
    ];
    said.into_iter()
        .flatten()
        .any(|text| clean::line(text, 1_000).to_lowercase().contains(query))
}

/// Checks that there is a group of that name.
fn check_group(shown: &[&Setting], wanted: &str) -> Result<(), ToolError> {
    let mut groups: Vec<String> = shown
        .iter()
        .filter_map(|setting| clean::title(setting.group.as_deref()?))
        .collect();
    groups.sort();
    groups.dedup();
    if groups.iter().any(|group| clean::folded(group) == wanted) {
        return Ok(());
    }
    let allowed = format!("one of {}", groups.join(", "));
    Err(ToolError::refused("group", &Value::from(wanted), &allowed)
        .meant(nearest(wanted, groups.iter().map(String::as_str))))
}

fn view(setting: &Setting) -> Option<SettingView> {
    let value = in_words(setting, setting.value.as_deref());
    let default = in_words(setting, setting.default.as_deref());
    Some(SettingView {
        setting: clean::title(&setting.id)?,
        label: setting.label.as_deref().and_then(clean::title),
        default: default.filter(|default| value.as_ref() != Some(default)),
        value,
        group: setting.group.as_deref().and_then(clean::title),
    })
}

#[cfg(test)]
mod tests {
    use plex_client::{container::MediaContainer, wire::answer};

    use super::*;

    fn settings(json: &str) -> Vec<Setting> {
        let body = format!(r#"{{"MediaContainer":{{"Setting":[{json}]}}}}"#);
        let found: MediaContainer<Setting> = answer(body.as_bytes()).unwrap();
        found.items
    }

    #[test]
    fn values_are_words() {
        let of = |json| view(&settings(json)[0]).unwrap();
        let on = of(r#"{"id":"a","type":"bool","value":true,"default":false}"#);
        assert_eq!(
            (on.value.as_deref(), on.default.as_deref()),
            (Some("true"), Some("false"))
        );
        let choice =
            of(r#"{"id":"b","type":"int","value":2,"default":2,"enumValues":"1:Fast|2:Slow"}"#);
        assert_eq!(
            (choice.value.as_deref(), choice.default),
            (Some("Slow"), None)
        );
        assert_eq!(of(r#"{"id":"c","type":"text","value":""}"#).value, None);
    }
}
