//! Finding the library that an argument names.

use plex_client::Library;
use serde_json::Value;

use crate::{
    clean,
    error::ToolError,
    name::{Meant, meant},
    nearest::nearest,
    plex::Plex,
    view,
    vocabulary::kind,
};

/// The most libraries that an error lists.
const LISTED: usize = 12;

impl Plex {
    /// Returns the library that `wanted`, an id or else a title, names.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when none or more than one is named; and what asking the server gives.
    pub(crate) async fn find_library(
        &self,
        argument: &str,
        wanted: &str,
    ) -> Result<Library, ToolError> {
        match library_among(self.libraries().await?, argument, wanted) {
            // It may have been made, or named so, since they were asked for.
            Err(_) => library_among(self.libraries_now().await?, argument, wanted),
            found => found,
        }
    }
}

/// Returns the library among `libraries` that `wanted` names: an id first, then a title, then what people
/// call the only library of its type.
///
/// What is sent to the server afterwards is the library's own key, never the argument.
///
/// # Errors
///
/// `invalid_argument` when none or more than one is named.
pub(crate) fn library_among(
    libraries: Vec<Library>,
    argument: &str,
    wanted: &str,
) -> Result<Library, ToolError> {
    let of_id = |library: &&Library| library.key.as_str() == wanted.trim();
    if let Some(library) = libraries.iter().find(of_id) {
        return Ok(library.clone());
    }
    match meant(wanted, libraries.clone(), |library| &library.title) {
        Meant::One(library) => Ok(library),
        Meant::Several(several) => {
            let ids = listed(&several);
            Err(ToolError::invalid(format!(
                "{argument}: more than one library has that title: {ids}"
            ))
            .hint("Give the id of the one you mean."))
        }
        Meant::Nothing => kind::only_of_type(&libraries, wanted)
            .cloned()
            .ok_or_else(|| unknown(argument, wanted, &libraries)),
    }
}

/// Returns the error for a name that no library has.
fn unknown(argument: &str, wanted: &str, libraries: &[Library]) -> ToolError {
    if libraries.is_empty() {
        return none(argument);
    }
    let parts: Vec<&str> = wanted.split([',', ';']).map(str::trim).collect();
    let is_library = |part: &str| {
        let is_id = libraries.iter().any(|library| library.key.as_str() == part);
        is_id
            || !matches!(
                meant(part, libraries.to_vec(), |library| &library.title),
                Meant::Nothing
            )
    };
    if parts.len() > 1 && parts.iter().all(|part| is_library(part)) {
        let message = format!("{argument}: this takes one library at a time, not several");
        return ToolError::invalid(message).hint("Call the tool once for each of them.");
    }
    let allowed = format!("the id or the title of a library: {}", listed(libraries));
    ToolError::refused(argument, &Value::from(wanted), &allowed).meant(nearest(
        wanted,
        libraries.iter().map(|library| library.title.as_str()),
    ))
}

/// Returns the error where there is no library at all.
fn none(argument: &str) -> ToolError {
    ToolError::invalid(format!(
        "{argument}: this server has no libraries, or none that this token may see"
    ))
}

/// Returns titles with ids, not too many of them.
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
        library_among(libraries, "library_id", wanted).map(|library| library.key.to_string())
    }

    #[test]
    fn a_word_for_a_type_names_the_only_library_of_that_type() {
        let mut libraries = vec![
            library("1", "Kino"),
            library("2", "Serien"),
            library("3", "A"),
        ];
        libraries[0].library_type = plex_client::LibraryType::Movie;
        libraries[1].library_type = plex_client::LibraryType::Show;
        libraries[2].library_type = plex_client::LibraryType::Show;
        let named = |wanted| library_among(libraries.clone(), "library_id", wanted);
        assert_eq!(named("Movies").unwrap().title, "Kino");
        assert!(named("TV Shows").is_err(), "there are two of them");
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
            library_among(Vec::new(), "library_id", "1")
                .unwrap_err()
                .message()
                .contains("no libraries")
        );
    }
}
