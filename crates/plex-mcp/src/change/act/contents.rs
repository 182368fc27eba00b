//! What lists hold, whether they are playlists or collections: as facts that are compared and kept.

use std::collections::HashSet;

use plex_client::{MediaItem, RatingKey, SmartRule};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::change::facts::Facts;

/// The name of the fact that holds the ids of what is in a list, in order.
pub(super) const MEMBERS: &str = "_members";

/// The name of the fact that holds the rule of a smart list.
pub(super) const RULE: &str = "_rule";

/// The name of the fact that says whether a list is there.
pub(super) const EXISTS: &str = "_exists";

/// Says what is in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Contents {
    /// These items, in this order.
    Items(Vec<RatingKey>),
    /// What a rule finds, which is the address of a listing.
    Rule(String),
}

/// Returns the rule of a smart list as it is compared; what cannot be read, as the server has it.
pub(super) fn rule_of(list: &MediaItem) -> Option<String> {
    let read = SmartRule::of(list).ok().flatten();
    let read = read.and_then(|rule| rule.content().ok());
    read.or_else(|| list.content.clone())
}

/// Says that these are in a list.
pub(super) fn holding(facts: Facts, items: &[RatingKey]) -> Facts {
    let keys: Vec<&str> = items.iter().map(RatingKey::as_str).collect();
    facts.with("items", items.len()).with(MEMBERS, json!(keys))
}

/// Returns what was in a list.
pub(super) fn keys(before: &Facts) -> Vec<RatingKey> {
    let keys = before.get(MEMBERS).as_array().into_iter().flatten();
    keys.filter_map(|key| RatingKey::new(key.as_str()?).ok())
        .collect()
}

/// Returns the summary of a list; `null` for none.
pub(super) fn summary_of(list: &MediaItem) -> Value {
    text(list.summary.as_deref().unwrap_or_default())
}

/// Returns a text; `null` for an empty one.
pub(super) fn text(text: &str) -> Value {
    match text {
        "" => Value::Null,
        text => text.into(),
    }
}

/// Returns how many items come into a list or go out of it, from what is so before.
pub(super) fn moved(before: &Facts, wanted: &[RatingKey]) -> usize {
    let held: HashSet<RatingKey> = keys(before).into_iter().collect();
    let wanted: HashSet<RatingKey> = wanted.iter().cloned().collect();
    held.symmetric_difference(&wanted).count()
}

/// Tells whether a list can be on the way from what was before to what is to be. All that is named of it
/// is as it was or is to be; what is in it is from one or the other.
pub(super) fn is_between(before: &Facts, goal: &Facts, now: &Facts, others: &[&str]) -> bool {
    let is_known = |name: &&str| {
        let value = now.get(name);
        value == before.get(name) || value == goal.get(name)
    };
    let may_be_there: HashSet<RatingKey> = keys(before).into_iter().chain(keys(goal)).collect();
    others.iter().all(is_known) && keys(now).iter().all(|key| may_be_there.contains(key))
}
