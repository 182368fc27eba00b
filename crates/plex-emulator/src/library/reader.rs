//! A cursor over a description that knows where it is, so that an error can say it.

use serde_json::{Map, Value};

use super::error::LibraryError;

/// A place in a description and what is there.
#[derive(Clone, Debug)]
pub(super) struct Reader<'d> {
    value: &'d Value,
    place: String,
}

pub(super) type Read<T> = Result<T, LibraryError>;

impl<'d> Reader<'d> {
    pub(super) fn new(value: &'d Value) -> Self {
        Self {
            value,
            place: String::new(),
        }
    }

    pub(super) fn value(&self) -> &'d Value {
        self.value
    }

    pub(super) fn invalid(&self, problem: impl Into<String>) -> LibraryError {
        LibraryError::Invalid {
            place: if self.place.is_empty() {
                "the description".to_owned()
            } else {
                self.place.clone()
            },
            problem: problem.into(),
        }
    }

    pub(super) fn table(&self) -> Read<&'d Map<String, Value>> {
        self.value
            .as_object()
            .ok_or_else(|| self.invalid("expected a table"))
    }

    fn at(&self, key: &str, value: &'d Value) -> Self {
        let place = if self.place.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.place)
        };
        Self { value, place }
    }

    /// Returns what the table has under `key`.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(self.at(key, value))
    }

    /// Returns the table's entries.
    pub(super) fn entries(&self) -> Read<impl Iterator<Item = (&'d str, Self)>> {
        let table = self.table()?;
        let this = self.clone();
        Ok(table
            .iter()
            .map(move |(key, value)| (key.as_str(), this.at(key, value))))
    }

    /// Refuses keys that the table does not have.
    pub(super) fn only(&self, keys: &[&str]) -> Read<()> {
        for (key, value) in self.entries()? {
            if !keys.contains(&key) {
                return Err(value.invalid(super::vocabulary::not_among(key, keys)));
            }
        }
        Ok(())
    }

    /// Returns the members of the list under `key`; none when there is no such key.
    pub(super) fn list(&self, key: &str) -> Read<Vec<Self>> {
        self.get(key).map_or(Ok(Vec::new()), |list| list.members())
    }

    /// Returns the members of this list.
    pub(super) fn members(&self) -> Read<Vec<Self>> {
        let members = self
            .value
            .as_array()
            .ok_or_else(|| self.invalid("expected a list"))?;
        let numbered = members.iter().enumerate();
        Ok(numbered
            .map(|(nth, value)| Self {
                value,
                place: format!("{}[{nth}]", self.place),
            })
            .collect())
    }

    pub(super) fn text(&self) -> Read<&'d str> {
        self.value
            .as_str()
            .ok_or_else(|| self.invalid("expected a text"))
    }

    pub(super) fn int(&self) -> Read<i64> {
        self.value
            .as_i64()
            .ok_or_else(|| self.invalid("expected a whole number"))
    }

    pub(super) fn float(&self) -> Read<f64> {
        self.value
            .as_f64()
            .ok_or_else(|| self.invalid("expected a number"))
    }

    pub(super) fn flag(&self) -> Read<bool> {
        self.value
            .as_bool()
            .ok_or_else(|| self.invalid("expected true or false"))
    }

    /// Returns a text or a number, as text: keys may be written either way.
    pub(super) fn key(&self) -> Read<String> {
        match self.value {
            Value::String(text) if !text.is_empty() => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            _ => Err(self.invalid("expected a text or a number")),
        }
    }

    pub(super) fn text_at(&self, key: &str) -> Read<Option<&'d str>> {
        self.get(key).map(|found| found.text()).transpose()
    }

    pub(super) fn int_at(&self, key: &str) -> Read<Option<i64>> {
        self.get(key).map(|found| found.int()).transpose()
    }

    pub(super) fn flag_at(&self, key: &str) -> Read<bool> {
        self.get(key).map_or(Ok(false), |found| found.flag())
    }

    pub(super) fn key_at(&self, key: &str) -> Read<Option<String>> {
        self.get(key).map(|found| found.key()).transpose()
    }
}
