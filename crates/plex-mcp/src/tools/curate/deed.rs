//! What an edit is called.

use plex_client::{ItemField, Lockable};
use serde_json::Value;

use super::edits::Edits;
use crate::{change::Deed, clean, vocabulary::edit};

/// The most characters of a value, and the most values, that are named.
const VALUE_CHARS: usize = 40;
const VALUES: usize = 4;

/// Returns an edit in words: `Edit 3 films by setting studio to "UFA", adding the label "Kids"`.
pub(super) fn of(edits: Option<&Edits>) -> Deed {
    let parts = edits.map(parts).unwrap_or_default();
    Deed::To {
        order: "Edit",
        report: "Edited",
        rest: match parts.as_slice() {
            [] => String::new(),
            parts => format!("by {}", parts.join(", ")),
        },
    }
}

fn parts(edits: &Edits) -> Vec<String> {
    let mut parts = Vec::new();
    for (name, value) in &edits.fields {
        let name = ItemField::from_name(name).map_or_else(|| name.clone(), edit::name_of);
        parts.push(match value {
            Value::Null => format!("clearing {name}"),
            Value::String(text) => {
                format!("setting {name} to {}", clean::quoted(text, VALUE_CHARS))
            }
            value => format!("setting {name} to {value}"),
        });
    }
    for (kind, change) in &edits.tags {
        if !change.add.is_empty() {
            parts.push(format!(
                "adding the {} {}",
                kind.name(),
                listed(&change.add)
            ));
        }
        if !change.remove.is_empty() {
            let tags = listed(&change.remove);
            parts.push(format!("removing the {} {tags}", kind.name()));
        }
    }
    for (verb, wanted) in [("locking", true), ("unlocking", false)] {
        let names = edits.locks.iter().filter(|(_, locked)| **locked == wanted);
        let names = names.filter_map(|(name, _)| Lockable::from_name(name));
        let names: Vec<String> = names.map(edit::name_of_lockable).collect();
        if !names.is_empty() {
            parts.push(format!("{verb} {}", names.join(" and ")));
        }
    }
    parts
}

/// Returns some tags, not too many of them.
fn listed(tags: &[String]) -> String {
    let shown = tags.iter().take(VALUES);
    let shown: Vec<String> = shown.map(|tag| clean::quoted(tag, VALUE_CHARS)).collect();
    match tags.len().saturating_sub(VALUES) {
        0 => shown.join(" and "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
