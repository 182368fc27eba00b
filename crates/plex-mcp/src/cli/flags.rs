//! The flags of the settings.

use clap::{Arg, ArgAction, ArgMatches};
use plex_mcp::config::{SETTINGS, Setting};

/// What stands above the settings in help, after a command's own options.
const HEADING: &str = "Settings, of every command";

/// Returns a flag for every setting, usable before and after any command.
pub(super) fn all() -> impl Iterator<Item = Arg> {
    SETTINGS.iter().map(|setting| {
        let flag = Arg::new(setting.name)
            .long(setting.name)
            .help(help(setting))
            .help_heading(HEADING)
            .global(true);
        match setting.value {
            Some(value) if setting.list => flag.value_name(value).action(ArgAction::Append),
            Some(value) => flag.value_name(value).action(ArgAction::Set),
            None => flag.action(ArgAction::SetTrue),
        }
    })
}

/// Returns the value a flag was given; `true` for a switch that was.
pub(super) fn value(matches: &ArgMatches, name: &str) -> Option<String> {
    let setting = SETTINGS.iter().find(|setting| setting.name == name)?;
    match setting.value {
        Some(_) => {
            let given: Vec<_> = matches
                .get_many::<String>(name)?
                .map(String::as_str)
                .collect();
            Some(given.join(","))
        }
        None => matches.get_flag(name).then(|| "true".to_owned()),
    }
}

/// Returns what help says about a setting: what it does, its default, its variables.
fn help(setting: &Setting) -> String {
    let default = setting
        .default
        .map(|default| format!(" [default: {default}]"))
        .unwrap_or_default();
    format!(
        "{}{default} [env: {}]",
        setting.help,
        setting.env.join(", ")
    )
}
