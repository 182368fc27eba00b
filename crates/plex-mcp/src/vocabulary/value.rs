//! Values as people say them.

use plex_client::{FieldKind, fold};
use plex_index::language;

use super::squeezed;

/// Resolutions that go by several names; Plex's own is the first.
const RESOLUTIONS: [&[&str]; 8] = [
    &["8k", "4320", "4320p"],
    &[
        "4k",
        "2160",
        "2160p",
        "uhd",
        "4kuhd",
        "ultrahd",
        "ultrahd4k",
    ],
    &["1440", "1440p", "2k", "qhd"],
    &["1080", "1080p", "1080i", "fullhd", "fhd", "hd"],
    &["720", "720p", "720i", "hd", "hdready"],
    &["576", "576p", "576i", "sd", "pal"],
    &["480", "480p", "480i", "sd", "ntsc", "dvd"],
    &["sd", "standarddefinition"],
];

/// Countries that go by several names.
const COUNTRIES: [&[&str]; 6] = [
    &[
        "unitedstatesofamerica",
        "unitedstates",
        "usa",
        "us",
        "america",
    ],
    &["unitedkingdom", "uk", "gb", "greatbritain", "britain"],
    &["southkorea", "korea", "republicofkorea"],
    &["russia", "russianfederation"],
    &["czechrepublic", "czechia"],
    &["netherlands", "thenetherlands", "holland"],
];

/// Genres that go by several names.
const GENRES: [&[&str]; 4] = [
    &["sciencefiction", "scifi", "sf"],
    &["documentary", "docu", "doc"],
    &["animation", "animated", "cartoon"],
    &["biography", "biopic", "biographical"],
];

