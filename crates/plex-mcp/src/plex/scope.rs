//! Which libraries may be shown: what the user named, and nothing else.

use std::{collections::HashSet, sync::OnceLock};

use plex_client::{Library, LibraryKey, MediaItem, PlexError, Result};

use crate::{
    clean,
    error::SCOPE,
    name::{Closeness, Wanted},
};

/// The most characters of a name.
const NAME_CHARS: usize = 60;

/// The libraries the user has named, by id or title.
///
/// Names are for people: the first answer of the server that has libraries tells which UUIDs they
/// mean, and from then on only UUIDs count. A library that takes over a name or an id stays hidden.
pub(super) struct Scope {
    wanted: Vec<String>,
    uuids: OnceLock<HashSet<String>>,
}

/// The libraries that may be shown, as the server last described them.
pub(super) struct Visible(pub(super) Vec<Library>);

impl Scope {
    /// Returns a scope of these names; `None` where there are none, and nothing is hidden.
    pub(super) fn of(wanted: &[String]) -> Option<Self> {
        (!wanted.is_empty()).then(|| Self {
            wanted: wanted.to_vec(),
            uuids: OnceLock::new(),
        })
    }

    /// Returns those of the libraries that may be shown.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] of [`SCOPE`] when the server has libraries and none of them is meant: a name
    /// that fits nothing must not look like a server that has nothing.
    pub(super) fn admit(&self, mut libraries: Vec<Library>) -> Result<Vec<Library>> {
        if libraries.is_empty() {
            // A server that is starting knows none yet.
            return Ok(libraries);
        }
        let uuids = match self.uuids.get() {
            Some(uuids) => uuids,
            None => {
                let uuids = self.resolve(&libraries);
                if uuids.is_empty() {
                    return Err(self.fits_nothing());
                }
                self.uuids.get_or_init(|| uuids)
            }
        };
        libraries.retain(|library| {
            library
                .uuid
                .as_ref()
                .is_some_and(|uuid| uuids.contains(uuid))
        });
        if libraries.is_empty() {
            return Err(self.fits_nothing());
        }
        Ok(libraries)
    }

    /// Returns the UUIDs that the names mean. A name that means none, or more than one, shows nothing.
    fn resolve(&self, libraries: &[Library]) -> HashSet<String> {
        let (uuids, unknown) = resolved(libraries, &self.wanted);
        for wanted in unknown {
            tracing::warn!(%wanted, "--libraries: no single library has that id or title");
        }
        uuids
    }

    /// Returns the error of names of which none is a library's. Those of the others stay untold.
    fn fits_nothing(&self) -> PlexError {
        let names: Vec<String> = self
            .wanted
            .iter()
            .map(|name| clean::quoted(name, NAME_CHARS))
            .collect();
        PlexError::InvalidArgument {
            argument: SCOPE,
            reason: format!("names no library of this server: {}", names.join(", ")),
        }
    }
}

/// Returns the UUIDs of the libraries that are meant by names, and the names that mean none, or more than one.
fn resolved<'w>(libraries: &[Library], wanted: &'w [String]) -> (HashSet<String>, Vec<&'w str>) {
    let mut uuids = HashSet::new();
    let mut unknown = Vec::new();
    for wanted in wanted {
        match named(libraries, wanted) {
            Some(uuid) => {
                uuids.insert(uuid.clone());
            }
            None => unknown.push(wanted.as_str()),
        }
    }
    (uuids, unknown)
}

/// Returns those of the libraries that may be shown where some are named; all where none is.
///
/// # Errors
///
/// As [`Scope::admit`].
pub(crate) fn shown(libraries: Vec<Library>, wanted: &[String]) -> Result<Vec<Library>> {
    match Scope::of(wanted) {
        Some(scope) => scope.admit(libraries),
        None => Ok(libraries),
    }
}

/// Returns the names that mean none of the libraries, or more than one.
pub(crate) fn unknown<'w>(libraries: &[Library], wanted: &'w [String]) -> Vec<&'w str> {
    resolved(libraries, wanted).1
}

