//! What an item could be, and how it could look.

use crate::container::listed;
use crate::wire::object::model;

model! {
    /// Something that an item could be.
    pub struct MatchCandidate {
        /// What it is the world over, by which an item is matched.
        guid: Option<String> = "guid",
        /// Its title.
        name: Option<String> = "name",
        /// The year it came out.
        year: Option<i32> = "year",
        /// How well it fits, 0 to 100.
        score: Option<i32> = "score",
        /// Picture: a path on the server, or an absolute URL of any host.
        thumb: Option<String> = "thumb",
        /// Summary.
        summary: Option<String> = "summary",
        /// Whether it, a band or a person, is no more.
        lifespan_ended: Option<bool> = "lifespanEnded",
    }
}

impl MatchCandidate {
    /// Makes a candidate that somebody knows by its guid.
    ///
    /// ```
    /// use plex_client::MatchCandidate;
    ///
    /// let known = MatchCandidate::named("plex://movie/5d776825880197001ec9038a", "Metropolis");
    /// assert_eq!(known.name.as_deref(), Some("Metropolis"));
    /// ```
    #[must_use]
    pub fn named(guid: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            guid: Some(guid.into()),
            name: Some(name.into()),
            ..Self::default()
        }
    }
}

model! {
    /// A picture or theme that an item could have.
    pub struct ArtworkChoice {
        /// What it is chosen by: `upload://…` for one that was brought, `metadata://…`, or a URL.
        id: Option<String> = "ratingKey",
        /// Path on the server by which it is fetched.
        key: Option<String> = "key",
        /// Picture: a path on the server, or an absolute URL of any host.
        thumb: Option<String> = "thumb",
        /// Whether the item has it.
        selected: bool = "selected",
        /// Who offers it; nobody for one that was brought.
        provider: Option<String> = "provider",
    }
}

impl ArtworkChoice {
    /// Says whether somebody brought it.
    ///
    /// ```
    /// assert!(!plex_client::ArtworkChoice::default().is_upload());
    /// ```
    #[must_use]
    pub fn is_upload(&self) -> bool {
        self.id
            .as_deref()
            .is_some_and(|id| id.starts_with("upload://"))
    }
}

listed! {
    MatchCandidate = "SearchResult";
    ArtworkChoice = "Metadata", "Photo", "Track", "Video", "Directory";
}
