//! Ids: texts of which only PMS knows the meaning.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::error::PlexError;
use crate::wire::element::{Element, Scalar, plain_slot};

/// The longest id that is taken for one.
const MAX_LEN: usize = 128;

/// Whether a text can stand as one segment of a path without meaning anything else there.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_LEN
        && text != "."
        && text != ".."
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $argument:literal) => {
        $(#[$meta])*
        ///
        /// It is opaque: a number on most servers, not on all. It is 1 to 128 ASCII letters,
        /// digits, `-`, `_`, `.` and `:`, and neither `.` nor `..`, so that it can never name
        /// another path than its own. The default is `0`, which names nothing.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes an id as it is.
            ///
            /// # Errors
            ///
            /// [`PlexError::InvalidArgument`] when it is no id.
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($name), "::new(\"42\").unwrap().as_str(), \"42\");")]
            #[doc = concat!("assert!(", stringify!($name), "::new(\"../identity\").is_err());")]
            /// ```
            pub fn new(id: impl AsRef<str>) -> Result<Self, PlexError> {
                let id = id.as_ref();
                if is_id(id) {
                    Ok(Self(id.into()))
                } else {
                    Err(PlexError::invalid_argument(
                        $argument,
                        "is not an id: 1 to 128 letters, digits, '-', '_', '.' or ':' are",
                    ))
                }
            }

            /// The id as text.
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($name), "::new(\"42\").unwrap().as_str(), \"42\");")]
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self("0".into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = PlexError;

            fn from_str(id: &str) -> Result<Self, PlexError> {
                Self::new(id)
            }
        }

        impl Element for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Text(text) => Self::new(text.trim()).ok(),
                    Scalar::Int(number) => Some(Self(number.to_string().into())),
                    Scalar::Uint(number) => Some(Self(number.to_string().into())),
                    Scalar::Bool(_) | Scalar::Float(_) => None,
                }
            }
        }

        plain_slot!($name);
    };
}

id!(
    /// The id of an item, `ratingKey`.
    RatingKey,
    "rating_key"
);
id!(
    /// The id of a library, also called section: `key` in `/library/sections`.
    LibraryKey,
    "library_id"
);
id!(
    /// The id of a running playback, `sessionKey`.
    SessionKey,
    "session_key"
);
