//! The words that people and Plex use for the same things, each said once: for filters, sorts, views
//! and whatever else names a field.

pub(crate) mod edit;
pub(crate) mod field;
pub(crate) mod kind;
pub(crate) mod sort;
pub(crate) mod value;

/// Returns a name without what differs between `added_at`, `addedAt` and `Added At`.
pub(crate) fn squeezed(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | ' ' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}
