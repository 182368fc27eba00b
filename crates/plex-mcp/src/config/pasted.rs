//! What people copy along with a value: quotes around it, or a placeholder that nobody filled in.

/// Pairs of quotes that a text may stand in. Container programs keep those of their files of
/// variables, and word processors make curly ones.
const QUOTES: [(char, char); 6] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('‘', '’'),
    ('«', '»'),
];

/// Returns the text without the space and the quotes around it, and whether there were quotes.
pub(super) fn unquoted(text: &str) -> (&str, bool) {
    let mut rest = trimmed(text);
    let mut had_quotes = false;
    while let Some(inner) = QUOTES.iter().find_map(|(open, close)| {
        let inner = rest.strip_prefix(*open)?.strip_suffix(*close)?;
        Some(trimmed(inner))
    }) {
        rest = inner;
        had_quotes = true;
    }
    (rest, had_quotes)
}

/// Returns the value of a variable without the quotes that a file of variables had around it. What has more of
/// them inside is a list of quoted values, and stays as it is.
pub(super) fn bare(text: &str) -> &str {
    let (inner, had_quotes) = unquoted(text);
    let has_more = QUOTES
        .iter()
        .take(2)
        .any(|(quote, _)| inner.contains(*quote));
    if had_quotes && !has_more { inner } else { text }
}

/// Returns the text without space around it, and without the mark that some editors begin files with.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

/// Tells whether a text is a placeholder such as `${PLEX_TOKEN}`, `%PLEX_TOKEN%`, `<your token>` or `…`,
/// which was to be replaced by whoever starts the program. Such a text holds no secret and may be
/// repeated.
pub(super) fn is_placeholder(text: &str) -> bool {
    let between = |open: &str, close: &str| {
        let inner = text
            .strip_prefix(open)
            .and_then(|text| text.strip_suffix(close));
        inner.is_some_and(|inner| !inner.is_empty() && inner.chars().all(is_of_a_name))
    };
    let is_variable = text.strip_prefix('$').is_some_and(|name| {
        let is_of_a_variable = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        !name.is_empty() && name.chars().all(is_of_a_variable)
    });
    let folded = text.to_ascii_lowercase();
    let is_request = folded.chars().all(is_of_a_name)
        && (folded.starts_with("your") || folded.starts_with("my-") || folded.starts_with("my_"))
        && folded.contains("token");
    between("${", "}")
        || between("{{", "}}")
        || between("%", "%")
        || between("<", ">")
        || is_variable
        || is_request
        || matches!(text, "…" | "..." | "***")
}

/// Tells whether a character may stand in the name of a placeholder.
fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || " _-.:/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_go_with_the_space_around_and_within_them() {
        for (text, expected) in [
            ("abc", ("abc", false)),
            (" abc\r\n", ("abc", false)),
            ("\u{FEFF}abc", ("abc", false)),
            ("\"abc\"", ("abc", true)),
            ("' abc '\n", ("abc", true)),
            ("\"'abc'\"", ("abc", true)),
            ("“abc”", ("abc", true)),
            ("\"abc", ("\"abc", false)),
            ("\"", ("\"", false)),
            ("\"\"", ("", true)),
        ] {
            assert_eq!(unquoted(text), expected, "{text:?}");
        }
    }

    #[test]
    fn quotes_around_a_value_go_and_those_around_parts_of_it_stay() {
        for (text, expected) in [
            ("\"Films\"", "Films"),
            ("'5'", "5"),
            ("Films", "Films"),
            (" 5 ", " 5 "),
            ("\"Films\",\"Kids' Films\"", "\"Films\",\"Kids' Films\""),
            ("\"\"", ""),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }

    #[test]
    fn placeholders_are_told_from_values() {
        for text in [
            "${PLEX_TOKEN}",
            "${input:plex-token}",
            "${env:PLEX_TOKEN}",
            "$PLEX_TOKEN",
            "%PLEX_TOKEN%",
            "{{ plex.token }}",
            "<your token>",
            "YOUR_PLEX_TOKEN",
            "your-token-here",
            "…",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "",
            "$",
            "%%",
            "aBcDeFgHiJkLmNoPqRsT",
            "x${y}",
            "100%",
            "yourself",
            "$ecret-9",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
