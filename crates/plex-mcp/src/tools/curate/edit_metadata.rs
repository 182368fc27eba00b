//! `plex_edit_metadata`.

use std::collections::{BTreeMap, HashMap};

use plex_client::{ItemType, MediaItem, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{
    deed,
    edits::{Edits, Said},
    tag_names::Spellings,
};
use crate::{
    call::Call,
    change::{self, Act, Editing, TagEdit, Wish, has_tag, tags_of},
    choice::{Effect, Toolset},
    error::ToolError,
    schema::JsonObject,
    tools::{
        arguments::Named,
        tool::Define,
        which::{Where, Which},
    },
    view::change::ChangeView,
};

/// Edits fields, tags and locks of items.
pub(crate) struct EditMetadata;

/// Of what, and what is to be so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Ids or titles.
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    rating_keys: Vec<Named>,
    /// In place of rating_keys: all that match.
    #[serde(rename = "where")]
    all_of: Option<Where>,
    /// title, sort_title, original_title, summary, tagline, studio, content_rating,
    /// originally_available_at, added_at, rating, audience_rating, user_rating, edition, track_number,
    /// disc_number; empty text for none.
    #[serde(default)]
    #[schemars(with = "HashMap<String, Value>", extend("maxProperties" = 20))]
    set: JsonObject,
    /// Lists by kind: genre, label, collection, director, writer, producer, country, mood, style.
    #[serde(default)]
    #[schemars(with = "HashMap<String, Value>", extend("maxProperties" = 20))]
    add_tags: JsonObject,
    #[serde(default)]
    #[schemars(with = "HashMap<String, Value>", extend("maxProperties" = 20))]
    remove_tags: JsonObject,
    /// Fields, kinds of tags, poster or art that refreshes leave alone; what is edited is locked anyway.
    #[serde(default)]
    #[schemars(length(min = 1, max = 30), inner(length(min = 1, max = 40)))]
    lock: Vec<String>,
    #[serde(default)]
    #[schemars(length(min = 1, max = 30), inner(length(min = 1, max = 40)))]
    unlock: Vec<String>,
    #[serde(default)]
    dry_run: bool,
}

impl Define for EditMetadata {
    const NAME: &'static str = "plex_edit_metadata";
    const TITLE: &'static str = "Edit metadata";
    const DESCRIPTION: &'static str = "Edits what a library says of items: titles, summaries, dates, \
        ratings, genres, labels and other tags, and what refreshes leave alone. A tag that is not \
        there yet is made. Can be undone.";
    const TOOLSET: Toolset = Toolset::Curate;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        let said = Said {
            set: &args.set,
            add: &args.add_tags,
            remove: &args.remove_tags,
            lock: &args.lock,
            unlock: &args.unlock,
        };
        if said.is_empty() {
            return Err(ToolError::invalid(
                "give what is to change: set, add_tags, remove_tags, lock or unlock",
            ));
        }
        let which = Which::find(call, &args.rating_keys, args.all_of.as_ref()).await?;
        let items = match args.all_of {
            // Listings tell only some of the tags.
            Some(_) => whole(call, &which).await?,
            None => which.items,
        };
        let edits = read(call, &said, &items)?;
        let mut spellings = Spellings::new(call, &items);
        let mut acts = Vec::new();
        for item in &items {
            if let Some(edits) = edits.get(item.item_type.as_str()) {
                acts.push(Act::Editing(editing(item, edits, &mut spellings).await?));
            }
        }
        let mut wish = Wish::new(Self::NAME, deed::of(edits.values().next()), acts);
        wish.failed = which.failed;
        let notes = which.note.into_iter().chain(spellings.note());
        wish.note = Some(notes.collect::<Vec<_>>().join(" ")).filter(|note| !note.is_empty());
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}

/// Reads what is wanted, for each type of item.
///
/// # Errors
///
/// `invalid_argument` for what one of the types lacks or cannot hold.
fn read(
    call: &Call,
    said: &Said<'_>,
    items: &[MediaItem],
) -> Result<BTreeMap<String, Edits>, ToolError> {
    let mut edits = BTreeMap::new();
    for item in items {
        let name = item.item_type.as_str();
        if !edits.contains_key(name) {
            edits.insert(name.to_owned(), Edits::read(call, said, &item.item_type)?);
        }
    }
    let is_merged =
        |item: &&MediaItem| matches!(item.item_type, ItemType::Artist | ItemType::Album);
    let renames = edits.values().any(Edits::renames);
    if renames && items.iter().filter(is_merged).count() > 1 {
        return Err(ToolError::invalid(
            "set.title: Plex would merge artists or albums of one title for good; rename them one by one",
        ));
    }
    Ok(edits)
}

/// Reads everything about what was found.
async fn whole(call: &Call, which: &Which) -> Result<Vec<MediaItem>, ToolError> {
    let keys = which.keys();
    let mut found = call.plex.items_by_key(&keys).await?;
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// Returns the change of one item.
async fn editing(
    item: &MediaItem,
    edits: &Edits,
    spellings: &mut Spellings<'_>,
) -> Result<Editing, ToolError> {
    let without = |what: &str| ToolError::internal(format!("Plex gave an item without its {what}"));
    let key: RatingKey = item.rating_key.clone().ok_or_else(|| without("id"))?;
    let library = item.library_section_id.clone();
    let library = library.ok_or_else(|| without("library"))?;
    let mut editing = Editing::new(key, library.clone(), &item.item_type);
    editing.fields.clone_from(&edits.fields);
    editing.locks.clone_from(&edits.locks);
    for (kind, change) in &edits.tags {
        let place = (&library, &item.item_type, *kind);
        let mut added = Vec::new();
        for tag in &change.add {
            added.push(spellings.of("add_tags", place, tag).await?);
        }
        let mut removed = Vec::new();
        for tag in &change.remove {
            removed.push(spellings.of("remove_tags", place, tag).await?);
        }
        let from = tags_of(item, *kind);
        let mut to: Vec<String> = from.clone();
        to.retain(|tag| !has_tag(&removed, tag));
        for tag in added {
            if !has_tag(&to, &tag) {
                to.push(tag);
            }
        }
        let name = kind.name().to_owned();
        editing.tags.insert(name, TagEdit { from, to });
    }
    Ok(editing)
}
