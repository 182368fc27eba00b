//! Kana in Latin letters, as Hepburn wrote them, which is how titles are written abroad. Long vowels are written
//! as they are mostly written there: once.

/// The syllables from ぁ (U+3041) to ゖ, in the order of Unicode; katakana are as many places further on.
const SYLLABLES: [&str; 86] = [
    "a", "a", "i", "i", "u", "u", "e", "e", "o", "o", //
    "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go", //
    "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", //
    "ta", "da", "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do", //
    "na", "ni", "nu", "ne", "no", //
    "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo",
    "po", //
    "ma", "mi", "mu", "me", "mo", //
    "ya", "ya", "yu", "yu", "yo", "yo", //
    "ra", "ri", "ru", "re", "ro", //
    "wa", "wa", "i", "e", "o", "n", "vu", "ka", "ke",
];

const FIRST: u32 = 0x3041;

/// How much further on katakana stand.
const KATAKANA: u32 = 0x60;

/// Tells whether a letter is of kana, or the sign for a long vowel among them.
pub(super) fn is_kana(c: char) -> bool {
    syllable(c).is_some() || c == LONG
}

const LONG: char = 'ー';

/// Returns the text with its kana in Latin letters.
pub(super) fn in_latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_doubled = false;
    for c in text.chars() {
        let Some(sound) = syllable(c) else {
            if c != LONG {
                out.push(c);
            }
            is_doubled = false;
            continue;
        };
        if sound.is_empty() {
            is_doubled = true;
            continue;
        }
        if is_small(c) {
            // It takes the place of the vowel before it: き and ゃ are kya, し and ゃ are sha.
            join(&mut out, sound);
            continue;
        }
        if std::mem::take(&mut is_doubled) {
            match sound.chars().next() {
                _ if sound.starts_with("ch") => out.push('t'),
                Some(first) => out.push(first),
                None => {}
            }
        }
        out.push_str(sound);
    }
    out
}

/// Returns the sound of a letter; nothing for the one that doubles the next.
fn syllable(c: char) -> Option<&'static str> {
    let code = u32::from(c);
    let of = |first: u32| {
        let at = usize::try_from(code.checked_sub(first)?).ok()?;
        SYLLABLES.get(at).copied()
    };
    of(FIRST).or_else(|| of(FIRST + KATAKANA))
}

/// Tells whether a letter is written small, because it belongs to the one before it.
fn is_small(c: char) -> bool {
    let code = u32::from(c);
    let code = if code >= FIRST + KATAKANA {
        code - KATAKANA
    } else {
        code
    };
    matches!(
        char::from_u32(code),
        Some('ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ')
    )
}

/// Joins a small letter to the syllable before it.
fn join(out: &mut String, sound: &str) {
    let before = out.pop();
    if let Some(before) = before
        && !"aiueo".contains(before)
    {
        out.push(before);
    }
    // After sh, ch and j the y is not written.
    let is_soft = out.ends_with("sh") || out.ends_with("ch") || out.ends_with('j');
    match sound.strip_prefix('y').filter(|_| is_soft) {
        Some(vowel) => out.push_str(vowel),
        None => out.push_str(sound),
    }
}

#[cfg(test)]
mod tests {
    use super::in_latin;

    #[test]
    fn kana_are_written_as_titles_are_abroad() {
        for (kana, latin) in [
            ("ゴジラ", "gojira"),
            ("となりのトトロ", "tonarinototoro"),
            ("シャーロック", "sharokku"),
            ("きょう", "kyou"),
            ("チェンソーマン", "chensoman"),
            ("まっちゃ", "matcha"),
            ("ファイナル", "fainaru"),
            ("を ん ゔ", "o n vu"),
            ("ッ", ""),
        ] {
            assert_eq!(in_latin(kana), latin, "{kana}");
        }
    }
}