/// Tells whether two words stand for one value of a field, of a kind and by Plex's name for it: `2160p`
/// and `4k`, `French` and `Français`, `USA` and `United States of America`, `Comedies` and `Comedy`.
pub(crate) fn is_same(field: &str, kind: &FieldKind, wanted: &str, known: &str) -> bool {
    let listed = |names: &[&[&str]], form: fn(&str) -> String| {
        let (wanted, known) = (form(wanted), form(known));
        !wanted.is_empty() && wanted == known
            || names
                .iter()
                .any(|names| names.contains(&&*wanted) && names.contains(&&*known))
    };
    match kind {
        _ if field == "country" => listed(&COUNTRIES, letters),
        _ if field == "genre" => listed(&GENRES, |word| singular(&letters(word))),
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

/// Returns the letters and digits of a text, as they are compared.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| *c != ' ').collect()
}

/// Returns an English word in the singular: `comedies` as `comedy`.
fn singular(word: &str) -> String {
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        // Series are series.
        (Some(stem), _) if stem.len() > 3 => format!("{stem}y"),
        (_, Some(stem)) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The decades of the last century in one word.
const DECADES: [(&str, i32); 8] = [
    ("twenties", 1920),
    ("thirties", 1930),
    ("forties", 1940),
    ("fifties", 1950),
    ("sixties", 1960),
    ("seventies", 1970),
    ("eighties", 1980),
    ("nineties", 1990),
];

/// Returns the least and the most of a range of numbers, as people write it: `1990-1999`, `1990 to
/// 1999`, `>= 7`, `since 2000`, `before 1980`, `7+`.
pub(crate) fn bounds(text: &str) -> Option<(Option<f64>, Option<f64>)> {
    let text = text.trim().to_lowercase();
    let number = |text: &str| {
        let number = text.trim().parse::<f64>().ok()?;
        number.is_finite().then_some(number)
    };
    // Whole numbers are meant where one is left out: before 1980 is until 1979.
    let beginnings: [(&str, f64, bool); 14] = [
        (">=", 0.0, true),
        ("<=", 0.0, false),
        (">", 1.0, true),
        ("<", -1.0, false),
        ("since ", 0.0, true),
        ("from ", 0.0, true),
        ("at least ", 0.0, true),
        ("after ", 1.0, true),
        ("over ", 1.0, true),
        ("until ", 0.0, false),
        ("up to ", 0.0, false),
        ("at most ", 0.0, false),
        ("before ", -1.0, false),
        ("under ", -1.0, false),
    ];
    for (word, beyond, is_least) in beginnings {
        if let Some(bound) = text.strip_prefix(word).and_then(number) {
            let bound = Some(bound + beyond);
            return Some(if is_least {
                (bound, None)
            } else {
                (None, bound)
            });
        }
    }
    if let Some(least) = text.strip_suffix('+').and_then(number) {
        return Some((Some(least), None));
    }
    let text = text.strip_prefix("between ").unwrap_or(&text);
    [" to ", " and ", "..", "–", "-"]
        .iter()
        .find_map(|between| {
            let (least, most) = text.split_once(between)?;
            Some((Some(number(least)?), Some(number(most)?)))
        })
}

/// Returns the first year of a decade: `1990s`, `the 90s`, `'90s`, `nineties`.
pub(crate) fn decade(text: &str) -> Option<i32> {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("the ").unwrap_or(&text);
    if let Some((_, year)) = DECADES.iter().find(|(name, _)| *name == text) {
        return Some(*year);
    }
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
        let same = |field, kind: FieldKind, wanted, known| is_same(field, &kind, wanted, known);
        for (wanted, known) in [
            ("2160p", "4K"),
            ("UHD", "4k"),
            ("FHD", "1080"),
            ("HD", "720p"),
        ] {
            assert!(
                same("resolution", FieldKind::Resolution, wanted, known),
                "{wanted} {known}"
            );
        }
        assert!(!same("resolution", FieldKind::Resolution, "720p", "1080"));
        let language = FieldKind::AudioLanguage;
        assert!(same(
            "audioLanguage",
            language.clone(),
            "French",
            "Français"
        ));
        assert!(!same("audioLanguage", language, "Unheard", "Unknown"));
        assert!(same(
            "subtitleLanguage",
            FieldKind::SubtitleLanguage,
            "fr",
            "French"
        ));
        assert!(!same("label", FieldKind::Tag, "French", "Français"));
    }

    #[test]
    fn countries_and_genres_go_by_several_names() {
        for (field, wanted, known) in [
            ("country", "USA", "United States of America"),
            ("country", "U.K.", "United Kingdom"),
            ("genre", "Comedies", "Comedy"),
            ("genre", "Westerns", "Western"),
            ("genre", "Science-Fiction", "Sci-Fi"),
        ] {
            assert!(is_same(field, &FieldKind::Tag, wanted, known), "{wanted}");
        }
        assert!(!is_same("genre", &FieldKind::Tag, "Drama", "Comedy"));
    }

    #[test]
    fn ranges_are_said_in_several_ways() {
        for text in [
            "1990-1999",
            "1990 – 1999",
            "1990 to 1999",
            "between 1990 and 1999",
        ] {
            assert_eq!(bounds(text), Some((Some(1990.0), Some(1999.0))), "{text}");
        }
        assert_eq!(bounds("before 1980"), Some((None, Some(1979.0))));
        assert_eq!(bounds(">= 7.5"), Some((Some(7.5), None)));
        assert_eq!(bounds("since 2000"), bounds("2000+"));
        for text in ["1990", "-5", "soon", "", "before long"] {
            assert_eq!(bounds(text), None, "{text}");
        }
    }

    #[test]
    fn decades_are_said_in_several_ways() {
        for text in ["1990s", "1990's", "90s", "the 90s", "'90s", "The Nineties"] {
            assert_eq!(decade(text), Some(1990), "{text}");
        }
        assert_eq!(decade("2000s"), Some(2000));
        assert_eq!(decade("10s"), Some(2010));
        for text in ["1995s", "1990", "s", "", "-90s"] {
            assert_eq!(decade(text), None, "{text}");
        }
    }
}
