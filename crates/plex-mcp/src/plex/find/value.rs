//! The values of a field that a name stands for.

use plex_client::{FieldKind, FilterChoice};

use crate::{name::Wanted, vocabulary::value};

/// Returns the choices that a name stands for: by title, or else by the server's own word for them,
/// or else by what people call the same. Two people may have one name, so there may be several.
pub(crate) fn values_named<'c>(
    kind: &FieldKind,
    wanted: &str,
    choices: &'c [FilterChoice],
) -> Vec<&'c FilterChoice> {
    let named = Wanted::new(wanted).closest(choices.iter().collect(), |choice| &choice.title);
    if !named.is_empty() {
        return named;
    }
    let by = |is: &dyn Fn(&FilterChoice) -> bool| -> Vec<&'c FilterChoice> {
        choices.iter().filter(|choice| is(choice)).collect()
    };
    let own_word = by(&|choice| choice.value().eq_ignore_ascii_case(wanted.trim()));
    if !own_word.is_empty() {
        return own_word;
    }
    by(&|choice| {
        value::is_same(kind, wanted, &choice.title) || value::is_same(kind, wanted, &choice.value())
    })
}
