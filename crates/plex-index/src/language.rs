//! Languages: by their English name, their own name or a code.

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
/// A name is the English one or that of the language itself; a code one of ISO 639-1, 639-2 or 639-3.
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
        // "Undetermined" is none.
        3 => Language::from_639_3(code),
        _ => None,
    };
    let named = || {
        let mut letters = lower.chars();
        let capital: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let name = capital + letters.as_str();
        Language::from_name(&name).or_else(|| by_autonym(text, &lower, &name))
    };
    // "Undetermined" is none, be it told by its code or by its name.
    of_code
        .or_else(named)
        .filter(|known| *known != Language::Und)
}

/// Knows it by the name that a language has in itself, which some write with a capital and some without.
fn by_autonym(text: &str, lower: &str, capital: &str) -> Option<Language> {
    [text, lower, capital]
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
}
