//! Attributes as they are stored: a name, a typed value, in the order in which PMS writes them.

use std::collections::HashMap;
use std::sync::Arc;

/// Text shared between the items that say the same.
pub(crate) type Text = Arc<str>;

/// A stored value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(Text),
    Int(i64),
    Float(f64),
    Bool(bool),
}

impl Value {
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value as a whole number: PMS compares booleans as 0 and 1.
    pub(crate) fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(flag) => Some(i64::from(*flag)),
            // Beyond 2^53 there is nothing to compare anyway.
            #[expect(
                clippy::cast_possible_truncation,
                reason = "rounding is what is asked for"
            )]
            Self::Float(number) => Some(number.round() as i64),
            Self::Text(text) => text.parse().ok(),
        }
    }

    pub(crate) fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(*number),
            #[expect(
                clippy::cast_precision_loss,
                reason = "no attribute needs more than 2^53"
            )]
            Self::Int(number) => Some(*number as f64),
            Self::Bool(flag) => Some(f64::from(u8::from(*flag))),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

/// An attribute's name: its place in the table of names, which for the known ones is their order
/// in PMS's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(u16);

macro_rules! names {
    ($($constant:ident = $text:literal),* $(,)?) => {
        /// The names that PMS's items, versions and streams have, in its order.
        #[allow(
            dead_code,
            reason = "names that nothing is computed with are here for their place in the order"
        )]
        pub(crate) mod name {
            use super::Name;
            #[repr(u16)]
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Place { $($constant),* }
            $(pub(crate) const $constant: Name = Name(Place::$constant as u16);)*
        }
        const KNOWN: &[&str] = &[$($text),*];
    };
}

names! {
    ID = "id", RATING_KEY = "ratingKey", KEY = "key", PARENT_RATING_KEY = "parentRatingKey",
    GRANDPARENT_RATING_KEY = "grandparentRatingKey", GUID = "guid", PARENT_GUID = "parentGuid",
    GRANDPARENT_GUID = "grandparentGuid", GRANDPARENT_SLUG = "grandparentSlug",
    PARENT_SLUG = "parentSlug", SLUG = "slug", EDITION_TITLE = "editionTitle",
    PARENT_STUDIO = "parentStudio", STUDIO = "studio", TYPE = "type", TITLE = "title",
    GRANDPARENT_KEY = "grandparentKey", PARENT_KEY = "parentKey",
    LIBRARY_SECTION_TITLE = "librarySectionTitle", LIBRARY_SECTION_ID = "librarySectionID",
    LIBRARY_SECTION_KEY = "librarySectionKey", GRANDPARENT_TITLE = "grandparentTitle",
    PARENT_TITLE = "parentTitle", TITLE_SORT = "titleSort", ORIGINAL_TITLE = "originalTitle",
    CONTENT_RATING = "contentRating", CONTENT_RATING_AGE = "contentRatingAge",
    SUBTYPE = "subtype", SUMMARY = "summary", SMART = "smart", PLAYLIST_TYPE = "playlistType",
    INDEX = "index", PARENT_INDEX = "parentIndex", PARENT_YEAR = "parentYear",
    RATING = "rating", RATING_COUNT = "ratingCount", AUDIENCE_RATING = "audienceRating",
    USER_RATING = "userRating", VIEW_OFFSET = "viewOffset", VIEW_COUNT = "viewCount",
    SKIP_COUNT = "skipCount", LAST_VIEWED_AT = "lastViewedAt", LAST_RATED_AT = "lastRatedAt",
    YEAR = "year", TAGLINE = "tagline", COMPOSITE = "composite", ICON = "icon",
    THUMB = "thumb", ART = "art", BANNER = "banner", PARENT_THUMB = "parentThumb",
    GRANDPARENT_THUMB = "grandparentThumb", GRANDPARENT_ART = "grandparentArt",
    GRANDPARENT_THEME = "grandparentTheme", PARENT_THEME = "parentTheme", THEME = "theme",
    PLAYLIST_ITEM_ID = "playlistItemID", DURATION = "duration",
    ORIGINALLY_AVAILABLE_AT = "originallyAvailableAt", LEAF_COUNT = "leafCount",
    VIEWED_LEAF_COUNT = "viewedLeafCount", CHILD_COUNT = "childCount",
    ADDED_AT = "addedAt", UPDATED_AT = "updatedAt", DELETED_AT = "deletedAt",
    SKIP_PARENT = "skipParent", MAX_YEAR = "maxYear", MIN_YEAR = "minYear", CONTENT = "content",
    AUDIENCE_RATING_IMAGE = "audienceRatingImage", CHAPTER_SOURCE = "chapterSource",
    PRIMARY_EXTRA_KEY = "primaryExtraKey", RATING_IMAGE = "ratingImage",
    STREAM_TYPE = "streamType", SELECTED = "selected", DEFAULT = "default", FORCED = "forced",
    CODEC = "codec",
    FILE = "file", SIZE = "size", BITRATE = "bitrate", WIDTH = "width", HEIGHT = "height",
    ASPECT_RATIO = "aspectRatio", AUDIO_CHANNELS = "audioChannels", AUDIO_CODEC = "audioCodec",
    VIDEO_CODEC = "videoCodec", VIDEO_RESOLUTION = "videoResolution", CONTAINER = "container",
    VIDEO_FRAME_RATE = "videoFrameRate", AUDIO_PROFILE = "audioProfile",
    VIDEO_PROFILE = "videoProfile", PROTOCOL = "protocol", LANGUAGE = "language",
    LANGUAGE_TAG = "languageTag", LANGUAGE_CODE = "languageCode", COLOR_TRC = "colorTrc",
    DOVI_PRESENT = "DOVIPresent", VIDEO_DECISION = "videoDecision",
    AUDIO_DECISION = "audioDecision", SUBTITLE_DECISION = "subtitleDecision",
    NETWORK = "network", SOURCE = "source",
    APERTURE = "aperture", EXPOSURE = "exposure", ISO = "iso", LENS = "lens", MAKE = "make",
    MODEL = "model",
    MACHINE_IDENTIFIER = "machineIdentifier", MY_PLEX_SUBSCRIPTION = "myPlexSubscription",
    DISPLAY_TITLE = "displayTitle", EXTENDED_DISPLAY_TITLE = "extendedDisplayTitle",
    PROXY_TYPE = "proxyType",
}

