//! Reading an answer, whichever wire it came by.

use super::answer::Answer;
use super::error::DecodeError;
use super::sniff::{self, Content};
use super::{json, xml};

/// Reads an answer, JSON or XML, as it came from the server.
///
/// # Errors
///
/// [`DecodeError`] when it is empty, not what Plex answers, or broken beyond repair.
///
/// ```
/// use plex_client::wire::{MediaContainer, answer};
/// use plex_client::Library;
///
/// let json = br#"{"MediaContainer":{"size":1,"Directory":[{"key":"1","title":"Films"}]}}"#;
/// let xml = br#"<MediaContainer size="1"><Directory key="1" title="Films"/></MediaContainer>"#;
/// let by_json: MediaContainer<Library> = answer(json).unwrap();
/// let by_xml: MediaContainer<Library> = answer(xml).unwrap();
/// assert_eq!(by_json, by_xml);
/// ```
pub fn answer<T: Answer>(body: &[u8]) -> Result<T, DecodeError> {
    match sniff::content(body) {
        Content::Json => json::read(body),
        Content::Xml => xml::read(body),
        Content::Html => Err(DecodeError::new("it is a web page", "")),
        Content::Empty => Err(DecodeError::new("it is empty", "")),
        Content::Other => Err(DecodeError::new("it is neither JSON nor XML", "")),
    }
}
