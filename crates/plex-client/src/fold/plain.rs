//! Texts without case, accents, punctuation and what cannot be seen.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Returns the text in lower case, without accents; words are separated by one space. `&` is `and`,
/// and so is `+` between words; a number set high is a word; an apostrophe is nothing, anything else that is neither letter nor digit
/// is a space.
///
/// A text of nothing but signs stays what it is: `÷` and `=` are two albums.
///
/// ```
/// assert_eq!(plex_client::fold("Amélie & Les  Vampires"), "amelie and les vampires");
/// assert_eq!(plex_client::fold("÷"), "÷");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let apart = fractions_apart(text);
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&apart);
    let words = words_of(&decomposed);
    if words.is_empty() {
        signs_of(&decomposed)
    } else if words.contains(is_voicing) {
        let composed = ComposingNormalizerBorrowed::new_nfc();
        composed.normalize(&words).into_owned()
    } else {
        words
    }
}

/// Puts a space before fractions and before numbers that are set high: `8½` is eight and a half, not 81
/// and 2, and `Alien³` is the third.
fn fractions_apart(text: &str) -> Cow<'_, str> {
    let is_fraction = |c: char| matches!(c, '¼'..='¾' | '⅐'..='⅞' | '↉');
    let is_high = |c: char| matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹');
    if !text.contains(|c: char| is_fraction(c) || is_high(c)) {
        return text.into();
    }
    let mut apart = String::with_capacity(text.len() + 1);
    let mut was_high = false;
    for c in text.chars() {
        if is_fraction(c) || (is_high(c) && !was_high) {
            apart.push(' ');
        }
        was_high = is_high(c);
        apart.push(c);
    }
    apart.into()
}

/// Returns the signs of a text that has no words.
fn signs_of(decomposed: &str) -> String {
    let mut out = String::new();
    for c in decomposed.chars() {
        match c {
            _ if c.is_whitespace() => space(&mut out),
            _ if c.is_control() || is_invisible(c) => {}
            _ => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the words of a text.
fn words_of(decomposed: &str) -> String {
    let mut out = String::with_capacity(decomposed.len());
    for (at, c) in decomposed.char_indices() {
        match c {
            _ if is_mark(c) || is_invisible(c) => {}
            '\'' | '\u{2019}' | '\u{2018}' | '`' => {}
            '&' => word(&mut out, "and"),
            '+' if is_between(decomposed, at) => word(&mut out, "and"),
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'þ' | 'Þ' => out.push_str("th"),
            'ı' => out.push('i'),
            // They tell letters apart: ゴ is no コ.
            _ if is_voicing(c) => out.push(c),
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase().filter(|c| !is_mark(*c))),
            _ => space(&mut out),
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Says whether the sign at a place stands between words: `Romeo + Juliet`, `1+1`, not `C++`.
fn is_between(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let after = after.get(1..).unwrap_or_default();
    let is_apart = before.ends_with(' ') && after.starts_with(' ');
    is_apart
        || (before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric))
}

/// Separates words by one space.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn word(out: &mut String, word: &str) {
    space(out);
    out.push_str(word);
    space(out);
}

/// Accents, once they stand by themselves.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// The signs that make other letters of kana.
fn is_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

/// Characters that only steer how others are shown.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_people_do_not_tell_apart_is_equal() {
        for (text, folded) in [
            ("Amélie", "amelie"),
            ("AME\u{301}LIE", "amelie"),
            ("Schindler’s List", "schindlers list"),
            ("Tom & Jerry", "tom and jerry"),
            ("Tom&Jerry", "tom and jerry"),
            ("Romeo + Juliet", "romeo and juliet"),
            ("Romeo+Juliet", "romeo and juliet"),
            ("1+1", "1 and 1"),
            ("C++", "c"),
            ("Canal+", "canal"),
            ("Alien³", "alien 3"),
            ("x¹²", "x 12"),
            ("Smørrebrød", "smorrebrod"),
            ("Straße", "strasse"),
            ("  WALL·E: (2008) ", "wall e 2008"),
            ("Met\u{200b}ropolis", "metropolis"),
            ("Ⅳ ﬁ", "iv fi"),
            ("İstanbul", "istanbul"),
            ("東京物語", "東京物語"),
            ("ゴジラ", "ゴジラ"),
            ("ポニョ!", "ポニョ"),
            ("8½", "8 1 2"),
            ("8 1/2", "8 1 2"),
            ("7ᵗʰ week", "7th week"),
            ("!?", "!?"),
            ("÷", "÷"),
            (" = ", "="),
            ("\u{200b} ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
