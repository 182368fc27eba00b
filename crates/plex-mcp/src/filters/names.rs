//! Names of genres, people, studios, languages … as Plex's ids for them.

use std::sync::Arc;

use crate::error::ErrorKind;
use plex_client::{Comparison, FieldKind, Filter, FilterChoice, Library};
use serde_json::Value;

use super::{
    condition::holds,
    offer::OfferedField,
    words::{How, Words},
};
use crate::{
    clean,
    error::ToolError,
    name::apart,
    nearest::nearest_few,
    plex::{Plex, find::values_named},
};

/// How many near misses an error offers.
const OFFERED: usize = 3;

/// Returns the values that items have in a field, remembered from before if possible.
///
/// # Errors
///
/// `unsupported` where the server has no list; and what asking it gives.
pub(crate) async fn choices(
    plex: &Plex,
    library: &Library,
    field: &OfferedField,
) -> Result<Arc<Vec<FilterChoice>>, ToolError> {
    let asked = plex.filter_choices(library, &field.field, &field.item_type);
    match asked.await {
        Err(error) if error.kind() == plex_client::ErrorKind::NotFound => Err(ToolError::new(
            ErrorKind::Unsupported,
            format!("Plex does not list the values of {} here", field.name),
        )),
        found => Ok(found?),
    }
}

/// Returns the filter for names, looked up.
///
/// # Errors
///
/// `invalid_argument` for a name that nothing has, with the nearest that something has.
pub(super) async fn filter(
    plex: &Plex,
    library: &Library,
    field: &OfferedField,
    words: &Words,
) -> Result<Filter, ToolError> {
    let choices = choices(plex, library, field).await?;
    let mut found = Vec::with_capacity(words.words.len());
    for word in &words.words {
        found.extend(values_of_all(field, word, &choices)?);
    }
    Ok(of_values(field, words.how, found))
}

/// Returns the values that a name stands for; those of each of several names, where nothing is called like the
/// whole.
fn values_of_all(
    field: &OfferedField,
    wanted: &str,
    choices: &[FilterChoice],
) -> Result<Vec<Vec<String>>, ToolError> {
    let error = match values(field, wanted, choices) {
        Ok(values) => return Ok(vec![values]),
        Err(error) => error,
    };
    let mut found = Vec::new();
    for part in apart(wanted) {
        match values(field, &part, choices) {
            Ok(values) => found.push(values),
            Err(of_part) if !found.is_empty() => return Err(of_part),
            Err(_) => return Err(error),
        }
    }
    match found.is_empty() {
        true => Err(error),
        false => Ok(found),
    }
}

/// Returns the filter for values that are known. Each name may have several: two people of one name.
fn of_values(field: &OfferedField, how: How, found: Vec<Vec<String>>) -> Filter {
    let key = || field.field.clone();
    // Whole texts are compared as texts; everything else has ids.
    if field.kind == FieldKind::String {
        let compare = |comparison| {
            let texts = found.iter().flatten();
            texts.map(move |text| holds(field, comparison, text))
        };
        return match how {
            How::None => Filter::all(compare(Comparison::NotExactly)),
            How::All => Filter::all(compare(Comparison::Exactly)),
            _ => Filter::any(compare(Comparison::Exactly)),
        };
    }
    match how {
        How::All => Filter::all(found.into_iter().map(|values| Filter::is(key(), values))),
        How::None => Filter::is_not(key(), found.into_iter().flatten()),
        _ => Filter::is(key(), found.into_iter().flatten()),
    }
}

/// Returns the values that a name stands for.
fn values(
    field: &OfferedField,
    wanted: &str,
    choices: &[FilterChoice],
) -> Result<Vec<String>, ToolError> {
    let named = match values_named(field.field.name(), &field.kind, wanted, choices) {
        Ok(named) if named.is_empty() => return Err(unknown(field, wanted, choices)),
        Ok(named) => named,
        Err(several) => return Err(ambiguous(field, wanted, &several)),
    };
    Ok(named
        .into_iter()
        .map(|choice| value(field, choice))
        .collect())
}

/// Returns what a choice is in a query.
fn value(field: &OfferedField, choice: &FilterChoice) -> String {
    match field.kind {
        FieldKind::String => choice.title.clone(),
        _ => choice.value(),
    }
}

/// Returns the error for a name that several values have, each written in another way.
fn ambiguous(field: &OfferedField, wanted: &str, several: &[&FilterChoice]) -> ToolError {
    let several = several.iter().take(12);
    let several: Vec<String> = several
        .map(|choice| clean::quoted(&choice.title, 40))
        .collect();
    ToolError::invalid(format!(
        "filters.{}: {} may be {}",
        field.name,
        clean::quoted(wanted, 60),
        several.join(" or ")
    ))
    .hint("Spell it exactly as the one you mean, or give all of them as a list.")
}

fn unknown(field: &OfferedField, wanted: &str, choices: &[FilterChoice]) -> ToolError {
    let titles: Vec<String> = choices
        .iter()
        .filter_map(|choice| clean::title(&choice.title))
        .collect();
    let near = nearest_few(wanted, titles.iter().map(String::as_str), OFFERED);
    let argument = format!("filters.{}", field.name);
    let given = Value::from(wanted);
    if !near.is_empty() {
        let near: Vec<String> = near.iter().map(|title| clean::quoted(title, 60)).collect();
        return ToolError::refused(&argument, &given, "a value that items of this library have")
            .hint(format!("Did you mean {}?", near.join(" or ")));
    }
    let some: Vec<String> = titles
        .iter()
        .take(12)
        .map(|title| clean::quoted(title, 40))
        .collect();
    let allowed = match some.as_slice() {
        [] => format!("nothing: no item of this library has a {}", field.name),
        some if titles.len() > some.len() => {
            format!(
                "one of {} values, such as {}",
                titles.len(),
                some.join(", ")
            )
        }
        some => format!("one of {}", some.join(", ")),
    };
    ToolError::refused(&argument, &given, &allowed)
        .hint("plex_get_filters with this field lists the values there are.")
}
