//! What every act can do.

use plex_client::{PlexError, RatingKey};

use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::Plex,
};

/// Says what would take an act back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Undo<A> {
    /// These, done in order; the text says what they cannot restore.
    Acts(Vec<A>, Option<&'static str>),
    /// Nothing, and why.
    Never(&'static str),
}

/// A thing that is not there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Absent {
    /// What it is or will be called, where that is known.
    pub(crate) title: Option<String>,
    /// The UUID of the library that it is or will be in, if it is of one.
    pub(crate) library: Option<String>,
    /// What is so while it is not there.
    pub(crate) facts: Facts,
}

/// Says what an act is made of.
pub(crate) trait Changes: Sized {
    /// Returns what it changes.
    fn target(&self) -> Target;

    /// Returns what it has changed, where something was made by it that has a key now.
    fn target_of(&self, _made: Option<&RatingKey>) -> Target {
        self.target()
    }

    /// Returns what is so while the thing is not there; `None` for an act that needs it to be there.
    fn absent(&self) -> Option<Absent> {
        None
    }

    /// Tells whether it takes several requests, so that it may be done in part.
    fn is_gradual(&self) -> bool {
        false
    }

    /// Tells whether the server shows what comes of it. Where it does not, its word stands for it.
    fn shows(&self) -> bool {
        true
    }

    /// Tells whether what is so now can be what is left of it where it was cut off in the middle.
    fn is_on_the_way(&self, _before: &Facts, _now: &Facts) -> bool {
        false
    }

    /// Returns how many items come into a list by it or go out of it, from what is so before.
    fn moves(&self, _before: &Facts) -> usize {
        0
    }

    /// Tells whether something is gone by it that a person has made.
    fn destroys(&self) -> bool {
        false
    }

    /// Returns what this act is about, of the thing as it is.
    fn facts(&self, thing: &Thing) -> Facts;

    /// Returns what will be so once it is done. Nothing is sent where it is so already.
    fn goal(&self) -> Facts;

    /// Returns what is told beside the goal once it is done, where what is compared is not what is read.
    fn beside(&self) -> Facts {
        Facts::default()
    }

    /// Returns the names of facts that are told and say nothing of whether somebody has changed the same since:
    /// the server writes them when it comes to it.
    fn told_alone(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns the same in parts, where each can be taken back by itself; none where it has no parts.
    fn parts(&self) -> Vec<Self> {
        Vec::new()
    }

    /// Sends the request. The key is that of what was made, if something was.
    ///
    /// # Errors
    ///
    /// The client's. `OutcomeUnknown` says that it may have been done.
    fn send(
        &self,
        plex: &Plex,
    ) -> impl Future<Output = Result<Option<RatingKey>, PlexError>> + Send;

    /// Returns what would take it back, from what was before and the key of what was made.
    fn undo(&self, before: &Facts, made: Option<&RatingKey>) -> Undo<Self>;
}

impl<A> Undo<A> {
    /// Returns the same with its acts as those of another type.
    pub(super) fn map<B>(self, as_other: impl Fn(A) -> B) -> Undo<B> {
        match self {
            Self::Acts(acts, lost) => Undo::Acts(acts.into_iter().map(as_other).collect(), lost),
            Self::Never(why) => Undo::Never(why),
        }
    }
}
