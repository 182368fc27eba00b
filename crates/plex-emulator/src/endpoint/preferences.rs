//! The server's settings.

use crate::answer::{Answer, Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Postponed, Preference, World};

fn setting(preference: &Preference) -> Element<'_> {
    Element::new("Setting")
        .with("id", preference.id.as_str())
        .with("label", preference.label.as_str())
        .with("summary", preference.summary.as_str())
        .with("type", preference.kind.as_str())
        .with("default", &preference.default)
        .with("value", &preference.value)
        .with("hidden", preference.is_hidden)
        .with("advanced", preference.is_advanced)
        .with("group", preference.group.as_str())
        .maybe("enumValues", preference.choices.as_deref())
}

/// Answers `GET /:/prefs`
pub(crate) fn all<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let preferences = &world.preferences.0;
    let mut root = Element::container().with("size", preferences.len());
    root.extend(preferences.iter().map(setting));
    Ok(root.into())
}

/// Answers `GET /:/prefs/get?id=`
pub(crate) fn one<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.required("id")?;
    let preference = world.preferences.get(id).ok_or(Refusal::NotFound)?;
    let root = Element::container().with("size", 1_i64);
    Ok(root.child(setting(preference)).into())
}

/// Answers `PUT /:/prefs?Id=value&…`: all of them or, if one cannot be, none.
pub(crate) fn change(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let pairs = call.query.pairs();
    let wanted: Vec<(&str, &str)> = pairs.filter(|(id, _)| !id.starts_with("X-Plex-")).collect();
    let mut changed = world.preferences.clone();
    for (id, value) in &wanted {
        let preference = changed.get_mut(id).ok_or(Refusal::BadRequest)?;
        if !preference.set(value) {
            return Err(Refusal::BadRequest);
        }
    }
    let pairs = wanted.into_iter();
    let pairs = pairs.map(|(id, value)| (id.to_owned(), value.to_owned()));
    let change = Postponed::Preferences(pairs.collect());
    world.postpone(world.behaviour.preference_lag, change, call.now_millis);
    Ok(Answer::Done)
}
