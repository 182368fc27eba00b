//! The `filters` argument: what people say, checked against what the library offers, in Plex's
//! terms. Nothing is ignored: what is not understood or not offered is an error that teaches.

mod condition;
mod names;
mod offer;
mod range;
mod usual;
mod words;

use std::{borrow::Cow, sync::Arc};

use plex_client::{Field, Filter, Library, LibraryMeta, TypeMeta};
use serde_json::Value;

use self::condition::Term;
pub(crate) use self::{
    names::choices,
    offer::{Offer, OfferedField},
};
use crate::{
    clean,
    error::ToolError,
    plex::{Plex, concurrent::together},
    schema::JsonObject,
    time::Calendar,
    vocabulary::kind,
};

/// Holds what the items of a library can be filtered and sorted by.
pub(crate) struct Told {
    pub(crate) meta: Arc<LibraryMeta>,
    /// Whether the server says nothing, and these are the fields that servers usually have.
    pub(crate) is_usual: bool,
}

/// Returns what the items of a library can be filtered and sorted by, remembered from before if possible.
///
/// # Errors
///
/// What asking the server gives.
pub(crate) async fn meta(plex: &Plex, library: &Library) -> Result<Told, ToolError> {
    let is_told = |meta: &LibraryMeta| {
        let says = |one: &TypeMeta| !one.fields.is_empty() || !one.lists.is_empty();
        meta.types.iter().any(says)
    };
    match plex.library_meta(library).await {
        Ok(meta) if is_told(&meta) => Ok(Told {
            meta,
            is_usual: false,
        }),
        Ok(_) => Ok(usual(library)),
        Err(error) if error.kind() == plex_client::ErrorKind::NotFound => Ok(usual(library)),
        Err(error) => Err(error.into()),
    }
}

/// Returns what is taken where a server does not tell what can be filtered by.
fn usual(library: &Library) -> Told {
    Told {
        meta: Arc::new(usual::meta(library)),
        is_usual: true,
    }
}

/// Returns the filter that `filters` describe.
///
/// # Errors
///
/// `invalid_argument` for what is not offered or not understood; and what asking the server gives.
pub(crate) async fn compile(
    plex: &Plex,
    calendar: &Calendar,
    library: &Library,
    offer: &Offer<'_>,
    filters: &JsonObject,
) -> Result<Filter, ToolError> {
    // All of them are judged before any name is asked for.
    let mut terms = Vec::new();
    for (name, value) in filters {
        let field = offer.find(name)?;
        let parsed = condition::terms(&field, &as_meant(value), calendar)?;
        terms.extend(parsed.into_iter().map(|term| (field.clone(), term)));
    }
    let compiled = terms.into_iter().map(async |(field, term)| match term {
        Term::Ready(filter) => Ok(filter),
        Term::Names(names) => names::filter(plex, library, &field, &names).await,
    });
    Ok(Filter::all(together(compiled.collect()).await?))
}

/// Returns a list or an object that is written as text, as some hosts send them; anything else as it is.
fn as_meant(value: &Value) -> Cow<'_, Value> {
    let text = value.as_str().map(str::trim);
    let text = text.filter(|text| text.starts_with(['[', '{']));
    match text.and_then(|text| serde_json::from_str(text).ok()) {
        Some(meant @ (Value::Array(_) | Value::Object(_))) => Cow::Owned(meant),
        _ => Cow::Borrowed(value),
    }
}

/// Returns the titles of the values that a library's own items have in a field, by Plex's name for it.
///
/// # Errors
///
/// `not_found` where the library has no such list; and what asking the server gives.
pub(crate) async fn known_values(
    plex: &Plex,
    library: &Library,
    field: &str,
) -> Result<Vec<String>, ToolError> {
    let (field, own_type) = (Field::new(field)?, kind::own_type(&library.library_type));
    let choices = plex.filter_choices(library, &field, &own_type);
    let choices = choices.await?;
    let titles = choices.iter().filter_map(|one| clean::title(&one.title));
    Ok(titles.collect())
}
