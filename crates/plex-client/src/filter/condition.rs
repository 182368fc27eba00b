//! One condition: a field, how it is compared, with what.

use crate::field::Field;

/// The comparisons of a field. What each means depends on the kind of the field
/// ([`FieldKind`](crate::FieldKind)), and not every kind takes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Comparison {
    /// `=`: is one of these; of a text, contains it.
    Is,
    /// `!=`: is none of these; of a text, does not contain it.
    IsNot,
    /// `==`: of a text, is exactly this.
    Exactly,
    /// `!==`: of a text, is not exactly this.
    NotExactly,
    /// `<=`: of a text, begins with it.
    BeginsWith,
    /// `>=`: of a text, ends with it.
    EndsWith,
    /// `>=`: of a number, this or more.
    AtLeast,
    /// `<=`: of a number, this or less.
    AtMost,
    /// `>>=`: of a number, more than this; of a date, later.
    Above,
    /// `<<=`: of a number, less than this; of a date, earlier.
    Below,
}

impl Comparison {
    /// Returns what stands between the field and the `=` of its parameter: in `year>>=1990` the name of the
    /// parameter is `year>>`.
    #[must_use]
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Is => "",
            Self::IsNot => "!",
            Self::Exactly => "=",
            Self::NotExactly => "!=",
            Self::BeginsWith | Self::AtMost => "<",
            Self::EndsWith | Self::AtLeast => ">",
            Self::Above => ">>",
            Self::Below => "<<",
        }
    }
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Condition {
    /// The field.
    pub field: Field,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what. Several mean any of them; Plex separates them by commas, so none may hold one.
    pub values: Vec<String>,
}

impl Condition {
    /// Compares the field with any of some values.
    ///
    /// ```
    /// use plex_client::{Comparison, Condition, Field};
    ///
    /// let nineties = Condition::new(Field::new("year")?, Comparison::AtLeast, ["1990"]);
    /// assert_eq!(nineties.values, ["1990"]);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn new<V: Into<String>>(
        field: Field,
        comparison: Comparison,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            field,
            comparison,
            values: values.into_iter().map(Into::into).collect(),
        }
    }

    /// Returns the parameter it is in a query.
    pub(super) fn parameter(&self) -> (String, String) {
        (
            format!("{}{}", self.field, self.comparison.suffix()),
            self.values.join(","),
        )
    }
}
