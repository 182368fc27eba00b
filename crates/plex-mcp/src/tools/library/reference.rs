//! Finding the library that an argument names.

use plex_client::Library;
use serde_json::Value;

use crate::{call::Call, clean, error::ToolError, nearest::nearest, view};

/// The most libraries that an error lists.
const LISTED: usize = 12;

/// The library that `wanted`, an id or a title, names.
///
/// # Errors
///
/// `invalid_argument` when none or more than one is named; and what asking the server gives.
pub(crate) async fn find_library(
    call: &Call,
    argument: &str,
    wanted: &str,
) -> Result<Library, ToolError> {
    let known = library_named(call.plex.libraries().await?, argument, wanted);
    match known {
        // It may have been made, or named so, since they were asked for.
        Err(_) => library_named(call.plex.libraries_now().await?, argument, wanted),
        found => found,
    }
}

/// The library among `libraries` that `wanted` names: an id first, then a title.
///
/// What is sent to the server afterwards is the library's own key, never the argument.
fn library_named(
    libraries: Vec<Library>,
    argument: &str,
    wanted: &str,
) -> Result<Library, ToolError> {
    let title = clean::folded(wanted);
    let of_id = |library: &Library| library.key.as_str() == wanted.trim();
    let of_title = |library: &Library| !title.is_empty() && clean::folded(&library.title) == title;
    if libraries.iter().any(of_id) {
        return libraries
            .into_iter()
            .find(of_id)
            .ok_or_else(|| none(argument));
    }
    let (mut named, others): (Vec<_>, Vec<_>) = libraries.into_iter().partition(of_title);
    match (named.len(), named.pop()) {
        (1, Some(library)) => Ok(library),
        (0, _) | (_, None) => Err(unknown(argument, wanted, &others)),
        (_, Some(last)) => {
            named.push(last);
            let ids = listed(&named);
            Err(ToolError::invalid(format!(
                "{argument}: more than one library has that title: {ids}"
            ))
            .hint("Give the id of the one you mean."))
        }
    }
}

/// The error for a name that no library has.
fn unknown(argument: &str, wanted: &str, libraries: &[Library]) -> ToolError {
    if libraries.is_empty() {
        return none(argument);
    }
    let allowed = format!("the id or the title of a library: {}", listed(libraries));
    ToolError::refused(argument, &Value::from(wanted), &allowed).meant(nearest(
        wanted,
        libraries.iter().map(|library| library.title.as_str()),
    ))
}

/// The error where there is no library at all.
fn none(argument: &str) -> ToolError {
    ToolError::invalid(format!(
        "{argument}: this server has no libraries, or none that this token may see"
    ))
}

/// Titles with ids, not too many of them.
fn listed(libraries: &[Library]) -> String {
    let mut names: Vec<String> = libraries
        .iter()
        .take(LISTED)
        .map(|library| {
            let title = clean::quoted(&view::library::title(library), 40);
            format!("{title} ({})", library.key)
        })
        .collect();
    if libraries.len() > LISTED {
        names.push(format!("and {} more", libraries.len() - LISTED));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(key: &str, title: &str) -> Library {
        let mut library = Library::default();
        library.key = key.parse().unwrap();
        library.title = title.to_owned();
        library
    }

    fn found(wanted: &str) -> Result<String, ToolError> {
        let libraries = vec![
            library("1", "Movies"),
            library("2", "TV Shows"),
            library("3", "4"),
            library("4", "Music"),
            library("5", "Kids"),
            library("6", "kids"),
        ];
        library_named(libraries, "library_id", wanted).map(|library| library.key.to_string())
    }

    #[test]
    fn an_id_comes_first_then_a_title_in_any_case() {
        assert_eq!(found("1").unwrap(), "1");
        assert_eq!(
            found("4").unwrap(),
            "4",
            "the id, not the library with that title"
        );
        assert_eq!(found("tv  SHOWS").unwrap(), "2");
        assert_eq!(found(" 2 ").unwrap(), "2");
    }

    #[test]
    fn a_title_of_two_is_refused_with_both_ids() {
        let error = found("KIDS").unwrap_err();
        assert!(
            error.message().contains("\"Kids\" (5)") && error.message().contains("\"kids\" (6)"),
            "{error}"
        );
    }

    #[test]
    fn a_title_of_none_is_refused_with_the_nearest() {
        let error = found("Moveis").unwrap_err();
        assert_eq!(error.advice(), Some("Did you mean \"Movies\"?"));
        assert!(
            error.message().contains("library_id: \"Moveis\"")
                && error.message().contains("\"TV Shows\" (2)")
        );
        assert!(found("../1").is_err());
        assert!(
            library_named(Vec::new(), "library_id", "1")
                .unwrap_err()
                .message()
                .contains("no libraries")
        );
    }
}
