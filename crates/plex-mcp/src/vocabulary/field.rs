//! The names of fields.

use plex_client::{FieldKind, ItemType};

use super::squeezed;

/// Our names where they are not Plex's own in snake case.
const NAMES: [(&str, &str); 8] = [
    ("released", "originallyAvailableAt"),
    ("duration_minutes", "duration"),
    ("edition", "editionTitle"),
    ("dolby_vision", "dovi"),
    ("size_gb", "mediaSize"),
    ("bitrate_mbps", "mediaBitrate"),
    ("plays", "viewCount"),
    // Of a show: some episode is unwatched.
    ("unwatched", "unwatchedLeaves"),
];

/// Other names that are understood.
const SYNONYMS: [(&str, &str); 7] = [
    ("cast", "actor"),
    ("role", "actor"),
    ("critic_rating", "rating"),
    ("release_date", "originallyAvailableAt"),
    ("aired", "originallyAvailableAt"),
    ("rated", "contentRating"),
    ("last_watched", "lastViewedAt"),
];

/// Fields that servers take and do not list, by the types they are of.
pub(crate) const UNLISTED: [(&str, FieldKind, &[ItemType]); 8] = [
    (
        "rating",
        FieldKind::Integer,
        &[ItemType::Movie, ItemType::Show, ItemType::Episode],
    ),
    (
        "audienceRating",
        FieldKind::Integer,
        &[ItemType::Movie, ItemType::Show, ItemType::Episode],
    ),
    ("originallyAvailableAt", FieldKind::Date, &[ItemType::Show]),
    (
        "addedAt",
        FieldKind::Date,
        &[ItemType::Season, ItemType::Collection],
    ),
    ("year", FieldKind::Integer, &[ItemType::Season]),
    (
        "duration",
        FieldKind::Integer,
        &[ItemType::Episode, ItemType::Track],
    ),
    (
        "index",
        FieldKind::Integer,
        &[ItemType::Season, ItemType::Episode, ItemType::Track],
    ),
    (
        "label",
        FieldKind::Tag,
        &[
            ItemType::Season,
            ItemType::Episode,
            ItemType::Artist,
            ItemType::Track,
        ],
    ),
];

/// Returns our name for one of Plex's.
pub(crate) fn our_name(plex: &str) -> String {
    let named = NAMES.iter().find(|(_, other)| *other == plex);
    match named {
        Some((ours, _)) => (*ours).to_owned(),
        None => snake_case(plex),
    }
}

/// Tells whether a person's name for a field means the one that Plex calls `plex`.
pub(crate) fn means(name: &str, plex: &str) -> bool {
    let (wanted, plex_name) = (squeezed(name), squeezed(plex));
    wanted == plex_name
        || wanted == squeezed(&our_name(plex))
        || SYNONYMS
            .iter()
            .any(|(other, of)| squeezed(other) == wanted && squeezed(of) == plex_name)
}

/// Writes `audioLanguage` as `audio_language`.
fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_our_name_and_plexs_and_others() {
        for name in ["released", "originallyAvailableAt", "Release Date", "aired"] {
            assert!(means(name, "originallyAvailableAt"), "{name}");
        }
        assert!(!means("added_at", "originallyAvailableAt"));
        assert_eq!(our_name("audioLanguage"), "audio_language");
        assert_eq!(our_name("duration"), "duration_minutes");
    }
}
