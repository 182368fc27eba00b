//! `plex_get_item`.

use plex_client::{DetailsQuery, ItemType, MediaItem, RatingKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{include::Include, included};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    plex::{
        concurrent::each,
        find::{Guid, Take, described},
    },
    schema::JsonObject,
    tools::{
        arguments::{self, Named},
        tool::Define,
    },
    view::{
        version::Shown,
        whole::{WholeParts, WholeView},
    },
};

/// Everything about one item.
pub(crate) struct GetItem;

/// How many items can be asked for at once.
const MOST: usize = 10;

/// Which item, and what of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Its id, from another result; several with commas.
    #[schemars(with = "Option<String>", length(min = 1, max = 128))]
    rating_key: Option<Named>,
    /// Instead: plex://…, imdb://tt0017136, tmdb://19 or tvdb://121361.
    #[schemars(length(min = 1, max = 200))]
    guid: Option<String>,
    /// Instead: its title, or "Show S02E05".
    #[schemars(length(min = 1, max = 200))]
    title: Option<String>,
    /// With title: the year it came out.
    #[schemars(range(min = 1, max = 2200))]
    year: Option<i32>,
    #[schemars(length(min = 1, max = 8))]
    include: Option<Vec<Include>>,
}

impl Define for GetItem {
    const NAME: &'static str = "plex_get_item";
    const TITLE: &'static str = "One item";
    const DESCRIPTION: &'static str = "Tells everything about one film, show, season, episode, album, \
        track, photo or collection: people, genres, summary, watch state, quality, ids. Name it by \
        rating_key, guid, or title and year; an ambiguous title gives the candidates. include adds \
        files, streams, extras and so on.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ItemOrSeveral;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let include = args.include.unwrap_or_default();
        if args.year.is_some() && args.title.is_none() {
            return Err(ToolError::invalid("year: goes with title only"));
        }
        if let (Some(Named::Key(text)), None, None) = (&args.rating_key, &args.guid, &args.title)
            && let Some(keys) = arguments::ids(call, text).await?
        {
            if keys.len() > MOST {
                return Err(ToolError::invalid(format!(
                    "rating_key: at most {MOST} items at once"
                )));
            }
            return of_several(call, &keys, &include).await;
        }
        let (key, note) = match (&args.rating_key, &args.guid, &args.title) {
            (Some(item), None, None) => item.find(call, Take::Near).await?,
            (None, Some(guid), None) => by_guid(call, guid).await?,
            (None, None, Some(title)) => {
                let found = call.plex.find_item("title", title, args.year, Take::Near);
                let named = found.await?;
                (key_of(&named.item)?, named.note)
            }
            _ => {
                return Err(ToolError::invalid(
                    "give exactly one of rating_key, guid and title",
                ));
            }
        };
        Ok(ItemOrSeveral::one(whole(call, &key, note, &include).await?))
    }
}

/// Everything about one item, or about each of several.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ItemOrSeveral {
    #[serde(flatten)]
    one: Option<WholeView>,
    /// Each of several, as one alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    // What one has stands in the schema already; said twice it would make up a fifth of the whole list.
    #[schemars(with = "Vec<JsonObject>")]
    several: Vec<WholeView>,
    /// Ids of those that could not be had, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}

impl ItemOrSeveral {
    fn one(item: WholeView) -> Self {
        Self {
            one: Some(item),
            ..Self::default()
        }
    }
}

