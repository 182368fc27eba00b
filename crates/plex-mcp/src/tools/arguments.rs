//! Arguments that several tools share.

use plex_client::{ItemType, Library, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{call::Call, clean, error::ToolError, view};

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
            /// All of them.
            #[allow(dead_code, reason = "not of every argument are all asked for")]
            pub(crate) const ALL: &[Self] = &[$(Self::$kind),+];

            /// Returns the client's word for it.
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

/// Returns the kind, if a library of this type holds it.
///
/// # Errors
///
/// `invalid_argument` that lists what the library holds.
pub(crate) fn kind_in(library: &Library, kind: Kind) -> Result<Kind, ToolError> {
    let library_type = &library.library_type;
    if library_type.can_hold(&kind.item_type()) {
        return Ok(kind);
    }
    let held = Kind::ALL.iter().map(|kind| kind.item_type());
    let held: Vec<ItemType> = held.filter(|one| library_type.can_hold(one)).collect();
    let names: Vec<&str> = held.iter().map(ItemType::as_str).collect();
    let title = clean::quoted(&view::library::title(library), 60);
    let allowed = format!("what the library {title} holds: {}", names.join(", "));
    let given = Value::from(kind.item_type().as_str());
    Err(ToolError::refused("type", &given, &allowed))
}

/// Rows of a page where nothing else is asked for.
pub(crate) fn fifty() -> u32 {
    50
}

/// An item, by its id or by what people call it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Named {
    /// An id, or a title in its place.
    Key(String),
    /// A title.
    Title {
        /// The title.
        title: String,
    },
}

impl Named {
    /// Returns the id of the item, and what is worth knowing about how it was found.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what is no id and no title of one item; and what asking the server gives.
    pub(crate) async fn find(&self, call: &Call) -> Result<(RatingKey, Option<String>), ToolError> {
        let (argument, title) = match self {
            Self::Key(text) if !is_title(text) => return Ok((rating_key(text)?, None)),
            Self::Key(text) => ("rating_key", text),
            Self::Title { title } => ("title", title),
        };
        let named = call.plex.find_item(argument, title, None).await?;
        let key = named.item.rating_key;
        let key = key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
        Ok((key, named.note))
    }
}

/// Tells whether a text in the place of an id can only be a title: ids have no letters, and no title is a
/// path.
fn is_title(text: &str) -> bool {
    let has_letters = text.contains(char::is_alphabetic);
    has_letters && !text.contains(|c: char| "/\\%?#;".contains(c) || c.is_control())
}

/// Returns an item's id as the client takes it.
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

/// Returns the moments of `since` and `until`, in epoch seconds.
///
/// # Errors
///
/// `invalid_argument` for what is no moment, and for a period in which nothing can lie.
pub(crate) fn period(
    call: &Call,
    since: Option<&str>,
    until: Option<&str>,
) -> Result<(Option<i64>, Option<i64>), ToolError> {
    let since = moment(call, "since", since)?;
    let until = moment(call, "until", until)?;
    if let (Some(since), Some(until)) = (since, until)
        && since >= until
    {
        return Err(ToolError::invalid(
            "since is not before until: nothing can lie between them",
        ));
    }
    Ok((since, until))
}

/// Returns the epoch seconds of an argument that is a moment.
fn moment(call: &Call, argument: &str, text: Option<&str>) -> Result<Option<i64>, ToolError> {
    let Some(text) = text else { return Ok(None) };
    match call.options.calendar.moment(text) {
        Some(moment) => Ok(Some(moment)),
        None => Err(ToolError::refused(
            argument,
            &Value::from(text),
            "a date (2026-01-31), a timestamp (2026-01-31T20:15:00+01:00) or a span back from now (30d, 12h, 6mo)",
        )),
    }
}
