//! The settings of the server that may be told and changed: no hidden ones, and none that is a secret or
//! somebody's address.

use plex_client::{PlexError, Result, Setting};

use super::Plex;
use crate::clean;

/// Words in the name of a setting that is never shown: its value is a secret, or somebody's address.
const SECRET: [&str; 12] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "mail",
    "credential",
    "apikey",
    "privatekey",
    "encryptionkey",
    "certificatekey",
    "signature",
];

/// Settings that decide what is lost, or who is let in: a person decides on these, each time.
const GUARDS: [&str; 6] = [
    "allowmediadeletion",
    "autoemptytrash",
    "allowednetworks",
    "secureconnections",
    "customconnections",
    "publishserveronplexonlinekey",
];

/// The longest value that is shown.
const VALUE_CHARS: usize = 200;

impl Plex {
    /// Returns the settings that may be told. They are of the whole server: where only some libraries are
    /// shown, there are none.
    pub(crate) async fn open_settings(&self) -> Result<Vec<Setting>> {
        if self.is_limited() {
            return Ok(Vec::new());
        }
        let mut settings = self.client.settings().await?;
        settings.retain(is_open);
        Ok(settings)
    }

    /// Returns a setting that may be told.
    pub(crate) async fn open_setting(&self, id: &str) -> Result<Option<Setting>> {
        let mut settings = self.open_settings().await?.into_iter();
        Ok(settings.find(|setting| setting.id == id))
    }

    /// Sets a setting that may be told.
    ///
    /// # Errors
    ///
    /// Beside the client's, `NotFound` for one that may not, as if it were not there.
    pub(crate) async fn set_setting(&self, id: &str, value: &str) -> Result<()> {
        match self.open_setting(id).await? {
            Some(setting) => self.client.set_setting(&setting, value).await,
            None => Err(PlexError::NotFound {
                request: "PUT /:/prefs".to_owned(),
            }),
        }
    }
}

/// Tells whether a setting may be told at all.
pub(crate) fn is_open(setting: &Setting) -> bool {
    if setting.hidden == Some(true) || setting.secure == Some(true) {
        return false;
    }
    let names = [
        Some(&setting.id),
        setting.label.as_ref(),
        setting.summary.as_ref(),
    ];
    !names.into_iter().flatten().any(|name| {
        let letters: String = name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        SECRET.iter().any(|word| letters.contains(word))
    })
}

/// Tells whether a setting decides what is lost, or who is let in.
pub(crate) fn is_guard(id: &str) -> bool {
    GUARDS.iter().any(|guard| guard.eq_ignore_ascii_case(id))
}

/// Returns a value in words: truths as such, choices by their names.
pub(crate) fn in_words(setting: &Setting, value: Option<&str>) -> Option<String> {
    let value = value?;
    if setting.setting_type.as_deref() == Some("bool") {
        let word = match value {
            "1" | "true" => "true",
            _ => "false",
        };
        return Some(word.to_owned());
    }
    let mut choices = choices(setting);
    let named = choices.find(|(of, _)| *of == value).map(|(_, name)| name);
    let value = clean::line(named.unwrap_or(value), VALUE_CHARS);
    (!value.is_empty()).then_some(value)
}

/// Returns what a setting offers: the values and their names.
pub(crate) fn choices(setting: &Setting) -> impl Iterator<Item = (&str, &str)> {
    let all = setting.enum_values.as_deref().unwrap_or_default();
    let choices = all.split('|').filter(|choice| !choice.is_empty());
    choices.map(|choice| choice.split_once(':').unwrap_or((choice, choice)))
}

#[cfg(test)]
mod tests {
    use plex_client::{container::MediaContainer, wire::answer};

    use super::*;

    #[test]
    fn what_names_a_secret_is_never_shown() {
        let settings = |json: &str| {
            let body = format!(r#"{{"MediaContainer":{{"Setting":[{json}]}}}}"#);
            let found: MediaContainer<Setting> = answer(body.as_bytes()).unwrap();
            found.items
        };
        let secrets = r#"
            {"id":"PlexOnlineToken","value":"x"},
            {"id":"MyPassWord","value":"x"},
            {"id":"PlexOnlineMail","value":"x"},
            {"id":"a","label":"Your e-mail address","value":"x"},
            {"id":"customCertificateKey","label":"Custom certificate encryption key","value":"x"},
            {"id":"b","summary":"A shared Secret for the hook.","value":"x"},
            {"id":"c","hidden":true,"value":"x"},
            {"id":"d","secure":true,"value":"x"}"#;
        assert_eq!(settings(secrets).len(), 8);
        for setting in settings(secrets) {
            assert!(!is_open(&setting), "{}", setting.id);
        }
        assert!(
            settings(r#"{"id":"LogVerbose","value":false}"#)
                .iter()
                .all(is_open)
        );
    }
}
