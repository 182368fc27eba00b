//! Compares two folded names, word by word and letter by letter.

use super::{initials, numbers};

/// The degrees to which a name fits, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fit {
    /// They have nothing to do with each other.
    None,
    /// It is somewhere in the name; or it is the name of another year.
    Contains,
    /// Each of its words begins a word of the name.
    Beginnings,
    /// Each of its words is a word of the name.
    Words,
    /// The name begins with it.
    Prefix,
    /// It is the name, but for an article, for how letters are set apart (`S.W.A.T.`) or for how numbers
    /// are written (`Rocky 3`).
    Same,
    /// It is the name.
    Exact,
}

/// Compares two folded texts.
pub(super) fn compare(name: &str, wanted: &str) -> Fit {
    if wanted.is_empty() || name.is_empty() {
        return Fit::None;
    }
    if name == wanted {
        return Fit::Exact;
    }
    let bare = without_article(name);
    if bare == without_article(wanted) || is_run_of_letters(name, wanted) {
        return Fit::Same;
    }
    let begins = |name: &str| {
        let rest = name.strip_prefix(wanted);
        rest.is_some_and(|rest| is_word_end(wanted, rest))
    };
    if begins(name) || begins(bare) {
        return Fit::Prefix;
    }
    let each = |test: &dyn Fn(&str, &str) -> bool| {
        wanted
            .split(' ')
            .all(|word| name.split(' ').any(|other| test(other, word)))
    };
    if each(&|other, word| other == word)
        || is_run_of_words(name, wanted)
        || initials::fit(bare, without_article(wanted))
    {
        Fit::Words
    } else if each(&begins_word) {
        Fit::Beginnings
    } else if has_within(name, wanted) {
        Fit::Contains
    } else {
        Fit::None
    }
}

/// Says whether a word ends where a text was cut in two. Some scripts do not set words apart.
fn is_word_end(before: &str, after: &str) -> bool {
    let is_unspaced = |c: char| {
        matches!(c,
            '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
    };
    after.is_empty() || after.starts_with(' ') || before.ends_with(is_unspaced)
}

/// Says whether a word of a name begins with a word. Numbers are whole: no `20` begins `2049`, no `I` begins
/// `III`, no `Six` begins `Sixteen`.
fn begins_word(other: &str, word: &str) -> bool {
    other == word
        || (other.starts_with(word) && !numbers::is_number(word) && !numbers::is_number(other))
}

/// Says whether a text stands somewhere in a name, and not as a part of one of its numbers.
fn has_within(name: &str, wanted: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let last = wanted.rsplit(' ').next().unwrap_or_default();
    let first = wanted.split(' ').next().unwrap_or_default();
    let ends_in_number =
        numbers::is_number(last) || (wanted.contains(' ') && numbers::is_numeral(last));
    name.match_indices(wanted).any(|(at, _)| {
        let (before, rest) = name.split_at(at);
        let after = rest.get(wanted.len()..).unwrap_or_default();
        let ends = after.is_empty() || after.starts_with(' ');
        let begins = before.is_empty() || before.ends_with(' ');
        let cuts_digits = (wanted.ends_with(is_digit) && after.starts_with(is_digit))
            || (wanted.starts_with(is_digit) && before.ends_with(is_digit));
        !cuts_digits && (ends || !ends_in_number) && (begins || !numbers::is_number(first))
    })
}

/// Says whether two texts have the same letters and differ in where words end: `s w a t` and
/// `swat`, `spider man` and `spiderman`.
fn is_run_of_letters(name: &str, wanted: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| *c != ' ').count();
    letters(name) > 1
        && name
            .chars()
            .filter(|c| *c != ' ')
            .eq(wanted.chars().filter(|c| *c != ' '))
}

/// Says whether some words of the name that follow each other have the same letters:
/// `agents of s h i e l d` and `agents of shield`.
fn is_run_of_words(name: &str, wanted: &str) -> bool {
    let letters = |text: &str| text.split(' ').collect::<String>();
    let sought = letters(wanted);
    let count = sought.chars().count();
    if count < 2 {
        return false;
    }
    let words: Vec<&str> = name.split(' ').collect();
    (0..words.len()).any(|first| {
        let mut rest = sought.as_str();
        for word in words.iter().skip(first) {
            // Of two letters, each must stand for a word: `E.T.`
            if count == 2 && word.chars().count() > 1 {
                return false;
            }
            match rest.strip_prefix(word) {
                Some("") => return true,
                Some(after) => rest = after,
                None => return false,
            }
        }
        false
    })
}

/// Returns a folded title without its English article, by which Plex sorts, and which some put at
/// the end.
fn without_article(title: &str) -> &str {
    let without = ["the ", "a ", "an "]
        .iter()
        .find_map(|article| title.strip_prefix(article));
    let without = without.or_else(|| {
        [" the", " a", " an"]
            .iter()
            .find_map(|article| title.strip_suffix(article))
    });
    without.unwrap_or(title)
}
