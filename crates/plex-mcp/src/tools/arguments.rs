//! Arguments that several tools share.

use plex_client::{ItemType, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::error::ToolError;

/// The arguments of a tool that has none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoArguments {}

/// An argument that is one of some kinds of items, each written as Plex writes it.
macro_rules! kinds {
    ($(#[$meta:meta])* $name:ident { $($kind:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
        #[serde(rename_all = "lowercase")]
        pub(crate) enum $name { $($kind),+ }

        impl $name {
            /// The client's word for it.
            pub(crate) fn item_type(self) -> ItemType {
                match self { $(Self::$kind => ItemType::$kind),+ }
            }
        }
    };
}

kinds! {
    /// Kinds of items that libraries hold.
    Kind { Movie, Show, Season, Episode, Artist, Album, Track, Photo, Clip, Collection }
}

kinds! {
    /// Kinds of things that a search finds.
    Found {
        Movie, Show, Season, Episode, Artist, Album, Track, Photo, Clip, Collection, Playlist, Person,
    }
}

/// Rows of a page where nothing else is asked for.
pub(crate) fn fifty() -> u32 {
    50
}

/// An item's id as the client takes it.
///
/// # Errors
///
/// `invalid_argument` for what can be no id.
pub(crate) fn rating_key(text: &str) -> Result<RatingKey, ToolError> {
    RatingKey::new(text).map_err(|_| {
        ToolError::refused(
            "rating_key",
            &Value::from(text),
            "an id as results give it: letters, digits, '-', '_', '.' or ':'",
        )
    })
}
