//! Numbers in names, which are written in digits, in words and as the Romans did: `Rocky 3` is `Rocky III`
//! and `12 Monkeys` is `Twelve Monkeys`.

/// Words for numbers, from one on.
const WORDS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Roman numbers, from one on.
const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
];

/// Returns a folded text with its numbers in digits; `None` where there are none.
pub(super) fn in_digits(folded: &str) -> Option<String> {
    let mut has_numbers = false;
    let mut words = Vec::new();
    for (word, place) in placed(folded) {
        let number = of_digits(word)
            .or_else(|| of_roman(word, place))
            .or_else(|| of_word(word));
        has_numbers |= number.is_some();
        words.push(number.map_or_else(|| word.to_owned(), |number| number.to_string()));
    }
    has_numbers.then(|| words.join(" "))
}

/// Tells whether a name has all numbers of what was looked for, as far as these are not in words: another
/// number is another name, however alike it is spelled.
pub(super) fn has_all(name: &str, wanted: &str) -> bool {
    let mut numbers = placed(wanted)
        .filter_map(|(word, place)| of_digits(word).or_else(|| of_roman(word, place)))
        .peekable();
    if numbers.peek().is_none() {
        return true;
    }
    let Some(name) = in_digits(name) else {
        return false;
    };
    let known: Vec<u32> = name.split(' ').filter_map(of_digits).collect();
    numbers.all(|number| known.contains(&number))
}

/// The places of a word that count: a letter that ends a name may be a number, elsewhere it is a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Within,
    Last,
}

/// Returns the words of a text with their places.
fn placed(text: &str) -> impl Iterator<Item = (&str, Place)> {
    let last = text.split(' ').count().saturating_sub(1);
    text.split(' ').enumerate().map(move |(at, word)| {
        let is_last = at == last && at > 0;
        (word, if is_last { Place::Last } else { Place::Within })
    })
}

fn of_digits(word: &str) -> Option<u32> {
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_number)
}

fn of_roman(word: &str, place: Place) -> Option<u32> {
    if word.len() < 2 && place == Place::Within {
        return None;
    }
    at(&ROMAN, word)
}

fn of_word(word: &str) -> Option<u32> {
    at(&WORDS, word)
}

/// Returns the number that a word is, of a list that begins with one.
fn at(list: &[&str], word: &str) -> Option<u32> {
    let at = list.iter().position(|known| *known == word)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        for (text, digits) in [
            ("rocky iii", "rocky 3"),
            ("rocky 3", "rocky 3"),
            ("rocky three", "rocky 3"),
            ("rocky v", "rocky 5"),
            ("twelve monkeys", "12 monkeys"),
            (
                "star trek ii the wrath of khan",
                "star trek 2 the wrath of khan",
            ),
            ("007", "7"),
        ] {
            assert_eq!(in_digits(text).as_deref(), Some(digits));
        }
        for text in [
            "x",
            "v for vendetta",
            "i robot",
            "mission impossible",
            "se7en",
            "",
        ] {
            assert_eq!(in_digits(text), None, "{text}");
        }
    }

    #[test]
    fn another_number_is_another_name() {
        assert!(has_all("rocky ii", "rocky 2"));
        assert!(!has_all("rocky ii", "rocky 3"));
        assert!(!has_all("rocky", "rocky 3"));
        assert!(has_all("oceans eleven", "oceans 11"));
        assert!(!has_all("oceans 12", "oceans 11"));
        // What is in words may be spelled otherwise.
        assert!(has_all("se7en", "seven"));
        assert!(has_all("anything", "no number"));
    }
}
