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

/// Kinds of items that libraries hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Movie,
    Show,
    Season,
    Episode,
    Artist,
    Album,
    Track,
    Photo,
    Clip,
    Collection,
}

impl Kind {
    /// The client's word for it.
    pub(crate) fn item_type(self) -> ItemType {
        match self {
            Self::Movie => ItemType::Movie,
            Self::Show => ItemType::Show,
            Self::Season => ItemType::Season,
            Self::Episode => ItemType::Episode,
            Self::Artist => ItemType::Artist,
            Self::Album => ItemType::Album,
            Self::Track => ItemType::Track,
            Self::Photo => ItemType::Photo,
            Self::Clip => ItemType::Clip,
            Self::Collection => ItemType::Collection,
        }
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
