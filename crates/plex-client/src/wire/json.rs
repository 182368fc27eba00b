//! JSON: straight first; repaired, as an old server's, and with a place for the error only after
//! that has failed.

use serde_json::Value;

use super::answer::Answer;
use super::error::DecodeError;
use super::{legacy, repair, sniff};

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
        && let Ok(answer) = T::read(modern)
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
    match T::read(serde_path_to_error::Deserializer::new(
        &mut json, &mut track,
    )) {
        Err(error) => {
            let path = track.path().to_string();
            let path = if path == "." { "the root" } else { &path };
            DecodeError::new(
                message(&error),
                format!("{path} (line {} column {})", error.line(), error.column()),
            )
        }
        Ok(_) => match json.end() {
            Err(error) => DecodeError::new(
                message(&error),
                format!("line {} column {}", error.line(), error.column()),
            ),
            Ok(()) => DecodeError::new("it is not understood", ""),
        },
    }
}

/// Returns the message without the place, which is told apart.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}
