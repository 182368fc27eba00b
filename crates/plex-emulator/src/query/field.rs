//! The fields that media queries can ask for, and what an item has in them.

use std::collections::HashSet;

use crate::world::{AccountId, Item, ItemId, Name, TagId, TagKind, Value, View, World, name};

/// What an item has in a field.
pub(super) enum Fact<'w> {
    Nothing,
    Number(f64),
    /// Seconds since the epoch.
    Moment(i64),
    Text(&'w str),
    /// A word made from other facts.
    Made(String),
    /// One of a fixed set of words, of which an item may have several.
    Words(Vec<&'w str>),
    Tags(HashSet<TagId>, TagKind),
    Flag(bool),
}

/// A field by its name in a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field {
    Tag(TagKind),
    Number(Name),
    Moment(Name),
    Text(Name),
    Word(Name),
    /// Of any version.
    MediaNumber(Name),
    MediaWord(Name),
    File,
    StreamLanguage {
        stream_type: i64,
    },
    Decade,
    Guid,
    Key,
    ViewCount,
    LastViewedAt,
    UserRating,
    LastRatedAt,
    Unwatched,
    UnwatchedLeaves,
    InProgress,
    Unmatched,
    Duplicate,
    Hdr,
    Dovi,
    Trash,
}

impl Field {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "year" => Self::Number(name::YEAR),
            "index" => Self::Number(name::INDEX),
            "rating" => Self::Number(name::RATING),
            "audienceRating" => Self::Number(name::AUDIENCE_RATING),
            "duration" => Self::Number(name::DURATION),
            "addedAt" => Self::Moment(name::ADDED_AT),
            "updatedAt" => Self::Moment(name::UPDATED_AT),
            "originallyAvailableAt" => Self::Moment(name::ORIGINALLY_AVAILABLE_AT),
            "title" => Self::Text(name::TITLE),
            "titleSort" => Self::Text(name::TITLE_SORT),
            "studio" => Self::Text(name::STUDIO),
            "editionTitle" => Self::Text(name::EDITION_TITLE),
            "summary" => Self::Text(name::SUMMARY),
            "contentRating" => Self::Word(name::CONTENT_RATING),
            "network" => Self::Word(name::STUDIO),
            "resolution" => Self::MediaWord(name::VIDEO_RESOLUTION),
            "container" => Self::MediaWord(name::CONTAINER),
            "videoCodec" => Self::MediaWord(name::VIDEO_CODEC),
            "audioCodec" => Self::MediaWord(name::AUDIO_CODEC),
            "mediaHeight" => Self::MediaNumber(name::HEIGHT),
            "mediaWidth" => Self::MediaNumber(name::WIDTH),
            "mediaBitrate" => Self::MediaNumber(name::BITRATE),
            "mediaSize" => Self::MediaNumber(name::SIZE),
            "audioChannels" => Self::MediaNumber(name::AUDIO_CHANNELS),
            "file" => Self::File,
            "audioLanguage" => Self::StreamLanguage { stream_type: 2 },
            "subtitleLanguage" => Self::StreamLanguage { stream_type: 3 },
            "decade" => Self::Decade,
            "guid" => Self::Guid,
            "id" | "ratingKey" => Self::Key,
            "viewCount" => Self::ViewCount,
            "lastViewedAt" => Self::LastViewedAt,
            "userRating" => Self::UserRating,
            "lastRatedAt" => Self::LastRatedAt,
            "unwatched" => Self::Unwatched,
            "unwatchedLeaves" => Self::UnwatchedLeaves,
            "inProgress" => Self::InProgress,
            "unmatched" => Self::Unmatched,
            "duplicate" => Self::Duplicate,
            "hdr" => Self::Hdr,
            "dovi" => Self::Dovi,
            "trash" => Self::Trash,
            tag => Self::Tag(TagKind::from_field(tag)?),
        })
    }

    /// Whether what an item has in the field is the viewer's doing.
    pub(super) fn is_personal(self) -> bool {
        matches!(
            self,
            Self::ViewCount
                | Self::LastViewedAt
                | Self::UserRating
                | Self::LastRatedAt
                | Self::Unwatched
                | Self::UnwatchedLeaves
                | Self::InProgress
        )
    }

    /// What an item has in the field, as an account sees it.
    pub(super) fn of<'w>(self, world: &'w World, account: AccountId, id: ItemId) -> Fact<'w> {
        let Some(item) = world.items.get(id) else {
            return Fact::Nothing;
        };
        let view = || world.views.of(account, id);
        match self {
            Self::Tag(kind) => Fact::Tags(tags(world, item, kind), kind),
            Self::Number(name) => number(item.attributes.get(name)),
            Self::Moment(name) => moment(item.attributes.get(name)),
            Self::Text(name) => text(item.attributes.text(name)),
            Self::Word(name) => word(world, item, name),
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
                Fact::Words(words.collect())
            }
            Self::File => {
                let parts = item.media.iter().flat_map(|media| media.parts.iter());
                Fact::Words(parts.filter_map(|part| part.file.as_deref()).collect())
            }
            Self::StreamLanguage { stream_type } => languages(item, stream_type),
            Self::Decade => match item.attributes.int(name::YEAR) {
                #[expect(clippy::cast_precision_loss, reason = "years are small")]
                Some(year) => Fact::Number(year.div_euclid(10) as f64 * 10.0),
                None => Fact::Nothing,
            },
            Self::Guid => Fact::Made(crate::face::guid(item)),
            Self::Key => Fact::Text(&item.rating_key),
            #[expect(clippy::cast_precision_loss, reason = "counts are small")]
            Self::ViewCount => Fact::Number(plays(world, account, id, item) as f64),
            Self::LastViewedAt => match last_viewed(world, account, id, item) {
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
                world.watched(account, id).viewed == 0
            }),
            Self::UnwatchedLeaves => {
                let watched = world.watched(account, id);
                Fact::Flag(watched.viewed < watched.leaves)
            }
            Self::InProgress => Fact::Flag(is_in_progress(world, account, id, view())),
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

