//! Numbers in names, which are written in digits, in words and as the Romans did: `Rocky 3` is `Rocky III`,
//! `12 Monkeys` is `Twelve Monkeys`, `8½` is `Eight and a Half`, and `Se7en` is `Seven`.

/// Words for numbers, from zero on.
const WORDS: [&str; 20] = [
    "zero",
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
];

/// Words for tens, from twenty on.
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Words for places in an order, from the first on.
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Roman numbers, from one on.
const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
];

/// What is written for a part of one, and that in digits. The longer come first.
const PARTS: [(&[&str], &str); 5] = [
    (&["and", "three", "quarters"], "3 4"),
    (&["and", "one", "half"], "1 2"),
    (&["and", "a", "half"], "1 2"),
    (&["and", "a", "quarter"], "1 4"),
    (&["and", "a", "third"], "1 3"),
];

/// Returns a folded text with its numbers in digits; `None` where there are none.
pub(super) fn in_digits(folded: &str) -> Option<String> {
    let all: Vec<&str> = folded.split(' ').collect();
    let mut has_numbers = false;
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(rest) = all.get(at..).filter(|rest| !rest.is_empty()) {
        let place = if rest.len() == 1 && at > 0 {
            Place::Last
        } else {
            Place::Within
        };
        match of_words(rest).or_else(|| of_one(rest, place)) {
            Some((number, length)) => {
                has_numbers = true;
                words.push(number);
                at += length;
            }
            None => {
                words.extend(rest.first().map(|word| (*word).to_owned()));
                at += 1;
            }
        }
    }
    has_numbers.then(|| words.join(" "))
}

/// Tells whether a name has all numbers of what was looked for, however they are written: another number is
/// another name, however alike it is spelled. A word that the name writes with digits for letters is no number.
pub(super) fn has_all(name: &str, wanted: &str) -> bool {
    let is_mere_word =
        |word: &&str| !has_mixed(name) || !name.split(' ').any(|other| reads_as(other, word));
    let wanted: Vec<&str> = wanted.split(' ').filter(is_mere_word).collect();
    let Some(wanted) = in_digits(&wanted.join(" ")) else {
        return true;
    };
    let name = in_digits(name).unwrap_or_default();
    let known: Vec<&str> = name.split(' ').collect();
    let is_of_numbers = |word: &&str| of_digits(word).is_some() || is_ordinal(word);
    let mut numbers = wanted.split(' ').filter(is_of_numbers);
    numbers.all(|number| known.contains(&number))
}

/// Tells whether a word is a number, in digits, in words or as the Romans wrote it. A single letter is none,
/// which only [its place](is_numeral) makes one.
pub(super) fn is_number(word: &str) -> bool {
    of_digits(word).is_some()
        || is_ordinal(word)
        || of_roman(word, Place::Within).is_some()
        || [&WORDS[..], &TENS[..], &ORDINALS[..]]
            .iter()
            .any(|list| list.contains(&word))
}

/// Tells whether a word that ends a name is a number as the Romans wrote it.
pub(super) fn is_numeral(word: &str) -> bool {
    of_roman(word, Place::Last).is_some()
}

/// Tells whether two folded names are the same but for digits that stand for letters like them: `se7en`,
/// `s1m0ne`, `numb3rs`.
pub(super) fn is_spelled_in_digits(name: &str, wanted: &str) -> bool {
    let are_mixed = has_mixed(name) || has_mixed(wanted);
    are_mixed && name.split(' ').count() == wanted.split(' ').count() && {
        let mut pairs = name.split(' ').zip(wanted.split(' '));
        pairs.all(|(one, other)| one == other || reads_as(one, other) || reads_as(other, one))
    }
}

fn has_mixed(text: &str) -> bool {
    text.split(' ').any(is_mixed)
}

/// Tells whether a word has digits among its letters, and is not merely numbered.
fn is_mixed(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic)
}

/// Tells whether a word with digits reads as one without.
fn reads_as(mixed: &str, word: &str) -> bool {
    let is_like = |(digit, letter): (char, char)| {
        let letters = match digit {
            '0' => "o",
            '1' => "il",
            '2' => "z",
            '3' => "e",
            '4' => "a",
            '5' => "s",
            '6' => "bg",
            '7' => "tv",
            '8' => "b",
            '9' => "gp",
            _ => return digit == letter,
        };
        letters.contains(letter)
    };
    is_mixed(mixed)
        && !word.contains(|c: char| c.is_ascii_digit())
        && mixed.chars().count() == word.chars().count()
        && mixed.chars().zip(word.chars()).all(is_like)
}

/// The places of a word that count: a letter that ends a name may be a number, elsewhere it is a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Within,
    Last,
}

/// Reads a number of one word, in digits or as the Romans wrote it, and the part of one that follows.
fn of_one(words: &[&str], place: Place) -> Option<(String, usize)> {
    let word = words.first()?;
    if let Some(number) = of_digits(word) {
        let (part, length) = part(words.get(1..)?);
        return Some((format!("{number}{part}"), 1 + length));
    }
    if is_ordinal(word) {
        return Some(((*word).to_owned(), 1));
    }
    Some((of_roman(word, place)?.to_string(), 1))
}

