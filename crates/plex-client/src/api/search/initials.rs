//! Names that are shortened to the first letters of their words: `Law & Order: SVU`.

/// How many letters stand for as many words.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=6;

/// Says whether a folded name is what was looked for, where some of that are first letters of words that follow
/// each other. Words of the name may be left out only where others are written out.
pub(super) fn fit(name: &str, wanted: &str) -> bool {
    let name: Vec<&str> = name.split(' ').collect();
    let mut rest = name.as_slice();
    let (mut are_written, mut are_shortened, mut are_left_out) = (false, false, false);
    for word in wanted.split(' ') {
        let found = (0..rest.len()).find_map(|at| {
            let from = rest.get(at..)?;
            if from.first() == Some(&word) {
                return Some((at, 1, false));
            }
            Some((at, initials(from, word)?, true))
        });
        let Some((at, count, is_shortened)) = found else {
            return false;
        };
        are_left_out |= at > 0;
        are_shortened |= is_shortened;
        are_written |= !is_shortened;
        rest = rest.get(at + count..).unwrap_or_default();
    }
    are_shortened && (are_written || (!are_left_out && rest.is_empty()))
}

/// Returns of how many words the letters of a word are the first.
fn initials(words: &[&str], letters: &str) -> Option<usize> {
    let count = letters.chars().count();
    let is_word = letters.chars().all(char::is_alphabetic);
    let firsts = words.get(..count)?.iter().map(|word| word.chars().next());
    (is_word && LETTERS.contains(&count) && firsts.eq(letters.chars().map(Some))).then_some(count)
}
