//! Languages: by their English name, their own name or a code.

use std::collections::HashMap;
use std::sync::LazyLock;

use isolang::Language;

/// Codes of libraries (ISO 639-2/B), where they are not those of ISO 639-3.
const BIBLIOGRAPHIC: [(&str, &str); 20] = [
    ("alb", "sqi"),
    ("arm", "hye"),
    ("baq", "eus"),
    ("bur", "mya"),
    ("chi", "zho"),
    ("cze", "ces"),
    ("dut", "nld"),
    ("fre", "fra"),
    ("geo", "kat"),
    ("ger", "deu"),
    ("gre", "ell"),
    ("ice", "isl"),
    ("mac", "mkd"),
    ("mao", "mri"),
    ("may", "msa"),
    ("per", "fas"),
    ("rum", "ron"),
    ("slo", "slk"),
    ("tib", "bod"),
    ("wel", "cym"),
];

/// Returns the language that a name or a code stands for; of `pt-BR`, Portuguese.
///
/// A name is the English one or that of the language itself; a code one of ISO 639-1, 639-2 or 639-3. What
/// has two or three letters is a code before it is a name.
///
/// ```
/// let french = plex_index::language("fr").map(|language| language.to_name());
/// assert_eq!(french, Some("French"));
/// assert_eq!(plex_index::language("Français"), plex_index::language("fre"));
/// assert_eq!(plex_index::language("und"), None);
/// ```
pub fn language(text: &str) -> Option<Language> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let code = lower.split(['-', '_']).next().unwrap_or(&lower);
    let code = BIBLIOGRAPHIC
        .iter()
        .find(|(other, _)| *other == code)
        .map_or(code, |(_, code)| code);
    let of_code = match code.len() {
        2 => Language::from_639_1(code),
        3 => Language::from_639_3(code),
        _ => None,
    };
    // Names with a hyphen may begin like a code.
    let named = Some(&lower).filter(|name| name.chars().count() > 3);
    // "Undetermined" is none, be it told by its code or by its name.
    named
        .and_then(|name| by_name(name))
        .or(of_code)
        .or_else(|| by_name(&lower))
        .or_else(|| by_autonym(text, &lower))
        .filter(|known| *known != Language::Und)
}

/// Knows it by its English name in lower case.
fn by_name(lower: &str) -> Option<Language> {
    static NAMES: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
        let mut names = HashMap::new();
        for language in isolang::languages() {
            let known = names
                .entry(language.to_name().to_lowercase())
                .or_insert(language);
            // Of several with one name, that with a short code is the one that is meant.
            if known.to_639_1().is_none() && language.to_639_1().is_some() {
                *known = language;
            }
        }
        names
    });
    NAMES.get(lower).copied()
}

/// Knows it by the name that a language has in itself, which some write with a capital and some without.
fn by_autonym(text: &str, lower: &str) -> Option<Language> {
    let mut letters = lower.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase);
    let capital = capital.chain(letters).collect::<String>();
    [text, lower, &capital]
        .into_iter()
        .find_map(Language::from_autonym)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_names_and_codes() {
        for text in [
            "French",
            "french",
            "fr",
            "fra",
            "fre",
            "Français",
            "français",
            "fr-CA",
        ] {
            assert_eq!(language(text), Some(Language::Fra), "{text}");
        }
        for text in ["Deutsch", "German", "ger", "de"] {
            assert_eq!(language(text), Some(Language::Deu), "{text}");
        }
        assert_eq!(language("日本語"), Some(Language::Jpn));
        assert_eq!(language("Klingonese"), None);
        assert_eq!(language(""), None);
        assert_eq!(language("und"), None);
        assert_eq!(language("Undetermined"), None);
    }

    #[test]
    fn every_language_is_known_by_its_english_name() {
        for known in isolang::languages().filter(|known| *known != Language::Und) {
            let name = known.to_name();
            for text in [name, &name.to_lowercase(), &name.to_uppercase()] {
                // Shorter ones are codes of others, and some have one name.
                let found = language(text);
                if text.chars().count() > 3 {
                    assert_eq!(found.map(|found| found.to_name()), Some(name), "{text}");
                }
            }
        }
        for (name, code) in [
            ("church slavic", "cu"),
            ("western frisian", "fy"),
            ("Haitian", "ht"),
            ("swahili", "sw"),
            ("MALAY", "ms"),
            ("nepali", "ne"),
            ("zh-Hans", "zh"),
        ] {
            let found = language(name).and_then(|found| found.to_639_1());
            assert_eq!(found, Some(code), "{name}");
        }
    }
}
