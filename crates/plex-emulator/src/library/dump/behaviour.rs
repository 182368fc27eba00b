//! Which way a server goes where servers differ, as far as it is not the usual one.

use serde_json::Value;

use super::values::Table;
use crate::behaviour::{
    AccountToken, Behaviour, CollectionMoves, DeletionRefusal, EmptyPlaylists, FlattenSeasons,
    GuestFilters, HubMoves, Invitations, MemberPins, QueueShuffle, SmartEdits, TagRemovals,
    UnnamedTags, UploadProvider,
};

/// Returns which way it goes where servers differ: all of them, the usual ones too. Lengths are milliseconds.
pub(crate) fn all(behaviour: &Behaviour) -> Value {
    let mut all = serde_json::json!({
        "tags": "additive",
        "smartEdits": "refused",
        "deletionRefusal": 403,
        "hubMoves": "lasting",
        "emptyPlaylists": "made",
        "tagRemovals": "all",
        "collectionMoves": "showing",
        "queueShuffle": "done",
        "accountToken": "same",
        "invitations": 410,
        "memberPins": "adminFree",
        "flattenSeasons": "1hides",
        "uploadProvider": "absent",
        "guestFilters": "honoured",
        "marksWriteHistory": false,
        "work": 0,
        "preferenceLag": 0,
        "artworkLag": 0,
        "tagLag": 0,
        "childrenLag": 0,
    });
    if let (Some(all), Value::Object(unusual)) = (all.as_object_mut(), unusual(behaviour)) {
        all.extend(unusual);
    }
    all
}

/// Returns which way it goes where that is not the usual one.
pub(super) fn unusual(behaviour: &Behaviour) -> Value {
    let mut table = Table::new();
    let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
    if behaviour.tags == UnnamedTags::Dropped {
        put("tags", "replacing".into());
    }
    if behaviour.smart_edits == SmartEdits::Ignored {
        put("smartEdits", "ignored".into());
    }
    if behaviour.deletion_refusal == DeletionRefusal::BadRequest {
        put("deletionRefusal", 400.into());
    }
    if behaviour.hub_moves == HubMoves::WearingOut {
        put("hubMoves", "wearingOut".into());
    }
    if behaviour.empty_playlists == EmptyPlaylists::Refused {
        put("emptyPlaylists", 400.into());
    }
    if behaviour.tag_removals == TagRemovals::First {
        put("tagRemovals", "first".into());
    }
    if behaviour.collection_moves == CollectionMoves::WaitingForOrder {
        put("collectionMoves", "waitingForOrder".into());
    }
    if behaviour.queue_shuffle == QueueShuffle::Unknown {
        put("queueShuffle", 404.into());
    }
    if behaviour.account_token == AccountToken::Apart {
        put("accountToken", "apart".into());
    }
    if behaviour.invitations == Invitations::Alive {
        put("invitations", "alive".into());
    }
    if behaviour.member_pins == MemberPins::Needed {
        put("memberPins", "needed".into());
    }
    if behaviour.flatten_seasons == FlattenSeasons::ZeroHides {
        put("flattenSeasons", "0hides".into());
    }
    match behaviour.upload_provider {
        UploadProvider::Absent => None,
        UploadProvider::Upload => put("uploadProvider", "upload".into()),
        UploadProvider::Local => put("uploadProvider", "local".into()),
    };
    if behaviour.guest_filters == GuestFilters::Ignored {
        put("guestFilters", "ignored".into());
    }
    if behaviour.marks_write_history {
        put("marksWriteHistory", true.into());
    }
    for (name, span) in [
        ("work", behaviour.work),
        ("preferenceLag", behaviour.preference_lag),
        ("artworkLag", behaviour.artwork_lag),
        ("tagLag", behaviour.tag_lag),
        ("childrenLag", behaviour.children_lag),
    ] {
        if !span.is_zero() {
            let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
            put(name, millis.into());
        }
    }
    Value::Object(table)
}
