//! Completes a text: finds the values, and keeps those that fit what was typed.

use plex_client::fold;

use super::{completes::Completes, source};
use crate::{call::Call, error::ToolError};

/// The most values that are offered at once.
const MOST: usize = 100;

/// The longest text that is looked for.
const CHARS: usize = 200;

/// Holds what can stand in a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Completion {
    /// The values, best first; at most 100.
    pub values: Vec<String>,
    /// How many there are in all, where that is known.
    pub total: Option<usize>,
    /// Whether there are more.
    pub has_more: bool,
}

/// Completes a text. `library` is the library that was filled in beside it.
///
/// # Errors
///
/// What asking the server gives.
pub(crate) async fn complete(
    call: &Call,
    completes: Completes,
    typed: &str,
    library: Option<&str>,
) -> Result<Completion, ToolError> {
    if typed.chars().count() > CHARS {
        return Ok(Completion::default());
    }
    // Of several names, the last is being typed.
    let (before, last) = match (completes, typed.rsplit_once(',')) {
        (Completes::User, Some((before, last))) => (Some(before), last),
        _ => (None, typed),
    };
    let folded = fold(last);
    let found = source::values(call, completes, last.trim(), &folded, library).await?;
    let mut completion = match found {
        source::Found::All(names) => fitting(names, &folded),
        source::Found::Best(names) => Completion {
            has_more: names.len() > MOST,
            total: None,
            values: names,
        },
    };
    completion.values.truncate(MOST);
    if let Some(before) = before {
        for value in &mut completion.values {
            *value = format!("{}, {value}", before.trim_end());
        }
    }
    Ok(completion)
}

/// Returns the names that begin with what was typed, then those with a word that does.
fn fitting(names: Vec<String>, folded: &str) -> Completion {
    let mut first = Vec::new();
    let mut then = Vec::new();
    for name in names {
        let plain = fold(&name);
        if plain.starts_with(folded) {
            first.push(name);
        } else if plain.split(' ').any(|word| word.starts_with(folded)) {
            then.push(name);
        }
    }
    first.append(&mut then);
    Completion {
        total: Some(first.len()),
        has_more: first.len() > MOST,
        values: first,
    }
}
