//! Text as it looks once everything is taken out that shows nothing, and is read that is written otherwise:
//! what is looked for is found in that, and goes from the text itself.

use std::ops::Range;

use crate::text::is_ignorable;

/// How often a text is looked at that came percent-encoded again and again.
const DEEPEST: usize = 4;

/// A text as it looks, and where in the text itself each part of it stands.
#[derive(Debug)]
pub(super) struct Seen {
    bytes: Vec<u8>,
    runs: Vec<Run>,
}

/// Bytes that stand together in both.
#[derive(Debug, Clone, Copy)]
struct Run {
    seen: usize,
    origin: usize,
    /// Bytes of the text itself for the one byte that is seen; 0 where each is one.
    written: usize,
}

/// What a part of a text looks like.
enum Part {
    /// As it is written, for so many bytes.
    Same(usize),
    /// So many bytes show nothing.
    Nothing(usize),
    /// So many bytes are another way to write one.
    Byte(u8, usize),
}

impl Seen {
    /// Returns the text as it looks; `None` when that is as it is written, which nearly every text is.
    pub(super) fn of(text: &str) -> Option<Self> {
        let plain = Self::by(text.as_bytes(), is_notable, |at| part(text, at));
        let bytes = plain.as_ref().map_or(text.as_bytes(), |seen| &seen.bytes);
        let decoded = Self::by(bytes, |byte| byte == b'%', |at| encoded(bytes, at));
        match (plain, decoded) {
            (Some(plain), Some(decoded)) => Some(decoded.within(&plain)),
            (plain, decoded) => decoded.or(plain),
        }
    }

    /// Reads bytes part by part, looking only at those that are notable.
    fn by(
        bytes: &[u8],
        is_notable: impl Fn(u8) -> bool,
        part: impl Fn(usize) -> Part,
    ) -> Option<Self> {
        let mut seen: Option<Self> = None;
        let (mut done, mut at) = (0, 0);
        while let Some(next) = next(bytes, at, &is_notable) {
            let part = part(next);
            let (byte, length) = match part {
                Part::Same(length) => {
                    at = next + length.max(1);
                    continue;
                }
                Part::Nothing(length) => (None, length),
                Part::Byte(byte, length) => (Some(byte), length),
            };
            let seen = seen.get_or_insert_with(|| Self {
                bytes: Vec::with_capacity(bytes.len()),
                runs: Vec::new(),
            });
            seen.copy(bytes, done..next);
            if let Some(byte) = byte {
                seen.runs.push(Run {
                    seen: seen.bytes.len(),
                    origin: next,
                    written: length,
                });
                seen.bytes.push(byte);
            }
            at = next + length;
            done = at;
        }
        if let Some(seen) = &mut seen {
            seen.copy(bytes, done..bytes.len());
        }
        seen
    }

    fn copy(&mut self, bytes: &[u8], range: Range<usize>) {
        self.runs.push(Run {
            seen: self.bytes.len(),
            origin: range.start,
            written: 0,
        });
        self.bytes
            .extend_from_slice(bytes.get(range).unwrap_or_default());
    }

    /// Returns the same, of a text that was itself seen in another.
    fn within(self, other: &Self) -> Self {
        // Bytes that stand together here may not there: each run is cut where one of those ends.
        let mut runs = Vec::with_capacity(self.runs.len() + other.runs.len());
        for (at, run) in self.runs.iter().enumerate() {
            let next = self.runs.get(at + 1);
            let length = next.map_or(self.bytes.len(), |next| next.seen) - run.seen;
            if run.written > 0 {
                let origin = other.origin(run.origin..run.origin + run.written);
                runs.push(Run {
                    origin: origin.start,
                    written: origin.len(),
                    ..*run
                });
                continue;
            }
            let mut from = run.origin;
            while from < run.origin + length {
                let (piece, end) = other.run(from);
                runs.push(Run {
                    seen: run.seen + (from - run.origin),
                    origin: piece.origin + (from - piece.seen),
                    written: piece.written,
                });
                from = end.min(run.origin + length);
            }
        }
        Self { runs, ..self }
    }

