//! Takes tokens out of text that comes from outside.

#[cfg(feature = "events")]
mod fields;
mod form;
mod name;
mod seen;

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, LazyLock},
};

use aho_corasick::packed;
use memchr::memmem::Finder;

#[cfg(feature = "events")]
pub(crate) use self::fields::without_tokens;
use self::{
    form::{REDACTED, forms_of, is_common},
    name::{Named, WORDS},
    seen::Seen,
};
use crate::{token::Token, wire::Written};

/// Finds the name of a token behind which no sign is.
static BEARER: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new("earer "), Finder::new("EARER ")]);

/// Takes tokens out of text: those it was given by their value, anybody's by the name before it.
///
/// A value is found as it is and with other capitals, in base64 and in hexadecimal; percent-encoded, wholly
/// or partly, once or again; and with characters in it that show nothing. One that is very short, or a word as
/// dictionaries have them, is only taken out after a name: otherwise it would be found in every other title.
///
/// ```
/// use plex_client::{Redactor, Token};
///
/// let redactor = Redactor::new([Token::new("xyz-123-XYZ")]);
/// assert_eq!(redactor.redact("a XYZ-123-xyz b"), "a [redacted] b");
/// assert_eq!(redactor.redact("/photo?X-Plex-Token=abc&width=1"), "/photo?X-Plex-Token=[redacted]&width=1");
/// assert_eq!(redactor.redact("a title"), "a title");
/// ```
#[derive(Clone, Default)]
pub struct Redactor {
    /// Tells whether any of the values, in any form, or the name of one is in a text in small letters: one look
    /// at a text for all of them, which nearly every text needs alone. Some processors have no such means.
    any: Option<packed::Searcher>,
    /// Find the values in small letters, in every form.
    forms: Arc<[Finder<'static>]>,
    /// The length of the shortest form: most texts are shorter, and need not be looked through.
    shortest: usize,
    /// The values that are too common to be known wherever they stand, in small letters.
    common: Arc<[String]>,
}

impl Redactor {
    /// Makes one that knows these tokens. Empty ones are ignored.
    pub fn new(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut forms = Vec::new();
        let mut common = Vec::new();
        for token in tokens {
            let token = token.expose();
            if !is_common(token) {
                forms.extend(forms_of(token));
            } else if !token.is_empty() {
                common.push(token.to_ascii_lowercase());
            }
        }
        forms.sort_unstable();
        forms.dedup();
        let shortest = forms.iter().map(String::len).min().unwrap_or_default();
        let finder = |form: &String| Finder::new(form).into_owned();
        let mut any = packed::Builder::new();
        any.extend(&forms).extend(WORDS);
        Self {
            any: any.build(),
            // Made once: to make one takes longer than to look through a title with it.
            forms: forms.iter().map(finder).collect(),
            shortest,
            common: common.into(),
        }
    }

    /// Returns the text without tokens. Doing so again changes nothing.
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.without(text, None)
            .map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Returns an answer's body, or a text of it, without the tokens that this knows, and without anybody's
    /// that stands in a text of it, so that nothing made of it has them; `None` when there is none. A
    /// body stays as well-formed as it was, and its own fields stay.
    pub(crate) fn cleaned(&self, text: &str, written: Written) -> Option<String> {
        self.without(text, Some(written))
    }

    /// Returns the beginning of the text without tokens, in one line and without what cannot be
    /// printed.
    pub(crate) fn excerpt(&self, text: &str) -> String {
        // In this order: half a token at the end would not be known for one.
        one_line(&self.redact(text))
    }

