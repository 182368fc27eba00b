//! What is in a list: which of it is named, and in which order it is put.

use std::cmp::Ordering;

use plex_client::{MediaItem, RatingKey, SmartRule, Sort};

use crate::{
    call::Call,
    change::Name,
    error::ToolError,
    name::{Meant, meant},
    plex::find::Take,
    tools::{arguments::Named, which::Which},
    vocabulary::sort,
};

/// The order in which a list is put.
pub(super) enum Order {
    /// As it is.
    None,
    /// By fields.
    Sort(String),
    /// These come first.
    Keys(Vec<Named>),
}

/// Holds what is to be taken out of a list.
pub(super) struct Removed {
    /// What of it is in the list.
    pub(super) keys: Vec<RatingKey>,
    /// What is not.
    pub(super) others: Which,
}

impl Order {
    /// Reads the argument: one order, or ids.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for one word that is neither.
    pub(super) fn read(given: &[String]) -> Result<Self, ToolError> {
        match given {
            [] => Ok(Self::None),
            [one] if one.contains(char::is_alphabetic) => {
                sort::plex_sort(one)?;
                Ok(Self::Sort(one.clone()))
            }
            keys => Ok(Self::Keys(keys.iter().cloned().map(Named::Key).collect())),
        }
    }

    /// Returns the keys of these items in this order; those that are not named come last, as they are.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for a field that items cannot be put in order by here, and for what is not one of
    /// these items.
    pub(super) async fn keys(
        &self,
        call: &Call,
        items: &[MediaItem],
    ) -> Result<Vec<RatingKey>, ToolError> {
        let keys = |items: &[MediaItem]| -> Vec<RatingKey> {
            let keys = items.iter().filter_map(|item| item.rating_key.clone());
            keys.collect()
        };
        match self {
            Self::None => Ok(keys(items)),
            Self::Sort(text) => {
                let mut items = items.to_vec();
                let sort = sort::plex_sort(text)?;
                for key in sort.keys() {
                    let field = key.field.as_str();
                    if !is_comparable(field) {
                        return Err(ToolError::refused(
                            "order",
                            &text.as_str().into(),
                            "title, year, released, added_at, duration, rating, audience_rating, \
                             user_rating, last_viewed_at or view_count, with :desc for the other way, \
                             or ids",
                        ));
                    }
                }
                items.sort_by(|one, other| compared(&sort, one, other));
                Ok(keys(&items))
            }
            Self::Keys(named) => {
                let mut first = Vec::new();
                for name in named {
                    match within(items, name)? {
                        // What is named twice is put where it is named first.
                        Some(key) if first.contains(&key) => {}
                        Some(key) => first.push(key),
                        None => {
                            let (key, _) = name.find(call, Take::Called).await?;
                            return Err(ToolError::invalid(format!(
                                "order: {key} is not in this list"
                            )));
                        }
                    }
                }
                first.extend(keys(items).into_iter().filter({
                    let named = first.clone();
                    move |key| !named.contains(key)
                }));
                Ok(first)
            }
        }
    }
}

/// Finds what is to be taken out, among what is in a list before anything else.
///
/// # Errors
///
/// `invalid_argument` for titles that several have, or nothing has; and what asking the server gives.
pub(super) async fn removed(
    call: &Call,
    held: &[MediaItem],
    named: &[Named],
) -> Result<Removed, ToolError> {
    let mut keys = Vec::new();
    let mut elsewhere = Vec::new();
    for name in named {
        match within(held, name)? {
            Some(key) => keys.push(key),
            None => elsewhere.push(name.clone()),
        }
    }
    let mut others = Which {
        items: Vec::new(),
        failed: Vec::new(),
        note: None,
    };
    if !elsewhere.is_empty() {
        // A show stands for those of its episodes that are in the list.
        let found = Which::find(call, &elsewhere, None).await?;
        others = found.playable(call).await?;
        let is_held = |item: &MediaItem| {
            let mut held = held.iter();
            held.any(|known| known.rating_key == item.rating_key)
        };
        let (inside, outside): (Vec<_>, Vec<_>) = others.items.into_iter().partition(is_held);
        others.items = match inside.is_empty() {
            true => outside,
            false => Vec::new(),
        };
        keys.extend(inside.into_iter().filter_map(|item| item.rating_key));
    }
    Ok(Removed { keys, others })
}

