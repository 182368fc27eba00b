//! Text from a media server, safe and short enough to show to a model: as [`plex_client::text`] makes it, and
//! in quotation marks where this program speaks itself.

pub use plex_client::text::line;
pub(crate) use plex_client::text::{folded, title};

/// Returns text of a server where this program speaks itself: short, and in quotation marks that it
/// cannot close.
pub(crate) fn quoted(raw: &str, max_chars: usize) -> String {
    format!("\"{}\"", line(raw, max_chars).replace('"', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_stays_in_its_quotation_marks() {
        assert_eq!(quoted("a \" b \u{202E}\"", 50), "\"a ' b '\"");
        assert_eq!(quoted("abcdef", 4), "\"abc…\"");
    }
}
