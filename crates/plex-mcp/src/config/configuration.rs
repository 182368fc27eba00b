//! What the program was told, checked.

use std::{fmt, path::PathBuf, time::Duration};

use plex_client::{PlexClient, PlexError, client_identifier, cloud::PlexAccount};
use secrecy::{ExposeSecret, SecretString};

use super::{
    certificates, choice,
    connection::Connection,
    effective::{self, EffectiveSetting},
    error::ConfigError,
    folders,
    http::{self, HttpConfig},
    index::{self, IndexConfig},
    settings::*,
    sources::Sources,
    values::{Origin, Values},
};
use crate::{Calendar, Options, budget::MIN_MAX_RESULT_BYTES, credentials::Store, time};

/// What Plex knows this program as.
const PRODUCT: &str = "plex-mcp";

/// How long plex.tv may take; somebody sits and watches a countdown.
const PLEX_TV_TIMEOUT: Duration = Duration::from_secs(10);

/// Holds what the program was told, checked.
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
    /// Where to serve over HTTP, and to whom; over standard input and output when there is none.
    pub http: Option<HttpConfig>,
    /// Where snapshots are kept; none are when there is no such place.
    pub index: Option<IndexConfig>,
    /// Where the journal of changes is kept; nowhere when the machine has no place for it.
    pub state_dir: Option<PathBuf>,
    /// How results are shaped.
    pub options: Options,
    /// Where plex.tv is.
    pub plex_tv_url: String,
    /// Certificates to trust beside the system's, in PEM.
    pub ca_certificate_pem: Option<Vec<u8>>,
    /// Every setting that has a value, and where it was set.
    pub effective: Vec<EffectiveSetting>,
    /// What was noticed on the way that a person should know, in whole sentences.
    pub remarks: Vec<String>,
    /// Where the URL was set, for messages about it.
    url_origin: Origin,
    /// What is wrong with the URL, where that is known before a client is made.
    url_problem: Option<String>,
    /// Where the token was set, for messages about it.
    token_origin: Option<Origin>,
    /// Where the stored sign-in is, or would be.
    credentials_path: Option<PathBuf>,
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
            time::named,
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
        options.choice = choice::tools(&values)?;
        options.libraries = choice::libraries(&values)?;
        options.player_aliases = choice::player_aliases(&values)?;
        let credentials_path =
            folders::configuration(sources).map(|folder| folder.join("credentials.toml"));
        let store = credentials_path.clone().map(Store::of_the_program);
        let connection = Connection::find(&values, store.as_ref())?;
        options.token_problem.clone_from(&connection.token_problem);
        options.is_unconfigured = connection.is_unconfigured();
        options.is_address_assumed = connection.is_address_assumed();
        Ok(Self {
            effective: effective::all(&values, &connection),
            url: connection.url,
            token: connection.token,
            remarks: connection.remarks,
            plex_tv_url: values.required(&PLEX_TV_URL)?.0,
            ca_certificate_pem: certificates::load(&values)?,
            timeout: values.parsed(&TIMEOUT, "seconds, 1 to 600", seconds)?,
            log: values.required(&LOG)?.0,
            demo: values.switch(&DEMO)?,
            http: http::load(&values)?,
            index: index::load(&values, sources)?,
            state_dir: values
                .get(&STATE_DIR)
                .map(|(directory, _)| PathBuf::from(directory))
                .or_else(|| folders::state(sources)),
            options,
            url_origin: connection.url_origin,
            url_problem: connection.url_problem,
            token_origin: connection.token_origin,
            credentials_path,
        })
    }

    /// Returns every secret in it, for what must keep them out of logs.
    pub fn secrets(&self) -> Vec<SecretString> {
        let bearer = self
            .http
            .as_ref()
            .and_then(|http| http.options.bearer.as_ref());
        let bearer = bearer.map(|bearer| bearer.secret().clone());
        self.token.iter().cloned().chain(bearer).collect()
    }

    /// Makes the client for the configured server. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When the URL cannot be one of a Plex server; it is not repeated.
    pub fn client(&self) -> Result<PlexClient, ConfigError> {
        if let Some(problem) = &self.url_problem {
            return Err(ConfigError::new(&self.url_origin, problem));
        }
        let token = self
            .token
            .as_ref()
            .map_or("", |token| token.expose_secret());
        self.client_for(&self.url, token)
    }

    /// Makes a client for another server with the rest of this configuration.
    ///
    /// # Errors
    ///
    /// As [`client`](Self::client).
    pub fn client_for(&self, url: &str, token: &str) -> Result<PlexClient, ConfigError> {
        let builder = PlexClient::builder()
            .url(url)
            .token(token)
            .client_identifier(client_identifier::of_this_machine())
            .product(PRODUCT)
            .version(env!("CARGO_PKG_VERSION"));
        let builder = match self.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        };
        let builder = match &self.ca_certificate_pem {
            Some(pem) => builder.ca_certificate_pem(pem.clone()),
            None => builder,
        };
        builder.build().map_err(|error| self.blamed(&error))
    }

    /// Returns what the client refuses, told by the place it was set in.
    fn blamed(&self, error: &PlexError) -> ConfigError {
        let origin = match (error, &self.token_origin) {
            (
                PlexError::InvalidArgument {
                    argument: "token", ..
                },
                Some(origin),
            ) => origin,
            _ => &self.url_origin,
        };
        ConfigError::new(origin, error.to_string())
    }
}

