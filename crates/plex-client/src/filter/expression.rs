//! Conditions put together, and the parameters Plex reads them from.

use super::condition::{Comparison, Condition};
use crate::field::Field;
use crate::time::Timestamp;
use crate::transport::request::Request;

/// A condition on items.
///
/// ```
/// use plex_client::{Field, Filter};
///
/// let wanted = Filter::all([
///     Filter::is(Field::new("genre")?, ["12", "15"]),
///     Filter::at_least(Field::new("year")?, 1990),
///     Filter::flag(Field::new("unwatched")?, true),
/// ]);
/// # Ok::<(), plex_client::PlexError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Filter {
    /// Items that meet a condition.
    Where(Condition),
    /// Items that meet all of these.
    All(Vec<Filter>),
    /// Items that meet one of these.
    Any(Vec<Filter>),
}

impl Filter {
    /// Takes items that meet all of these. None at all are met by every item.
    #[must_use]
    pub fn all(filters: impl IntoIterator<Item = Filter>) -> Self {
        Self::All(filters.into_iter().collect())
    }

    /// Takes items that meet one of these.
    #[must_use]
    pub fn any(filters: impl IntoIterator<Item = Filter>) -> Self {
        Self::Any(filters.into_iter().collect())
    }

    /// Takes items whose field is compared with a value.
    #[must_use]
    pub fn compare(field: Field, comparison: Comparison, value: impl ToString) -> Self {
        Self::Where(Condition::new(field, comparison, [value.to_string()]))
    }

    /// Takes items with one of these values: ids of tags, codes of languages, words.
    #[must_use]
    pub fn is<V: Into<String>>(field: Field, values: impl IntoIterator<Item = V>) -> Self {
        Self::Where(Condition::new(field, Comparison::Is, values))
    }

    /// Takes items with none of these values.
    #[must_use]
    pub fn is_not<V: Into<String>>(field: Field, values: impl IntoIterator<Item = V>) -> Self {
        // One condition each: Plex joins repeated conditions by "and".
        Self::all(
            values.into_iter().map(|value| {
                Self::Where(Condition::new(field.clone(), Comparison::IsNot, [value]))
            }),
        )
    }

    /// Takes items whose number is this or more.
    #[must_use]
    pub fn at_least(field: Field, number: impl ToString) -> Self {
        Self::compare(field, Comparison::AtLeast, number)
    }

    /// Takes items whose number is this or less.
    #[must_use]
    pub fn at_most(field: Field, number: impl ToString) -> Self {
        Self::compare(field, Comparison::AtMost, number)
    }

    /// Takes items whose date is this or later.
    #[must_use]
    pub fn since(field: Field, at: Timestamp) -> Self {
        // Dates know "after" only, and count in seconds.
        Self::compare(field, Comparison::Above, at.saturating_add(-1))
    }

    /// Takes items whose date is earlier than this.
    #[must_use]
    pub fn before(field: Field, at: Timestamp) -> Self {
        Self::compare(field, Comparison::Below, at)
    }

    /// Takes items of which something is so, or is not.
    #[must_use]
    pub fn flag(field: Field, so: bool) -> Self {
        Self::compare(field, Comparison::Is, u8::from(so))
    }

    /// Adds the parameters to a request. On the outside, conditions side by side are an "and".
    pub(crate) fn apply(&self, request: Request) -> Request {
        match self {
            Self::All(filters) => filters
                .iter()
                .fold(request, |request, filter| filter.write(request)),
            other => other.write(request),
        }
    }

    /// Adds one term, in parentheses (`push` and `pop`) if it is put together of several.
    fn write(&self, request: Request) -> Request {
        match self {
            Self::Where(condition) => {
                let (name, value) = condition.parameter();
                request.query(&name, value)
            }
            Self::All(filters) => group(filters, None, request),
            // One of none: nothing in parentheses, for nothing at all would be met by every item.
            Self::Any(filters) if filters.is_empty() => {
                request.query("push", "1").query("pop", "1")
            }
            Self::Any(filters) => group(filters, Some("or"), request),
        }
    }
}

