//! `plex_delete_item`.

use std::collections::HashSet;

use plex_client::{ItemType, Media, MediaId, MediaItem, PageRequest, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    call::Call,
    change::{self, Act, Caring, Deed, Name, Wish},
    choice::{Effect, Toolset},
    error::{ErrorKind, ToolError},
    tools::{arguments::Named, tool::Define, which::Which},
    view::{format, version},
};

/// How many rows are asked for at once.
const ROWS: u32 = 500;

/// The most episodes or tracks that go at once.
const MOST: usize = 10_000;

/// Deletes an item with its files.
pub(crate) struct DeleteItem;

/// Which item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title; of a show or album all that is in it goes.
    #[schemars(with = "String", length(min = 1, max = 200))]
    rating_key: Named,
    /// Only this version of it: plex_get_item lists them with include files.
    #[schemars(length(min = 1, max = 128))]
    media_id: Option<String>,
    #[serde(default)]
    dry_run: bool,
}

/// Files that go.
#[derive(Default)]
struct Files {
    paths: HashSet<String>,
    unnamed: usize,
    bytes: u64,
}

impl Define for DeleteItem {
    const NAME: &'static str = "plex_delete_item";
    const TITLE: &'static str = "Delete an item";
    const DESCRIPTION: &'static str = "Deletes a title, or one version of it, with its files from the \
        server's disk. Nothing brings them back. Only where the server allows deletion. The person is \
        asked first.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Destroy;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = crate::view::change::ChangeView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let mut which = Which::one(call, &args.rating_key).await?;
        let (Some(item), None) = (which.items.pop(), which.failed.first()) else {
            return Err(match which.failed.pop() {
                Some(failed) => failed.error,
                None => ToolError::internal("Plex gave an item without its id"),
            });
        };
        let key = item.rating_key.clone();
        let key = key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
        if matches!(item.item_type, ItemType::Collection | ItemType::Playlist) {
            return Err(ToolError::invalid(
                "rating_key: a list has no files: plex_delete_collection and plex_delete_playlist \
                 delete lists",
            ));
        }
        if !call.plex.may_delete().await? {
            return Err(ToolError::new(
                ErrorKind::NotAllowed,
                "This server lets nobody delete files, or not this account",
            )
            .hint("Its owner can allow it in Plex: Settings, Library, Allow media deletion."));
        }
        let version = match &args.media_id {
            Some(wanted) => Some(version_of(&item, wanted)?),
            None => None,
        };
        let files = match version {
            Some(media) => Files::of([media]),
            None => all_files(call, &item, &key).await?,
        };
        let what = what(&item, version, &files);
        let deed = Deed::Whole {
            order: format!("Delete {what} from the disk, for good"),
            report: format!("Deleted {what} from the disk"),
        };
        let act = Caring::Delete {
            item: key,
            version: version.and_then(|media| media.id.clone()),
            title: item.title.clone(),
            uuid: item.library_section_uuid.clone(),
            files: (files.paths.len() + files.unnamed, files.bytes),
        };
        let mut wish = Wish::new(Self::NAME, deed, vec![Act::Caring(act)]);
        wish.effect = Self::EFFECT;
        wish.dry_run = args.dry_run;
        wish.note = which.note;
        change::run(&call.changer, wish).await
    }
}

/// Returns the version of an item that has an id.
fn version_of<'i>(item: &'i MediaItem, wanted: &str) -> Result<&'i Media, ToolError> {
    let is_it = |media: &&Media| media.id.as_ref().map(MediaId::as_str) == Some(wanted.trim());
    item.media.iter().find(is_it).ok_or_else(|| {
        let ids: Vec<&str> = item
            .media
            .iter()
            .filter_map(|media| media.id.as_ref().map(MediaId::as_str))
            .collect();
        let allowed = match ids.is_empty() {
            true => "none: it has no versions of its own".to_owned(),
            false => format!("one of its versions: {}", ids.join(", ")),
        };
        ToolError::refused("media_id", &Value::from(wanted), &allowed)
    })
}

/// Returns the files of an item, and of all that is in it.
async fn all_files(call: &Call, item: &MediaItem, key: &RatingKey) -> Result<Files, ToolError> {
    let is_whole = matches!(
        item.item_type,
        ItemType::Show | ItemType::Season | ItemType::Artist | ItemType::Album
    );
    if !is_whole && item.media.is_empty() {
        return Err(ToolError::new(
            ErrorKind::Unsupported,
            "rating_key: which files belong to it cannot be told, so it is not deleted",
        )
        .hint("Delete what is in it one by one, or delete it in Plex."));
    }
    if !is_whole {
        return Ok(Files::of(&item.media));
    }
    let mut leaves: Vec<MediaItem> = Vec::new();
    let mut offset = 0;
    loop {
        let page = PageRequest::new(offset, ROWS);
        let page = call.plex.leaves(key, &item.item_type, page).await?;
        let next = page.next_offset();
        leaves.extend(page.items);
        if leaves.len() > MOST {
            return Err(ToolError::invalid(format!(
                "rating_key: more than {MOST} items are in it, which are too many to go at once"
            )));
        }
        match next {
            Some(next) if next > offset => offset = next,
            _ => break,
        }
    }
    Ok(Files::of(leaves.iter().flat_map(|leaf| &leaf.media)))
}

impl Files {
    /// Counts the files of versions; one that several share is one.
    fn of<'m>(versions: impl IntoIterator<Item = &'m Media>) -> Self {
        let mut files = Self::default();
        for part in versions.into_iter().flat_map(|media| &media.parts) {
            let is_new = match &part.file {
                Some(path) => files.paths.insert(path.clone()),
                None => {
                    files.unnamed += 1;
                    true
                }
            };
            if is_new {
                files.bytes = files.bytes.saturating_add(part.size.unwrap_or(0));
            }
        }
        files
    }

    /// Says how many they are, and how large.
    fn said(&self) -> String {
        let count = self.paths.len() + self.unnamed;
        let files = match count {
            1 => "1 file".to_owned(),
            count => format!("{count} files"),
        };
        match self.bytes {
            0 => files,
            bytes => format!("{files} of {}", format::bytes(bytes)),
        }
    }
}

/// Says what goes: by its real title, with the number and the size of its files.
fn what(item: &MediaItem, version: Option<&Media>, files: &Files) -> String {
    let title = Name::of(item).in_words();
    let files = files.said();
    let Some(version) = version else {
        return format!("{title} with {files}");
    };
    let quality = version::quality(version).unwrap_or_else(|| "not analysed".to_owned());
    let rest = match item.media.len() {
        1 => ", which is its only one,",
        _ => "",
    };
    format!("the version {quality}{rest} of {title} with {files}")
}
