//! The preferences of one item.

use crate::answer::{Answer, Refusal};
use crate::endpoint::item::wanted;
use crate::face::item_choices;
use crate::server::{Call, Reply};
use crate::world::{Value, World};

/// Answers `PUT /library/metadata/{id}/prefs?episodeSort=1`: what the item has no preference for is
/// ignored; what a preference cannot be refuses the whole request. The usual value leaves no trace.
pub(crate) fn item_preferences(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, item) = wanted(call, world)?;
    let choices = item_choices(item.kind);
    let mut wanted: Vec<(&'static str, Option<Value>)> = Vec::new();
    for (parameter, value) in call.query.pairs() {
        let Some(choice) = choices.iter().find(|choice| choice.0 == parameter) else {
            continue;
        };
        let (name, _, _, kind, usual, values) = *choice;
        let is_a_choice = values.is_empty()
            || values
                .split('|')
                .any(|one| one.split(':').next() == Some(value));
        if !is_a_choice {
            return Err(Refusal::BadRequest);
        }
        let held = match (kind, value.parse::<i64>()) {
            ("int", Ok(number)) => Value::Int(number),
            ("int", Err(_)) => return Err(Refusal::BadRequest),
            _ => Value::from(value),
        };
        wanted.push((name, (value != usual).then_some(held)));
    }
    if wanted.is_empty() {
        return Ok(Answer::Done);
    }
    let named: Vec<_> = wanted
        .into_iter()
        .map(|(name, value)| (world.names.intern(name), value))
        .collect();
    world.edit_item(id, call.now_millis, |item| {
        for (name, value) in named {
            match value {
                Some(value) => item.attributes.set(name, value),
                None => item.attributes.remove(name),
            }
        }
    });
    Ok(Answer::Done)
}
