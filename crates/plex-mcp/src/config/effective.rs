//! The settings that have a value, and where each was set: for people who wonder.

use url::Url;

use super::{
    connection::Connection,
    settings::{SETTINGS, TOKEN, TOKEN_FILE, URL},
    values::{Origin, Values},
};

/// A setting that has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EffectiveSetting {
    /// The setting's name, as its flag has it.
    pub name: &'static str,
    /// The value; `set` for a secret, and nothing but scheme, host and path of a URL.
    pub value: String,
    /// Where it was set.
    pub origin: Origin,
}

impl EffectiveSetting {
    /// Tells whether it says where the server is, or with which token.
    pub(super) fn is_connection(&self) -> bool {
        [URL.name, TOKEN.name].contains(&self.name)
    }
}

/// Returns every setting that has a value: the connection first, then what was set beside it.
pub(super) fn all(values: &Values, connection: &Connection) -> Vec<EffectiveSetting> {
    let mut settings = self::connection(connection);
    let told = [URL.name, TOKEN.name, TOKEN_FILE.name];
    for setting in SETTINGS
        .iter()
        .filter(|setting| !told.contains(&setting.name))
    {
        if let Some((value, origin)) = values.get(setting) {
            settings.push(EffectiveSetting {
                name: setting.name,
                value: if setting.secret {
                    "set".to_owned()
                } else {
                    value
                },
                origin,
            });
        }
    }
    settings
}

/// Returns where the server is, and whether there is a token.
pub(super) fn connection(connection: &Connection) -> Vec<EffectiveSetting> {
    let mut settings = vec![EffectiveSetting {
        name: URL.name,
        value: without_secrets(&connection.url),
        origin: connection.url_origin.clone(),
    }];
    if let Some(origin) = &connection.token_origin {
        let is_there = connection.token.is_some();
        settings.push(EffectiveSetting {
            name: TOKEN.name,
            value: if is_there { "set" } else { "missing" }.to_owned(),
            origin: origin.clone(),
        });
    }
    settings
}

/// Returns a URL without what may be secret in it.
fn without_secrets(url: &str) -> String {
    match Url::parse(url.trim()) {
        Ok(url) => {
            let origin = url.origin().ascii_serialization();
            format!("{origin}{}", url.path().trim_end_matches('/'))
        }
        Err(_) => "not a URL".to_owned(),
    }
}