impl Config {
    /// Returns the same configuration for another server.
    #[must_use]
    pub fn at(&self, url: &str, token: &str, origin: Origin) -> Self {
        let mut config = self.clone();
        url.clone_into(&mut config.url);
        config.token = (!token.is_empty()).then(|| token.into());
        config.options.token_problem = None;
        config.options.is_unconfigured = false;
        config.options.is_address_assumed = false;
        config.url_problem = None;
        config.url_origin = origin.clone();
        let connection = Connection {
            url: config.url.clone(),
            url_origin: origin.clone(),
            token_origin: config.token.as_ref().map(|_| origin),
            token: config.token.clone(),
            token_problem: None,
            url_problem: None,
            remarks: Vec::new(),
        };
        let others = self.effective.iter();
        let others = others.filter(|setting| !setting.is_connection());
        config.effective = effective::connection(&connection)
            .into_iter()
            .chain(others.cloned())
            .collect();
        config
    }

    /// Makes a client of plex.tv with nobody signed in.
    ///
    /// # Errors
    ///
    /// When its URL cannot be one.
    pub fn account(&self) -> Result<PlexAccount, ConfigError> {
        let builder = PlexAccount::builder()
            .url(&self.plex_tv_url)
            .timeout(PLEX_TV_TIMEOUT)
            .client_identifier(client_identifier::of_this_machine())
            .product(PRODUCT)
            .version(env!("CARGO_PKG_VERSION"));
        let builder = match &self.ca_certificate_pem {
            Some(pem) => builder.ca_certificate_pem(pem.clone()),
            None => builder,
        };
        builder
            .build()
            .map_err(|error| ConfigError::new("--plex-tv-url", error.to_string()))
    }

    /// Returns where `login` keeps what it finds; `None` on a machine without a place for it.
    pub fn store(&self) -> Option<Store> {
        self.credentials_path.clone().map(Store::of_the_program)
    }

    /// Returns where the URL was set.
    pub fn url_origin(&self) -> &Origin {
        &self.url_origin
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
            .field("http", &self.http)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Returns a size that leaves room for a row.
fn result_bytes(text: &str) -> Option<usize> {
    text.parse()
        .ok()
        .filter(|bytes| *bytes >= MIN_MAX_RESULT_BYTES)
}

/// Returns a number of seconds a request may take, fractions allowed.
fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim_end_matches('s').parse().ok()?;
    (1.0..=600.0)
        .contains(&seconds)
        .then(|| Duration::from_secs_f64(seconds))
}
