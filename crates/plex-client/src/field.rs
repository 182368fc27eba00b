//! The name of a field that items can be filtered and sorted by.

use std::fmt;
use std::str::FromStr;

use crate::error::{PlexError, Result};

/// A field as Plex names it: `year`, `genre`, or with the type it is of, `episode.unwatched`.
///
/// It is letters and digits with at most one dot, so that it can never mean another parameter. Which
/// fields a library has, and of which kind each is, [`PlexClient::library_meta`] tells.
///
/// [`PlexClient::library_meta`]: crate::PlexClient::library_meta
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field(Box<str>);

/// The longest name that is taken for a field.
const MAX_LEN: usize = 64;

impl Field {
    /// Takes a field by Plex's name for it.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it can be no field.
    ///
    /// ```
    /// use plex_client::Field;
    ///
    /// assert_eq!(Field::new("episode.unwatched")?.name(), "unwatched");
    /// assert!(Field::new("year>>=1990&type").is_err());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn new(name: impl AsRef<str>) -> Result<Self> {
        let name = name.as_ref();
        let word =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_field = match name.split_once('.') {
            Some((scope, field)) => word(scope) && word(field),
            None => word(name),
        };
        if is_field && name.len() <= MAX_LEN {
            Ok(Self(name.into()))
        } else {
            Err(PlexError::invalid_argument(
                "field",
                "is not a field: letters and digits are, with one dot after a type",
            ))
        }
    }

    /// Returns the whole name.
    ///
    /// ```
    /// assert_eq!(plex_client::Field::new("show.title")?.as_str(), "show.title");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name without the type it is of.
    ///
    /// ```
    /// assert_eq!(plex_client::Field::new("show.title")?.name(), "title");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(_, name)| name)
    }

    /// Returns the type it is of, where the name says so.
    ///
    /// ```
    /// assert_eq!(plex_client::Field::new("show.title")?.scope(), Some("show"));
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.0.split_once('.').map(|(scope, _)| scope)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Field {
    type Err = PlexError;

    fn from_str(name: &str) -> Result<Self> {
        Self::new(name)
    }
}
