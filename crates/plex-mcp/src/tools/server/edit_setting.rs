//! `plex_edit_setting`.

use plex_client::Setting;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    call::Call,
    change::{self, Act, Caring, Deed, Wish},
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    name::{Meant, meant},
    nearest::nearest,
    plex::settings::{choices, in_words, is_guard},
    tools::tool::Define,
    view::change::ChangeView,
};

/// The longest name or value in a sentence, in characters.
const SAID_CHARS: usize = 60;

/// The most choices that an error lists.
const LISTED: usize = 12;

/// Changes a setting of the server.
pub(crate) struct EditSetting;

/// Which setting, and its value.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or name, as plex_get_settings gives it.
    #[schemars(length(min = 1, max = 200))]
    name: String,
    /// As plex_get_settings says it; empty for none.
    #[schemars(length(max = 2000))]
    value: String,
    #[serde(default)]
    dry_run: bool,
}

impl Define for EditSetting {
    const NAME: &'static str = "plex_edit_setting";
    const TITLE: &'static str = "Change a setting";
    const DESCRIPTION: &'static str = "Changes a setting of the server, checked against its type and \
        choices. Hidden and secret ones cannot be changed. Needs the owner's token. Can be undone.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Write;
    const MAY_DESTROY: bool = true;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = false;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        let settings = call.plex.open_settings().await?;
        let setting = named(settings, &args.name)?;
        let value = checked(&setting, &args.value)?;
        let words = in_words(&setting, Some(&value));
        let label = setting.label.as_ref().filter(|label| !label.is_empty());
        let name = clean::quoted(label.unwrap_or(&setting.id), SAID_CHARS);
        let to = match &words {
            Some(words) => format!("to {}", clean::quoted(words, SAID_CHARS)),
            None => "to nothing".to_owned(),
        };
        let deed = Deed::Whole {
            order: format!("Set {name} {to}"),
            report: format!("Set {name} {to}"),
        };
        let is_guard = is_guard(&setting.id);
        let act = Act::Caring(Caring::Set {
            setting: setting.id,
            value,
            words,
        });
        let mut wish = Wish::new(Self::NAME, deed, vec![act]);
        if is_guard {
            wish.effect = Effect::Destroy;
        }
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}

/// Returns the setting of an id or a name.
fn named(settings: Vec<Setting>, wanted: &str) -> Result<Setting, ToolError> {
    let is_it = |setting: &&Setting| setting.id.eq_ignore_ascii_case(wanted.trim());
    if let Some(setting) = settings.iter().find(is_it) {
        return Ok(setting.clone());
    }
    let names: Vec<String> = settings
        .iter()
        .flat_map(|setting| [Some(&setting.id), setting.label.as_ref()])
        .flatten()
        .filter_map(|name| clean::title(name))
        .collect();
    let label = |setting: &Setting| setting.label.clone().unwrap_or_default();
    let labelled = settings.into_iter().map(|one| (label(&one), one)).collect();
    match meant(wanted, labelled, |(label, _): &(String, Setting)| label) {
        Meant::One((_, setting)) => Ok(setting),
        Meant::Several(several) => {
            let ids: Vec<&str> = several.iter().map(|(_, one)| one.id.as_str()).collect();
            Err(ToolError::invalid(format!(
                "name: several settings are called that: {}",
                ids.join(", ")
            )))
        }
        Meant::Nothing => {
            let shown = clean::quoted(wanted, SAID_CHARS);
            let message = format!("name: there is no setting {shown} that may be changed");
            Err(ToolError::new(ErrorKind::NotFound, message)
                .hint("plex_get_settings lists those that there are.")
                .meant(nearest(wanted, names.iter().map(String::as_str))))
        }
    }
}

/// Returns a value as Plex writes it: of the setting's type, and one of its choices, which may be given by
/// their names.
fn checked(setting: &Setting, given: &str) -> Result<String, ToolError> {
    let folded = clean::folded(given);
    let mut offered = choices(setting);
    let of_name = offered.find(|(value, name)| *value == given || clean::folded(name) == folded);
    let value = of_name.map_or(given, |(value, _)| value);
    setting.checked(value).map_err(|_| {
        let names: Vec<String> = choices(setting)
            .filter_map(|(_, name)| clean::title(name))
            .collect();
        let allowed = match setting.setting_type.as_deref() {
            _ if !names.is_empty() => {
                let listed: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
                format!("one of {}", listed.join(", "))
            }
            Some("bool") => "true or false".to_owned(),
            Some("int") => "a whole number".to_owned(),
            Some("double") => "a number".to_owned(),
            _ => "a text".to_owned(),
        };
        let shown = Value::from(clean::line(given, SAID_CHARS));
        ToolError::refused("value", &shown, &allowed)
            .meant(nearest(given, names.iter().map(String::as_str)))
    })
}
