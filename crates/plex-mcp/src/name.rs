//! How a name that a person gives is compared with the names there are: one way for libraries, users,
//! playlists, players, genres and labels.
//!
//! The closest spelling wins: who writes a name exactly as it is means it, even where another differs
//! only in case. Without such a name, case does not count, then accents and punctuation, then where
//! words end. What is equally close is ambiguous, and is never guessed.

use plex_client::fold;

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
}

/// A name that was given, ready to be compared with many.
pub(crate) struct Wanted {
    line: String,
    lower: String,
    words: String,
    letters: String,
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
        (letters(&words) == self.letters).then_some(Closeness::Letters)
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
        assert_eq!(of(" ", &[""]), Meant::Nothing);
    }
}
