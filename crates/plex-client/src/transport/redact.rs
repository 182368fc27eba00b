//! Takes tokens out of text that comes from outside.

use crate::token::Token;

/// What stands in a token's place.
const REDACTED: &str = "[redacted]";

/// Names that are followed by a token. PMS repeats other people's tokens too.
const NAMES: &[&str] = &[
    "x-plex-token",
    "authtoken",
    "auth_token",
    "accesstoken",
    "access_token",
    "authentication_token",
    "authentication-token",
    "token",
];

/// Takes tokens out of text: this client's by its value, anybody's by the name before it.
#[derive(Debug, Clone)]
pub(crate) struct Redactor {
    token: Option<Token>,
}

impl Redactor {
    pub(crate) fn new(token: Option<Token>) -> Self {
        Self { token }
    }

    /// The beginning of the text without tokens, in one line and without what cannot be printed.
    pub(crate) fn excerpt(&self, text: &str) -> String {
        // In this order: half a token at the end would not be known for one.
        one_line(&self.redact(text))
    }

    /// The text without tokens.
    pub(crate) fn redact(&self, text: &str) -> String {
        match self.by_value(text) {
            Some(text) => by_name(&text),
            None => by_name(text),
        }
    }

    /// The text without this client's token; `None` when it is not in it.
    pub(crate) fn by_value(&self, text: &str) -> Option<String> {
        let token = self.token.as_ref()?.expose();
        let encoded = super::path::encoded(token).to_string();
        if !text.contains(token) && !text.contains(&encoded) {
            return None;
        }
        Some(text.replace(token, REDACTED).replace(&encoded, REDACTED))
    }
}

/// The longest excerpt, in characters.
const EXCERPT: usize = 160;

/// The beginning of a text in one line.
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

/// Takes out what follows the name of a token and a `=` or `:`, quoted or not.
fn by_name(text: &str) -> String {
    // ASCII case folding keeps every byte in its place.
    let folded = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut folded_rest = folded.as_str();
    while let Some((at, name)) = first_name(folded_rest) {
        let end = at + name.len();
        let (Some(head), Some(tail), Some(folded_tail)) =
            (rest.get(..end), rest.get(end..), folded_rest.get(end..))
        else {
            break;
        };
        out.push_str(head);
        let mark = assignment(folded_tail);
        let value = tail.get(mark..).map_or(0, |tail| {
            tail.find(|c: char| c.is_whitespace() || "\"'&<>,;)}]\\".contains(c))
                .unwrap_or(tail.len())
        });
        if mark > 0 && value > 0 {
            out.push_str(tail.get(..mark).unwrap_or_default());
            out.push_str(REDACTED);
        } else {
            out.push_str(tail.get(..mark + value).unwrap_or_default());
        }
        rest = tail.get(mark + value..).unwrap_or_default();
        folded_rest = folded_tail.get(mark + value..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The first name in the text, and where it begins; the longest that begins there.
fn first_name(folded: &str) -> Option<(usize, &'static str)> {
    NAMES
        .iter()
        .filter_map(|name| folded.find(name).map(|at| (at, *name)))
        .min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len())))
}

/// How many bytes there are between a name and its value; 0 when no value follows.
fn assignment(after: &str) -> usize {
    let trimmed = after.trim_start_matches(['"', '\'', '\\', ' ']);
    let lead = after.len() - trimmed.len();
    for sign in ["=", ":", "%3d", "&quot;:", ">"] {
        if let Some(value) = trimmed.strip_prefix(sign) {
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
        Redactor::new(Some(Token::new("s3cr=t")))
    }

    #[test]
    fn the_own_token_goes_wherever_it_stands() {
        let text = redactor().redact("a s3cr=t b ?x=s3cr%3Dt");
        assert_eq!(text, "a [redacted] b ?x=[redacted]");
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
            ("token: abc", "token: [redacted]"),
            (
                "<authentication-token>abc</authentication-token>",
                "<authentication-token>[redacted]</authentication-token>",
            ),
            ("X-Plex-Token%3Dabc", "X-Plex-Token%3D[redacted]"),
        ] {
            assert_eq!(redactor().redact(text), expected);
        }
    }

    #[test]
    fn an_excerpt_never_ends_within_a_token() {
        let text = format!("{}\n\t s3cr=t and more", "x".repeat(EXCERPT - 4));
        let excerpt = redactor().excerpt(&text);
        assert_eq!(excerpt, format!("{} [re", "x".repeat(EXCERPT - 4)));
        assert_eq!(redactor().excerpt("\u{1b}[31m a\r\nb "), "[31m a b");
    }

    #[test]
    fn other_text_stays() {
        for text in ["the token is bad", "no tokens here", "täöken", "", "token"] {
            assert_eq!(redactor().redact(text), text);
        }
    }
}
