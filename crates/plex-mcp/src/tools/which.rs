//! Which items a change is of: named one by one, or by what they have in common.

use std::{collections::HashMap, sync::LazyLock};

use plex_client::{
    ItemType, ItemsQuery, LibraryKey, MediaItem, Page, PageRequest, RatingKey, SmartRule,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{
    arguments::{self, Kind, Named},
    listing::query,
    looked::Taken,
};
use crate::{
    args,
    call::Call,
    change::{Failed, Name},
    clean,
    error::{ErrorKind, ToolError},
    plex::find::Take,
    schema::{self, JsonObject},
    view,
    vocabulary::{kind, sort},
};

/// The most items that one change may be of.
const MOST: usize = 1_000;

/// How many rows a page has.
const ROWS: u32 = 500;

/// All items of a library that have something in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Where {
    /// Id or title of the library.
    #[schemars(length(min = 1, max = 200))]
    library_id: String,
    #[serde(rename = "type")]
    kind: Option<Kind>,
    /// As in plex_get_library_items.
    #[serde(default)]
    #[schemars(with = "HashMap<String, Value>", extend("maxProperties" = 20))]
    filters: JsonObject,
}

/// What an object must be to be read as one.
static RULES: LazyLock<JsonObject> = LazyLock::new(schema::input::<Where>);

impl Where {
    /// Reads it where the schema of a tool does not say what it is.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for the first thing that is wrong.
    pub(crate) fn read(given: JsonObject) -> Result<Self, ToolError> {
        let wrong = |error: ToolError| error.within("where");
        args::parse(&RULES, given).map_err(wrong)
    }

    /// Returns the rule of a smart list of it, in an order if one is wanted. Where no type is said and the
    /// list holds only parts, it takes the episodes of shows and the tracks of artists.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what the library does not offer; and what asking the server gives.
    pub(crate) async fn rule(
        &self,
        call: &Call,
        order: Option<&str>,
        of_parts: bool,
    ) -> Result<SmartRule, ToolError> {
        let wanted = &self.library_id;
        let library = call.plex.find_library("where.library_id", wanted).await?;
        let with_files = library.library_type.file_types().first();
        let kind = self.kind.or_else(|| {
            let mut kinds = Kind::ALL.iter().copied();
            kinds.find(|kind| of_parts && with_files == Some(&kind.item_type()))
        });
        let sorts = order.map(sort::meanings).transpose()?.unwrap_or_default();
        let found = query(call, &library, kind, Some(&self.filters), &sorts).await?;
        let own = kind::own_type(&library.library_type);
        let mut rule = SmartRule::new(library.key, found.item_type.unwrap_or(own));
        rule.filter = found.filter;
        rule.sort = found.sort;
        Ok(rule)
    }
}

/// Holds what was named.
pub(crate) struct Which {
    /// The items, each once, in the order in which they were named.
    pub(crate) items: Vec<MediaItem>,
    /// Ids that nothing has.
    pub(crate) failed: Vec<Failed>,
    /// How titles were understood, where that is worth knowing.
    pub(crate) note: Option<String>,
}

impl Which {
    /// Finds what is named by ids or titles, or by what it has in common.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when nothing or both is given, when a title is not that of one item, or
    /// when there are too many; and what asking the server gives.
    pub(crate) async fn find(
        call: &Call,
        keys: &[Named],
        all_of: Option<&Where>,
    ) -> Result<Self, ToolError> {
        match (keys, all_of) {
            ([], None) => Err(ToolError::invalid(
                "rating_keys is missing: give ids or titles of items, or where",
            )),
            ([_, ..], Some(_)) => Err(ToolError::invalid(
                "rating_keys and where exclude each other: give one of them",
            )),
            (keys, None) => {
                let mut found = Vec::new();
                for name in keys {
                    found.extend(all_named(call, name).await?);
                }
                held(call, found).await
            }
            (_, Some(all_of)) => matching(call, all_of).await,
        }
    }

    /// Finds what one id or title names, and never more than one item.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub(crate) async fn one(call: &Call, name: &Named) -> Result<Self, ToolError> {
        held(call, vec![name.find(call, Take::Called).await?]).await
    }

    /// Puts what is in them in the place of shows, seasons, artists, albums, collections and
    /// playlists: what can be watched or heard by itself.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when there are too many; and what asking the server gives.
    pub(crate) async fn playable(self, call: &Call) -> Result<Self, ToolError> {
        let (mut items, mut failed): (Vec<MediaItem>, _) = (Vec::new(), self.failed);
        for item in self.items {
            let Some(key) = item.rating_key.clone() else {
                continue;
            };
            let found = match item.item_type {
                ItemType::Show | ItemType::Season | ItemType::Artist | ItemType::Album => {
                    List::Leaves(&key, &item.item_type).whole(call).await?
                }
                ItemType::Collection => List::Collection(&key).whole(call).await?,
                ItemType::Playlist => List::Playlist(&key).whole(call).await?,
                _ => vec![item.clone()],
            };
            if found.is_empty() {
                let error = ToolError::new(ErrorKind::NotFound, "there is nothing in it");
                let name = Name::of(&item);
                failed.push(Failed { name, error });
            }
            for item in found {
                if items
                    .iter()
                    .all(|known| known.rating_key != item.rating_key)
                {
                    items.push(item);
                }
            }
            check_count(items.len())?;
        }
        Ok(Self {
            items,
            failed,
            note: self.note,
        })
    }

    /// Returns the ids of the items.
    pub(crate) fn keys(&self) -> Vec<RatingKey> {
        let items = self.items.iter();
        items.filter_map(|item| item.rating_key.clone()).collect()
    }
}

