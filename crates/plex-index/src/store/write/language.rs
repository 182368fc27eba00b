//! The languages of streams: in English and as a code, however the server names them.

use plex_client::Stream;

use super::name;
use crate::language::language;

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
        let known = [code, tag, own].into_iter().flatten().find_map(language);
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
