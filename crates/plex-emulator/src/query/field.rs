//! The fields that media queries can ask for, and what an item has in them.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::world::{
    Item, ItemId, Location, Name, TagId, TagKind, Value, View, Viewer, World, name,
};

/// Says what an item has in a field.
pub(super) enum Fact<'w> {
    Nothing,
    Number(f64),
    /// Seconds since the epoch.
    Moment(i64),
    Text(&'w str),
    /// A word made from other facts.
    Made(String),
    /// One of a set of words, of which an item may have several.
    Words(Vec<Cow<'w, str>>),
    Tags(HashSet<TagId>, TagKind),
    Flag(bool),
}

/// Says where what an item has in a field is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Field {
    Tag(TagKind),
    Number(Name),
    Moment(Name),
    Text(Name),
    SortTitle,
    Word(Name),
    Network,
    /// Of any version.
    MediaNumber(Name),
    MediaWord(Name),
    File,
    /// The folder of the section that a file lies in.
    Location,
    StreamLanguage {
        stream_type: i64,
    },
    Decade,
    Guid,
    Key,
    ViewCount,
    ViewOffset,
    SkipCount,
    LastViewedAt,
    LastSkippedAt,
    UserRating,
    LastRatedAt,
    Unwatched,
    UnwatchedLeaves,
    UnviewedLeafCount,
    InProgress,
    Unmatched,
    Duplicate,
    Hdr,
    Dovi,
    Trash,
}

impl Field {
    /// Tells whether what an item has in the field is the viewer's doing.
    pub(super) fn is_personal(self) -> bool {
        matches!(
            self,
            Self::ViewCount
                | Self::ViewOffset
                | Self::SkipCount
                | Self::LastViewedAt
                | Self::LastSkippedAt
                | Self::UserRating
                | Self::LastRatedAt
                | Self::Unwatched
                | Self::UnwatchedLeaves
                | Self::UnviewedLeafCount
                | Self::InProgress
        )
    }

    /// Returns what an item has in the field, as an account sees it.
    pub(super) fn of<'w>(self, world: &'w World, viewer: &Viewer, id: ItemId) -> Fact<'w> {
        let Some(item) = world.items.get(id) else {
            return Fact::Nothing;
        };
        let view = || world.views.of(viewer.account, id);
        match self {
            Self::Tag(kind) => Fact::Tags(tags(world, viewer, item, kind), kind),
            #[expect(clippy::cast_precision_loss, reason = "indexes are small")]
            Self::Number(name::INDEX) => match world.index_of(item) {
                Some(index) => Fact::Number(index as f64),
                None => Fact::Nothing,
            },
            Self::Number(name) => number(item.attributes.get(name)),
            Self::Moment(name) => moment(item.attributes.get(name)),
            Self::Text(name) => text(item.attributes.text(name)),
            Self::SortTitle => Fact::Text(item.sort_title()),
            Self::Word(name) => word(world, item, name),
            // A show's network stands for its studio where it has none.
            Self::Network => match word(world, item, name::NETWORK) {
                Fact::Words(words) if words.is_empty() => word(world, item, name::STUDIO),
                network => network,
            },
            Self::MediaNumber(name) => {
                let values = item.media.iter().filter_map(|media| match name {
                    name::SIZE => media.parts.iter().find_map(|part| part.own.get(name)),
                    _ => media.get(name),
                });
                let numbers = values.filter_map(Value::as_float);
                numbers.reduce(f64::max).map_or(Fact::Nothing, Fact::Number)
            }
            Self::MediaWord(name) => {
                let words = item
                    .media
                    .iter()
                    .filter_map(|media| media.get(name)?.as_text());
                Fact::Words(words.map(Cow::from).collect())
            }
            Self::File => Fact::Words(item.files().map(Cow::from).collect()),
            Self::Location => locations(world, viewer, id, item),
            Self::StreamLanguage { stream_type } => languages(item, stream_type),
            Self::Decade => match item.attributes.int(name::YEAR) {
                #[expect(clippy::cast_precision_loss, reason = "years are small")]
                Some(year) => Fact::Number(year.div_euclid(10) as f64 * 10.0),
                None => Fact::Nothing,
            },
            Self::Guid => Fact::Made(crate::world::guid(item)),
            // A real server's rating keys are numbers, and are compared as such.
            Self::Key => match item.rating_key.parse() {
                Ok(number) => Fact::Number(number),
                Err(_) => Fact::Made(item.rating_key.to_string()),
            },
            #[expect(clippy::cast_precision_loss, reason = "counts are small")]
            Self::ViewCount => Fact::Number(plays(world, viewer, id, item) as f64),
            Self::ViewOffset => counted(view().offset),
            Self::SkipCount => counted(view().skip_count),
            Self::LastSkippedAt => match view().last_skipped_at {
                0 => Fact::Nothing,
                at => Fact::Moment(at),
            },
            Self::LastViewedAt => match last_viewed(world, viewer, id, item) {
                0 => Fact::Nothing,
                at => Fact::Moment(at),
            },
            Self::UserRating => view().rating.map_or(Fact::Nothing, Fact::Number),
            Self::LastRatedAt => match view().rated_at {
                0 => Fact::Nothing,
                at => Fact::Moment(at),
            },
            Self::Unwatched => Fact::Flag(if item.kind.is_leaf() {
                !view().is_watched()
            } else {
                world.watched(viewer, id).viewed == 0
            }),
            Self::UnwatchedLeaves => {
                let watched = world.watched(viewer, id);
                Fact::Flag(watched.viewed < watched.leaves)
            }
            Self::UnviewedLeafCount => {
                let watched = world.watched(viewer, id);
                #[expect(clippy::cast_precision_loss, reason = "counts are small")]
                Fact::Number((watched.leaves - watched.viewed) as f64)
            }
            Self::InProgress => Fact::Flag(is_in_progress(world, viewer, id, view())),
            Self::Unmatched => Fact::Flag(is_unmatched(item)),
            // Whether another item is its twin only the whole section tells; see `Matcher`.
            Self::Duplicate => Fact::Flag(item.media.len() > 1),
            Self::Hdr => Fact::Flag(is_hdr(item)),
            Self::Dovi => Fact::Flag(is_dovi(item)),
            Self::Trash => Fact::Flag(item.attributes.get(name::DELETED_AT).is_some()),
        }
    }
}

