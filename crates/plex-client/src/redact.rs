//! Takes tokens out of text that comes from outside.

use std::{borrow::Cow, sync::Arc};

use aho_corasick::packed;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use memchr::memmem::{self, Finder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::token::Token;

/// The text that stands in a token's place.
const REDACTED: &str = "[redacted]";

/// Names that are followed by a token, each of which ends with [`PLAIN_NAME`]. PMS repeats other people's
/// tokens too.
const NAMES: &[&str] = &[
    "x-plex-token",
    "authtoken",
    "auth_token",
    "accesstoken",
    "access_token",
    "authentication_token",
    "authentication-token",
];

/// The name that also stands in ordinary sentences, and that every other one has in it.
const PLAIN_NAME: &str = "token";

/// What is encoded in a query by those who leave alone what need not be.
const SPARING: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The signs between a name and its value.
const SIGNS: [&str; 5] = ["=", ":", "%3d", "&quot;:", ">"];

/// Those of them that stand in addresses, and not between a name and a number of JSON.
const SIGNS_OF_ADDRESSES: [&str; 2] = ["=", "%3d"];

/// The fewest characters of a token that is known wherever it stands.
const MIN_CHARS: usize = 8;

/// Takes tokens out of text: those it was given by their value, anybody's by the name before it.
///
/// A value is found as it is and with other capitals, percent-encoded, in base64 and in hexadecimal. One
/// that is very short, or a word as dictionaries have them, is only taken out after a name: otherwise it
/// would be found in every other title.
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
        any.extend(&forms).add(PLAIN_NAME);
        Self {
            any: any.build(),
            // Made once: to make one takes longer than to look through a title with it.
            forms: forms.iter().map(finder).collect(),
            shortest,
            common: common.into(),
        }
    }

    /// Returns the text without tokens.
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.without(text, &SIGNS)
            .map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Returns the text without tokens, where these signs stand between a name and a value; `None` when
    /// none is in it.
    fn without(&self, text: &str, signs: &[&str]) -> Option<String> {
        let may_have_value = !self.forms.is_empty() && text.len() >= self.shortest;
        // One of these is in every sign.
        let may_have_name = text.bytes().any(|byte| b"=:>%".contains(&byte));
        if !may_have_value && !may_have_name {
            return None;
        }
        // ASCII case folding keeps every byte in its place.
        let folded = text.to_ascii_lowercase();
        let any = self.any.as_ref();
        if any.is_some_and(|any| any.find(&folded).is_none()) {
            return None;
        }
        let known = self.by_value(text, &folded);
        let named = match &known {
            Some(text) => self.by_name(text, &text.to_ascii_lowercase(), signs),
            None => self.by_name(text, &folded, signs),
        };
        named.or(known)
    }

    /// Returns the beginning of the text without tokens, in one line and without what cannot be
    /// printed.
    pub(crate) fn excerpt(&self, text: &str) -> String {
        // In this order: half a token at the end would not be known for one.
        one_line(&self.redact(text))
    }

    /// Returns the text without the tokens that this knows; `None` when none is in it.
    fn by_value(&self, text: &str, folded: &str) -> Option<String> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for form in &*self.forms {
            let matches = form.find_iter(folded.as_bytes());
            found.extend(matches.map(|at| (at, at + form.needle().len())));
        }
        if found.is_empty() {
            return None;
        }
        found.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (start, end) in found {
            if start < done {
                // What overlaps goes with it.
                done = done.max(end);
                continue;
            }
            out.push_str(text.get(done..start)?);
            out.push_str(REDACTED);
            done = end;
        }
        out.push_str(text.get(done..)?);
        Some(out)
    }

    /// Returns an answer's body, or a text of it, without the tokens that this knows, and without anybody's
    /// that stands in an address in it, so that nothing made of it has them; `None` when there is none. A
    /// body stays as well-formed as it was.
    pub(crate) fn cleaned(&self, text: &str) -> Option<String> {
        self.without(text, &SIGNS_OF_ADDRESSES)
    }

    /// Returns the text without what follows the name of a token and a `=` or `:`, quoted or not;
    /// `None` when there is no such thing in it.
    fn by_name(&self, text: &str, folded: &str, signs: &[&str]) -> Option<String> {
        if !folded.contains(PLAIN_NAME) {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        // Every name ends with the plain one, so that one look at the text finds them all.
        for at in memmem::find_iter(folded.as_bytes(), PLAIN_NAME) {
            let end = at + PLAIN_NAME.len();
            if at < done {
                continue;
            }
            let (Some(before), Some(tail), Some(folded_tail)) =
                (folded.get(..end), text.get(end..), folded.get(end..))
            else {
                continue;
            };
            let is_sure = NAMES.iter().any(|name| before.ends_with(name));
            let mark = assignment(folded_tail, signs);
            let length = tail.get(mark..).filter(|_| mark > 0).map_or(0, |tail| {
                tail.find(|c: char| c.is_whitespace() || "\"'&<>,;)}]\\".contains(c))
                    .unwrap_or(tail.len())
            });
            let value = tail.get(mark..mark + length).unwrap_or_default();
            let is_token = mark > 0 && !value.is_empty() && (is_sure || self.may_be_token(value));
            out.push_str(text.get(done..end + mark).unwrap_or_default());
            done = end + mark;
            // Behind what is no token the name of another may stand, without a gap.
            if is_token {
                out.push_str(REDACTED);
                done += length;
            }
        }
        out.push_str(text.get(done..).unwrap_or_default());
        (out != text).then_some(out)
    }

    /// Says whether a value after the plain word may be a token, and not the next word of a sentence.
    fn may_be_token(&self, value: &str) -> bool {
        !is_common(value) || self.common.contains(&value.to_ascii_lowercase())
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

/// Says whether a text is too short, or too much like a word, to be found wherever it stands.
fn is_common(text: &str) -> bool {
    let is_word = text.chars().all(char::is_alphabetic) && {
        let rest_is_small = text.chars().skip(1).all(char::is_lowercase);
        rest_is_small || text.chars().all(char::is_uppercase)
    };
    let length = text.chars().count();
    length < MIN_CHARS || (is_word && length < 2 * MIN_CHARS)
}

/// Returns a token in every form in which it may come back, in small letters.
fn forms_of(token: &str) -> Vec<String> {
    let mut forms = vec![
        token.to_owned(),
        utf8_percent_encode(token, NON_ALPHANUMERIC).to_string(),
        utf8_percent_encode(token, SPARING).to_string(),
        token.bytes().map(|byte| format!("{byte:02x}")).collect(),
    ];
    if token.contains(['"', '\\']) {
        // As JSON has it.
        forms.push(token.replace('\\', r"\\").replace('"', r#"\""#));
    }
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        for before in 0..3_usize {
            // What stands before the token decides how it is cut into groups of three bytes. Characters
            // that also depend on what stands before and after are left out.
            let mut bytes = vec![0; before];
            bytes.extend_from_slice(token.as_bytes());
            let encoded = engine.encode(&bytes);
            let (from, to) = ((before * 4).div_ceil(3), bytes.len() * 4 / 3);
            forms.extend(encoded.get(from..to).map(str::to_owned));
        }
    }
    for form in &mut forms {
        form.make_ascii_lowercase();
    }
    forms
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

/// Returns how many bytes there are between a name and its value; 0 when no value follows.
fn assignment(after: &str, signs: &[&str]) -> usize {
    let trimmed = after.trim_start_matches(['"', '\'', '\\', ' ']);
    let lead = after.len() - trimmed.len();
    for sign in signs {
        if let Some(value) = trimmed.strip_prefix(*sign) {
            let value_trimmed = value.trim_start_matches(['"', '\'', '\\', ' ']);
            return lead + sign.len() + (value.len() - value_trimmed.len());
        }
    }
    0
}

#[cfg(test)]
mod tests {
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
        for (body, expected) in [
            (
                r#"{"token":123456789,"title":"/x?X-Plex-Token=abc&y=1"}"#,
                r#"{"token":123456789,"title":"/x?X-Plex-Token=[redacted]&y=1"}"#,
            ),
            (
                r#"<a token="abcdef12" b="S3CR=t-s3cr=t"/>"#,
                r#"<a token="[redacted]" b="[redacted]"/>"#,
            ),
            (r#"{"a":"token"}"#, r#"{"a":"token"}"#),
        ] {
            let cleaned = redactor().cleaned(body);
            assert_eq!(cleaned.as_deref().unwrap_or(body), expected);
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
