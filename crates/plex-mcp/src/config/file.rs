//! The configuration file.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use toml::Value;

use super::{
    error::ConfigError,
    folders, named,
    settings::{CONFIG_FILE, SETTINGS, Setting},
    sources::Sources,
};
use crate::nearest::nearest;

/// The most bytes of a configuration file.
const MAX_BYTES: u64 = 256 * 1024;

/// Returns the file's keys and values, as text; empty when there is no file where it is looked for.
///
/// # Errors
///
/// When the file was named but cannot be read, or holds what cannot be understood.
pub(super) fn read(sources: &Sources<'_>) -> Result<BTreeMap<String, String>, ConfigError> {
    let named = (sources.flag)(CONFIG_FILE.name)
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(|| {
            let mut variables = CONFIG_FILE.env.iter();
            variables
                .find_map(|name| sources.variable(name))
                .map(PathBuf::from)
        });
    let usual = || Some(folders::configuration(sources)?.join("config.toml"));
    let was_named = named.is_some();
    let Some(path) = named.or_else(usual) else {
        return Ok(BTreeMap::new());
    };
    match named::text(&path, MAX_BYTES) {
        Ok(text) => parse(&path, &text),
        Err(error) if !was_named && error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(ConfigError::new(
            path.display(),
            format!("cannot be read: {error}"),
        )),
    }
}

/// Returns the keys and values of a file's text.
fn parse(path: &Path, text: &str) -> Result<BTreeMap<String, String>, ConfigError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        // Its own message quotes the line, which may hold the token.
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.lines().count().max(1));
        ConfigError::new(
            path.display(),
            format!("is not valid TOML near line {line}: {}", error.message()),
        )
    })?;
    let keys: Vec<String> = SETTINGS.iter().filter_map(Setting::key).collect();
    let mut values = BTreeMap::new();
    for (key, value) in table {
        if !keys.contains(&key) {
            let meant = nearest(&key, keys.iter().map(String::as_str));
            let meant = meant
                .map(|name| format!("; did you mean {name}?"))
                .unwrap_or_default();
            return Err(ConfigError::new(
                path.display(),
                format!("has an unknown key, {key}{meant}"),
            ));
        }
        let text = match value {
            Value::String(text) => text,
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Boolean(switch) => switch.to_string(),
            Value::Array(values) if is_list(&key) && values.iter().all(Value::is_str) => {
                let texts: Vec<_> = values.iter().filter_map(Value::as_str).collect();
                texts.join(",")
            }
            _ => {
                return Err(ConfigError::new(
                    path.display(),
                    format!("{key} must be a plain value"),
                ));
            }
        };
        values.insert(key, text);
    }
    Ok(values)
}

/// Tells whether a key takes several values.
fn is_list(key: &str) -> bool {
    SETTINGS
        .iter()
        .any(|setting| setting.list && setting.key().as_deref() == Some(key))
}
