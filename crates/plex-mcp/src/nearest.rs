//! "Did you mean …?": the known name that an unknown one was probably meant to be.

use plex_client::fold;

/// The longest text worth comparing; anything longer is not a slip of the pen.
const COMPARABLE_CHARS: usize = 64;

/// Returns the candidate nearest to `wanted`, if one is near enough to be worth offering.
pub(crate) fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    nearest_few(wanted, candidates, 1).pop()
}

/// Returns the candidates near enough to `wanted` to be worth offering, the nearest first, at most
/// `most`.
pub(crate) fn nearest_few<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let wanted = fold(wanted);
    let length = wanted.chars().count();
    if length == 0 || length > COMPARABLE_CHARS {
        return Vec::new();
    }
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wanted, length, candidate)?, candidate)))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.dedup_by(|a, b| a.1 == b.1);
    near.truncate(most);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Returns how far apart the two are, or `None` when they have nothing to do with each other.
fn distance(wanted: &str, length: usize, candidate: &str) -> Option<usize> {
    let candidate = fold(candidate);
    if candidate.chars().count() > COMPARABLE_CHARS {
        return None;
    }
    // A part of the name, or the name with something around it, is as good as a typing error.
    let is_word = candidate.split(' ').any(|word| word == wanted);
    let part = is_word || (length >= 3 && candidate.contains(wanted));
    let whole = candidate.chars().count() >= 3 && wanted.contains(&candidate);
    if part || whole {
        return Some(1);
    }
    let distance = strsim::damerau_levenshtein(wanted, &candidate);
    (distance <= (length / 3).max(1)).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["Movies", "TV Shows", "Music", "added_at"];

    #[test]
    fn slips_and_parts_are_recognised() {
        assert_eq!(nearest("moveis", NAMES), Some("Movies"));
        assert_eq!(nearest("shows", NAMES), Some("TV Shows"));
        assert_eq!(nearest("addedAt", NAMES), Some("added_at"));
        assert_eq!(nearest("TV", NAMES), Some("TV Shows"));
        assert_eq!(nearest("Zoe", ["Zoë O'Brien"]), Some("Zoë O'Brien"));
    }

    #[test]
    fn strangers_are_not() {
        assert_eq!(nearest("documentaries", NAMES), None);
        assert_eq!(nearest("", NAMES), None);
        assert_eq!(nearest(&"Movies".repeat(2_000), NAMES), None);
    }
}
