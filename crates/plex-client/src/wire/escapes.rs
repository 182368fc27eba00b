//! JSON's other ways to write a character, written as the character itself: what is looked for in a text
//! is then found in it, and it is still the same JSON.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// Returns the same JSON without the escapes that it can do without.
pub(super) fn spelled_out(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    // Few answers have any of these; quotes and ends of lines are left as they are.
    let may_have_any = memchr(b'\\', bytes).is_some()
        && (memmem::find(bytes, b"\\u").is_some() || memmem::find(bytes, b"\\/").is_some());
    if !may_have_any {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (written, length) = one(after);
        match written {
            Some(c) if matches!(c, '"' | '\\') => out.extend(['\\', c]),
            Some(c) => out.push(c),
            None => {
                out.push('\\');
                out.push_str(after.get(..length).unwrap_or_default());
            }
        }
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out.into()
}

/// Returns the character of the escape whose rest this is, where it can stand as itself or behind a mere
/// backslash, and how many bytes the escape has after its backslash.
fn one(after: &str) -> (Option<char>, usize) {
    match after.chars().next() {
        Some('/') => (Some('/'), 1),
        Some('u') => {
            let code = after.get(1..5).filter(|code| is_hex(code));
            let c = code.and_then(|code| u32::from_str_radix(code, 16).ok());
            // A half of a character beyond the first 65,536 is none.
            let c = c.and_then(char::from_u32).filter(|c| !c.is_control());
            (c, if code.is_some() { 5 } else { 1 })
        }
        Some(other) => (None, other.len_utf8()),
        None => (None, 0),
    }
}

fn is_hex(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_json_stands_without_escapes() {
        for (written, expected) in [
            (
                r#"{"a":"d\u0065mo \/ \u003d \u00e9"}"#,
                r#"{"a":"demo / = é"}"#,
            ),
            (
                r#"{"a":"\u0022 \u005C \u005cu0065"}"#,
                r#"{"a":"\" \\ \\u0065"}"#,
            ),
            (r#"{"a":"\\u0065 \/"}"#, r#"{"a":"\\u0065 /"}"#),
            (
                r#"{"a":"\n\u0000\ud83c\udf7f\/"}"#,
                r#"{"a":"\n\u0000\ud83c\udf7f/"}"#,
            ),
            (r#"{"a":"\u00"}"#, r#"{"a":"\u00"}"#),
            (r#"{"a":"\u+065 \/é\"#, r#"{"a":"\u+065 /é\"#),
        ] {
            assert_eq!(spelled_out(written.into()), expected);
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
            assert_eq!(value(written), value(expected));
        }
    }

    #[test]
    fn json_without_such_escapes_is_not_copied() {
        let text = r#"{"a":"\"quoted\"\n"}"#;
        assert!(matches!(spelled_out(text.into()), Cow::Borrowed(_)));
    }
}