/// Reads a number in words, as long as it goes on: `one hundred and one`, `twenty first`.
fn of_words(words: &[&str]) -> Option<(String, usize)> {
    if let [word, ..] = words
        && let Some(place) = at(&ORDINALS, word)
    {
        return Some((ordinal(place + 1), 1));
    }
    let (mut number, mut length) = match words {
        ["a", "hundred", ..] => (100, 2),
        ["hundred", ..] => (100, 1),
        _ => below_hundred(words)?,
    };
    let after = |length: usize| words.get(length..).unwrap_or_default();
    if length == 1
        && number < 100
        && let ["hundred", ..] = after(length)
    {
        number *= 100;
        length += 1;
    }
    if number >= 100 {
        let joined = usize::from(matches!(after(length), ["and", ..]));
        if let Some((more, read)) = below_hundred(after(length + joined)) {
            number += more;
            length += joined + read;
        }
    }
    // The last of them may say which in an order: twenty first.
    if number >= 20
        && number % 10 == 0
        && let [word, ..] = after(length)
        && let Some(place) = at(&ORDINALS, word).filter(|place| *place < 9)
    {
        return Some((ordinal(number + place + 1), length + 1));
    }
    let (part, of_part) = part(after(length));
    Some((format!("{number}{part}"), length + of_part))
}

/// Reads a number below a hundred, and how many words it has.
fn below_hundred(words: &[&str]) -> Option<(u32, usize)> {
    let [first, rest @ ..] = words else {
        return None;
    };
    if let Some(number) = at(&WORDS, first) {
        return Some((number, 1));
    }
    let tens = (at(&TENS, first)? + 2) * 10;
    let ones = rest.first().and_then(|word| at(&WORDS, word));
    match ones.filter(|ones| (1..10).contains(ones)) {
        Some(ones) => Some((tens + ones, 2)),
        None => Some((tens, 1)),
    }
}

/// Reads a part of one that follows a number, with the space before it.
fn part(words: &[&str]) -> (String, usize) {
    let found = PARTS.iter().find(|(written, _)| words.starts_with(written));
    found.map_or_else(Default::default, |(written, digits)| {
        (format!(" {digits}"), written.len())
    })
}

/// Returns a place in an order as it is written in digits: 1st, 12th, 22nd.
fn ordinal(place: u32) -> String {
    let ending = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

/// Tells whether a word is a place in an order, in digits.
fn is_ordinal(word: &str) -> bool {
    let endings = ["st", "nd", "rd", "th"];
    let number = endings.iter().find_map(|ending| word.strip_suffix(ending));
    number.is_some_and(|number| of_digits(number).is_some())
}

fn of_digits(word: &str) -> Option<u32> {
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_number)
}

fn of_roman(word: &str, place: Place) -> Option<u32> {
    if word.len() < 2 && place == Place::Within {
        return None;
    }
    Some(at(&ROMAN, word)? + 1)
}

/// Returns the place of a word in a list.
fn at(list: &[&str], word: &str) -> Option<u32> {
    let at = list.iter().position(|known| *known == word)?;
    u32::try_from(at).ok()
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
            ("eight and a half", "8 1 2"),
            ("eight and one half women", "8 1 2 women"),
            ("8 and a half", "8 1 2"),
            ("8 1 2", "8 1 2"),
            ("zero", "0"),
            ("forty two", "42"),
            ("ninety nine", "99"),
            ("twenty eight days later", "28 days later"),
            ("one hundred", "100"),
            ("one hundred and one dalmatians", "101 dalmatians"),
            ("five hundred days of summer", "500 days of summer"),
            ("a hundred foot journey", "100 foot journey"),
            ("the seventh seal", "the 7th seal"),
            ("twenty first century", "21st century"),
            ("one hundred and first", "100 and 1st"),
            ("seven and", "7 and"),
            ("7th week", "7th week"),
        ] {
            assert_eq!(in_digits(text).as_deref(), Some(digits), "{text}");
        }
        for text in [
            "x",
            "v for vendetta",
            "i robot",
            "mission impossible",
            "se7en",
            "and a half",
            "",
        ] {
            assert_eq!(in_digits(text), None, "{text}");
        }
    }

    #[test]
    fn every_number_up_to_a_hundred_has_its_word() {
        for number in 0..=100_u32 {
            let ones = |number: u32| WORDS[usize::try_from(number).unwrap()].to_owned();
            let tens = |number: u32| TENS[usize::try_from(number / 10 - 2).unwrap()];
            let words = match number {
                0..20 => ones(number),
                100 => "one hundred".to_owned(),
                _ if number % 10 == 0 => tens(number).to_owned(),
                _ => format!("{} {}", tens(number), ones(number % 10)),
            };
            assert_eq!(in_digits(&words), Some(number.to_string()), "{words}");
        }
    }

    #[test]
    fn digits_among_letters_stand_for_letters_like_them() {
        for (mixed, word) in [
            ("se7en", "seven"),
            ("s1m0ne", "simone"),
            ("numb3rs", "numbers"),
            ("m3gan", "megan"),
            ("lucky numb3r", "lucky number"),
        ] {
            assert!(is_spelled_in_digits(mixed, word), "{mixed}");
            assert!(is_spelled_in_digits(word, mixed), "{mixed}");
        }
        for (one, other) in [
            ("7", "v"),
            ("se7en", "seen"),
            ("c3po", "capo"),
            ("seven", "seven"),
        ] {
            assert!(!is_spelled_in_digits(one, other), "{one}");
        }
    }

    #[test]
    fn another_number_is_another_name() {
        assert!(has_all("rocky ii", "rocky 2"));
        assert!(!has_all("rocky ii", "rocky 3"));
        assert!(!has_all("rocky", "rocky 3"));
        assert!(has_all("oceans eleven", "oceans 11"));
        assert!(!has_all("oceans 12", "oceans 11"));
        assert!(has_all("dune part one", "dune part 1"));
        assert!(!has_all("dune part two", "dune part one"));
        assert!(!has_all("the tenth sense", "the sixth sense"));
        // Digits may stand for letters.
        assert!(has_all("se7en", "seven"));
        assert!(!has_all("se7en", "eight"));
        assert!(has_all("anything", "no number"));
    }
}
