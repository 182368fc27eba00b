//! Numbers for the server's ids, without looking anything up.

use plex_client::{LibraryKey, RatingKey};
use ring::digest::{SHA256, digest};

/// Returns the number of an item's key: what its row id is found by.
pub(super) fn of_item(key: &RatingKey) -> i64 {
    of_text(key.as_str())
}

/// Returns the row id of a collection or a playlist.
pub(crate) fn of_list(key: &RatingKey) -> i64 {
    of_text(key.as_str())
}

/// Returns the row id of a library.
pub(crate) fn of_library(key: &LibraryKey) -> i64 {
    of_text(key.as_str())
}

/// Numbers a text. A decimal number is itself, which is what servers give; any other text becomes a negative
/// hash of 62 bits, so that the two can never be taken for each other.
fn of_text(text: &str) -> i64 {
    match text.parse::<i64>() {
        // Another way to write a number is another text.
        Ok(number) if number > 0 && !text.starts_with(['0', '+']) => number,
        _ => {
            let hash = digest(&SHA256, text.as_bytes());
            let head = hash
                .as_ref()
                .iter()
                .take(8)
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            // 62 bits always fit.
            -i64::try_from(head >> 2).unwrap_or(i64::MAX) - 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_themselves_and_nothing_else_is_a_number() {
        assert_eq!(of_text("1042"), 1042);
        let strangers = [
            "01042",
            "-5",
            "0",
            "+7",
            "5d7768ba96b655001fdc0408",
            "99999999999999999999",
            "a",
            "b",
        ];
        let ids: std::collections::BTreeSet<i64> =
            strangers.iter().map(|text| of_text(text)).collect();
        assert_eq!(ids.len(), strangers.len());
        assert!(ids.iter().all(|id| *id < 0));
    }
}
