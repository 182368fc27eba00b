//! Texts of other scripts in Latin letters.

use deunicode::deunicode_char;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::{kana, plain::fold};

/// Returns the text in Latin letters, folded, as somebody writes it who does not have its own: Cyrillic, Greek,
/// kana, Hangul and others letter by letter, Chinese by its sounds. `None` where all of it is in Latin letters
/// already, or where it mixes kana with signs whose Japanese sound cannot be told from them.
///
/// ```
/// use plex_client::fold_to_latin;
///
/// assert_eq!(fold_to_latin("Сталкер").as_deref(), Some("stalker"));
/// assert_eq!(fold_to_latin("ゴジラ").as_deref(), Some("gojira"));
/// assert_eq!(fold_to_latin("Amélie"), None);
/// ```
#[must_use]
pub fn fold_to_latin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let folded = fold(text);
    if folded.is_ascii() || !folded.contains(char::is_alphanumeric) {
        return None;
    }
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&folded);
    let has_kana = composed.chars().any(kana::is_kana);
    if has_kana && composed.chars().any(is_han) {
        return None;
    }
    let sounded = match has_kana {
        true => kana::in_latin(&composed),
        false => composed.into_owned(),
    };
    let mut latin = String::with_capacity(sounded.len());
    for c in sounded.chars() {
        match deunicode_char(c) {
            // Each is a word of its own: its table has them so.
            Some(letters) => latin.push_str(letters),
            // What no one can write stays as it is.
            None => latin.push(c),
        }
    }
    let latin = fold(&latin);
    (!latin.is_empty() && latin != folded).then_some(latin)
}

/// Signs of Chinese, which stand for words and not for sounds.
fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::fold_to_latin;

    #[test]
    fn other_scripts_have_the_letters_that_people_write_for_them() {
        for (text, latin) in [
            ("Сталкер", "stalker"),
            (
                "Иван Васильевич меняет профессию",
                "ivan vasilevich meniaet professiiu",
            ),
            ("Броненосец «Потёмкин»", "bronenosets potemkin"),
            ("Αλέξης Ζορμπάς", "alexes zormpas"),
            ("となりのトトロ", "tonarinototoro"),
            ("ゴジラ", "gojira"),
            ("ポニョ", "ponyo"),
            ("卧虎藏龙", "wo hu cang long"),
            ("기생충", "gisaengcung"),
            ("Сталкер (1979)", "stalker 1979"),
        ] {
            assert_eq!(fold_to_latin(text).as_deref(), Some(latin), "{text}");
        }
        for text in ["Amélie", "8½", "÷", "", "Straße", "千と千尋の神隠し"] {
            assert_eq!(fold_to_latin(text), None, "{text}");
        }
    }
}
