//! Ids that other catalogues have for what is in a library.

use std::fmt;
use std::str::FromStr;

use crate::error::{PlexError, Result};
use crate::model::MediaItem;

/// An id such as `imdb://tt0017136`, `tmdb://19` or `tvdb://121361`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExternalId(Box<str>);

/// The longest text that is taken for one.
const MAX_LEN: usize = 128;

/// The catalogues that agents before 2020 wrote by other names.
const LEGACY: [(&str, &str); 4] = [
    ("com.plexapp.agents.imdb", "imdb"),
    ("com.plexapp.agents.themoviedb", "tmdb"),
    ("com.plexapp.agents.thetvdb", "tvdb"),
    ("com.plexapp.agents.tmdb", "tmdb"),
];

impl ExternalId {
    /// Takes an id: a catalogue, `://` and what it is there; or IMDb's alone (`tt0017136`), which is
    /// like no other.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it is none, or Plex's own (`plex://…`).
    ///
    /// ```
    /// use plex_client::ExternalId;
    ///
    /// assert_eq!(ExternalId::new("tt0017136")?.as_str(), "imdb://tt0017136");
    /// assert_eq!(ExternalId::new("TMDB://19")?.as_str(), "tmdb://19");
    /// assert!(ExternalId::new("plex://movie/5d7768254de0ee001fcc8201").is_err());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn new(id: impl AsRef<str>) -> Result<Self> {
        Self::read(id.as_ref().trim()).ok_or_else(|| {
            PlexError::invalid_argument(
                "guid",
                "is no external id: imdb://tt0017136, tmdb://19 and tvdb://121361 are",
            )
        })
    }

    fn read(id: &str) -> Option<Self> {
        if id.len() > MAX_LEN {
            return None;
        }
        let Some((catalogue, number)) = id.split_once("://") else {
            let digits = id.strip_prefix("tt").or_else(|| id.strip_prefix("TT"))?;
            let is_imdb = digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
            return is_imdb.then(|| Self(format!("imdb://tt{digits}").into()));
        };
        let catalogue = catalogue.to_ascii_lowercase();
        let known = !matches!(&*catalogue, "" | "plex" | "local" | "collection")
            && catalogue.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let number = number.to_ascii_lowercase();
        let plain = !number.is_empty()
            && number
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (known && plain).then(|| Self(format!("{catalogue}://{number}").into()))
    }

    /// Returns the id as text.
    ///
    /// ```
    /// assert_eq!(plex_client::ExternalId::new("tvdb://7")?.as_str(), "tvdb://7");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns all that an item has, its guid of an older agent among them.
    ///
    /// ```
    /// use plex_client::{ExternalId, MediaItem};
    ///
    /// assert_eq!(ExternalId::of(&MediaItem::default()).count(), 0);
    /// ```
    pub fn of(item: &MediaItem) -> impl Iterator<Item = Self> + '_ {
        let own = item.guids.iter().filter_map(|guid| Self::read(guid));
        own.chain(item.guid.as_deref().and_then(Self::of_legacy))
    }

    /// Reads `com.plexapp.agents.imdb://tt0017136?lang=en`, as agents before 2020 wrote it. A guid with a
    /// path is that of an episode within a show, which is no id of its own.
    fn of_legacy(guid: &str) -> Option<Self> {
        let (agent, rest) = guid.split_once("://")?;
        let (_, catalogue) = LEGACY.iter().find(|(legacy, _)| *legacy == agent)?;
        let number = rest.split_once('?').map_or(rest, |(number, _)| number);
        Self::read(&format!("{catalogue}://{number}"))
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ExternalId {
    type Err = PlexError;

    fn from_str(id: &str) -> Result<Self> {
        Self::new(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_external_id_is_refused() {
        for id in [
            "",
            "tt",
            "tt12",
            "ttabcdef",
            "0017136",
            "://1",
            "imdb://",
            "imdb://a/b",
            "a b://1",
            "plex://movie/1",
            "local://5",
            "com.plexapp.agents.imdb://tt0017136",
        ] {
            assert!(ExternalId::new(id).is_err(), "{id}");
        }
        assert!(ExternalId::new(format!("imdb://{}", "1".repeat(200))).is_err());
    }

    #[test]
    fn guids_of_older_agents_hold_external_ids() {
        let of = |guid: &str| {
            let item = MediaItem {
                guid: Some(guid.to_owned()),
                ..MediaItem::default()
            };
            ExternalId::of(&item)
                .map(|id| id.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("com.plexapp.agents.imdb://tt0017136?lang=en"),
            ["imdb://tt0017136"]
        );
        assert_eq!(
            of("com.plexapp.agents.thetvdb://121361?lang=en"),
            ["tvdb://121361"]
        );
        assert!(of("com.plexapp.agents.thetvdb://121361/1/2?lang=en").is_empty());
        assert!(of("plex://movie/5d7768254de0ee001fcc8201").is_empty());
    }
}