    /// Returns the bytes that are seen.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns where in the text itself something stands that is seen there.
    pub(super) fn origin(&self, seen: Range<usize>) -> Range<usize> {
        let (first, _) = self.run(seen.start);
        let start = first.origin + (seen.start - first.seen);
        if seen.is_empty() {
            return start..start;
        }
        let (last, _) = self.run(seen.end - 1);
        let end = last.origin
            + if last.written > 0 {
                last.written
            } else {
                seen.end - last.seen
            };
        start..end
    }

    /// Returns the run that has a byte, and where the next begins.
    fn run(&self, at: usize) -> (Run, usize) {
        let after = self.runs.partition_point(|run| run.seen <= at);
        let run = after.checked_sub(1).and_then(|at| self.runs.get(at));
        let end = self.runs.get(after).map_or(usize::MAX, |run| run.seen);
        let whole = Run {
            seen: 0,
            origin: 0,
            written: 0,
        };
        (run.copied().unwrap_or(whole), end)
    }
}

/// How many bytes are looked at together.
const TOGETHER: usize = 64;

/// Returns the next notable byte from a place on.
fn next(bytes: &[u8], from: usize, is_notable: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    for some in bytes.get(from..)?.chunks(TOGETHER) {
        // Without an early end, which is much the quicker: hardly ever there is one among them.
        if some.iter().fold(false, |any, byte| any | is_notable(*byte)) {
            let within = some.iter().position(|byte| is_notable(*byte));
            return within.map(|within| at + within);
        }
        at += some.len();
    }
    None
}

/// Says whether something may begin with a byte that shows nothing, or that is another way to write something.
fn is_notable(byte: u8) -> bool {
    (byte < b' ' && !(b'\t'..=b'\r').contains(&byte))
        || byte >= 0x7f
        || byte == b'\\'
        || byte == b'&'
}

/// Reads what begins with a notable byte: characters, JSON's ways to write them, and those of XML.
fn part(text: &str, at: usize) -> Part {
    let rest = text.get(at..).unwrap_or_default();
    match rest.as_bytes().first() {
        Some(b'\\') => escaped(rest),
        Some(b'&') => referenced(rest),
        _ => match rest.chars().next() {
            Some(c) if is_ignorable(c) => Part::Nothing(c.len_utf8()),
            Some(c) => Part::Same(c.len_utf8()),
            None => Part::Same(1),
        },
    }
}

/// Returns what a character looks like that is written with so many bytes.
fn looks(c: char, length: usize) -> Part {
    match u8::try_from(c) {
        _ if is_ignorable(c) => Part::Nothing(length),
        // These two mean something of their own, which they would not where they stand.
        Ok(b'"' | b'\\') => Part::Same(length),
        Ok(byte) if byte.is_ascii() => Part::Byte(byte, length),
        _ => Part::Same(length),
    }
}

/// Reads what begins with a backslash, or with several: text within text has more of them.
fn escaped(rest: &str) -> Part {
    let signs = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let after = rest.get(signs..).unwrap_or_default();
    if after.starts_with('b') {
        return Part::Nothing(signs + 1);
    }
    let Some(first) = unit(after) else {
        return Part::Same(signs);
    };
    let length = signs + 5;
    let second = || {
        let rest = rest.get(length..)?;
        let signs = rest.bytes().take_while(|byte| *byte == b'\\').count();
        Some((unit(rest.get(signs..)?)?, signs + 5))
    };
    if let Some(c) = char::from_u32(first) {
        return looks(c, length);
    }
    // A half of a character beyond the first 65,536.
    match second() {
        Some((second, more)) if (0xdc00..0xe000).contains(&second) && first < 0xdc00 => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            char::from_u32(code).map_or(Part::Same(length), |c| looks(c, length + more))
        }
        _ => Part::Same(length),
    }
}

/// Reads the number of `u0041`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}

/// Reads a character that is written as its number, as in `&#65;`.
fn referenced(rest: &str) -> Part {
    /// No such number is longer.
    const LONGEST: usize = 12;
    let near = rest.as_bytes().get(..LONGEST).unwrap_or(rest.as_bytes());
    let end = near.iter().position(|byte| *byte == b';');
    let number = end.and_then(|end| rest.get(..end)?.strip_prefix("&#"));
    let code = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    match (code.and_then(char::from_u32), end) {
        (Some(c), Some(end)) => looks(c, end + 1),
        _ => Part::Same(1),
    }
}

