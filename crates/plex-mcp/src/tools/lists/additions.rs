//! What is asked for of a list that is made or changed, whatever kind of list it is.

use super::members::Order;
use crate::{
    call::Call,
    error::ToolError,
    tools::{
        arguments::Named,
        which::{Where, Which},
    },
};

/// Holds what is to come into a list.
pub(super) struct Additions<'a> {
    /// What kind of list it is: "playlist".
    pub(super) noun: &'static str,
    /// What is named.
    pub(super) add: &'a [Named],
    /// What is described.
    pub(super) all_of: Option<&'a Where>,
    /// Whether what is described now is meant, in place of a rule.
    pub(super) snapshot: bool,
    /// Whether it holds what can be played by itself, and no wholes such as shows.
    pub(super) of_parts: bool,
}

/// Holds what is to be in a list, of what is asked for.
pub(super) struct Said {
    /// What is added.
    pub(super) which: Which,
    /// The rule, where it is to be smart.
    pub(super) rule: Option<String>,
}

impl Additions<'_> {
    /// Finds what is to be added, or the rule.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what cannot be found or be a rule; and what asking the server gives.
    pub(super) async fn find(&self, call: &Call, order: &Order) -> Result<Said, ToolError> {
        let mut which = match self.add {
            [] => Which {
                items: Vec::new(),
                failed: Vec::new(),
                note: None,
            },
            add => self.held(call, Which::find(call, add, None).await?).await?,
        };
        let Some(all_of) = self.all_of else {
            return Ok(Said { which, rule: None });
        };
        if !self.snapshot {
            let sort = match order {
                Order::None => None,
                Order::Sort(sort) => Some(sort.as_str()),
                Order::Keys(_) => return Err(ruled(self.noun, "order takes no ids")),
            };
            let rule = all_of.rule(call, sort, self.of_parts).await?.content()?;
            return Ok(Said {
                which,
                rule: Some(rule),
            });
        }
        let matching = Which::find(call, &[], Some(all_of)).await?;
        let matching = self.held(call, matching).await?;
        let notes: Vec<String> = which.note.into_iter().chain(matching.note).collect();
        which.note = (!notes.is_empty()).then(|| notes.join(" "));
        for item in matching.items {
            let is_same = |known: &plex_client::MediaItem| known.rating_key == item.rating_key;
            if !which.items.iter().any(is_same) {
                which.items.push(item);
            }
        }
        Ok(Said { which, rule: None })
    }

    /// Returns what a list of this kind holds of some items.
    async fn held(&self, call: &Call, which: Which) -> Result<Which, ToolError> {
        match self.of_parts {
            true => which.playable(call).await,
            false => Ok(which),
        }
    }
}

/// Returns the title and the summary that a list is to have, where one of them is said.
pub(super) fn described(
    title: Option<&str>,
    summary: Option<&str>,
) -> Option<(Option<String>, Option<String>)> {
    let trimmed = |text: &str| text.trim().to_owned();
    let said = title.is_some() || summary.is_some();
    said.then(|| (title.map(trimmed), summary.map(trimmed)))
}

/// Says that a list gets another title, or only another summary.
pub(super) fn renaming(is_title: bool) -> (&'static str, &'static str) {
    match is_title {
        true => ("Rename", "Renamed"),
        false => ("Change the summary of", "Changed the summary of"),
    }
}

/// Refuses to change what a rule decides.
pub(super) fn ruled(noun: &str, what: &str) -> ToolError {
    ToolError::invalid(format!("a rule decides what is in a smart {noun}: {what}")).hint(format!(
        "Change its rule with where, or make a plain {noun}."
    ))
}
