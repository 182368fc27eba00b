//! The configuration: each setting once, its value from a flag, the environment or a file.

mod error;
mod file;
mod settings;
mod values;

use std::{ffi::OsString, fmt, path::PathBuf, time::Duration};

use jiff::tz::TimeZone;
use plex_client::PlexClient;
use secrecy::{ExposeSecret, SecretString};

pub use self::{
    error::ConfigError,
    settings::{CONFIG_FILE, SETTINGS, Setting},
    values::Origin,
};
use self::{settings::*, values::Values};
use crate::{Calendar, Options, budget::MIN_MAX_RESULT_BYTES};

/// What the program was told, checked.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Where the server is.
    pub url: String,
    /// The token; without one the server is tried as it is.
    pub token: Option<SecretString>,
    /// How long one request to the server may take.
    pub timeout: Option<Duration>,
    /// The filter of what is logged to stderr.
    pub log: String,
    /// Whether to serve the emulator's sample library instead of a server.
    pub demo: bool,
    /// How results are shaped.
    pub options: Options,
    /// Where the URL was set, for messages about it.
    url_origin: Origin,
}

/// Where the program's settings come from; injected, so that tests need not touch the process.
pub struct Sources<'a> {
    /// The value of a flag by its setting's name; switches give `true`.
    pub flag: &'a dyn Fn(&str) -> Option<String>,
    /// The value of an environment variable.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
}

impl Config {
    /// Reads the configuration: a flag wins over the environment, which wins over the file.
    ///
    /// # Errors
    ///
    /// Only for what cannot be understood; a message never repeats a token or a URL.
    pub fn load(sources: &Sources<'_>) -> Result<Self, ConfigError> {
        let values = Values::collect(sources)?;
        let mut options = Options::default();
        if let Some(zone) = values.parsed(
            &TIMEZONE,
            "the name of a timezone, such as Europe/Berlin or UTC",
            timezone,
        )? {
            options.calendar = Calendar::new(zone);
        }
        if let Some(bytes) = values.parsed(
            &MAX_RESULT_BYTES,
            "a number of bytes, 2000 or more",
            result_bytes,
        )? {
            options.max_result_bytes = bytes;
        }
        options.output_schemas = !values.switch(&NO_OUTPUT_SCHEMA)?;
        let (token, problem) = token(&values)?;
        options.token_problem = problem;
        let (url, url_origin) = values.required(&URL)?;
        Ok(Self {
            url,
            token,
            timeout: values.parsed(&TIMEOUT, "seconds, 1 to 600", seconds)?,
            log: values.required(&LOG)?.0,
            demo: values.switch(&DEMO)?,
            options,
            url_origin,
        })
    }

    /// The client for the configured server. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When the URL cannot be one of a Plex server; it is not repeated.
    pub fn client(&self) -> Result<PlexClient, ConfigError> {
        let token = self
            .token
            .as_ref()
            .map_or("", |token| token.expose_secret());
        self.client_for(&self.url, token)
    }

    /// A client for another server with the rest of this configuration.
    ///
    /// # Errors
    ///
    /// As [`client`](Self::client).
    pub fn client_for(&self, url: &str, token: &str) -> Result<PlexClient, ConfigError> {
        let builder = PlexClient::builder()
            .url(url)
            .token(token)
            .product("plex-mcp")
            .version(env!("CARGO_PKG_VERSION"));
        let builder = match self.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        };
        builder
            .build()
            .map_err(|error| ConfigError::new(self.url_origin.to_string(), error.to_string()))
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the URL, which may carry credentials, nor the token.
        f.debug_struct("Config")
            .field("token", &self.token.is_some())
            .field("timeout", &self.timeout)
            .field("log", &self.log)
            .field("demo", &self.demo)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The token from wherever it is nearest, and what is wrong with the place it should be in.
///
/// A token file that cannot be read does not stop the server: its calls say so.
fn token(values: &Values) -> Result<(Option<SecretString>, Option<String>), ConfigError> {
    let (token, file) = (values.get(&TOKEN), values.get(&TOKEN_FILE));
    match (token, file) {
        (Some((token, nearer)), Some((_, origin))) if nearer <= origin => {
            Ok((Some(token.into()), None))
        }
        (_, Some((path, origin))) => Ok(match file::token(&PathBuf::from(path)) {
            Ok(Some(token)) => (Some(token), None),
            Ok(None) => (
                None,
                Some(format!("The token file that {origin} names is empty.")),
            ),
            Err(problem) => (
                None,
                Some(format!(
                    "The token file that {origin} names cannot be read: {problem}."
                )),
            ),
        }),
        (Some((token, _)), None) => Ok((Some(token.into()), None)),
        (None, None) => Ok((None, None)),
    }
}

/// A timezone by its name.
fn timezone(name: &str) -> Option<TimeZone> {
    if name.eq_ignore_ascii_case("utc") {
        Some(TimeZone::UTC)
    } else {
        TimeZone::get(name).ok()
    }
}

/// A size that leaves room for a row.
fn result_bytes(text: &str) -> Option<usize> {
    text.parse()
        .ok()
        .filter(|bytes| *bytes >= MIN_MAX_RESULT_BYTES)
}

/// A number of seconds a request may take, fractions allowed.
fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim_end_matches('s').parse().ok()?;
    (1.0..=600.0)
        .contains(&seconds)
        .then(|| Duration::from_secs_f64(seconds))
}
