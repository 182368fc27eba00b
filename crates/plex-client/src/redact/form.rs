//! How a token may be written.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

use super::seen::Seen;

/// The text that stands in a token's place.
pub(super) const REDACTED: &str = "[redacted]";

/// The fewest characters of a token that is known wherever it stands.
const MIN_CHARS: usize = 8;

/// Says whether a text is too short, or too much like a word, to be found wherever it stands.
pub(super) fn is_common(text: &str) -> bool {
    let is_word = text.chars().all(char::is_alphabetic) && {
        let rest_is_small = text.chars().skip(1).all(char::is_lowercase);
        rest_is_small || text.chars().all(char::is_uppercase)
    };
    let length = text.chars().count();
    length < MIN_CHARS || (is_word && length < 2 * MIN_CHARS)
}

/// Returns a token in every form in which it may come back, in small letters. Percent-encoded it is read as it is.
pub(super) fn forms_of(token: &str) -> Vec<String> {
    let mut forms = vec![
        token.to_owned(),
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
    // As it looks, where a token has in it what is read otherwise than it is written.
    let seen = Seen::of(token).map(|seen| String::from_utf8_lossy(seen.bytes()).into_owned());
    forms.extend(seen);
    for form in &mut forms {
        form.make_ascii_lowercase();
    }
    forms
}