    /// Returns the text without tokens; `None` when none is in it.
    fn without(&self, text: &str, written: Option<Written>) -> Option<String> {
        let may_have_value = !self.forms.is_empty() && text.len() >= self.shortest;
        // One of these is in every sign after a name, or in what stands for it.
        let may_have_name = text.bytes().any(|byte| b"=:>%\\&".contains(&byte))
            || BEARER
                .iter()
                .any(|name| name.find(text.as_bytes()).is_some());
        if !may_have_value && !may_have_name {
            return None;
        }
        let seen = Seen::of(text);
        // ASCII case folding keeps every byte in its place.
        let folded = match &seen {
            Some(seen) => seen.bytes().to_ascii_lowercase(),
            None => text.as_bytes().to_ascii_lowercase(),
        };
        let any = self.any.as_ref();
        if any.is_some_and(|any| any.find(&folded).is_none()) {
            return None;
        }
        let mut found = self.by_value(&folded);
        let look = |value: &[u8]| self.may_be_token(value);
        let original = seen.as_ref().map_or(text.as_bytes(), Seen::bytes);
        found.extend(Named::all(original, &folded, written, &look));
        found.sort_unstable_by_key(|range| (range.start, range.end));
        if let Some(seen) = &seen {
            for range in &mut found {
                *range = seen.origin(range.clone());
            }
        }
        replaced(text, found)
    }

    /// Returns where the tokens stand that this knows.
    fn by_value(&self, folded: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for form in &*self.forms {
            let matches = form.find_iter(folded);
            found.extend(matches.map(|at| at..at + form.needle().len()));
        }
        found
    }