/// Every attribute name of a world.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    texts: Vec<Text>,
    places: HashMap<Text, Name>,
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Self {
            texts: Vec::new(),
            places: HashMap::new(),
        };
        for known in KNOWN {
            names.intern(known);
        }
        names
    }
}

impl Names {
    pub(crate) fn intern(&mut self, text: &str) -> Name {
        if let Some(name) = self.places.get(text) {
            return *name;
        }
        // 65,536 different names is more than anyone means: later ones share the last.
        let name = Name(u16::try_from(self.texts.len()).unwrap_or(u16::MAX));
        let text: Text = text.into();
        self.texts.push(Arc::clone(&text));
        self.places.insert(text, name);
        name
    }

    pub(crate) fn text(&self, name: Name) -> &str {
        self.texts.get(usize::from(name.0)).map_or("", |text| text)
    }
}

/// A set of attributes, sorted by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attributes(Box<[(Name, Value)]>);

impl Attributes {
    pub(crate) fn get(&self, name: Name) -> Option<&Value> {
        self.0
            .iter()
            .find(|(held, _)| *held == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: Name) -> Option<&str> {
        self.get(name).and_then(Value::as_text)
    }

    pub(crate) fn int(&self, name: Name) -> Option<i64> {
        self.get(name).and_then(Value::as_int)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Name, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    pub(crate) fn remove(&mut self, name: Name) {
        if self.get(name).is_some() {
            let mut pairs = std::mem::take(&mut self.0).into_vec();
            pairs.retain(|(held, _)| *held != name);
            self.0 = pairs.into();
        }
    }

    pub(crate) fn set(&mut self, name: Name, value: impl Into<Value>) {
        let mut pairs = std::mem::take(&mut self.0).into_vec();
        pairs.push((name, value.into()));
        *self = pairs.into_iter().collect();
    }
}

/// Later values of a name replace earlier ones.
impl FromIterator<(Name, Value)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(pairs: I) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.reverse();
        pairs.sort_by_key(|(name, _)| *name);
        pairs.dedup_by_key(|(name, _)| *name);
        Self(pairs.into_boxed_slice())
    }
}
