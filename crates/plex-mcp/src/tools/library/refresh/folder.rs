//! Whether a folder belongs to a library.

use plex_client::Library;
use serde_json::Value;

use crate::{clean, error::ToolError};

/// Returns the path as it is sent to the server, if it lies under one of the library's locations.
///
/// Paths are the server's: it may run another system than this program, so they are compared as
/// text, component by component, never looked up here.
///
/// # Errors
///
/// `invalid_argument` that names the locations there are.
pub(super) fn folder_of(library: &Library, path: &str) -> Result<String, ToolError> {
    let refused = |allowed: &str| ToolError::refused("path", &Value::from(path), allowed);
    if path.chars().any(char::is_control) {
        return Err(refused("a path without control characters"));
    }
    let wanted = components(path);
    if wanted.iter().any(|part| matches!(*part, "." | "..")) {
        return Err(refused("a path without . and .. in it"));
    }
    let lies_under = |location: &str| {
        let location_parts = components(location);
        is_absolute(path)
            && !location_parts.is_empty()
            && location_parts.len() <= wanted.len()
            && location_parts
                .iter()
                .zip(&wanted)
                .all(|(location_part, part)| {
                    // Windows does not tell case apart; a wrong guess only lets a scan of nothing through.
                    location_part == part
                        || is_windows(location) && location_part.eq_ignore_ascii_case(part)
                })
    };
    if library
        .locations
        .iter()
        .any(|location| lies_under(&location.path))
    {
        return Ok(path.to_owned());
    }
    let locations: Vec<String> = library
        .locations
        .iter()
        .take(8)
        .map(|location| clean::line(&location.path, 120))
        .collect();
    Err(if locations.is_empty() {
        refused("nothing: the server does not tell this token where the library's folders are")
    } else {
        refused(&format!("a folder in {}", locations.join(" or ")))
    })
}

/// Returns the names a path is made of. Only a Windows path is split at backslashes: elsewhere they are
/// part of a name.
fn components(path: &str) -> Vec<&str> {
    let windows = is_windows(path);
    path.split(|c| c == '/' || windows && c == '\\')
        .filter(|part| !part.is_empty())
        .collect()
}

/// Tells whether a path starts at the root of a system.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || is_windows(path)
}

/// Tells whether a path is one of Windows': `D:\…` or `\\server\…`.
fn is_windows(path: &str) -> bool {
    let mut bytes = path.bytes();
    let drive =
        bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic()) && bytes.next() == Some(b':');
    drive || path.starts_with(r"\\")
}

#[cfg(test)]
mod tests {
    use plex_client::Location;

    use super::*;

    fn library(paths: &[&str]) -> Library {
        let mut library = Library::default();
        library.locations = paths
            .iter()
            .map(|path| {
                let mut location = Location::default();
                location.path = (*path).to_owned();
                location
            })
            .collect();
        library
    }

    #[test]
    fn folders_of_the_library_are_taken_as_they_are() {
        let library = library(&["/data/Movies", r"D:\Media\Films"]);
        for path in [
            "/data/Movies",
            "/data/Movies/",
            "/data/Movies/Metropolis (1927)",
            r"D:\Media\Films\New",
            "d:/media/films/New",
        ] {
            assert_eq!(folder_of(&library, path).unwrap(), path);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let library = library(&["/data/Movies"]);
        for path in [
            "/data",
            "/data/Movies2",
            "/data/MoviesX/../Movies",
            "/data/Movies/..",
            "/data/Movies/./x",
            "data/Movies",
            "",
            "/",
            "/etc/passwd",
            "/data/movies",
            "/data/Movies\n/x",
            r"\data\Movies",
        ] {
            assert!(folder_of(&library, path).is_err(), "{path}");
        }
        assert!(
            folder_of(&library, "/etc")
                .unwrap_err()
                .message()
                .contains("a folder in /data/Movies")
        );
    }

    #[test]
    fn a_library_whose_folders_are_not_told_takes_none() {
        assert!(
            folder_of(&library(&[]), "/data")
                .unwrap_err()
                .message()
                .contains("does not tell")
        );
        assert!(folder_of(&library(&["/"]), "/data").is_err());
    }
}