    /// Says whether a value after the plain word may be a token, and not the next word of a sentence.
    fn may_be_token(&self, value: &[u8]) -> bool {
        let value = String::from_utf8_lossy(value);
        !is_common(&value) || self.common.contains(&value.to_ascii_lowercase())
    }
}

/// Returns the text with these parts replaced, of which one may begin before another ends; `None` when there
/// are none.
fn replaced(text: &str, found: Vec<Range<usize>>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for part in &found {
        if part.start < done {
            // What overlaps goes with it.
            done = done.max(part.end);
            continue;
        }
        // Parts begin and end with whole characters; if one did not, nothing would be shown at all.
        let Some(before) = text.get(done..part.start) else {
            return Some(REDACTED.to_owned());
        };
        out.push_str(before);
        out.push_str(REDACTED);
        done = part.end;
    }
    if found.is_empty() {
        return None;
    }
    match text.get(done..) {
        Some(rest) => out.push_str(rest),
        None => return Some(REDACTED.to_owned()),
    }
    Some(out)
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

/// The longest excerpt, in characters.
const EXCERPT: usize = 160;

/// Returns the beginning of a text in one line.
fn one_line(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !c.is_whitespace() && !c.is_control() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if out.chars().count() >= EXCERPT {
            break;
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

    use super::*;

    fn redactor() -> Redactor {
        Redactor::new([Token::new("s3cr=t-s3cr=t")])
    }

    #[test]
    fn the_own_token_goes_wherever_it_stands() {
        for text in [
            "s3cr=t-s3cr=t",
            "S3CR=T-s3cr=t",
            "s3cr%3Dt%2Ds3cr%3Dt",
            "s3cr%3dt%2ds3cr%3dt",
            "733363723d742d733363723d74",
        ] {
            let redacted = redactor().redact(&format!("a {text} b")).into_owned();
            assert_eq!(redacted, "a [redacted] b", "{text}");
        }
    }

    #[test]
    fn tokens_of_others_go_by_their_names() {
        for (text, expected) in [
            ("/x?X-Plex-Token=abc&y=1", "/x?X-Plex-Token=[redacted]&y=1"),
            (
                r#"{"authToken":"abc","id":1}"#,
                r#"{"authToken":"[redacted]","id":1}"#,
            ),
            (
                r#"<a accessToken="abc" b="1"/>"#,
                r#"<a accessToken="[redacted]" b="1"/>"#,
            ),
            ("token: abc-123-def", "token: [redacted]"),
            (
                "<authentication-token>abc</authentication-token>",
                "<authentication-token>[redacted]</authentication-token>",
            ),
            ("X-Plex-Token%3Dabc", "X-Plex-Token%3D[redacted]"),
            (
                "http://h/security/token?X-Plex-Token=abc123",
                "http://h/security/token?X-Plex-Token=[redacted]",
            ),
            (
                "https://h/tokens/1?X-Plex-Token=abc",
                "https://h/tokens/1?X-Plex-Token=[redacted]",
            ),
            ("token/x?auth_token=zzz", "token/x?auth_token=[redacted]"),
        ] {
            assert_eq!(redactor().redact(text), expected);
        }
    }

    #[test]
    fn an_excerpt_never_ends_within_a_token() {
        let text = format!("{}\n\t s3cr=t-s3cr=t and more", "x".repeat(EXCERPT - 4));
        let excerpt = redactor().excerpt(&text);
        assert_eq!(excerpt, format!("{} [re", "x".repeat(EXCERPT - 4)));
        assert_eq!(redactor().excerpt("\u{1b}[31m a\r\nb "), "[31m a b");
    }

    #[test]
    fn base64_is_known_wherever_the_token_stands_in_what_was_encoded() {
        for before in ["", "a", "ab", "ada:", "token="] {
            for after in ["", "x", "xy", "\n"] {
                let text = format!("{before}s3cr=t-s3cr=t{after}");
                let encoded = STANDARD_NO_PAD.encode(&text);
                let redacted = redactor().redact(&encoded).into_owned();
                assert!(redacted.contains(REDACTED), "{text:?}: {encoded}");
            }
        }
    }

    #[test]
    fn what_is_too_common_to_be_known_is_known_after_a_name() {
        for token in ["a", "12345", "Drama", "metropolis", "SECRET"] {
            let redactor = Redactor::new([Token::new(token)]);
            for text in ["A drama named Metropolis 12345", "a secret title", token] {
                assert_eq!(redactor.redact(text), text, "{token}");
            }
            assert_eq!(
                redactor.redact(&format!("token={token}")),
                "token=[redacted]"
            );
        }
    }

    #[test]
    fn a_body_loses_tokens_and_stays_what_it_was() {
        use Written::{Json, Xml};

        for (written, body, expected) in [
            (
                Json,
                r#"{"token":123456789,"title":"/x?X-Plex-Token=abc&y=1"}"#,
                r#"{"token":123456789,"title":"/x?X-Plex-Token=[redacted]&y=1"}"#,
            ),
            (
                Json,
                r#"{"authToken":"abc-123-def","title":"\"authToken\":\"abc-123-def\""}"#,
                r#"{"authToken":"abc-123-def","title":"\"authToken\":\"[redacted]\""}"#,
            ),
            (
                Json,
                r#"{"title":"x-plex-token: abc","b":1}"#,
                r#"{"title":"x-plex-token: [redacted]","b":1}"#,
            ),
            (
                Json,
                r#"{"a":"s3cr\u0007=t-s3\bcr\udb40\udc41=t","b":"s\\u0033cr=t-s3cr=t"}"#,
                r#"{"a":"[redacted]","b":"[redacted]"}"#,
            ),
            (
                Xml,
                r#"<a token="abcdef12" b="S3CR=t-s3cr=t"/>"#,
                r#"<a token="[redacted]" b="[redacted]"/>"#,
            ),
            (
                Xml,
                r#"<a b="&quot;authToken&quot;:&quot;abc&quot;" c="s3cr&#61;t-&#x73;3cr=t"/>"#,
                r#"<a b="&quot;authToken&quot;:&quot;[redacted]&quot;" c="[redacted]"/>"#,
            ),
            (Json, r#"{"a":"token"}"#, r#"{"a":"token"}"#),
        ] {
            let cleaned = redactor().cleaned(body, written);
            assert_eq!(cleaned.as_deref().unwrap_or(body), expected);
        }
    }

    /// It is taken out as it will be stored and as it would look.
    #[test]
    fn a_token_is_known_through_what_shows_nothing_and_through_what_encodes_it() {
        let token = "s3cr=t-s3cr=t";
        for between in [
            "\u{200B}",
            "\u{200C}",
            "\u{200D}",
            "\u{200E}",
            "\u{202E}",
            "\u{2060}",
            "\u{2069}",
            "\u{206A}",
            "\u{FEFF}",
            "\u{AD}",
            "\u{34F}",
            "\u{61C}",
            "\u{115F}",
            "\u{17B4}",
            "\u{180E}",
            "\u{3164}",
            "\u{FE0F}",
            "\u{FFA0}",
            "\u{FFF9}",
            "\u{1D173}",
            "\u{E0041}",
            "\u{E0100}",
            "\u{7}",
            "\u{0}",
            "\u{7F}",
            "\u{9B}",
            "%07",
            "%E2%80%8B",
            "\\u200b",
        ] {
            let broken: String = token.chars().map(|c| format!("{c}{between}")).collect();
            let redacted = redactor().redact(&broken).into_owned();
            assert_eq!(redacted.trim_end_matches(between), REDACTED, "{between:?}");
        }
        let wholly: String = token.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let twice = wholly.replace('%', "%25");
        let partly = token.replacen('s', "%73", 1);
        let base64 = STANDARD_NO_PAD.encode(token).replace('M', "%4D");
        assert!(redactor().redact(&base64).starts_with(REDACTED), "{base64}");
        for encoded in [wholly, twice.clone(), twice.replace('2', "%32"), partly] {
            let text = format!("a {encoded} b");
            assert_eq!(redactor().redact(&text), "a [redacted] b", "{encoded}");
        }
    }

    #[test]
    fn tokens_in_headers_go_whatever_their_kind() {
        for (text, expected) in [
            (
                "Authorization: Bearer zz-1234-zz",
                "Authorization: Bearer [redacted]",
            ),
            (
                "authorization=Bearer%20zz-1234-zz&a",
                "authorization=Bearer%20[redacted]&a",
            ),
            (
                r#"{"Authorization":"Basic dXNlcjpwYXNz"}"#,
                r#"{"Authorization":"Basic [redacted]"}"#,
            ),
            (
                "-H 'Authorization: zz-1234-zz'",
                "-H 'Authorization: [redacted]'",
            ),
            ("with bearer zz-1234-zz it", "with bearer [redacted] it"),
            (
                "&quot;authToken&quot;:&quot;ab&quot;",
                "&quot;authToken&quot;:&quot;[redacted]&quot;",
            ),
            ("Authorization: Code Red", "Authorization: Code Red"),
            (
                "The Bearer of Extraordinary News",
                "The Bearer of Extraordinary News",
            ),
        ] {
            assert_eq!(redactor().redact(text), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn doing_it_again_changes_nothing(
            text in "(?s)((x-plex-)?token|authorization|bearer|s3cr=t-s3cr=t|\\[redacted\\]|[=: \"'&%\\]]|%25|%3d|[a-z0-9-]{1,9}|\u{200D}){0,12}"
        ) {
            let once = redactor().redact(&text).into_owned();
            proptest::prop_assert_eq!(redactor().redact(&once).into_owned(), once);
        }
    }

    /// A text full of the name is read in one go: at this length anything else would take minutes.
    #[test]
    fn a_text_of_nothing_but_names_is_read_once() {
        let text = "token ".repeat(400_000);
        assert_eq!(redactor().redact(&text), text);
        let text = "token=a-b-c-1-2-3 ".repeat(100_000);
        assert!(!redactor().redact(&text).contains("a-b-c"));
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "the token is bad",
            "no tokens here",
            "täöken",
            "",
            "token",
            "The Token: Beginnings",
            "set PLEX_TOKEN=…",
        ] {
            assert_eq!(redactor().redact(text), text);
        }
    }
}
