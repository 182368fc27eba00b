//! The settings of what a model may do. A name that means nothing is an error: a misspelled
//! exclusion would leave on what was to be off.

use std::collections::BTreeMap;

use super::{
    error::ConfigError,
    pasted::unquoted,
    settings::{
        ALLOW_DESTRUCTIVE, EXCLUDE_TOOLS, LIBRARIES, PLAYER_ALIASES, READ_ONLY, Setting, TOOLS,
        TOOLSETS,
    },
    values::Values,
};
use crate::{
    Choice, Toolset,
    nearest::nearest,
    tools::{self, Tool},
};

/// Returns which tools are on.
pub(super) fn tools(values: &Values) -> Result<Choice, ConfigError> {
    let mut choice = Choice::default();
    let sets = Toolset::ALL.map(Toolset::as_str);
    let known: Vec<&str> = sets.into_iter().chain(["all"]).collect();
    let toolsets = names(values, &TOOLSETS, "toolset", &known)?;
    let (named, excluded) = (values.get(&TOOLS), values.get(&EXCLUDE_TOOLS));
    if let Some(toolsets) = &toolsets {
        let is_on = |set: &Toolset| {
            toolsets
                .iter()
                .any(|name| name == "all" || name == set.as_str())
        };
        choice.toolsets = Toolset::ALL.into_iter().filter(is_on).collect();
    }
    if named.is_some() || excluded.is_some() {
        let all = tools::all();
        let known: Vec<&str> = all.iter().map(Tool::name).collect();
        if let Some(named) = names(values, &TOOLS, "tool", &known)? {
            choice.tools = named;
            if toolsets.is_none() {
                // Who names tools and no toolset wants these tools and no others.
                choice.toolsets = Vec::new();
            }
        }
        choice.excluded = names(values, &EXCLUDE_TOOLS, "tool", &known)?.unwrap_or_default();
    }
    choice.read_only = values.switch(&READ_ONLY)?;
    choice.allow_destructive = values.switch(&ALLOW_DESTRUCTIVE)?;
    Ok(choice)
}

/// Returns the libraries that may be shown, by id or title; empty for all. Only the server knows whether
/// there are such libraries.
pub(super) fn libraries(values: &Values) -> Result<Vec<String>, ConfigError> {
    let Some((text, origin)) = values.get(&LIBRARIES) else {
        return Ok(Vec::new());
    };
    let names = listed(&text);
    if names.is_empty() {
        // Nothing named must not come to mean everything.
        return Err(ConfigError::new(origin, "names no library"));
    }
    Ok(names)
}

/// Returns further names of players, with the name or the id of each.
pub(super) fn player_aliases(values: &Values) -> Result<BTreeMap<String, String>, ConfigError> {
    let Some((text, origin)) = values.get(&PLAYER_ALIASES) else {
        return Ok(BTreeMap::new());
    };
    let mut aliases = BTreeMap::new();
    for pair in listed(&text) {
        let split = pair
            .split_once('=')
            .map(|(alias, player)| (alias.trim(), player.trim()));
        let Some((alias, player)) =
            split.filter(|(alias, player)| !alias.is_empty() && !player.is_empty())
        else {
            let message = format!("{pair:?} is not a name and a player, such as den=SHIELD");
            return Err(ConfigError::new(origin, message));
        };
        if aliases
            .insert(alias.to_owned(), player.to_owned())
            .is_some()
        {
            return Err(ConfigError::new(origin, format!("names {alias:?} twice")));
        }
    }
    Ok(aliases)
}

/// Returns the names in a list, each of which must be known; `None` where the setting is not set.
fn names(
    values: &Values,
    setting: &Setting,
    what: &str,
    known: &[&str],
) -> Result<Option<Vec<String>>, ConfigError> {
    let Some((text, origin)) = values.get(setting) else {
        return Ok(None);
    };
    let names = listed(&text);
    if names.is_empty() {
        return Err(ConfigError::new(origin, format!("names no {what}")));
    }
    for name in &names {
        if !known.contains(&name.as_str()) {
            let meant = match nearest(name, known.iter().copied()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("there are {}", known.join(", ")),
            };
            return Err(ConfigError::new(
                origin,
                format!("there is no {what} {name:?}; {meant}"),
            ));
        }
    }
    Ok(Some(names))
}

/// Returns what stands between the commas.
fn listed(text: &str) -> Vec<String> {
    let names = text
        .split(',')
        .map(|name| unquoted(name).0)
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
