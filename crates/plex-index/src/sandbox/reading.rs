//! Which rows of a table can matter to a statement, by what the statement itself says of them.

use serde::{Deserialize, Serialize};

use super::comparison::folded;
use crate::schema;

/// A place in a statement that reads a table, and what is known of the rows that matter there. What is not
/// known limits nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reading {
    /// The public table.
    pub table: String,
    /// They are of items of these types alone.
    pub types: Option<Vec<String>>,
    /// They are of libraries of these titles alone, in small letters.
    pub libraries: Option<Vec<String>>,
    /// The column of the answer that says of which library those are that a row of it is made of.
    pub library_column: Option<usize>,
}

impl Reading {
    /// Returns what is known of a table by its name.
    pub(super) fn of(table: &str) -> Self {
        Self {
            table: table.to_owned(),
            types: schema::item_type_of(table)
                .flatten()
                .map(|item_type| vec![item_type.to_owned()]),
            ..Self::default()
        }
    }

    /// Tells whether rows of items of a type can matter, if they are in a library of this title; `None` is any.
    pub(super) fn is_of(&self, item_type: Option<&str>, library: Option<&str>) -> bool {
        let may_be = |known: &Option<Vec<String>>, one: Option<String>| {
            let both = known.as_ref().zip(one);
            both.is_none_or(|(known, one)| known.contains(&one))
        };
        may_be(&self.types, item_type.map(folded)) && may_be(&self.libraries, library.map(folded))
    }
}