/// Returns the UUID of the one library that has the id, or else the title. Here nothing is guessed: accents and
/// punctuation count, and what people call the only library of films, as tools take it, is no name of it.
fn named<'l>(libraries: &'l [Library], wanted: &str) -> Option<&'l String> {
    let of_id = libraries
        .iter()
        .find(|library| library.key.as_str() == wanted.trim());
    let library = of_id.or_else(|| {
        let wanted = Wanted::new(wanted);
        let is_titled = |library: &&Library| {
            wanted
                .closeness(&library.title)
                .is_some_and(|closeness| closeness <= Closeness::Case)
        };
        let titled = libraries.iter().filter(is_titled).collect();
        match wanted.closest(titled, |library| &library.title).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    });
    library?.uuid.as_ref()
}

impl Visible {
    pub(super) fn libraries(&self) -> &[Library] {
        &self.0
    }

    /// Tells whether something of that library may be shown. What does not say where it is may not.
    pub(super) fn has(&self, key: Option<&LibraryKey>) -> bool {
        self.0.iter().any(|library| Some(&library.key) == key)
    }

    /// Tells whether an item may be shown.
    pub(super) fn shows(&self, item: &MediaItem) -> bool {
        self.0.iter().any(|library| {
            let is_in = Some(&library.key) == item.library_section_id.as_ref();
            let is_same =
                item.library_section_uuid.is_none() || item.library_section_uuid == library.uuid;
            is_in && is_same
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(key: &str, title: &str, uuid: &str) -> Library {
        let mut library = Library::default();
        library.key = key.parse().unwrap();
        library.title = title.to_owned();
        library.uuid = (!uuid.is_empty()).then(|| uuid.to_owned());
        library
    }

    fn titles(scope: &Scope, libraries: &[Library]) -> Vec<String> {
        let admitted = scope.admit(libraries.to_vec()).unwrap_or_default();
        admitted.into_iter().map(|library| library.title).collect()
    }

    #[test]
    fn ids_come_before_titles_and_ambiguous_names_show_nothing() {
        let libraries = [
            library("1", "Films", "a"),
            library("2", "1", "b"),
            library("3", "Kids", "c"),
            library("4", "kids", "d"),
            library("5", "Old", ""),
        ];
        for (wanted, expected) in [
            ("1", vec!["Films"]),
            (" FILMS ", vec!["Films"]),
            ("kids", vec!["kids"]),
            ("KIDS", vec![]),
            ("4", vec!["kids"]),
            ("Old", vec![]),
            ("Shows", vec![]),
        ] {
            let scope = Scope::of(&[wanted.to_owned()]).unwrap();
            assert_eq!(titles(&scope, &libraries), expected, "{wanted}");
        }
    }

    #[test]
    fn names_that_fit_nothing_are_told_and_a_word_for_a_type_is_no_name() {
        let mut libraries = [library("1", "Filme", "a"), library("2", "Serien", "b")];
        libraries[0].library_type = plex_client::LibraryType::Movie;
        libraries[1].library_type = plex_client::LibraryType::Show;
        let scope = |wanted: &str| Scope::of(&[wanted.to_owned()]).unwrap();
        for wanted in ["Musik", "Movies", "TV Shows"] {
            let error = scope(wanted).admit(libraries.to_vec()).unwrap_err();
            assert!(
                error.to_string().contains(&format!("{wanted:?}")),
                "{error}"
            );
            assert!(!error.to_string().contains("Filme"), "{error}");
        }
        libraries[1].title = "Movies".to_owned();
        assert_eq!(titles(&scope("Movies"), &libraries), ["Movies"]);
        let wanted = ["Musik".to_owned(), "Filme".to_owned()];
        assert_eq!(unknown(&libraries, &wanted), ["Musik"]);
    }

    #[test]
    fn what_the_names_mean_is_settled_by_the_first_answer() {
        let scope = Scope::of(&["Films".to_owned(), "Later".to_owned()]).unwrap();
        assert!(titles(&scope, &[]).is_empty(), "a server that is starting");
        assert_eq!(titles(&scope, &[library("1", "Films", "a")]), ["Films"]);
        let others = [
            library("1", "Films", "x"),
            library("2", "Later", "y"),
            library("7", "Renamed", "a"),
        ];
        assert_eq!(titles(&scope, &others), ["Renamed"]);
    }

    #[test]
    fn an_item_is_where_its_id_and_its_uuid_say() {
        let visible = Visible(vec![library("1", "Films", "a")]);
        let mut item = MediaItem::default();
        assert!(!visible.shows(&item), "it does not say where it is");
        item.library_section_id = "1".parse().ok();
        assert!(visible.shows(&item));
        item.library_section_uuid = Some("x".to_owned());
        assert!(!visible.shows(&item), "the id was given to another library");
    }
}
