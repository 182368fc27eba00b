//! What of an item can be asked for beyond the usual.

use schemars::JsonSchema;
use serde::Deserialize;

/// What of an item is told only when it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Include {
    Children,
    Files,
    Streams,
    Extras,
    Related,
    Similar,
    Markers,
    Reviews,
}
