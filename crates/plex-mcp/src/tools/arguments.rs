//! Arguments that several tools share.

use plex_client::{ItemType, Library, RatingKey, SearchQuery, SearchSubject};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::looked::{Looked, Taken};
use crate::{
    call::Call,
    clean,
    error::ToolError,
    name::{Closeness, Wanted, is_number},
    plex::find::{Found as FoundItem, Take},
    view,
};

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
    pub(crate) async fn find(&self, call: &Call, take: Take) -> Result<Taken, ToolError> {
        self.look(call, take).await?.one()
    }

    /// Looks for the item, for who has something else to try where there is none.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what can be neither an id nor a title; and what asking the server gives.
    pub(crate) async fn look(&self, call: &Call, take: Take) -> Result<Looked, ToolError> {
        let (argument, title) = match self {
            Self::Key(text) if !is_title(text) => {
                return Ok(Looked::One((rating_key(text.trim())?, None)));
            }
            Self::Key(text) => ("rating_key", text),
            Self::Title { title } => ("title", title),
        };
        Ok(
            match call.plex.look_for(argument, title, None, take).await? {
                FoundItem::One(named) => {
                    let key = named.item.rating_key;
                    let key =
                        key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
                    Looked::One((key, named.note))
                }
                FoundItem::Several(candidates) => Looked::Several(candidates.error),
                FoundItem::Nothing(error) => Looked::Nothing(error),
            },
        )
    }
}

/// Tells whether a text in the place of an id can only be a title: it has letters, or signs that no id has, and
/// is no path.
fn is_title(text: &str) -> bool {
    let is_sign = |c: char| !c.is_numeric() && !c.is_whitespace() && c != ';';
    text.contains(is_sign) && !is_path(text)
}

/// Tells whether a text is a path or an address rather than a title: these are refused as ids.
fn is_path(text: &str) -> bool {
    let text = text.trim();
    let is_encoded = || {
        text.match_indices('%').any(|(at, _)| {
            let code = text.get(at + 1..at + 3);
            code.is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
        })
    };
    let is_fragment = || {
        let inside = text.trim_matches('#');
        inside.contains('#') && !inside.contains(char::is_whitespace)
    };
    let is_query = || text.contains('=') && text.contains(['?', '&', '#']);
    text.starts_with('/')
        || text == "."
        || text == ".."
        || ["../", "/..", "./", "://"]
            .iter()
            .any(|sign| text.contains(sign))
        || text.contains(|c: char| c == '\\' || c.is_control())
        || is_encoded()
        || is_query()
        || is_fragment()
}

/// Returns the ids in a text that has several with commas between them; `None` where it is one, or a title. A title
/// may be written so as well, and then comes first.
///
/// # Errors
///
/// What asking the server gives.
pub(crate) async fn ids(call: &Call, text: &str) -> Result<Option<Vec<RatingKey>>, ToolError> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    if names.len() < 2 || !names.iter().all(|name| is_number(name)) {
        return Ok(None);
    }
    let query = SearchQuery::new(text).limit(20);
    let wanted = Wanted::new(text);
    // Where nothing answers, these are ids all the same: few titles are numbers and commas.
    let is_title = call.plex.search(&query).await.is_ok_and(|found| {
        found.hits.iter().any(|hit| match &hit.subject {
            SearchSubject::Item(item) => {
                let closeness = wanted.closeness(&item.title);
                closeness.is_some_and(|closeness| closeness <= Closeness::Case)
            }
            _ => false,
        })
    });
    if is_title {
        return Ok(None);
    }
    let keys = names.into_iter().map(rating_key);
    keys.collect::<Result<_, _>>().map(Some)
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
