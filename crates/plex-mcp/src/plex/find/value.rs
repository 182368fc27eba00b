//! The values of a field that a name stands for.

use plex_client::{FieldKind, FilterChoice};

use crate::{name::Wanted, vocabulary::value};

/// Returns the choices that a name stands for: by title, or else by the server's own word for them,
/// or else by what people call the same. Two people may have one name, so there may be several.
///
/// # Errors
///
/// The choices, where some that are called differently are equally close to the name: `KIDS` beside
/// `Kids` and `kids`.
pub(crate) fn values_named<'c>(
    field: &str,
    kind: &FieldKind,
    wanted: &str,
    choices: &'c [FilterChoice],
) -> Result<Vec<&'c FilterChoice>, Vec<&'c FilterChoice>> {
    let named = Wanted::new(wanted).closest(choices.iter().collect(), |choice| &choice.title);
    if let [first, others @ ..] = named.as_slice() {
        let is_one_name = others.iter().all(|other| other.title == first.title);
        return if is_one_name { Ok(named) } else { Err(named) };
    }
    let by = |is: &dyn Fn(&FilterChoice) -> bool| -> Vec<&'c FilterChoice> {
        choices.iter().filter(|choice| is(choice)).collect()
    };
    let own_word = by(&|choice| choice.value().eq_ignore_ascii_case(wanted.trim()));
    if !own_word.is_empty() {
        return Ok(own_word);
    }
    let is_same = |known: &str| value::is_same(field, kind, wanted, known);
    Ok(by(&|choice| {
        is_same(&choice.title) || is_same(&choice.value())
    }))
}
