//! The values of the settings, and where each came from.

use std::{fmt, path::PathBuf};

use super::{
    error::ConfigError,
    file,
    pasted::bare,
    settings::{SETTINGS, Setting, TOKEN},
    sources::Sources,
};

/// A value that may stand in a file of its own.
pub(super) enum Held {
    /// It was given as it is.
    Itself(String),
    /// The file that holds it was given.
    InFile(PathBuf),
}

/// Says where a value came from, nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// A flag, with its dashes.
    Flag(String),
    /// An environment variable.
    Env(&'static str),
    /// A key of the configuration file.
    File(String),
    /// `plex-mcp login`, which stored it in this file.
    Login(PathBuf),
    /// Nobody set it.
    Default(&'static str),
}

impl Origin {
    /// Returns how near the origin is: a smaller rank wins.
    fn rank(&self) -> u8 {
        match self {
            Self::Flag(_) => 0,
            Self::Env(_) => 1,
            Self::File(_) => 2,
            Self::Login(_) => 3,
            Self::Default(_) => 4,
        }
    }
}

impl PartialOrd for Origin {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.rank().cmp(&other.rank()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => f.write_str(name),
            Self::Env(name) => f.write_str(name),
            Self::File(key) => write!(f, "{key} in the configuration file"),
            Self::Login(path) => write!(f, "plex-mcp login ({})", path.display()),
            Self::Default(name) => write!(f, "the default of {name}"),
        }
    }
}

/// A value as text, and its origin.
type Value = (String, Origin);

/// The values that were given.
pub(super) struct Values(Vec<(&'static str, Value)>);

impl Values {
    /// Collects every setting from the nearest place that has it. An empty value is none.
    pub(super) fn collect(sources: &Sources<'_>) -> Result<Self, ConfigError> {
        let file = file::read(sources)?;
        let mut values = Vec::new();
        for setting in &SETTINGS {
            let flag = || {
                Some((
                    (sources.flag)(setting.name)?,
                    Origin::Flag(format!("--{}", setting.name)),
                ))
            };
            let from_file = || {
                let key = setting.key()?;
                Some((file.get(&key)?.clone(), Origin::File(key)))
            };
            let found = match flag() {
                Some(value) => Some(value),
                None => from_env(sources, setting)?.or_else(from_file),
            };
            if let Some(value) = found.filter(|(text, _)| !text.is_empty()) {
                values.push((setting.name, value));
            }
        }
        Ok(Self(values))
    }

    /// Returns the value of a setting that may be absent.
    pub(super) fn get(&self, setting: &Setting) -> Option<Value> {
        self.0
            .iter()
            .find(|(name, _)| *name == setting.name)
            .map(|(_, value)| value.clone())
    }

    /// Returns what was given nearer: the value of `itself`, or of `file`, which names a file that holds
    /// it.
    pub(super) fn itself_or_file(
        &self,
        itself: &Setting,
        file: &Setting,
    ) -> Option<(Held, Origin)> {
        match (self.get(itself), self.get(file)) {
            (Some((_, nearer)), Some((path, origin))) if origin < nearer => {
                Some((Held::InFile(path.into()), origin))
            }
            (Some((value, origin)), _) => Some((Held::Itself(value), origin)),
            (None, Some((path, origin))) => Some((Held::InFile(path.into()), origin)),
            (None, None) => None,
        }
    }

    /// Returns the value of a setting that has a default.
    pub(super) fn required(&self, setting: &Setting) -> Result<Value, ConfigError> {
        self.get(setting)
            .or_else(|| default(setting))
            .ok_or_else(|| ConfigError::new(format!("--{}", setting.name), "is not set"))
    }

    /// Returns the value of a setting, or its default, understood by `parse`.
    pub(super) fn parsed<T>(
        &self,
        setting: &Setting,
        allowed: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((text, origin)) = self.get(setting).or_else(|| default(setting)) else {
            return Ok(None);
        };
        match parse(text.trim()) {
            Some(value) => Ok(Some(value)),
            None => Err(ConfigError::new(
                origin.to_string(),
                format!("{text:?} is not {allowed}"),
            )),
        }
    }

    /// Tells whether a switch is on.
    pub(super) fn switch(&self, setting: &Setting) -> Result<bool, ConfigError> {
        let parse = |text: &str| match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" => Some(true),
            "0" | "false" | "no" | "off" => Some(false),
            _ => None,
        };
        Ok(self
            .parsed(setting, "true or false", parse)?
            .unwrap_or(false))
    }
}

/// Returns what a setting is when nobody sets it.
fn default(setting: &Setting) -> Option<Value> {
    Some((setting.default?.to_owned(), Origin::Default(setting.name)))
}

/// Returns the value of the first of a setting's variables that is set to anything.
fn from_env(sources: &Sources<'_>, setting: &Setting) -> Result<Option<Value>, ConfigError> {
    for name in setting.env {
        let Some(value) = sources.variable(name) else {
            continue;
        };
        let text = value
            .into_string()
            .map_err(|_| ConfigError::new(*name, "is not valid Unicode"))?;
        // What was around the token is said where it is read.
        let text = match setting.name == TOKEN.name {
            true => text,
            false => bare(&text).to_owned(),
        };
        return Ok(Some((text, Origin::Env(name))));
    }
    Ok(None)
}
