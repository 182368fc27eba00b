//! Values as people say them.

use plex_client::FieldKind;

use super::{language::language, squeezed};

/// Resolutions that go by several names; Plex's own is the first.
const RESOLUTIONS: [&[&str]; 5] = [
    &["4k", "2160", "2160p", "uhd", "ultrahd"],
    &["1080", "1080p", "fullhd", "fhd"],
    &["720", "720p", "hd"],
    &["480", "480p"],
    &["sd", "standarddefinition"],
];

/// Whether two words stand for one value of a field of a kind: `2160p` and `4k`, `French` and
/// `Français`.
pub(crate) fn is_same(kind: &FieldKind, wanted: &str, known: &str) -> bool {
    match kind {
        FieldKind::Resolution => {
            let (wanted, known) = (squeezed(wanted.trim()), squeezed(known.trim()));
            RESOLUTIONS
                .iter()
                .any(|names| names.contains(&&*wanted) && names.contains(&&*known))
        }
        FieldKind::AudioLanguage | FieldKind::SubtitleLanguage => {
            language(wanted).is_some_and(|wanted| Some(wanted) == language(known))
        }
        _ => false,
    }
}

/// Returns the first year of a decade: `1990s`, `the 90s`, `'90s`.
pub(crate) fn decade(text: &str) -> Option<i32> {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("the ").unwrap_or(&text);
    let number = text.strip_suffix('s')?.trim_end_matches('\'');
    let number = number.trim_start_matches(['\'', '\u{2019}']);
    let year: i32 = match number.len() {
        4 => number.parse().ok()?,
        // Of the twenties, those of this century are meant; of the thirties, those of the last.
        2 => match number.parse().ok()? {
            short @ 0..30 => 2000 + short,
            short => 1900 + short,
        },
        _ => return None,
    };
    (year > 0 && year % 10 == 0).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolutions_and_languages_go_by_several_names() {
        assert!(is_same(&FieldKind::Resolution, "2160p", "4K"));
        assert!(is_same(&FieldKind::Resolution, "Full HD", "1080"));
        assert!(!is_same(&FieldKind::Resolution, "720p", "1080"));
        assert!(is_same(&FieldKind::AudioLanguage, "French", "Français"));
        assert!(is_same(&FieldKind::SubtitleLanguage, "fr", "French"));
        assert!(!is_same(&FieldKind::AudioLanguage, "Unheard", "Unknown"));
        assert!(!is_same(&FieldKind::Tag, "French", "Français"));
    }

    #[test]
    fn decades_are_said_in_several_ways() {
        for text in ["1990s", "1990's", "90s", "the 90s", "'90s"] {
            assert_eq!(decade(text), Some(1990), "{text}");
        }
        assert_eq!(decade("2000s"), Some(2000));
        assert_eq!(decade("10s"), Some(2010));
        for text in ["1995s", "1990", "s", "", "-90s"] {
            assert_eq!(decade(text), None, "{text}");
        }
    }
}
