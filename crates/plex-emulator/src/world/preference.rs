//! The server's preferences. Those that the emulator knows what to do with have an effect.

use super::attribute::Value;

/// A preference.
#[derive(Clone, Debug)]
pub(crate) struct Preference {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) summary: String,
    /// `bool`, `int`, `double` or `text`.
    pub(crate) kind: String,
    pub(crate) default: Value,
    pub(crate) value: Value,
    /// Somebody has set it.
    pub(crate) is_changed: bool,
    pub(crate) is_hidden: bool,
    pub(crate) is_advanced: bool,
    pub(crate) group: String,
    /// `value:title|value:title`, when only some values are allowed.
    pub(crate) choices: Option<String>,
}

impl Preference {
    /// Takes a value as a client writes it; false when the preference cannot have it.
    pub(crate) fn set(&mut self, text: &str) -> bool {
        let value = match self.kind.as_str() {
            "bool" => match text {
                "1" | "true" => Some(Value::Bool(true)),
                "0" | "false" => Some(Value::Bool(false)),
                _ => None,
            },
            "int" => text.parse().ok().map(Value::Int),
            "double" => text.parse().ok().map(Value::Float),
            _ => Some(Value::from(text)),
        };
        let is_a_choice = self.choices.as_deref().is_none_or(|choices| {
            let mut values = choices
                .split('|')
                .filter_map(|choice| choice.split(':').next());
            values.any(|choice| choice == text)
        });
        match value.filter(|_| is_a_choice) {
            Some(value) => {
                self.is_changed = true;
                self.value = value;
                true
            }
            None => false,
        }
    }
}

/// All of them, in the order shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preferences(pub(crate) Vec<Preference>);

impl Preferences {
    pub(crate) fn get(&self, id: &str) -> Option<&Preference> {
        self.0.iter().find(|preference| preference.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Preference> {
        self.0.iter_mut().find(|preference| preference.id == id)
    }

    /// Returns a number, or `otherwise` when there is none.
    pub(crate) fn int(&self, id: &str, otherwise: i64) -> i64 {
        let value = self
            .get(id)
            .and_then(|preference| preference.value.as_int());
        value.unwrap_or(otherwise)
    }
}
