//! What servers write that no parser takes, made readable.

use std::borrow::Cow;

/// Makes a body text: bytes that are no UTF-8 become replacement characters, and control characters
/// in the middle of a string become spaces.
pub(crate) fn json(body: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(body);
    if text
        .bytes()
        .any(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r'))
    {
        return Cow::Owned(text.replace(|c: char| c.is_ascii_control(), " "));
    }
    text
}