/// A moment as stored, or the day that a date names.
fn moment<'w>(value: Option<&Value>) -> Fact<'w> {
    match value {
        Some(Value::Text(date)) => super::moment::day(date).map_or(Fact::Nothing, Fact::Moment),
        Some(value) => value.as_int().map_or(Fact::Nothing, Fact::Moment),
        None => Fact::Nothing,
    }
}

/// An item's own word, or that of what it is in: an episode has its show's content rating.
fn word<'w>(world: &'w World, item: &'w Item, name: Name) -> Fact<'w> {
    let (parent, grandparent) = world.items.parents(item);
    let holders = [Some(item), parent, grandparent];
    let word = holders
        .into_iter()
        .flatten()
        .find_map(|one| one.attributes.text(name));
    Fact::Words(word.into_iter().collect())
}

fn tags(world: &World, item: &Item, kind: TagKind) -> HashSet<TagId> {
    let of_kind = |tag: &TagId| world.tags.get(*tag).is_some_and(|tag| tag.kind == kind);
    let tags = item.tags.iter().map(|tagging| tagging.tag);
    tags.filter(of_kind).collect()
}

fn languages(item: &Item, stream_type: i64) -> Fact<'_> {
    let streams = item.media.iter().flat_map(|media| media.streams());
    let spoken = streams.filter(|stream| stream.int(name::STREAM_TYPE) == Some(stream_type));
    let names = [name::LANGUAGE_TAG, name::LANGUAGE_CODE, name::LANGUAGE];
    let words = spoken.flat_map(|stream| names.into_iter().filter_map(|name| stream.text(name)));
    Fact::Words(words.collect())
}

fn plays(world: &World, account: AccountId, id: ItemId, item: &Item) -> i64 {
    if item.kind.is_leaf() {
        world.views.of(account, id).count
    } else {
        world.watched(account, id).plays
    }
}

pub(super) fn last_viewed(world: &World, account: AccountId, id: ItemId, item: &Item) -> i64 {
    if item.kind.is_leaf() {
        world.views.of(account, id).last_viewed_at
    } else {
        world.watched(account, id).last_viewed_at
    }
}

/// A title is in progress when it was begun; a show when one of its episodes was.
fn is_in_progress(world: &World, account: AccountId, id: ItemId, view: View) -> bool {
    view.is_in_progress()
        || world
            .items
            .leaves(id)
            .into_iter()
            .any(|leaf| world.views.of(account, leaf).is_in_progress())
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
