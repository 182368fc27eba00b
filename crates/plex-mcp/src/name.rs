//! How a name that a person gives is compared with the names there are: one way for libraries, users,
//! playlists, players, genres and labels.
//!
//! The closest spelling wins: who writes a name exactly as it is means it, even where another differs
//! only in case. Without such a name, case does not count, then accents and punctuation, then where
//! words end, then the script. What is equally close is ambiguous, and is never guessed.

use plex_client::{fold, fold_to_latin};

use crate::clean;

/// Says how close a name is to the one that was given, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// It is spelled just so.
    Spelling,
    /// It differs in case or spacing.
    Case,
    /// It differs in accents or punctuation.
    Words,
    /// It differs in where words end.
    Letters,
    /// It is written in another script.
    Script,
}

/// A name that was given, ready to be compared with many.
pub(crate) struct Wanted {
    line: String,
    lower: String,
    words: String,
    letters: String,
    latin: Option<String>,
}

/// The things that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant<T> {
    /// One has the name.
    One(T),
    /// Several have it, and are equally close to how it was given; never fewer than two.
    Several(Vec<T>),
    /// None has it.
    Nothing,
}

impl Wanted {
    /// Reads a name as a person gives it.
    pub(crate) fn new(text: &str) -> Self {
        let words = fold(text);
        Self {
            line: clean::line(text, usize::MAX),
            lower: clean::folded(text),
            letters: letters(&words),
            latin: fold_to_latin(text),
            words,
        }
    }

    /// Judges a name; `None` when it is another.
    pub(crate) fn closeness(&self, name: &str) -> Option<Closeness> {
        if self.words.is_empty() {
            return None;
        }
        if clean::line(name, usize::MAX) == self.line {
            return Some(Closeness::Spelling);
        }
        if clean::folded(name) == self.lower {
            return Some(Closeness::Case);
        }
        let words = fold(name);
        if words == self.words {
            return Some(Closeness::Words);
        }
        if letters(&words) == self.letters {
            return Some(Closeness::Letters);
        }
        let latin = fold_to_latin(name);
        let has_other = latin.is_some() || self.latin.is_some();
        let latin = letters(latin.as_deref().unwrap_or(&words));
        let wanted = letters(self.latin.as_deref().unwrap_or(&self.words));
        (has_other && latin == wanted).then_some(Closeness::Script)
    }

    /// Returns those of some things whose names are the closest.
    pub(crate) fn closest<T>(&self, things: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
        let judged = things
            .into_iter()
            .filter_map(|thing| Some((self.closeness(name(&thing))?, thing)));
        let judged: Vec<_> = judged.collect();
        let Some(best) = judged.iter().map(|(closeness, _)| *closeness).min() else {
            return Vec::new();
        };
        let closest = judged
            .into_iter()
            .filter(|(closeness, _)| *closeness == best);
        closest.map(|(_, thing)| thing).collect()
    }
}

/// Returns the things that a name stands for among those there are.
pub(crate) fn meant<T>(wanted: &str, things: Vec<T>, name: impl Fn(&T) -> &str) -> Meant<T> {
    let mut closest = Wanted::new(wanted).closest(things, name);
    match (closest.len(), closest.pop()) {
        (1, Some(only)) => Meant::One(only),
        (_, Some(last)) => {
            closest.push(last);
            Meant::Several(closest)
        }
        (_, None) => Meant::Nothing,
    }
}

/// Tells whether a text is a number as ids are: digits and nothing else.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The most names that one text is taken for.
const APART: usize = 20;

/// Returns the names that a text may be, where a list is meant and nothing is called like the whole of it:
/// `ada, grace`, `Drama and Comedy`. Empty where it can only be one.
pub(crate) fn apart(text: &str) -> Vec<String> {
    let by = |separators: &[&str]| -> Vec<String> {
        let mut parts = vec![text];
        for separator in separators {
            parts = parts
                .iter()
                .flat_map(|part| part.split(separator))
                .collect();
        }
        let parts = parts.into_iter().map(str::trim);
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let has_several = text.contains([',', ';']);
    let parts = match has_several {
        // An "and" may stand before the last of several, and within a name.
        true => {
            let mut parts = by(&[",", ";"]);
            if let Some(last) = parts.last_mut()
                && let Some(name) = last.strip_prefix("and ").or(last.strip_prefix("& "))
            {
                *last = name.trim().to_owned();
            }
            parts
        }
        false => {
            let parts = by(&[" and ", " & ", " + "]);
            // "1 + 1" and "21 & 22" are no lists.
            match parts.iter().all(|part| is_number(part)) {
                true => Vec::new(),
                false => parts,
            }
        }
    };
    match parts.len() {
        2..=APART => parts,
        _ => Vec::new(),
    }
}

/// Returns a folded text without the ends of its words.
fn letters(words: &str) -> String {
    words.chars().filter(|c| *c != ' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'n>(wanted: &str, names: &[&'n str]) -> Meant<&'n str> {
        meant(wanted, names.to_vec(), |name| name)
    }

    #[test]
    fn a_text_may_be_several_names() {
        let none: &[&str] = &[];
        for (text, parts) in [
            ("ada, grace", &["ada", "grace"][..]),
            ("ada,grace;", &["ada", "grace"]),
            ("ada, grace, and alan", &["ada", "grace", "alan"]),
            (
                "Action & Adventure, Drama",
                &["Action & Adventure", "Drama"],
            ),
            ("Drama and Comedy", &["Drama", "Comedy"]),
            ("ada", none),
            (",", none),
            ("and", none),
            ("Sandy", none),
            ("1 + 1", none),
            ("21 & 22", none),
            ("1 and 3", none),
            ("1917 and Dunkirk", &["1917", "Dunkirk"]),
        ] {
            assert_eq!(apart(text), parts, "{text}");
        }
        assert!(apart(&"a,".repeat(50)).is_empty());
    }

    #[test]
    fn the_closest_spelling_wins() {
        let names = ["Kids", "kids", "Kïds"];
        assert_eq!(of("kids", &names), Meant::One("kids"));
        assert_eq!(of(" Kids ", &names), Meant::One("Kids"));
        assert_eq!(of("KIDS", &names), Meant::Several(vec!["Kids", "kids"]));
        assert_eq!(of("kïds", &names), Meant::One("Kïds"));
    }

    #[test]
    fn accents_punctuation_and_word_ends_do_not_count_without_a_closer_one() {
        assert_eq!(
            of("anime series", &["Animé: Series"]),
            Meant::One("Animé: Series")
        );
        assert_eq!(of("scifi", &["Sci-Fi", "Drama"]), Meant::One("Sci-Fi"));
        assert_eq!(of("÷", &["=", "+"]), Meant::Nothing);
        assert_eq!(of("Filmy", &["Фильмы", "Сериалы"]), Meant::One("Фильмы"));
        assert_eq!(of("Filmy", &["Фильмы", "filmy"]), Meant::One("filmy"));
        assert_eq!(of("Анна", &["Anna"]), Meant::One("Anna"));
        assert_eq!(of(" ", &[""]), Meant::Nothing);
    }
}