fn number<'w>(value: Option<&Value>) -> Fact<'w> {
    value
        .and_then(Value::as_float)
        .map_or(Fact::Nothing, Fact::Number)
}

fn text(text: Option<&str>) -> Fact<'_> {
    text.map_or(Fact::Nothing, Fact::Text)
}

/// Returns a moment as stored, or the day that a date names.
fn moment<'w>(value: Option<&Value>) -> Fact<'w> {
    match value {
        Some(Value::Text(date)) => super::moment::day(date).map_or(Fact::Nothing, Fact::Moment),
        Some(value) => value.as_int().map_or(Fact::Nothing, Fact::Moment),
        None => Fact::Nothing,
    }
}

/// Returns an item's own word, or that of what it is in: an episode has its show's content rating.
fn word<'w>(world: &'w World, item: &'w Item, name: Name) -> Fact<'w> {
    let (parent, grandparent) = world.items.parents(item);
    let holders = [Some(item), parent, grandparent];
    let word = holders
        .into_iter()
        .flatten()
        .find_map(|one| one.attributes.text(name));
    Fact::Words(word.into_iter().map(Cow::from).collect())
}

/// Returns a count of the viewer's; nothing where there is nothing to count.
fn counted<'w>(count: i64) -> Fact<'w> {
    match count {
        0 => Fact::Nothing,
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        count => Fact::Number(count as f64),
    }
}

/// Returns the ids of the section's folders in which the item's files lie, or those of what is in it.
fn locations<'w>(world: &'w World, viewer: &Viewer, id: ItemId, item: &Item) -> Fact<'w> {
    let section = item.section.and_then(|section| world.section(section));
    let Some(section) = section else {
        return Fact::Nothing;
    };
    let leaves = world.leaves(viewer, id);
    let held = leaves.iter().filter_map(|leaf| world.items.get(*leaf));
    let files: Vec<&str> = held.flat_map(Item::files).collect();
    let holds = |location: &&Location| files.iter().any(|file| location.holds(file));
    let locations = section.locations.iter().filter(holds);
    Fact::Words(locations.map(|one| one.id.to_string().into()).collect())
}

fn tags(world: &World, viewer: &Viewer, item: &Item, kind: TagKind) -> HashSet<TagId> {
    let of_kind = |tag: &TagId| world.tags.get(*tag).is_some_and(|tag| tag.kind == kind);
    let tags = world.taggings(viewer, item).map(|tagging| tagging.tag);
    tags.filter(of_kind).collect()
}

fn languages(item: &Item, stream_type: i64) -> Fact<'_> {
    let streams = item.media.iter().flat_map(|media| media.streams());
    let spoken = streams.filter(|stream| stream.int(name::STREAM_TYPE) == Some(stream_type));
    let names = [name::LANGUAGE_TAG, name::LANGUAGE_CODE, name::LANGUAGE];
    let words = spoken.flat_map(|stream| names.into_iter().filter_map(|name| stream.text(name)));
    Fact::Words(words.map(Cow::from).collect())
}

fn plays(world: &World, viewer: &Viewer, id: ItemId, item: &Item) -> i64 {
    if item.kind.is_leaf() {
        world.views.of(viewer.account, id).count
    } else {
        world.watched(viewer, id).plays
    }
}

fn last_viewed(world: &World, viewer: &Viewer, id: ItemId, item: &Item) -> i64 {
    if item.kind.is_leaf() {
        world.views.of(viewer.account, id).last_viewed_at
    } else {
        world.watched(viewer, id).last_viewed_at
    }
}

/// Says whether something is in progress: a title that was begun, a show of which an episode was.
fn is_in_progress(world: &World, viewer: &Viewer, id: ItemId, view: View) -> bool {
    view.is_in_progress()
        || world
            .leaves(viewer, id)
            .into_iter()
            .any(|leaf| world.views.of(viewer.account, leaf).is_in_progress())
}

fn is_unmatched(item: &Item) -> bool {
    let guid = item.attributes.text(name::GUID);
    guid.is_some_and(|guid| guid.contains("agents.none://") || guid.starts_with("local://"))
}

fn is_hdr(item: &Item) -> bool {
    let mut streams = item.media.iter().flat_map(|media| media.streams());
    streams.any(|stream| {
        let transfer = stream.text(name::COLOR_TRC);
        transfer.is_some_and(|transfer| matches!(transfer, "smpte2084" | "arib-std-b67"))
    })
}

fn is_dovi(item: &Item) -> bool {
    let mut streams = item.media.iter().flat_map(|media| media.streams());
    streams.any(|stream| stream.int(name::DOVI_PRESENT) == Some(1))
}
