//! Words that are spelled otherwise. Plex takes every letter and sign seriously; shorter and plainer
//! forms of the words find what is like them.

use plex_client::fold;

/// How many forms are tried.
const FORMS: usize = 7;

/// Returns the forms that are tried, those that keep most first: without accents and signs, short words
/// as letters set apart, the beginnings of all words, the ends of all words, and each longer word by itself.
pub(super) fn forms(query: &str) -> Vec<String> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut forms = vec![folded.clone()];
    if let [only] = words.as_slice()
        && (2..=6).contains(&only.chars().count())
    {
        // Letters that stand for words are often set apart by points: S.W.A.T.
        forms.extend(apart(only));
    }
    let parts = |part: fn(&str) -> String| {
        let parts = words.iter().map(|word| part(word));
        parts.collect::<Vec<_>>().join(" ")
    };
    forms.push(parts(beginning));
    forms.push(parts(end));
    let mut longer: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| word.chars().count() >= 4)
        .collect();
    longer.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    for word in longer {
        if words.len() > 1 {
            forms.push(word.to_owned());
        }
        forms.push(beginning(word));
    }
    let mut seen = vec![query.trim().to_lowercase()];
    forms.retain(|form| {
        let is_new = form.chars().count() >= 2 && !seen.contains(form);
        seen.push(form.clone());
        is_new
    });
    forms.truncate(FORMS);
    forms
}

/// Returns the forms by which the name of a person or the like is tried: the beginning of its longest word,
/// and its other words, of which one may be right; then the beginnings of all.
pub(super) fn forms_of_name(query: &str) -> Vec<String> {
    let folded = fold(query);
    let mut words: Vec<&str> = folded.split(' ').collect();
    let beginnings: Vec<String> = words.iter().map(|word| beginning(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut forms = Vec::new();
    if let [longest, others @ ..] = words.as_slice() {
        forms.push(beginning(longest));
        forms.extend(others.iter().map(|word| (*word).to_owned()));
    }
    forms.push(beginnings.join(" "));
    let mut seen = vec![query.trim().to_lowercase()];
    forms.retain(|form| {
        let is_new = form.chars().count() >= 3 && !seen.contains(form);
        seen.push(form.clone());
        is_new
    });
    forms
}

/// Returns the letters of a word, set apart in the two ways that there are.
fn apart(word: &str) -> [String; 2] {
    let letters: Vec<String> = word.chars().map(String::from).collect();
    [letters.join("."), letters.join(" ")]
}

/// Returns the first half of a word, at least three letters.
fn beginning(word: &str) -> String {
    let count = word.chars().count();
    word.chars().take((count / 2).max(3)).collect()
}

/// Returns a word without its first letters.
fn end(word: &str) -> String {
    let count = word.chars().count();
    let left_out = if count >= 6 {
        2
    } else {
        usize::from(count >= 4)
    };
    word.chars().skip(left_out).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_tried_by_each_of_its_words() {
        assert_eq!(forms_of_name("Burt Reynods"), ["rey", "burt", "bur rey"]);
        assert_eq!(forms_of_name("pacinno"), ["pac"]);
        assert_eq!(forms_of_name("Al Pacinno"), ["pac", "al pac"]);
        assert!(forms_of_name("").is_empty() && forms_of_name("al").is_empty());
    }

    #[test]
    fn forms_are_shorter_and_plainer_and_bounded() {
        assert_eq!(forms("metroplis"), ["metr", "troplis"]);
        assert_eq!(forms("SWAT")[..2], ["s.w.a.t", "s w a t"]);
        assert_eq!(forms("Amélie")[0], "amelie");
        assert!(forms("the seventh seal of the very long title of a film").len() <= FORMS);
        assert!(forms("").is_empty());
    }
}
