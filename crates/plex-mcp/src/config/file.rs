//! The configuration file, and the file a token is in.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use secrecy::SecretString;
use toml::Value;

use super::{
    Sources,
    error::ConfigError,
    settings::{CONFIG_FILE, SETTINGS},
};
use crate::nearest::nearest;

/// The file's keys and values, as text; empty when there is no file where it is looked for.
///
/// # Errors
///
/// When the file was named but cannot be read, or holds what cannot be understood.
pub(super) fn read(sources: &Sources<'_>) -> Result<BTreeMap<String, String>, ConfigError> {
    let env = |name: &str| (sources.env)(name).filter(|value| !value.is_empty());
    let named = (sources.flag)(CONFIG_FILE.name)
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(|| {
            CONFIG_FILE
                .env
                .iter()
                .find_map(|name| env(name))
                .map(PathBuf::from)
        });
    let usual = || Some(folder(sources)?.join("config.toml"));
    let was_named = named.is_some();
    let Some(path) = named.or_else(usual) else {
        return Ok(BTreeMap::new());
    };
    match fs::read_to_string(&path) {
        Ok(text) => parse(&path, &text),
        Err(error) if !was_named && error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(ConfigError::new(
            path.display(),
            format!("cannot be read: {error}"),
        )),
    }
}

/// The folder of the program's own files.
pub(super) fn folder(sources: &Sources<'_>) -> Option<PathBuf> {
    let env = |name: &str| (sources.env)(name).filter(|value| !value.is_empty());
    let home = env("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env("HOME")?).join(".config")));
    Some(
        home.or_else(|| env("APPDATA").map(PathBuf::from))?
            .join("plex-mcp"),
    )
}

/// The keys and values of a file's text.
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
    let keys: Vec<String> = SETTINGS.iter().filter_map(super::Setting::key).collect();
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

/// Whether a key takes several values.
fn is_list(key: &str) -> bool {
    SETTINGS
        .iter()
        .any(|setting| setting.list && setting.key().as_deref() == Some(key))
}

/// The token in a file; `None` when the file is empty.
pub(super) fn token(path: &Path) -> Result<Option<SecretString>, io::Error> {
    let text = fs::read_to_string(path)?;
    let token = text.trim();
    Ok((!token.is_empty()).then(|| token.into()))
}
