//! Reading an answer, whichever wire it came by.

use std::borrow::Cow;

use super::answer::Answer;
use super::clean::{Clean, Written};
use super::error::DecodeError;
use super::sniff::{self, Content};
use super::{escapes, json, repair, xml};

/// Reads an answer, JSON or XML, as it came from the server.
///
/// # Errors
///
/// [`DecodeError`] when it is empty, not what Plex answers, or broken beyond repair.
///
/// ```
/// use plex_client::{container::MediaContainer, wire::answer};
/// use plex_client::Library;
///
/// let json = br#"{"MediaContainer":{"size":1,"Directory":[{"key":"1","title":"Films"}]}}"#;
/// let xml = br#"<MediaContainer size="1"><Directory key="1" title="Films"/></MediaContainer>"#;
/// let by_json: MediaContainer<Library> = answer(json).unwrap();
/// let by_xml: MediaContainer<Library> = answer(xml).unwrap();
/// assert_eq!(by_json, by_xml);
/// ```
pub fn answer<T: Answer>(body: &[u8]) -> Result<T, DecodeError> {
    T::of_body(body, None)
}

/// Reads an answer whose texts, once they are decoded, have nothing in them that `clean` takes out.
///
/// The body is looked through in one go, as it came; one by one only those texts are that are written
/// otherwise than they are read.
///
/// # Errors
///
/// Those of [`answer`].
pub(crate) fn cleaned<T: Answer>(body: &[u8], clean: Clean<'_>) -> Result<T, DecodeError> {
    let text = repair::text(body);
    let (text, written) = match sniff::content(body) {
        Content::Json => (escapes::spelled_out(text), Written::Json),
        _ => (text, Written::Xml),
    };
    let text = clean(&text, written).map_or(text, Cow::Owned);
    T::of_body(text.as_bytes(), Some(clean))
}

/// Reads an answer; what [`Answer::of_body`] of each kind calls.
pub(crate) fn of_body<T: Answer>(body: &[u8], clean: Option<Clean<'_>>) -> Result<T, DecodeError> {
    match sniff::content(body) {
        Content::Json => json::read(body),
        Content::Xml => xml::read(body, clean),
        Content::Html => Err(DecodeError::page()),
        Content::Empty => Err(DecodeError::new("it is empty", "")),
        Content::Other => Err(DecodeError::new("it is neither JSON nor XML", "")),
    }
}
