//! A person's own rating of an item.

use std::fmt;

use crate::error::{PlexError, Result};

/// The most that can be given: five stars.
const MOST: f64 = 10.0;

/// A rating that a person gives, from 0 to 10: apps show it as half stars, five stars being 10.
///
/// Apps give whole numbers. Servers take what lies between as well, so that any rating that was
/// read can be given again.
///
/// ```
/// use plex_client::UserRating;
///
/// assert_eq!(UserRating::from_stars(3.5)?.value(), 7.0);
/// assert!(UserRating::new(10.5).is_err());
/// # Ok::<(), plex_client::PlexError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct UserRating(f64);

impl UserRating {
    /// Takes a rating from 0 to 10.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it is none, such as one below 0, above 10 or not a number.
    ///
    /// ```
    /// use plex_client::UserRating;
    ///
    /// assert_eq!(UserRating::new(8.0)?.to_string(), "8");
    /// assert!(UserRating::new(f64::NAN).is_err());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn new(rating: f64) -> Result<Self> {
        if (0.0..=MOST).contains(&rating) {
            // Of the two zeros, the one without a sign: a sign would mean "no rating".
            Ok(Self(rating.abs()))
        } else {
            Err(PlexError::invalid_argument(
                "rating",
                "must be from 0 to 10, which is five stars",
            ))
        }
    }

    /// Takes a rating in stars, from 0 to 5.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    ///
    /// ```
    /// use plex_client::UserRating;
    ///
    /// assert_eq!(UserRating::from_stars(5.0)?, UserRating::new(10.0)?);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn from_stars(stars: f64) -> Result<Self> {
        Self::new(stars * 2.0)
    }

    /// Returns the rating, from 0 to 10.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Returns the rating in stars, from 0 to 5.
    #[must_use]
    pub fn stars(self) -> f64 {
        self.0 / 2.0
    }
}

impl fmt::Display for UserRating {
    /// Writes it as Plex does, from 0 to 10.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
