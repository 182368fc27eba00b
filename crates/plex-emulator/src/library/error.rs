//! What can be wrong with a description.

use serde_json::Value;

/// Says why a library could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The text is no TOML or JSON.
    #[error("{0}")]
    Syntax(String),
    /// The text says something that no library is.
    #[error("{place}: {problem}")]
    Invalid {
        /// Where: `section[0].item[3].year`.
        place: String,
        /// What is wrong there.
        problem: String,
    },
}

/// Reads a description file's text.
pub(super) fn parse_toml(text: &str) -> Result<Value, LibraryError> {
    toml::from_str(text).map_err(|error| LibraryError::Syntax(error.to_string()))
}
