//! Tokens, which never show.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};

use crate::wire::element::{Element, Scalar};

/// A token. It can be used, compared and wiped, but not printed: what is printed in its place is
/// `[redacted]`, and that is also what it is serialized as.
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// Takes a token.
    ///
    /// ```
    /// let token = plex_client::Token::new("secret");
    /// assert_eq!(format!("{token:?}"), "[redacted]");
    /// assert_eq!(token.expose(), "secret");
    /// ```
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(SecretString::from(token.into()))
    }

    /// Returns the token itself. Whoever asks for it answers for where it goes.
    ///
    /// ```
    /// assert_eq!(plex_client::Token::new("secret").expose(), "secret");
    /// ```
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Token {}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("[redacted]")
    }
}

impl Element for Token {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text("") => None,
            Scalar::Text(token) => Some(Self::new(token)),
            _ => None,
        }
    }
}
