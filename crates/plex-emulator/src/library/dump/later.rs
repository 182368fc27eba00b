//! What was asked for and is not seen yet, and what is seen still though it is not so any more.

use serde_json::{Value, json};

use super::values::key;
use crate::world::{Edit, Postponed, World};

/// Returns the changes that come later. Moments are milliseconds since the epoch.
pub(super) fn postponed(world: &World) -> Value {
    let later = world.later().iter().map(|later| {
        let due = later.due;
        match &later.what {
            Postponed::Preferences(pairs) => {
                let pairs = pairs.iter().map(|(id, value)| json!([id, value]));
                json!({"due": due, "preferences": pairs.collect::<Vec<_>>()})
            }
            Postponed::Artwork { item, kind, bytes } => {
                let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
                json!({
                    "due": due, "item": key(world, *item), "type": kind.plural(),
                    "bytes": digits.collect::<String>(),
                })
            }
            Postponed::Edits {
                account,
                item,
                edits,
            } => json!({
                "due": due, "item": key(world, *item), "account": account.0,
                "edits": edits.iter().filter_map(edit).collect::<Vec<_>>(),
            }),
        }
    });
    later.collect()
}

/// Describes an edit of those that can come later: of tags, and of the lock that goes with them.
fn edit(edit: &Edit) -> Option<Value> {
    Some(match edit {
        Edit::AddTag(kind, tag) => json!({"add": kind.field(), "tag": tag}),
        Edit::RemoveTag(kind, tag) => json!({"remove": kind.field(), "tag": tag}),
        Edit::ClearTags(kind) => json!({"clear": kind.field()}),
        Edit::Lock(field, is_locked) => json!({"lock": field, "locked": is_locked}),
        Edit::Set(..) | Edit::Rate(_) => return None,
    })
}

/// Returns what lists of collections still say is in them.
pub(super) fn former(world: &World) -> Value {
    let former = world.formerly().iter().map(|held| {
        let items = held.members.iter();
        let items = items.filter(|member| world.items.get(member.item).is_some());
        json!({
            "collection": &*held.group,
            "items": items.map(|member| key(world, member.item)).collect::<Vec<_>>(),
            "until": held.until,
        })
    });
    former.collect()
}
