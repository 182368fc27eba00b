//! What servers write that no parser takes, made readable. It is text for text: what is repaired is
//! parsed again like anything else.

use std::borrow::Cow;

/// Bytes as text; what is no UTF-8 becomes replacement characters.
pub(crate) fn text(body: &[u8]) -> Cow<'_, str> {
    // Nearly all is, and to see that takes a fraction of the time that replacing does.
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    }
}

/// Repairs JSON with raw control characters in its strings: they become spaces, which are as good between
/// values as within them.
pub(crate) fn json(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_control(), " ")
}

/// Repairs XML with characters XML has no room for, written raw or by number; with an `&` that begins
/// nothing; with a `<` in an attribute.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut within = Within::Text;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '&' => match reference(after) {
                Reference::Good => {
                    out.push('&');
                    after
                }
                Reference::Forbidden(length) => after.get(length..).unwrap_or_default(),
                Reference::None => {
                    out.push_str("&amp;");
                    after
                }
            },
            '<' if matches!(within, Within::Quotes(_)) => {
                out.push_str("&lt;");
                after
            }
            c if !allowed(c) => after,
            c => {
                within = within.after(c);
                out.push(c);
                after
            }
        };
    }
    out
}

/// Says where in the markup a character stands.
#[derive(Clone, Copy)]
enum Within {
    Text,
    Tag,
    /// In a value that ends with this quote.
    Quotes(char),
}

impl Within {
    fn after(self, c: char) -> Self {
        match (self, c) {
            (Self::Text, '<') => Self::Tag,
            (Self::Tag, '>') => Self::Text,
            (Self::Tag, '"' | '\'') => Self::Quotes(c),
            (Self::Quotes(quote), c) if c == quote => Self::Tag,
            (same, _) => same,
        }
    }
}

/// Says what an `&` begins.
enum Reference {
    /// A character XML can name.
    Good,
    /// One it has no room for: as many bytes, to be left out.
    Forbidden(usize),
    /// Nothing.
    None,
}

/// The longest reference there can be, without its `&`.
const LONGEST: usize = 12;

fn reference(after: &str) -> Reference {
    // No further than a reference can be long: a text may have many of these marks.
    let near = after.as_bytes().get(..LONGEST).unwrap_or(after.as_bytes());
    let end = near.iter().position(|byte| *byte == b';');
    let Some(name) = end.and_then(|end| after.get(..end)) else {
        return Reference::None;
    };
    let number = match name.strip_prefix('#') {
        Some(number) => number,
        None if ["amp", "lt", "gt", "quot", "apos"].contains(&name) => return Reference::Good,
        None => return Reference::None,
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    match code.map(char::from_u32) {
        Ok(Some(c)) if allowed(c) => Reference::Good,
        Ok(_) => Reference::Forbidden(name.len() + 1),
        Err(_) => Reference::None,
    }
}

/// Says whether XML 1.0 has room for a character.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_leave_json_readable() {
        let repaired = json("{\"a\":\"x\u{1}\ny\"}");
        assert_eq!(repaired, "{\"a\":\"x  y\"}");
    }

    #[test]
    fn what_xml_forbids_is_left_out_or_escaped() {
        for (broken, repaired) in [
            ("<a b=\"x\u{8}y\"/>", "<a b=\"xy\"/>"),
            ("<a b=\"x&#8;&#x1F;y&#10;\"/>", "<a b=\"xy&#10;\"/>"),
            ("<a b=\"Tom & Jerry\"/>", "<a b=\"Tom &amp; Jerry\"/>"),
            ("<a b=\"x&nbsp;y\"/>", "<a b=\"x&amp;nbsp;y\"/>"),
            ("<a b='1 < 2'>&lt;</a>", "<a b='1 &lt; 2'>&lt;</a>"),
            ("<a b=\"it's > that\"/>", "<a b=\"it's > that\"/>"),
        ] {
            assert_eq!(xml(broken), repaired);
        }
    }
}
