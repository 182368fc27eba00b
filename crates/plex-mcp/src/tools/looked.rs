//! What a name led to, and what a text that may be several names led to.

use plex_client::RatingKey;

use crate::{error::ToolError, name::apart};

/// One item, and what is worth knowing about how it was found.
pub(crate) type Taken = (RatingKey, Option<String>);

/// Says what a name led to.
pub(crate) enum Looked {
    /// One item.
    One(Taken),
    /// Several that have it, as the error that lists them.
    Several(ToolError),
    /// Nothing, as the error that lists what comes near.
    Nothing(ToolError),
}

impl Looked {
    /// Returns the one item.
    ///
    /// # Errors
    ///
    /// What lists the others, or what comes near.
    pub(crate) fn one(self) -> Result<Taken, ToolError> {
        match self {
            Self::One(taken) => Ok(taken),
            Self::Several(error) | Self::Nothing(error) => Err(error),
        }
    }

    /// Returns what a text led to, or else what each of the several names that it may be leads to, in their order.
    /// What is a title as a whole is not taken apart, and where only the first of the parts is nothing, none of
    /// them is meant.
    ///
    /// # Errors
    ///
    /// What lists the others, or what comes near, of the text or of a part of it.
    pub(crate) async fn or_each_part<F>(
        self,
        text: &str,
        look: impl Fn(String) -> F,
    ) -> Result<Vec<Taken>, ToolError>
    where
        F: Future<Output = Result<Self, ToolError>>,
    {
        let error = match self {
            Self::One(taken) => return Ok(vec![taken]),
            Self::Several(error) => return Err(error),
            Self::Nothing(error) => error,
        };
        let mut found = Vec::new();
        for part in apart(text) {
            match look(part).await? {
                Self::One(taken) => found.push(taken),
                Self::Several(of_part) => return Err(of_part),
                Self::Nothing(of_part) if !found.is_empty() => return Err(of_part),
                Self::Nothing(_) => return Err(error),
            }
        }
        match found.is_empty() {
            true => Err(error),
            false => Ok(found),
        }
    }
}
