//! Values of fields, each of its own type.

use std::fmt;
use std::str::FromStr;

use super::fields::FieldContent;
use crate::error::{PlexError, Result};
use crate::rating::UserRating;
use crate::time::Timestamp;

/// A day, `YYYY-MM-DD`, or a day and a time, `YYYY-MM-DD hh:mm:ss`, as Plex writes them.
///
/// ```
/// use plex_client::ReleaseDate;
///
/// assert_eq!("1927-01-10".parse::<ReleaseDate>()?.to_string(), "1927-01-10");
/// assert!("1927-02-30".parse::<ReleaseDate>().is_err());
/// # Ok::<(), plex_client::PlexError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReleaseDate(Box<str>);

impl fmt::Display for ReleaseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ReleaseDate {
    type Err = PlexError;

    fn from_str(text: &str) -> Result<Self> {
        let (day, time) = text
            .split_once(' ')
            .map_or((text, None), |(day, time)| (day, Some(time)));
        if is_day(day) && time.is_none_or(is_time) {
            Ok(Self(text.into()))
        } else {
            Err(PlexError::invalid_argument(
                "date",
                "is not a date: YYYY-MM-DD is, and YYYY-MM-DD hh:mm:ss",
            ))
        }
    }
}

/// Reads numbers of these numbers of digits with a sign between them.
fn numbers<const N: usize>(text: &str, between: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(between);
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| is_number)?;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_day(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    numbers(text, ':', [2, 2, 2])
        .is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60)
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A rating from 0 to 10.
    Rating(UserRating),
    /// A day, or a day and a time.
    Date(ReleaseDate),
    /// An instant.
    Moment(Timestamp),
}

impl FieldValue {
    /// Returns what kind of value it is.
    pub(super) fn content(&self) -> FieldContent {
        match self {
            Self::Text(_) => FieldContent::Text,
            Self::Number(_) => FieldContent::Number,
            Self::Rating(_) => FieldContent::Rating,
            Self::Date(_) => FieldContent::Date,
            Self::Moment(_) => FieldContent::Moment,
        }
    }
}

impl fmt::Display for FieldValue {
    /// Writes it as Plex does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Rating(rating) => rating.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Moment(at) => at.fmt(f),
        }
    }
}

macro_rules! value_from {
    ($($ty:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$ty> for FieldValue {
            fn from(value: $ty) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}

value_from!(
    &str => Text,
    String => Text,
    i64 => Number,
    i32 => Number,
    UserRating => Rating,
    ReleaseDate => Date,
    Timestamp => Moment,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_that_there_are() {
        for date in [
            "1927-01-10",
            "2024-02-29",
            "2000-02-29",
            "2019-07-01 23:59:00",
        ] {
            assert_eq!(date.parse::<ReleaseDate>().unwrap().to_string(), date);
        }
        for date in [
            "",
            "1927",
            "1927-1-10",
            "1927-13-01",
            "1927-00-01",
            "1927-01-00",
            "1900-02-29",
            "1927-01-10T00:00:00",
            "1927-01-10 24:00:00",
            "1927-01-10 1:00:00",
            "+927-01-10",
            "1927-01-10-",
            "1927-01-10 ",
            "１927-01-10",
        ] {
            assert!(date.parse::<ReleaseDate>().is_err(), "{date}");
        }
    }
}