/// Returns the rule of a smart list with another order.
///
/// # Errors
///
/// `invalid_argument` when it has no rule that can be read.
pub(super) fn resorted(list: &MediaItem, order: &str) -> Result<String, ToolError> {
    let rule = SmartRule::of(list)?;
    let rule = rule.ok_or_else(|| ToolError::invalid("order: the rule cannot be read"))?;
    Ok(rule.sort(sort::plex_sort(order)?).content()?)
}

/// Returns the key of the one of these items that is named.
fn within(items: &[MediaItem], name: &Named) -> Result<Option<RatingKey>, ToolError> {
    let (Named::Key(text) | Named::Title { title: text }) = name;
    let of_key = |item: &&MediaItem| {
        let key = item.rating_key.as_ref();
        key.is_some_and(|key| key.as_str() == text.trim())
    };
    if let Some(item) = items.iter().find(of_key) {
        return Ok(item.rating_key.clone());
    }
    match meant(text, items.iter().collect(), |item| &item.title) {
        Meant::One(item) => Ok(item.rating_key.clone()),
        Meant::Nothing => Ok(None),
        Meant::Several(several) => {
            let keys = several.iter().map(|item| Name::of(item));
            let keys: Vec<String> = keys.filter_map(|name| name.rating_key).collect();
            Err(ToolError::invalid(format!(
                "several in this list are called that: {}",
                keys.join(", ")
            )))
        }
    }
}

/// Tells whether items can be put in order by a field here.
fn is_comparable(field: &str) -> bool {
    [
        "titleSort",
        "year",
        "originallyAvailableAt",
        "addedAt",
        "duration",
        "rating",
        "audienceRating",
        "userRating",
        "lastViewedAt",
        "viewCount",
    ]
    .contains(&field)
}

/// Compares two items by an order. What an item does not have comes last either way.
fn compared(sort: &Sort, one: &MediaItem, other: &MediaItem) -> Ordering {
    let ways = sort.keys().iter().map(|key| {
        let is_reversed = key.direction == plex_client::Direction::Descending;
        match (key.field.as_str(), is_reversed) {
            ("titleSort", reversed) => by(Some(title(one)), Some(title(other)), reversed),
            ("originallyAvailableAt", reversed) => by(
                one.originally_available_at.as_ref(),
                other.originally_available_at.as_ref(),
                reversed,
            ),
            (field, reversed) => {
                let (one, other) = (number(one, field), number(other, field));
                match (one, other) {
                    (Some(one), Some(other)) if reversed => other.total_cmp(&one),
                    (Some(one), Some(other)) => one.total_cmp(&other),
                    (one, other) => other.is_some().cmp(&one.is_some()),
                }
            }
        }
    });
    ways.into_iter()
        .find(|way| way.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Compares what two items have.
fn by<T: Ord>(one: Option<T>, other: Option<T>, is_reversed: bool) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if is_reversed => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// Returns the title that an item is sorted by.
fn title(item: &MediaItem) -> String {
    item.title_sort
        .as_ref()
        .unwrap_or(&item.title)
        .to_lowercase()
}

/// Returns what an item has in a field of numbers or moments.
fn number(item: &MediaItem, field: &str) -> Option<f64> {
    let moment = |at: Option<plex_client::Timestamp>| at.map(|at| at.epoch_seconds() as f64);
    match field {
        "year" => item.year.map(f64::from),
        "addedAt" => moment(item.added_at),
        "lastViewedAt" => moment(item.last_viewed_at),
        "duration" => item.duration.map(|length| length.get() as f64),
        "rating" => item.rating,
        "audienceRating" => item.audience_rating,
        "userRating" => item.user_rating,
        "viewCount" => Some(f64::from(item.view_count.unwrap_or(0))),
        _ => None,
    }
}
