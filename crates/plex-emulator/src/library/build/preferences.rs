//! Preferences: the usual ones, and the values that a description gives them.

use serde_json::Value as Described;

use super::super::reader::{Read, Reader};
use super::Builder;
use crate::world::{Preference, Value};

impl Builder {
    /// Adds the preferences of a fresh server.
    pub(super) fn usual_preferences(&mut self, list: &Reader<'_>) -> Read<()> {
        for table in list.list("preference")? {
            let text = |key: &str| Ok(table.text_at(key)?.unwrap_or("").to_owned());
            let default = match table.get("default") {
                Some(default) => value(&default)?,
                None => Value::from(""),
            };
            let given = table.get("value").map(|given| value(&given)).transpose()?;
            self.world.preferences.0.push(Preference {
                id: text("id")?,
                label: text("label")?,
                summary: text("summary")?,
                kind: text("type")?,
                value: given.unwrap_or_else(|| default.clone()),
                default,
                is_changed: false,
                is_hidden: table.flag_at("hidden")?,
                is_advanced: table.flag_at("advanced")?,
                group: text("group")?,
                choices: table.text_at("enumValues")?.map(str::to_owned),
            });
        }
        Ok(())
    }

    /// Reads the `server.preferences` table of a description.
    pub(super) fn preferences(&mut self, table: &Reader<'_>) -> Read<()> {
        for (id, given) in table.entries()? {
            let text = match given.value() {
                Described::String(text) => text.clone(),
                Described::Bool(flag) => u8::from(*flag).to_string(),
                Described::Number(number) => number.to_string(),
                _ => return Err(given.invalid("expected a text, a number, true or false")),
            };
            let preference = self.world.preferences.get_mut(id);
            let preference = preference.ok_or_else(|| given.invalid("no such preference"))?;
            if !preference.set(&text) {
                return Err(given.invalid("a value that the preference cannot have"));
            }
        }
        Ok(())
    }
}

fn value(given: &Reader<'_>) -> Read<Value> {
    Ok(match given.value() {
        Described::Bool(flag) => Value::Bool(*flag),
        Described::Number(number) if number.is_f64() => Value::Float(given.float()?),
        Described::Number(_) => Value::Int(given.int()?),
        _ => Value::from(given.text()?),
    })
}
