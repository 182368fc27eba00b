//! Makes text from a media server safe and short enough to show.
//!
//! Titles and summaries come from file names, agents and other people's servers. They are data:
//! what could hide or reorder them (controls, bidirectional overrides, tag characters) is taken
//! out, and their length is capped. Joiners stay, because Persian, the Indic scripts and emoji are
//! written with them.

/// The most characters of a title, a name or anything else that is shown on one line.
pub const TITLE_CHARS: usize = 200;

/// Returns a title or a name: one line, stripped, at most 200 characters, `None` when nothing is
/// left.
///
/// ```
/// assert_eq!(plex_client::text::title(" The\u{202E} Long\nNight "), Some("The Long Night".to_owned()));
/// ```
#[must_use]
pub fn title(raw: &str) -> Option<String> {
    let line = line(raw, TITLE_CHARS);
    (!line.is_empty()).then_some(line)
}

/// Puts any text on one line of at most `max_chars` characters, an ellipsis standing for the rest.
///
/// ```
/// assert_eq!(plex_client::text::line("a long text", 6), "a lon…");
/// ```
#[must_use]
pub fn line(raw: &str, max_chars: usize) -> String {
    if raw.len() <= max_chars && is_clean(raw) {
        return raw.to_owned();
    }
    cleaned(raw, max_chars)
}

/// Says whether a text is plainly as it has to be, as most titles are: letters and signs of ASCII, with single spaces
/// between them.
fn is_clean(raw: &str) -> bool {
    let mut may_be_space = false;
    for byte in raw.bytes() {
        match byte {
            b' ' if may_be_space => may_be_space = false,
            b'!'..=b'~' => may_be_space = true,
            _ => return false,
        }
    }
    may_be_space || raw.is_empty()
}

/// Puts a text on one line, character by character.
fn cleaned(raw: &str, max_chars: usize) -> String {
    let mut clean = String::with_capacity(raw.len().min(max_chars.saturating_mul(4)));
    let mut count = 0usize;
    let mut gap = false;
    for character in raw.chars() {
        if is_space(character) {
            gap = !clean.is_empty();
            continue;
        }
        if is_stripped(character) {
            continue;
        }
        let needed = 1 + usize::from(gap);
        if count + needed > max_chars.saturating_sub(1) && has_more(raw, max_chars) {
            clean.push('…');
            return clean;
        }
        if gap {
            clean.push(' ');
            gap = false;
        }
        clean.push(character);
        count += needed;
    }
    clean
}

/// Returns the form in which titles and names are compared: cleaned, without case, spaces
/// collapsed.
///
/// ```
/// assert_eq!(plex_client::text::folded(" TV  Shows"), "tv shows");
/// ```
#[must_use]
pub fn folded(raw: &str) -> String {
    line(raw, TITLE_CHARS).to_lowercase()
}

/// Says whether the cleaned text is longer than `max_chars`, counting no further than it must.
fn has_more(raw: &str, max_chars: usize) -> bool {
    let mut count = 0usize;
    let mut gap = false;
    for character in raw.chars() {
        if is_space(character) {
            gap = count > 0;
        } else if !is_stripped(character) {
            count += 1 + usize::from(std::mem::take(&mut gap));
            if count > max_chars {
                return true;
            }
        }
    }
    false
}

/// Tells white space of any kind, line breaks included; runs of it become one space.
fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// Characters that show nothing themselves but change what is around them, or carry hidden text.
fn is_stripped(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200B}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{E0000}'..='\u{E007F}'
        )
}

/// Tells characters that nobody sees: those that are stripped, and those that only tell how their neighbours
/// are drawn. White space is none of them.
pub(crate) fn is_ignorable(character: char) -> bool {
    if is_space(character) {
        return false;
    }
    is_stripped(character)
        || matches!(
            character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_reordering_characters_go_and_joiners_stay() {
        assert_eq!(
            line("a\u{202E}b\u{200B}c\u{FEFF}\u{E0041}d\u{7}", 50),
            "abcd"
        );
        assert_eq!(
            line("می\u{200C}خواهم 👩\u{200D}🚀", 50),
            "می\u{200C}خواهم 👩\u{200D}🚀"
        );
    }

    #[test]
    fn lines_and_runs_of_space_become_one_space() {
        assert_eq!(
            line("  The\r\n\tLong\u{2028}  Night ", 50),
            "The Long Night"
        );
    }

    #[test]
    fn a_text_is_cut_only_when_it_is_too_long() {
        assert_eq!(line("abcde", 5), "abcde");
        assert_eq!(line("abcdef", 5), "abcd…");
        assert_eq!(line("ab cdef", 5), "ab c…");
        assert_eq!(line("abcd\u{200B} ", 5), "abcd");
        assert_eq!(
            line(&"é".repeat(10_000), TITLE_CHARS).chars().count(),
            TITLE_CHARS
        );
    }

    proptest::proptest! {
        /// Cleaning what is clean changes nothing, so that names can be compared after it.
        #[test]
        fn clean_text_is_short_one_line_and_stays_as_it_is(raw: String, max in 1usize..80) {
            let clean = line(&raw, max);
            proptest::prop_assert!(clean.chars().count() <= max);
            proptest::prop_assert!(!clean.chars().any(|c| is_stripped(c) || is_space(c) && c != ' '));
            proptest::prop_assert_eq!(line(&clean, max), clean);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_plainly_clean_is_what_cleaning_gives(raw in "[ -~\t\u{200B}é]{0,12}", max in 1usize..14) {
            proptest::prop_assert_eq!(line(&raw, max), cleaned(&raw, max));
        }
    }

    #[test]
    fn nothing_is_not_a_title() {
        assert_eq!(title(" \u{200B}\n"), None);
    }

    #[test]
    fn comparison_ignores_case_and_spacing() {
        assert_eq!(folded(" TV  Shows\n"), folded("tv shows"));
    }
}