/// Reads a byte that is percent-encoded, once or several times.
fn encoded(bytes: &[u8], at: usize) -> Part {
    let (first, length) = decoded(bytes, at, 0);
    if length == 1 {
        return Part::Same(1);
    }
    if first.is_ascii() {
        return match looks(first.into(), length) {
            // Nothing else stands for these in what is percent-encoded.
            Part::Same(length) => Part::Byte(first, length),
            other => other,
        };
    }
    let mut character = vec![first];
    let mut end = at + length;
    while character.len() < 4 && std::str::from_utf8(&character).is_err() {
        let (byte, length) = decoded(bytes, end, 0);
        character.push(byte);
        end += length;
    }
    let c = std::str::from_utf8(&character)
        .ok()
        .and_then(|text| text.chars().next());
    match c {
        Some(c) if is_ignorable(c) => Part::Nothing(end - at),
        _ => Part::Same(1),
    }
}

/// Returns the byte that is written at a place, and how many bytes it takes there.
fn decoded(bytes: &[u8], at: usize, depth: usize) -> (u8, usize) {
    let mut byte = bytes.get(at).copied().unwrap_or_default();
    let mut end = at + 1;
    while byte == b'%' && depth < DEEPEST {
        let (high, high_length) = decoded(bytes, end, depth + 1);
        let (Some(high), next) = (hex(high), end + high_length) else {
            break;
        };
        let (low, low_length) = decoded(bytes, next, depth + 1);
        let Some(low) = hex(low) else {
            break;
        };
        byte = high << 4 | low;
        end = next + low_length;
    }
    (byte, end - at)
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        Seen::of(text).map_or(text.to_owned(), |seen| {
            String::from_utf8_lossy(seen.bytes()).into_owned()
        })
    }

    #[test]
    fn what_shows_nothing_goes_and_what_is_written_otherwise_is_read() {
        for (text, expected) in [
            ("a\u{200B}b\u{202E}c\u{FEFF}d\u{7}e\u{E0041}f", "abcdef"),
            ("a\u{200D}b\u{2060}c\u{AD}d\u{FE0F}e\u{34F}f", "abcdef"),
            ("%61%62", "ab"),
            ("%2561%252562", "ab"),
            ("%25%36%31", "a"),
            ("a%E2%80%8Bb%07c%C2%ADd", "abcd"),
            ("%5\u{200D}8", "X"),
            (r"a\u0007b\u200bc\udb40\udc41d\be", "abcde"),
            (r"\u0061\\u0062 \u00e9 \u0022", r"ab \u00e9 \u0022"),
            ("&#97;&#x62;&#8;&amp;&#34;", "ab&amp;&#34;"),
            (
                "100% %zz %4 é%C3%A9 \\ & &#; \\u00",
                "100% %zz %4 é%C3%A9 \\ & &#; \\u00",
            ),
            ("a\tb\nc d", "a\tb\nc d"),
        ] {
            assert_eq!(seen(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_seen_is_known_where_it_stands() {
        let text = "é\u{200D}x%2%35\u{AD}61y\u{7}z %e2%80%8b!";
        let seen = Seen::of(text).unwrap();
        assert_eq!(seen.bytes(), "éxayz !".as_bytes());
        for (part, expected) in [
            ("x", "x"),
            ("xa", "x%2%35\u{AD}61"),
            ("a", "%2%35\u{AD}61"),
            ("yz", "y\u{7}z"),
            ("z !", "z %e2%80%8b!"),
            ("!", "!"),
        ] {
            let at = memchr::memmem::find(seen.bytes(), part.as_bytes()).unwrap();
            let origin = seen.origin(at..at + part.len());
            assert_eq!(text.get(origin), Some(expected), "{part}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_signs_is_read_once() {
        for sign in ["%", "%25", "\\", "&#", "\u{200D}", "%e2"] {
            let text = sign.repeat(400_000);
            let _ = Seen::of(&text);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_part_of_what_is_seen_stands_somewhere(text in "(?s)([a%0-9\\\\u&#;é\u{200D}\u{7}]|%[0-9a-f]{2}){0,40}") {
            if let Some(seen) = Seen::of(&text) {
                let mut end = 0;
                for at in 0..seen.bytes().len() {
                    let origin = seen.origin(at..at + 1);
                    proptest::prop_assert!(origin.start >= end && origin.end <= text.len() && !origin.is_empty());
                    end = origin.end;
                }
            }
        }
    }
}