/// Tells of each of several items. One that is not there does not hide the others.
async fn of_several(
    call: &Call,
    keys: &[RatingKey],
    include: &[Include],
) -> Result<ItemOrSeveral, ToolError> {
    let asked = keys.iter().map(|key| whole(call, key, None, include));
    let mut found = ItemOrSeveral::default();
    let mut last = None;
    for (key, item) in keys.iter().zip(each(asked.collect()).await) {
        match item {
            Ok(item) => found.several.push(item),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                found.missing.push(format!("{key}: {}", error.message()));
                last = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    match last {
        Some(error) if found.several.is_empty() => Err(error),
        _ => Ok(found),
    }
}

/// Returns everything about an item.
async fn whole(
    call: &Call,
    key: &RatingKey,
    note: Option<String>,
    include: &[Include],
) -> Result<WholeView, ToolError> {
    let wants = |what| include.contains(&what);
    let query = DetailsQuery::new()
        .markers(wants(Include::Markers))
        .reviews(wants(Include::Reviews))
        .check_files(wants(Include::Files));
    let (item, included) = tokio::join!(
        call.plex.details(key, &query),
        included::of(call, key, include)
    );
    let item = item?;
    let included = included?;
    let notes = [
        note,
        included.note(),
        unplayable(&item),
        hidden_files(&item, wants(Include::Files)),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let note = (!notes.is_empty()).then(|| notes.join(" "));
    let shown = Shown {
        files: wants(Include::Files),
        streams: wants(Include::Streams),
    };
    let parts = WholeParts {
        children: included.children,
        extras: included.extras,
        related: included.related,
        similar: included.similar,
        note,
    };
    Ok(WholeView::of(&item, shown, parts, &call.options.calendar))
}

/// Says why files that were asked for are not shown.
fn hidden_files(item: &MediaItem, is_wanted: bool) -> Option<String> {
    let mut parts = item.media.iter().flat_map(|media| &media.parts).peekable();
    let is_hidden = is_wanted && parts.peek().is_some() && parts.all(|part| part.file.is_none());
    is_hidden.then(|| "Only the server owner's token may see where its files are.".to_owned())
}

/// Returns the one item that has a guid. Editions share theirs.
async fn by_guid(call: &Call, guid: &str) -> Result<(RatingKey, Option<String>), ToolError> {
    let parsed = Guid::of_argument(guid)?;
    let libraries = call.plex.libraries().await?;
    let found = parsed.find(&call.plex, &libraries).await?;
    let guid = clean::line(guid, 80);
    match found.items.as_slice() {
        [] if found.is_complete => Err(ToolError::new(
            crate::error::ErrorKind::NotFound,
            format!("guid: nothing on this server has {guid}"),
        )
        .hint("Look by title with plex_search.")),
        [] => Err(ToolError::new(
            crate::error::ErrorKind::NotFound,
            format!("guid: {guid} was not found, but a library was too large to be looked through"),
        )
        .hint("Look by title with plex_search.")),
        [only] => Ok((key_of(only)?, None)),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().take(5).map(described).collect();
            let note = format!("The same guid is also: {}.", others.join("; "));
            Ok((key_of(first)?, Some(note)))
        }
    }
}

/// Says why nothing of an item can be played, where that is so.
fn unplayable(item: &MediaItem) -> Option<String> {
    let parts = || item.media.iter().flat_map(|media| &media.parts);
    let is_lost =
        |part: &plex_client::Part| part.exists == Some(false) || part.accessible == Some(false);
    let says = match item.item_type {
        ItemType::Movie | ItemType::Episode | ItemType::Track | ItemType::Clip => {
            if parts().next().is_none() {
                "It has no file: there is nothing to play."
            } else if parts().all(is_lost) {
                "The server cannot find or read its file: it cannot be played."
            } else {
                return None;
            }
        }
        ItemType::Show | ItemType::Season if item.leaf_count.unwrap_or_default() == 0 => {
            "It has no episodes: there is nothing to play."
        }
        ItemType::Artist | ItemType::Album if item.leaf_count == Some(0) => {
            "It has no tracks: there is nothing to play."
        }
        _ => return None,
    };
    Some(says.to_owned())
}

fn key_of(item: &MediaItem) -> Result<RatingKey, ToolError> {
    item.rating_key
        .clone()
        .ok_or_else(|| ToolError::internal("Plex gave an item without its id"))
}
