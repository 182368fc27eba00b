//! Where the server is and with which token, of all the places that may say so.

use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

use super::{
    address,
    error::ConfigError,
    settings::URL,
    token::GivenToken,
    values::{Origin, Values},
};
use crate::credentials::{Credentials, Store, Stored};

/// A server, and the token for it.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) url: String,
    pub(super) url_origin: Origin,
    /// Why the URL cannot be a server's, where that is known.
    pub(super) url_problem: Option<String>,
    pub(super) token: Option<SecretString>,
    pub(super) token_origin: Option<Origin>,
    /// Why there is no token, when there should be one.
    pub(super) token_problem: Option<String>,
    /// What was noticed on the way that a person should know.
    pub(super) remarks: Vec<String>,
}

impl Connection {
    /// Finds both. What `login` stored fills in what nothing else says. A token is only for the server
    /// it was given for: the stored one is left out when the URL is another one's.
    pub(super) fn find(values: &Values, store: Option<&Store>) -> Result<Self, ConfigError> {
        let given = GivenToken::find(values);
        let url = values.get(&URL);
        let mut found = Self {
            url_origin: Origin::Default(URL.name),
            url: String::new(),
            url_problem: None,
            token: given.token,
            token_origin: given.origin,
            token_problem: given.problem,
            remarks: given.remark.into_iter().collect(),
        };
        let is_token_given = found.token_origin.is_some();
        let mut stored = None;
        if url.is_none() || !is_token_given {
            stored = store.and_then(|store| found.look_into(store));
        }
        match (url, &stored) {
            (Some((url, origin)), _) => {
                (found.url, found.url_problem) = match address::understood(&url) {
                    Ok(url) => (url, None),
                    Err(problem) => (url, Some(problem)),
                };
                found.url_origin = origin;
            }
            (None, Some((credentials, path))) => {
                found.url.clone_from(&credentials.url);
                found.url_origin = Origin::Login(path.clone());
            }
            (None, None) => (found.url, found.url_origin) = values.required(&URL)?,
        }
        if let Some((credentials, path)) = stored
            && !is_token_given
        {
            if is_same_server(&found.url, &credentials.url) {
                found.token = Some(credentials.token.expose().into());
                found.token_origin = Some(Origin::Login(path));
            } else {
                found.token_problem = Some(format!(
                    "The token of plex-mcp login is for another address than the one {} sets: \
                     unset that, or give its token.",
                    found.url_origin
                ));
            }
        }
        Ok(found)
    }

    /// Tells whether nobody said where the server is, nor gave a token, nor signed in.
    pub(super) fn is_unconfigured(&self) -> bool {
        self.is_address_assumed() && self.token_origin.is_none() && self.token_problem.is_none()
    }

    /// Tells whether nobody said where the server is.
    pub(super) fn is_address_assumed(&self) -> bool {
        matches!(self.url_origin, Origin::Default(_))
    }

    /// Returns what is stored. What is wrong with it is kept, to be told when a token is missed.
    fn look_into(&mut self, store: &Store) -> Option<(Credentials, PathBuf)> {
        match store.load() {
            Ok(Some(Stored {
                credentials,
                repaired_mode,
                ..
            })) => {
                if let Some(mode) = repaired_mode {
                    self.remarks.push(format!(
                        "{} could be read by others (mode {mode:03o}); it no longer can. If somebody \
                         else uses this machine, sign in again.",
                        store.path().display()
                    ));
                }
                Some((credentials, store.path().to_owned()))
            }
            Ok(None) => None,
            Err(error) => {
                self.token_problem
                    .get_or_insert(format!("{error}. {}", error.hint()));
                None
            }
        }
    }
}

/// Tells whether two URLs lead to one server, as far as they say.
fn is_same_server(one: &str, other: &str) -> bool {
    match (Url::parse(one.trim()), Url::parse(other.trim())) {
        (Ok(one), Ok(other)) => {
            let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
            one.origin() == other.origin() && path(&one) == path(&other)
        }
        _ => false,
    }
}
