//! How alike two folded names are spelled.

use super::numbers;

/// Compares two folded texts by their spelling.
pub(super) fn likeness(wanted: &str, name: &str) -> f64 {
    if !numbers::has_all(name, wanted) {
        return 0.0;
    }
    let whole = strsim::normalized_damerau_levenshtein(wanted, name);
    let length = wanted.split(' ').count();
    let words: Vec<&str> = name.split(' ').collect();
    let runs = words.windows(length).map(|run| {
        // A part that fits is worth a little less than a whole that does.
        strsim::normalized_damerau_levenshtein(wanted, &run.join(" ")) - 0.02
    });
    runs.fold(whole, f64::max).max(of_few_letters(wanted, name))
}

/// Judges short words, which have few letters: where one is wrong, missing or swapped it is still the same word.
fn of_few_letters(wanted: &str, name: &str) -> f64 {
    let is_short = (3..=6).contains(&wanted.chars().count());
    if is_short && strsim::damerau_levenshtein(wanted, name) == 1 {
        0.75
    } else {
        0.0
    }
}
