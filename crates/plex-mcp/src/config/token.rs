//! The Plex token that was given, in whatever it was wrapped.

use secrecy::SecretString;

use super::{
    named,
    pasted::{is_placeholder, unquoted},
    settings::{TOKEN, TOKEN_FILE},
    values::{Held, Origin, Values},
};

/// The most bytes of a file with a token in it: a token has twenty, a signed one a thousand.
const MAX_BYTES: u64 = 8 * 1024;

/// What is copied along with a token from a link or a file of variables.
const NAMES: [&str; 8] = [
    "x-plex-token=",
    "x-plex-token:",
    "plex_token=",
    "plex_mcp_token=",
    "token=",
    "authorization: bearer ",
    "authorization:bearer ",
    "bearer ",
];

/// The token that was given, and what there is to say about it.
#[derive(Default)]
pub(super) struct GivenToken {
    pub(super) token: Option<SecretString>,
    /// Where it was to be.
    pub(super) origin: Option<Origin>,
    /// Why there is none, when there should be one.
    pub(super) problem: Option<String>,
    /// What was put right about it.
    pub(super) remark: Option<String>,
}

impl GivenToken {
    /// Finds the token. A file that cannot be read, and a placeholder, do not stop the server: its
    /// calls say what is wrong.
    pub(super) fn find(values: &Values) -> Self {
        let Some((held, origin)) = values.itself_or_file(&TOKEN, &TOKEN_FILE) else {
            return Self::default();
        };
        let (text, place) = match held {
            Held::Itself(text) => (Ok(text), origin.to_string()),
            Held::InFile(path) => (
                named::text(path, MAX_BYTES),
                format!("The token file that {origin} names"),
            ),
        };
        let mut found = Self {
            origin: Some(origin),
            ..Self::default()
        };
        match text {
            Ok(text) => found.take(&text, &place),
            Err(error) => found.problem = Some(format!("{place} cannot be read: {error}.")),
        }
        found
    }

    /// Takes the token out of a text.
    fn take(&mut self, text: &str, place: &str) {
        let (token, had_quotes) = bare(text);
        if token.is_empty() {
            self.problem = Some(format!("{place} is empty."));
        } else if is_placeholder(token) {
            self.problem = Some(format!(
                "{place} is still the placeholder {token}, which nothing has filled in."
            ));
        } else {
            if had_quotes {
                self.remark = Some(format!(
                    "{place} has quotes around the token, which are left out."
                ));
            }
            self.token = Some(token.into());
        }
    }
}

/// Returns the token without quotes, and without the name of a variable or parameter before it.
fn bare(text: &str) -> (&str, bool) {
    let (text, had_quotes) = unquoted(text);
    let rest = text.strip_prefix("export ").unwrap_or(text);
    let rest = rest.trim_start_matches(['?', '&']);
    let named = NAMES.iter().find_map(|name| {
        let start = rest.get(..name.len())?;
        start
            .eq_ignore_ascii_case(name)
            .then(|| rest.get(name.len()..))?
    });
    match named {
        Some(value) => {
            let (token, quoted) = unquoted(value);
            (token, had_quotes || quoted)
        }
        None => (text, had_quotes),
    }
}
