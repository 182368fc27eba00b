//! Filters by title that fit nothing because the server takes accents and signs seriously: the titles that are
//! written otherwise.

use std::collections::HashSet;

use plex_client::{ItemType, Library};
use serde_json::Value;

use crate::{call::Call, clean, schema::JsonObject, tools::arguments::Kind, vocabulary::kind};

/// How many titles a filter is given in the place of one.
const TITLES: usize = 20;

/// A filter by the titles there are, in the place of one by a text.
pub(super) struct Respelled {
    pub(super) filters: JsonObject,
    /// What was done.
    pub(super) note: String,
    /// Whether there are more titles than a filter is given, so that nobody knows what else there is.
    pub(super) is_part: bool,
}

/// Returns the filters with the titles that have the text in them as people compare texts; `None` where no filter
/// is by a title, or nothing comes near it.
pub(super) async fn respelled(
    call: &Call,
    libraries: &[Library],
    wanted_kind: Option<Kind>,
    filters: &JsonObject,
) -> Option<Respelled> {
    let mut filters = filters.clone();
    let mut notes = Vec::new();
    let mut is_part = false;
    let names: Vec<String> = filters.keys().cloned().collect();
    for name in names {
        let (of, field) = name.rsplit_once('.').unwrap_or(("", &name));
        let Some(Value::String(text)) = filters.get(&name).filter(|_| field == "title") else {
            continue;
        };
        let text = text.clone();
        let mut titles: Vec<String> = Vec::new();
        for library in libraries {
            let item_type: ItemType = match (of, wanted_kind) {
                ("", Some(kind)) => kind.item_type(),
                ("", None) => kind::own_type(&library.library_type),
                (of, _) => of.parse().unwrap_or_default(),
            };
            let found = call.plex.titles_with(library, &item_type, &text).await;
            titles.extend(found.into_iter().filter(|title| *title != text));
        }
        let mut seen = HashSet::new();
        titles.retain(|title| seen.insert(title.clone()));
        let count = titles.len();
        titles.truncate(TITLES);
        let Some(first) = titles.first() else {
            continue;
        };
        let text = clean::quoted(&text, 60);
        let first = clean::quoted(first, 60);
        is_part |= count > TITLES;
        notes.push(match count {
            1 => format!("Plex finds no title with {text}; this is {first}."),
            count if count > TITLES => format!(
                "Plex finds no title with {text}; {count} come near it, of which the first {TITLES} were looked \
                 for, {first} among them: more of the title finds others."
            ),
            count => format!(
                "Plex finds no title with {text}; these are {first} and {} more.",
                count - 1
            ),
        });
        filters.insert(name, titles.into());
    }
    let note = (!notes.is_empty()).then(|| notes.join(" "))?;
    Some(Respelled {
        filters,
        note,
        is_part,
    })
}