/// Returns the items of what was found, each once.
async fn held(call: &Call, found: Vec<Taken>) -> Result<Which, ToolError> {
    let mut keys: Vec<RatingKey> = Vec::new();
    let mut notes = Vec::new();
    for (key, note) in found {
        if !keys.contains(&key) {
            keys.push(key);
        }
        notes.extend(note);
    }
    let mut found = call.plex.items_by_key(&keys).await?;
    let (mut items, mut failed) = (Vec::new(), Vec::new());
    for key in keys {
        match found.remove(&key) {
            Some(item) => items.push(item),
            None => failed.push(Failed {
                name: Name::unknown(&key),
                error: ToolError::new(
                    ErrorKind::NotFound,
                    format!("nothing has the rating_key {key}"),
                ),
            }),
        }
    }
    let note = (!notes.is_empty()).then(|| notes.join(" "));
    Ok(Which {
        items,
        failed,
        note,
    })
}

/// Finds what a name is of; each of several, where a text is several titles with commas between them and
/// nothing is called like the whole. A change takes no near miss.
async fn all_named(call: &Call, name: &Named) -> Result<Vec<Taken>, ToolError> {
    let (Named::Key(text) | Named::Title { title: text }) = name;
    if let Named::Key(text) = name
        && let Some(keys) = arguments::ids(call, text).await?
    {
        return Ok(keys.into_iter().map(|key| (key, None)).collect());
    }
    let whole = name.look(call, Take::Called).await?;
    // Beside titles, a number is one as well.
    let part = |title| async move { Named::Title { title }.look(call, Take::Called).await };
    whole.or_each_part(text, part).await
}

/// Finds what has something in common; says so where nothing has.
async fn matching(call: &Call, all_of: &Where) -> Result<Which, ToolError> {
    let library = call
        .plex
        .find_library("where.library_id", &all_of.library_id)
        .await?;
    let query: ItemsQuery = query(call, &library, all_of.kind, Some(&all_of.filters), &[]).await?;
    let mut items = List::Library(&library.key, &query).whole(call).await?;
    for item in &mut items {
        // A listing says once where all of its items are.
        item.library_section_uuid = item.library_section_uuid.take().or(library.uuid.clone());
    }
    let title = clean::quoted(&view::library::title(&library), 60);
    let note = format!("Nothing in {title} matches where.");
    Ok(Which {
        note: items.is_empty().then_some(note),
        items,
        failed: Vec::new(),
    })
}

/// A list that is read to its end.
enum List<'a> {
    /// What can be played in an item.
    Leaves(&'a RatingKey, &'a ItemType),
    /// What is in a collection.
    Collection(&'a RatingKey),
    /// What is in a playlist.
    Playlist(&'a RatingKey),
    /// What a library has for a query.
    Library(&'a LibraryKey, &'a ItemsQuery),
}

impl List<'_> {
    async fn page(&self, call: &Call, page: PageRequest) -> plex_client::Result<Page<MediaItem>> {
        match self {
            Self::Leaves(key, item_type) => call.plex.leaves(key, item_type, page).await,
            Self::Collection(key) => call.plex.collection_items(key, page).await,
            Self::Playlist(key) => call.plex.playlist_items(key, page).await,
            Self::Library(key, query) => {
                let query = (*query).clone().page(page);
                call.plex.library_items(key, &query).await
            }
        }
    }

    /// Reads it to its end, which must not be too far.
    async fn whole(&self, call: &Call) -> Result<Vec<MediaItem>, ToolError> {
        let mut items: Vec<MediaItem> = Vec::new();
        let mut offset = 0;
        loop {
            let page = self.page(call, PageRequest::new(offset, ROWS)).await?;
            if let Some(total) = page.total {
                check_count(usize::try_from(total).unwrap_or(usize::MAX))?;
            }
            let next = page.next_offset();
            items.extend(page.items);
            check_count(items.len())?;
            match next {
                Some(next) if next > offset => offset = next,
                _ => return Ok(items),
            }
        }
    }
}

/// Refuses more items than one change may be of.
fn check_count(count: usize) -> Result<(), ToolError> {
    if count <= MOST {
        return Ok(());
    }
    Err(ToolError::invalid(format!(
        "{count} items are too many for one change; at most {MOST} are changed at once"
    ))
    .hint("Narrow it with filters, or name the items."))
}
