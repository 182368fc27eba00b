//! A title of the catalogue.

use crate::answer::Element;
use crate::plextv::state::Mark;

/// A film or a show, as plex.tv describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Title {
    /// The twenty-four hexadecimal digits at the end of its GUID.
    pub(crate) key: String,
    pub(crate) is_show: bool,
    pub(crate) title: String,
    pub(crate) year: Option<i64>,
    pub(crate) summary: String,
    pub(crate) studio: Option<String>,
    pub(crate) content_rating: Option<String>,
    pub(crate) rating: Option<f64>,
    /// Milliseconds.
    pub(crate) duration: Option<i64>,
    /// A date.
    pub(crate) released: Option<String>,
    /// `imdb://tt0017136` and the like.
    pub(crate) guids: Vec<String>,
    /// Episodes, of a show.
    pub(crate) episodes: i64,
    pub(crate) seasons: i64,
    /// The emulated server has it.
    pub(crate) is_on_server: bool,
}

impl Title {
    pub(crate) fn type_name(&self) -> &'static str {
        if self.is_show { "show" } else { "movie" }
    }

    pub(crate) fn guid(&self) -> String {
        format!("plex://{}/{}", self.type_name(), self.key)
    }

    /// Returns the title as an item of an answer, with what the asker did with it when that is wanted.
    pub(crate) fn element(&self, mark: Option<&Mark>) -> Element<'_> {
        let (name, key) = if self.is_show {
            (
                "Directory",
                format!("/library/metadata/{}/children", self.key),
            )
        } else {
            ("Video", format!("/library/metadata/{}", self.key))
        };
        let picture = |what: &str| {
            let base = "https://metadata-static.plex.tv";
            format!("{base}/{what}/{}.jpg", self.key)
        };
        let mut element = Element::metadata(name)
            .with("art", picture("art"))
            .with("guid", self.guid())
            .with("key", key)
            .maybe("rating", self.rating)
            .with("ratingKey", self.key.as_str())
            .maybe("studio", self.studio.as_deref())
            .with("summary", self.summary.as_str())
            .with("type", self.type_name())
            .with("thumb", picture("poster"))
            .with("addedAt", 1_600_000_000_i64)
            .maybe("duration", self.duration)
            .with("publicPagesURL", self.public_page())
            .with("slug", self.slug())
            .with("userState", false)
            .with("title", self.title.as_str())
            .maybe("contentRating", self.content_rating.as_deref())
            .maybe("originallyAvailableAt", self.released.as_deref())
            .maybe("year", self.year);
        if self.is_show {
            element.set("leafCount", self.episodes);
            element.set("childCount", self.seasons);
            element.set("skipChildren", false);
        }
        if let Some(mark) = mark {
            self.user_state_of(&mut element, mark);
        }
        element
    }

    /// Returns the title as search and matches show it, with its names elsewhere.
    pub(crate) fn detailed(&self, mark: Option<&Mark>) -> Element<'_> {
        let mut element = self.element(mark);
        element.extend(
            self.guids
                .iter()
                .map(|guid| Element::new("Guid").with("id", guid.as_str())),
        );
        element
    }

    /// Returns what a person did with it, as an answer of its own.
    pub(crate) fn user_state(&self, mark: &Mark) -> Element<'_> {
        let mut element = Element::new("UserState")
            .lone()
            .with("ratingKey", self.key.as_str())
            .with("type", self.type_name());
        self.user_state_of(&mut element, mark);
        element
    }

    fn user_state_of(&self, element: &mut Element<'_>, mark: &Mark) {
        if self.is_show {
            let seen = if mark.view_count > 0 {
                self.episodes
            } else {
                0
            };
            element.set("viewedLeafCount", seen);
        } else {
            element.set("viewCount", mark.view_count);
            element.set("viewOffset", 0_i64);
        }
        if mark.view_count > 0 {
            element.set("lastViewedAt", mark.last_viewed_at);
            element.set("viewState", "complete");
        }
        if let Some(rating) = mark.rating {
            element.set("userRating", rating);
        }
        // Only what is on the list has the time.
        if let Some(at) = mark.watchlisted_at {
            element.set("watchlistedAt", at);
        }
    }

    fn slug(&self) -> String {
        let mut slug = String::new();
        for letter in self.title.to_lowercase().chars() {
            if letter.is_alphanumeric() {
                slug.push(letter);
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
        slug.trim_end_matches('-').to_owned()
    }

    pub(crate) fn public_page(&self) -> String {
        format!("https://watch.plex.tv/{}/{}", self.type_name(), self.slug())
    }
}
