//! The order of a list: fields, each with a direction.

use std::fmt;
use std::str::FromStr;

use crate::error::{PlexError, Result};
use crate::field::Field;
use crate::model::SortMeta;

/// The most fields that one order can have.
const MAX_KEYS: usize = 16;

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// From the least to the greatest: by letters, from the oldest.
    #[default]
    Ascending,
    /// From the greatest to the least: the newest first.
    Descending,
}

/// One field of an order, and its direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SortKey {
    /// The field. Which ones a library can be sorted by, [`LibraryMeta`](crate::LibraryMeta) tells.
    pub field: Field,
    /// Its direction.
    pub direction: Direction,
    /// Whether items without a value come last, whatever the direction.
    pub nulls_last: bool,
}

/// The order of a list: a field with a direction, and others that decide where it leaves a tie.
///
/// ```
/// use plex_client::{Field, Sort};
///
/// let newest = Sort::descending(Field::new("addedAt")?);
/// let sort = newest.then(Sort::ascending(Field::new("titleSort")?));
/// assert_eq!(sort.to_string(), "addedAt:desc,titleSort");
/// assert_eq!("addedAt:desc,titleSort".parse::<Sort>()?, sort);
/// # Ok::<(), plex_client::PlexError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sort(Vec<SortKey>);

impl Sort {
    /// Sorts by a field in a direction.
    ///
    /// ```
    /// use plex_client::{Direction, Field, Sort};
    ///
    /// let sort = Sort::by(Field::new("year")?, Direction::Descending);
    /// assert_eq!(sort.to_string(), "year:desc");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn by(field: Field, direction: Direction) -> Self {
        Self(vec![SortKey {
            field,
            direction,
            nulls_last: false,
        }])
    }

    /// Sorts from the least to the greatest.
    ///
    /// ```
    /// use plex_client::{Field, Sort};
    ///
    /// assert_eq!(Sort::ascending(Field::new("year")?).to_string(), "year");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn ascending(field: Field) -> Self {
        Self::by(field, Direction::Ascending)
    }

    /// Sorts from the greatest to the least.
    ///
    /// ```
    /// use plex_client::{Field, Sort};
    ///
    /// assert_eq!(Sort::descending(Field::new("addedAt")?).to_string(), "addedAt:desc");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn descending(field: Field) -> Self {
        Self::by(field, Direction::Descending)
    }

    /// Takes an order that a server offers, with all of its fields.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when what it offers cannot be an order.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{Direction, Sort};
    ///
    /// for of_type in client.library_meta(&library).await?.types {
    ///     for offered in &of_type.sorts {
    ///         println!("{:?}: {}", offered.title, Sort::offered(offered, Direction::Descending)?);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn offered(offered: &SortMeta, direction: Direction) -> Result<Self> {
        match (direction, &offered.descending_key) {
            (Direction::Descending, Some(descending)) => descending.parse(),
            (Direction::Descending, None) => {
                let mut sort: Self = offered.key.parse()?;
                if let Some(first) = sort.0.first_mut() {
                    first.direction = Direction::Descending;
                }
                Ok(sort)
            }
            (Direction::Ascending, _) => offered.key.parse(),
        }
    }

    /// Adds an order that decides where this one leaves a tie.
    ///
    /// ```
    /// use plex_client::{Field, Sort};
    ///
    /// let by_title = Sort::ascending(Field::new("titleSort")?);
    /// let sort = Sort::ascending(Field::new("year")?).then(by_title);
    /// assert_eq!(sort.keys().len(), 2);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        self.0.extend(next.0);
        self
    }

    /// Returns the fields of the order, the deciding one first. There is at least one.
    ///
    /// ```
    /// let sort: plex_client::Sort = "year:desc,titleSort".parse()?;
    /// assert_eq!(sort.keys()[1].field.name(), "titleSort");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn keys(&self) -> &[SortKey] {
        &self.0
    }
}

impl From<SortKey> for Sort {
    fn from(key: SortKey) -> Self {
        Self(vec![key])
    }
}

impl fmt::Display for SortKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.field.fmt(f)?;
        if self.direction == Direction::Descending {
            f.write_str(":desc")?;
        }
        if self.nulls_last {
            f.write_str(":nullsLast")?;
        }
        Ok(())
    }
}

/// Writes the order as Plex does: `year:desc,titleSort`.
impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            key.fmt(f)?;
        }
        Ok(())
    }
}

impl FromStr for SortKey {
    type Err = PlexError;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.split(':');
        let mut key = Self {
            field: Field::new(parts.next().unwrap_or_default())?,
            direction: Direction::Ascending,
            nulls_last: false,
        };
        for part in parts {
            match part {
                "asc" => key.direction = Direction::Ascending,
                "desc" => key.direction = Direction::Descending,
                "nullsLast" => key.nulls_last = true,
                _ => {
                    return Err(PlexError::invalid_argument(
                        "sort",
                        "is not an order: asc, desc and nullsLast can stand after the colon",
                    ));
                }
            }
        }
        Ok(key)
    }
}

/// Reads an order as Plex writes it: `year:desc,titleSort`.
impl FromStr for Sort {
    type Err = PlexError;

    fn from_str(text: &str) -> Result<Self> {
        if text.split(',').count() > MAX_KEYS {
            return Err(PlexError::invalid_argument(
                "sort",
                format!("has more than {MAX_KEYS} fields"),
            ));
        }
        text.split(',')
            .map(str::parse)
            .collect::<Result<_>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plex_writes_is_read_and_written_alike() {
        for text in [
            "titleSort",
            "addedAt:desc",
            "rating:desc:nullsLast",
            "random",
            "artist.titleSort:desc,album.titleSort,album.index,album.id",
            "show.titleSort,season.index:nullsLast",
        ] {
            assert_eq!(text.parse::<Sort>().unwrap().to_string(), text);
        }
        assert_eq!("year:asc".parse::<Sort>().unwrap().to_string(), "year");
    }

    #[test]
    fn an_order_can_be_nothing_but_fields_and_directions() {
        for text in [
            "",
            ",",
            "year,",
            "year:down",
            "year&type=4",
            "year desc",
            ":desc",
        ] {
            assert!(text.parse::<Sort>().is_err(), "{text}");
        }
        assert!(["year"; 17].join(",").parse::<Sort>().is_err());
    }

    #[test]
    fn an_offered_order_keeps_its_other_fields_when_it_is_turned_round() {
        let mut offered = SortMeta {
            key: "artist.titleSort,album.index".to_owned(),
            descending_key: Some("artist.titleSort:desc,album.index".to_owned()),
            default_direction: None,
            title: None,
        };
        let turned = |offered: &SortMeta| {
            let sort = Sort::offered(offered, Direction::Descending).unwrap();
            sort.to_string()
        };
        assert_eq!(turned(&offered), "artist.titleSort:desc,album.index");
        offered.descending_key = None;
        assert_eq!(turned(&offered), "artist.titleSort:desc,album.index");
        let usual = Sort::offered(&offered, Direction::Ascending).unwrap();
        assert_eq!(usual.to_string(), "artist.titleSort,album.index");
    }
}
