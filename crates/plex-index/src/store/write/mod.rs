//! Writes what the server says as rows. One file a kind of thing; all are methods of a batch.

mod columns;
mod item;
mod language;
mod library;
mod list;
mod media;
mod missing;
mod pass;
mod play;
mod removal;
mod search;
mod tag;

pub use self::missing::{Lack, Missing};
pub(crate) use self::{list::List, missing::Place, pass::Listing};

use plex_client::{Millis, Timestamp};

/// Returns text of the server's as it is kept: cleaned like all text that is shown, `None` for none.
fn text(raw: Option<&str>, max_chars: usize) -> Option<String> {
    let raw = raw?;
    if is_plain(raw, max_chars) {
        return (!raw.is_empty()).then(|| raw.to_owned());
    }
    let line = plex_client::text::line(raw, max_chars);
    (!line.is_empty()).then_some(line)
}

/// Says whether cleaning would leave a text as it is, as it does nearly all: looking for what would be taken
/// out is faster than putting together what is left.
fn is_plain(raw: &str, max_chars: usize) -> bool {
    let bytes = raw.as_bytes();
    let is_spaced = || {
        bytes.first() != Some(&b' ')
            && bytes.last() != Some(&b' ')
            && !bytes.windows(2).any(|pair| pair == b"  ")
    };
    bytes.len() < max_chars && bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) && is_spaced()
}

/// The most characters of a name or a title that are kept.
const NAME_CHARS: usize = plex_client::text::TITLE_CHARS;

/// The most characters of a summary that are kept: more than any agent writes.
const SUMMARY_CHARS: usize = 4_000;

/// Returns a name as it is kept.
fn name(raw: Option<&str>) -> Option<String> {
    text(raw, NAME_CHARS)
}

/// Returns a count or size as SQLite takes it. One that it cannot take is none at all.
fn number(count: Option<u64>) -> Option<i64> {
    count.and_then(|count| i64::try_from(count).ok())
}

/// Returns a length in seconds, rounded; `None` for none.
fn seconds(length: Option<Millis>) -> Option<i64> {
    let milliseconds = length
        .map(Millis::get)
        .filter(|milliseconds| *milliseconds > 0)?;
    number(Some(milliseconds.saturating_add(500) / 1_000))
}

/// Returns an instant as the snapshot numbers it; `None` for the zero and negative ones that servers
/// send for "unknown".
fn epoch(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::epoch_seconds).filter(|unix| *unix > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_is_what_cleaning_leaves() {
        for raw in [
            "",
            " ",
            "a",
            "The Long Night",
            "a  b",
            " a",
            "a ",
            "a\tb",
            "a\u{7f}",
            "é",
            "a\u{202e}b",
            "~!@",
        ] {
            for most in 0..20 {
                let line = plex_client::text::line(raw, most);
                let cleaned = (!line.is_empty()).then_some(line);
                assert_eq!(text(Some(raw), most), cleaned, "{raw:?} {most}");
            }
        }
    }
}
