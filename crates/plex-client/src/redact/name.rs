//! What follows the name of a token: anybody's, that a server repeats.

use std::ops::Range;

use memchr::memmem;

use super::form::REDACTED;
use crate::wire::Written;

/// Names that are followed by a token, each of which ends with the plain one.
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

/// The name of the header, behind whose sign the kind of token comes first.
const HEADER: &str = "authorization";

/// The kind of a token that stands before it without a sign.
const BEARER: &str = "bearer";

/// What a text has in it that has one of these names.
pub(super) const WORDS: [&str; 3] = [PLAIN_NAME, HEADER, BEARER];

/// The kinds of tokens that the header names.
const KINDS: [&str; 3] = ["bearer ", "basic ", "token "];

/// The signs between a name and its value.
const SIGNS: [&str; 2] = ["=", ":"];

/// What stands around names and values.
const QUOTES: [&str; 6] = ["\"", "'", "\\", " ", "&quot;", "&#34;"];

/// A text in which names are looked for.
pub(super) struct Named<'t> {
    text: &'t [u8],
    folded: &'t [u8],
    /// Where it stands, if it is of an answer. JSON's own fields are not looked at: what reads them knows what
    /// they hold.
    written: Option<Written>,
    may_be_token: &'t dyn Fn(&[u8]) -> bool,
}

impl<'t> Named<'t> {
    /// Returns where tokens stand behind their names.
    pub(super) fn all(
        text: &'t [u8],
        folded: &'t [u8],
        written: Option<Written>,
        may_be_token: &'t dyn Fn(&[u8]) -> bool,
    ) -> Vec<Range<usize>> {
        let named = Self {
            text,
            folded,
            written,
            may_be_token,
        };
        let mut found = Vec::new();
        for word in WORDS {
            // Every name ends with the plain one, so that one look at the text finds them all.
            let mut done = 0;
            for at in memmem::find_iter(folded, word) {
                if at >= done
                    && let Some(value) = named.behind(word, at + word.len())
                {
                    done = value.end;
                    found.push(value);
                }
            }
        }
        found
    }

    /// Returns where the token stands behind a name that ends at a place; `None` when there is none.
    fn behind(&self, word: &str, end: usize) -> Option<Range<usize>> {
        let before = self.folded.get(..end)?;
        let after = self.folded.get(end..)?;
        let is_field = self.written == Some(Written::Json) && after.first() == Some(&b'"');
        let mut start = end
            + match word {
                BEARER => usize::from(after.first() == Some(&b' ')),
                _ if is_field => 0,
                _ => assignment(after, self.written),
            };
        if start == end {
            return None;
        }
        if word == HEADER {
            let value = self.folded.get(start..)?;
            let kind = KINDS.iter().find(|kind| value.starts_with(kind.as_bytes()));
            start += kind.map_or(0, |kind| kind.len());
        }
        // What was taken out before is not looked at again.
        while self.text.get(start..)?.starts_with(REDACTED.as_bytes()) {
            start += REDACTED.len();
        }
        let value = self.text.get(start..)?;
        let value = value.get(..length(value))?;
        let is_sure = NAMES.iter().any(|name| before.ends_with(name.as_bytes()));
        let is_token = !value.is_empty() && (is_sure || (self.may_be_token)(value));
        is_token.then(|| start..start + value.len())
    }
}

/// Returns how many bytes a value has.
fn length(value: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'&<>,;)}]\\".contains(byte);
    value.iter().position(ends).unwrap_or(value.len())
}

/// Returns how many bytes there are between a name and its value; 0 when no value follows.
fn assignment(after: &[u8], written: Option<Written>) -> usize {
    let lead = quotes(after);
    let rest = after.get(lead..).unwrap_or_default();
    let tag = written.is_none().then_some(">");
    for sign in SIGNS.into_iter().chain(tag) {
        if let Some(value) = rest.strip_prefix(sign.as_bytes()) {
            return lead + sign.len() + quotes(value);
        }
    }
    0
}

/// Returns how many bytes the quotes and blanks take that a text begins with.
fn quotes(text: &[u8]) -> usize {
    let mut rest = text;
    while let Some(after) = QUOTES
        .iter()
        .find_map(|quote| rest.strip_prefix(quote.as_bytes()))
    {
        rest = after;
    }
    text.len() - rest.len()
}
