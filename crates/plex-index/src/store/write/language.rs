//! The languages of streams: in English and as a code, however the server names them.

use isolang::Language as Known;
use plex_client::Stream;

use super::name;

/// Codes of libraries (ISO 639-2/B), which servers use, where they are not those of ISO 639-3.
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

/// A language, as far as it is known which one it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Language {
    /// Its name in English; the server's own where it is not known.
    pub(super) english: Option<String>,
    /// Its code of three letters (ISO 639-3).
    pub(super) code: Option<String>,
}

impl Language {
    /// Returns the language of a stream: by its code, its tag or its name, whichever is known.
    pub(super) fn of(stream: &Stream) -> Self {
        Self::named(
            stream.language_code.as_deref(),
            stream.language_tag.as_deref(),
            stream.language.as_deref(),
        )
    }

    fn named(code: Option<&str>, tag: Option<&str>, own: Option<&str>) -> Self {
        let known = [code, tag]
            .into_iter()
            .flatten()
            .find_map(of_code)
            .or_else(|| of_name(own?));
        match known {
            Some(known) => Self {
                // Names such as "Greek (modern)" and "Spanish; Castilian" say more than people do.
                english: name(known.to_name().split([';', '(']).next().map(str::trim)),
                code: Some(known.to_639_3().to_owned()),
            },
            None => Self {
                english: name(own),
                code: name(code),
            },
        }
    }
}

/// Knows Portuguese by `pt-BR`.
fn of_code(text: &str) -> Option<Known> {
    let lower = text.trim().to_lowercase();
    let code = lower.split(['-', '_']).next()?;
    let code = BIBLIOGRAPHIC
        .iter()
        .find(|(other, _)| *other == code)
        .map_or(code, |(_, code)| code);
    match code.len() {
        2 => Known::from_639_1(code),
        3 => Known::from_639_3(code).filter(|known| *known != Known::Und),
        _ => None,
    }
}

/// Knows it by its English name or the one it has in itself, with a capital or without.
fn of_name(text: &str) -> Option<Known> {
    let text = text.trim();
    let lower = text.to_lowercase();
    Known::from_name(text)
        .or_else(|| Known::from_autonym(text))
        .or_else(|| Known::from_autonym(&lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(code: &str, tag: &str, own: &str) -> (String, String) {
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let leaked = |text: &str| some(Box::leak(text.to_owned().into_boxed_str()));
        let language = Language::named(leaked(code), leaked(tag), leaked(own));
        (
            language.english.unwrap_or_default(),
            language.code.unwrap_or_default(),
        )
    }

    #[test]
    fn a_language_has_one_name_and_one_code_whoever_names_it() {
        for (code, tag, own) in [
            ("fra", "fr", "Français"),
            ("fre", "", "Französisch"),
            ("", "fr-CA", ""),
            ("", "", "Français"),
            ("", "", "French"),
        ] {
            let french = ("French".to_owned(), "fra".to_owned());
            assert_eq!(told(code, tag, own), french, "{code} {tag} {own}");
        }
        assert_eq!(told("chi", "zh", "中文").1, "zho");
        assert_eq!(told("spa", "es", "Español").0, "Spanish");
    }

    #[test]
    fn what_is_not_known_is_left_as_it_is() {
        assert_eq!(
            told("qkl", "", "Klingonese"),
            ("Klingonese".to_owned(), "qkl".to_owned())
        );
        assert_eq!(told("", "", ""), (String::new(), String::new()));
    }
}
