//! JSON: straight first; repaired, as an old server's, and with a place for the error only after
//! that has failed.

use serde_json::Value;

use super::answer::Answer;
use super::error::DecodeError;
use super::{legacy, repair, seldom, sniff};

/// Reads an answer written as JSON.
pub(crate) fn read<T: Answer>(body: &[u8]) -> Result<T, DecodeError> {
    let body = sniff::without_bom(body);
    // Looked through once for what is no text, and not again in every string of it.
    let read = match std::str::from_utf8(body) {
        Ok(text) => straight(text),
        Err(_) => return with_repairs(body),
    };
    read.or_else(|_| with_repairs(body))
}

fn straight<T: Answer>(body: &str) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_str(body);
    let answer = T::read(&mut json)?;
    json.end()?;
    Ok(answer)
}

#[cold]
fn with_repairs<T: Answer>(body: &[u8]) -> Result<T, DecodeError> {
    let text = repair::text(body);
    let repaired = repair::json(&text);
    if let Ok(answer) = straight(&repaired) {
        return Ok(answer);
    }
    if let Ok(tree) = serde_json::from_str::<Value>(&repaired)
        && let Some(modern) = legacy::modern(tree)
        && let Ok(answer) = seldom::read(modern)
    {
        return Ok(answer);
    }
    // The text as it came, whose lines are still where they were.
    Err(explain::<T>(&text))
}

/// Reads once more to find out where it fails. That costs time, which only an error may.
fn explain<T: Answer>(body: &str) -> DecodeError {
    let mut json = serde_json::Deserializer::from_str(body);
    let mut track = serde_path_to_error::Track::new();
    let read = seldom::read::<T, _>(serde_path_to_error::Deserializer::new(
        &mut json, &mut track,
    ));
    match read {
        Err(error) => {
            let (message, place) = apart(&error);
            let path = track.path().to_string();
            let path = if path == "." { "the root" } else { &path };
            DecodeError::new(message, format!("{path} ({place})"))
        }
        Ok(_) => match json.end() {
            Err(error) => {
                let (message, place) = apart(&error.to_string());
                DecodeError::new(message, place)
            }
            Ok(()) => DecodeError::new("it is not understood", ""),
        },
    }
}

/// Returns an error's message, and the place that it ends with.
fn apart(error: &str) -> (String, String) {
    match error.rsplit_once(" at line ") {
        Some((message, place)) => (message.to_owned(), format!("line {place}")),
        None => (error.to_owned(), String::new()),
    }
}
