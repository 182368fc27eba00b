//! What did not answer while something was looked for. Who found nothing then does not know that there is
//! nothing.

use plex_client::{PlexError, SearchFailure, SearchSource};

use crate::{clean, error::ToolError};

/// How many of them are named.
const NAMED: usize = 3;

/// Something that was to be looked through and did not answer.
#[derive(Debug, Clone)]
pub(crate) struct Silent {
    what: String,
    error: PlexError,
}

impl Silent {
    /// Returns a search of the server that failed.
    pub(super) fn search(failure: SearchFailure) -> Self {
        let what = match failure.source {
            SearchSource::Library => "/library/search",
            SearchSource::Hubs => "/hubs/search",
            _ => "the titles of the libraries",
        };
        Self {
            what: what.to_owned(),
            error: failure.error,
        }
    }

    /// Returns a list that could not be read: the titles of a library, or the playlists.
    pub(super) fn list(what: String, error: PlexError) -> Self {
        Self { what, error }
    }
}

/// Says what did not answer, and why: `/hubs/search and "Films" did not answer (Plex failed: 500)`. `None`
/// where everything did.
pub(crate) fn told(silent: &[Silent]) -> Option<String> {
    let first = silent.first()?;
    let mut names: Vec<&str> = Vec::new();
    for one in silent {
        if !names.contains(&one.what.as_str()) {
            names.push(&one.what);
        }
    }
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let names = match (more, names.as_slice()) {
        (0, [only]) => (*only).to_owned(),
        (0, [others @ .., last]) => format!("{} and {last}", others.join(", ")),
        (more, names) => format!("{} and {more} more", names.join(", ")),
    };
    let why = clean::line(&first.error.to_string(), 160);
    Some(format!("{names} did not answer ({why})"))
}

/// Says that what did not answer may have another of that name; `None` where everything did.
pub(super) fn told_beside(silent: &[Silent]) -> Option<String> {
    let told = told(silent)?;
    Some(format!(
        "{told}: something there may be called that as well."
    ))
}

/// Returns the error for who may not take one of several for what is named, and found one while something did not
/// answer; `None` where everything did. `found` is what was found, in words.
pub(super) fn others_unknown(
    argument: &str,
    wanted: &str,
    silent: &[Silent],
    found: &str,
) -> Option<ToolError> {
    let (told, first) = (told(silent)?, silent.first()?);
    let wanted = clean::quoted(wanted, 200);
    let error = ToolError::from(first.error.clone());
    let message =
        format!("{argument}: whether {found} alone is called {wanted} is not known: {told}");
    Some(
        ToolError::new(error.kind(), message)
            .hint("Give the rating_key, or try again in a moment."),
    )
}

/// Returns the error for who found nothing called so while something did not answer; `None` where everything
/// did. `near` is what comes near, in words.
pub(super) fn unknown(
    argument: &str,
    wanted: &str,
    silent: &[Silent],
    near: Option<&str>,
) -> Option<ToolError> {
    let (told, first) = (told(silent)?, silent.first()?);
    let wanted = clean::quoted(wanted, 200);
    let near = near.map(|near| format!("; similar, of what did: {near}"));
    let error = ToolError::from(first.error.clone());
    let message = format!(
        "{argument}: whether anything is called {wanted} is not known: {told}{}",
        near.unwrap_or_default()
    );
    let hint = match error.advice() {
        Some(advice) => advice.to_owned(),
        None => "Try again in a moment, or give a rating_key.".to_owned(),
    };
    Some(ToolError::new(error.kind(), message).hint(hint))
}
