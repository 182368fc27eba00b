//! An edited text, or why there is none.

/// Says why a text could not be edited.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It cannot be read: what its parser says.
    Broken(String),
    /// It is written so that an edit would change more than the entry.
    Unusual(&'static str),
    /// The entry is there, and starts this program, which is not ours.
    Taken(String),
}

/// An edited text; `None` where there is nothing to edit.
pub(crate) type Edited = Result<Option<String>, Refusal>;

/// Returns the line ending that a text uses.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
