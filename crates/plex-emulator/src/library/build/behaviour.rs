//! Which way a described server goes where servers differ.

use std::time::Duration;

use super::super::reader::{Read, Reader};
use super::super::time::length;
use crate::behaviour::{
    AccountToken, Behaviour, CollectionMoves, DeletionRefusal, EmptyPlaylists, FlattenSeasons,
    GuestFilters, HubMoves, Invitations, MemberPins, QueueShuffle, SmartEdits, TagRemovals,
    UnnamedTags, UploadProvider,
};

/// Reads a `behaviour` table: what it does not name stays.
pub(in crate::library) fn read_behaviour(
    table: &Reader<'_>,
    behaviour: &mut Behaviour,
) -> Read<()> {
    table.only(&[
        "tags",
        "smartEdits",
        "deletionRefusal",
        "hubMoves",
        "emptyPlaylists",
        "tagRemovals",
        "collectionMoves",
        "queueShuffle",
        "accountToken",
        "marksWriteHistory",
        "work",
        "preferenceLag",
        "artworkLag",
        "tagLag",
        "childrenLag",
        "invitations",
        "memberPins",
        "flattenSeasons",
        "uploadProvider",
        "guestFilters",
    ])?;
    if let Some(tags) = choice(
        table,
        "tags",
        &[
            ("additive", UnnamedTags::Kept),
            ("replacing", UnnamedTags::Dropped),
        ],
    )? {
        behaviour.tags = tags;
    }
    if let Some(edits) = choice(
        table,
        "smartEdits",
        &[
            ("refused", SmartEdits::Refused),
            ("ignored", SmartEdits::Ignored),
        ],
    )? {
        behaviour.smart_edits = edits;
    }
    if let Some(refusal) = choice(
        table,
        "deletionRefusal",
        &[
            ("403", DeletionRefusal::Forbidden),
            ("400", DeletionRefusal::BadRequest),
        ],
    )? {
        behaviour.deletion_refusal = refusal;
    }
    if let Some(moves) = choice(
        table,
        "hubMoves",
        &[
            ("lasting", HubMoves::Lasting),
            ("wearingOut", HubMoves::WearingOut),
        ],
    )? {
        behaviour.hub_moves = moves;
    }
    if let Some(empty) = choice(
        table,
        "emptyPlaylists",
        &[
            ("made", EmptyPlaylists::Made),
            ("400", EmptyPlaylists::Refused),
        ],
    )? {
        behaviour.empty_playlists = empty;
    }
    if let Some(removals) = choice(
        table,
        "tagRemovals",
        &[("all", TagRemovals::All), ("first", TagRemovals::First)],
    )? {
        behaviour.tag_removals = removals;
    }
    if let Some(moves) = choice(
        table,
        "collectionMoves",
        &[
            ("showing", CollectionMoves::Showing),
            ("waitingForOrder", CollectionMoves::WaitingForOrder),
        ],
    )? {
        behaviour.collection_moves = moves;
    }
    if let Some(shuffle) = choice(
        table,
        "queueShuffle",
        &[("done", QueueShuffle::Done), ("404", QueueShuffle::Unknown)],
    )? {
        behaviour.queue_shuffle = shuffle;
    }
    if let Some(token) = choice(
        table,
        "accountToken",
        &[("same", AccountToken::Same), ("apart", AccountToken::Apart)],
    )? {
        behaviour.account_token = token;
    }
    let ways = [("410", Invitations::Gone), ("alive", Invitations::Alive)];
    if let Some(invitations) = choice(table, "invitations", &ways)? {
        behaviour.invitations = invitations;
    }
    let ways = [
        ("adminFree", MemberPins::AdminFree),
        ("needed", MemberPins::Needed),
    ];
    if let Some(pins) = choice(table, "memberPins", &ways)? {
        behaviour.member_pins = pins;
    }
    let ways = [
        ("1hides", FlattenSeasons::OneHides),
        ("0hides", FlattenSeasons::ZeroHides),
    ];
    if let Some(number) = choice(table, "flattenSeasons", &ways)? {
        behaviour.flatten_seasons = number;
    }
    let ways = [
        ("absent", UploadProvider::Absent),
        ("upload", UploadProvider::Upload),
        ("local", UploadProvider::Local),
    ];
    if let Some(provider) = choice(table, "uploadProvider", &ways)? {
        behaviour.upload_provider = provider;
    }
    let ways = [
        ("honoured", GuestFilters::Honoured),
        ("ignored", GuestFilters::Ignored),
    ];
    if let Some(filters) = choice(table, "guestFilters", &ways)? {
        behaviour.guest_filters = filters;
    }
    if table.get("marksWriteHistory").is_some() {
        behaviour.marks_write_history = table.flag_at("marksWriteHistory")?;
    }
    for (key, span) in [
        ("work", &mut behaviour.work),
        ("preferenceLag", &mut behaviour.preference_lag),
        ("artworkLag", &mut behaviour.artwork_lag),
        ("tagLag", &mut behaviour.tag_lag),
        ("childrenLag", &mut behaviour.children_lag),
    ] {
        if let Some(given) = table.get(key) {
            let millis = u64::try_from(length(&given)?);
            let millis = millis.map_err(|_| given.invalid("expected a length from 0 on"))?;
            *span = Duration::from_millis(millis);
        }
    }
    Ok(())
}

/// Returns which of the ways is named under a key, which may be written as a number.
fn choice<C: Copy>(table: &Reader<'_>, key: &str, ways: &[(&str, C)]) -> Read<Option<C>> {
    let Some(given) = table.get(key) else {
        return Ok(None);
    };
    let named = given.key()?;
    let way = ways.iter().find(|(name, _)| *name == named);
    way.map(|(_, way)| Some(*way)).ok_or_else(|| {
        let names: Vec<&str> = ways.iter().map(|(name, _)| *name).collect();
        given.invalid(format!("expected {}", names.join(" or ")))
    })
}