/// Adds terms in parentheses, with a word between them if it is not "and".
fn group(filters: &[Filter], between: Option<&str>, request: Request) -> Request {
    match filters {
        [] => request,
        [only] => only.write(request),
        [first, rest @ ..] => {
            let opened = first.write(request.query("push", "1"));
            let written = rest.iter().fold(opened, |request, filter| {
                filter.write(request.query_some(between.unwrap_or_default(), between.map(|_| "1")))
            });
            written.query("pop", "1")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::path;

    fn field(name: &str) -> Field {
        Field::new(name).unwrap()
    }

    fn query(filter: &Filter) -> String {
        let request = filter.apply(Request::reading(path::root()));
        request.path_and_query().1.unwrap_or_default().to_owned()
    }

    #[test]
    fn operators_are_encoded_with_the_name_they_belong_to() {
        let year = || field("year");
        assert_eq!(
            query(&Filter::compare(year(), Comparison::Above, 1990)),
            "year%3E%3E=1990"
        );
        assert_eq!(query(&Filter::at_least(year(), 1990)), "year%3E=1990");
        assert_eq!(query(&Filter::at_most(year(), 7.5)), "year%3C=7.5");
        let title = |comparison| query(&Filter::compare(field("title"), comparison, "A & B"));
        assert_eq!(title(Comparison::Is), "title=A%20%26%20B");
        assert_eq!(title(Comparison::IsNot), "title%21=A%20%26%20B");
        assert_eq!(title(Comparison::Exactly), "title%3D=A%20%26%20B");
        assert_eq!(title(Comparison::NotExactly), "title%21%3D=A%20%26%20B");
        assert_eq!(title(Comparison::BeginsWith), "title%3C=A%20%26%20B");
        assert_eq!(title(Comparison::EndsWith), "title%3E=A%20%26%20B");
    }

    #[test]
    fn any_of_some_values_is_a_comma_and_none_of_them_is_a_repetition() {
        assert_eq!(query(&Filter::is(field("genre"), ["1", "2"])), "genre=1,2");
        assert_eq!(
            query(&Filter::is_not(field("genre"), ["1", "2"])),
            "genre%21=1&genre%21=2"
        );
    }

    #[test]
    fn dates_include_their_start_and_exclude_their_end() {
        let added = || field("addedAt");
        assert_eq!(
            query(&Filter::since(added(), Timestamp::from_epoch_seconds(1000))),
            "addedAt%3E%3E=999"
        );
        assert_eq!(
            query(&Filter::before(
                added(),
                Timestamp::from_epoch_seconds(2000)
            )),
            "addedAt%3C%3C=2000"
        );
    }

    #[test]
    fn alternatives_stand_in_parentheses() {
        let is = |name, value: &str| Filter::is(field(name), [value]);
        let both = Filter::all([
            is("hdr", "1"),
            Filter::any([
                is("title", "a"),
                Filter::all([is("title", "b"), is("studio", "c")]),
            ]),
        ]);
        assert_eq!(
            query(&both),
            "hdr=1&push=1&title=a&or=1&push=1&title=b&studio=c&pop=1&pop=1"
        );
        assert_eq!(query(&Filter::any([is("title", "a")])), "title=a");
        assert_eq!(query(&Filter::all([])), "");
        assert_eq!(query(&Filter::any([])), "push=1&pop=1");
    }

    #[test]
    fn a_field_can_be_nothing_but_a_name() {
        for name in [
            "", ".", "year.", ".year", "a.b.c", "year>", "x y", "é", "type&x",
        ] {
            assert!(Field::new(name).is_err(), "{name}");
        }
        assert!(Field::new("x".repeat(65)).is_err());
    }
}
