//! Acts: the smallest changes there are, each of one thing. A file for each area.
//!
//! An act can be written down and done later, so that the journal holds what was done and what
//! would undo it.

mod caring;
mod changes;
mod collecting;
mod collection;
mod contents;
mod edited;
mod editing;
mod listing;
mod matching;
mod picturing;
mod playing;
mod watching;

use plex_client::{PlexError, RatingKey};
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    caring::{Caring, Chore},
    changes::{Absent, Changes, Undo},
    collecting::Collecting,
    collection::{Locks, Made, Shown},
    contents::Contents,
    edited::{has as has_tag, moment, tags_of},
    editing::{Editing, TagEdit},
    listing::Listing,
    matching::Matching,
    picturing::{Bytes, Picturing, Source, Was, short_id},
    playing::{Mark, Playing},
    watching::Watching,
};
use super::{
    facts::Facts,
    thing::{Target, Thing},
};
use crate::plex::Plex;

/// A change of one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    /// Of what the account has watched, how far, and how it likes it.
    Watching(Watching),
    /// Of playlists.
    Listing(Listing),
    /// Of collections.
    Collecting(Collecting),
    /// Of the server and its care.
    Caring(Caring),
    /// Of what plays where.
    Playing(Playing),
    /// Of what libraries say of their items.
    Editing(Editing),
    /// Of which pictures items have.
    Picturing(Picturing),
    /// Of what items are taken for.
    Matching(Matching),
}

impl Changes for Act {
    fn target(&self) -> Target {
        match self {
            Self::Watching(act) => act.target(),
            Self::Listing(act) => act.target(),
            Self::Collecting(act) => act.target(),
            Self::Caring(act) => act.target(),
            Self::Playing(act) => act.target(),
            Self::Editing(act) => act.target(),
            Self::Picturing(act) => act.target(),
            Self::Matching(act) => act.target(),
        }
    }

    fn target_of(&self, made: Option<&RatingKey>) -> Target {
        match self {
            Self::Watching(act) => act.target_of(made),
            Self::Listing(act) => act.target_of(made),
            Self::Collecting(act) => act.target_of(made),
            Self::Caring(act) => act.target_of(made),
            Self::Playing(act) => act.target_of(made),
            Self::Editing(act) => act.target_of(made),
            Self::Picturing(act) => act.target_of(made),
            Self::Matching(act) => act.target_of(made),
        }
    }

    fn absent(&self) -> Option<Absent> {
        match self {
            Self::Watching(act) => act.absent(),
            Self::Listing(act) => act.absent(),
            Self::Collecting(act) => act.absent(),
            Self::Caring(act) => act.absent(),
            Self::Playing(act) => act.absent(),
            Self::Editing(act) => act.absent(),
            Self::Picturing(act) => act.absent(),
            Self::Matching(act) => act.absent(),
        }
    }

    fn is_gradual(&self) -> bool {
        match self {
            Self::Watching(act) => act.is_gradual(),
            Self::Listing(act) => act.is_gradual(),
            Self::Collecting(act) => act.is_gradual(),
            Self::Caring(act) => act.is_gradual(),
            Self::Playing(act) => act.is_gradual(),
            Self::Editing(act) => act.is_gradual(),
            Self::Picturing(act) => act.is_gradual(),
            Self::Matching(act) => act.is_gradual(),
        }
    }

    fn shows(&self) -> bool {
        match self {
            Self::Watching(act) => act.shows(),
            Self::Listing(act) => act.shows(),
            Self::Collecting(act) => act.shows(),
            Self::Caring(act) => act.shows(),
            Self::Playing(act) => act.shows(),
            Self::Editing(act) => act.shows(),
            Self::Picturing(act) => act.shows(),
            Self::Matching(act) => act.shows(),
        }
    }

    fn is_on_the_way(&self, before: &Facts, now: &Facts) -> bool {
        match self {
            Self::Watching(act) => act.is_on_the_way(before, now),
            Self::Listing(act) => act.is_on_the_way(before, now),
            Self::Collecting(act) => act.is_on_the_way(before, now),
            Self::Caring(act) => act.is_on_the_way(before, now),
            Self::Playing(act) => act.is_on_the_way(before, now),
            Self::Editing(act) => act.is_on_the_way(before, now),
            Self::Picturing(act) => act.is_on_the_way(before, now),
            Self::Matching(act) => act.is_on_the_way(before, now),
        }
    }

    fn moves(&self, before: &Facts) -> usize {
        match self {
            Self::Watching(act) => act.moves(before),
            Self::Listing(act) => act.moves(before),
            Self::Collecting(act) => act.moves(before),
            Self::Caring(act) => act.moves(before),
            Self::Playing(act) => act.moves(before),
            Self::Editing(act) => act.moves(before),
            Self::Picturing(act) => act.moves(before),
            Self::Matching(act) => act.moves(before),
        }
    }

    fn destroys(&self) -> bool {
        match self {
            Self::Watching(act) => act.destroys(),
            Self::Listing(act) => act.destroys(),
            Self::Collecting(act) => act.destroys(),
            Self::Caring(act) => act.destroys(),
            Self::Playing(act) => act.destroys(),
            Self::Editing(act) => act.destroys(),
            Self::Picturing(act) => act.destroys(),
            Self::Matching(act) => act.destroys(),
        }
    }

    fn facts(&self, thing: &Thing) -> Facts {
        match self {
            Self::Watching(act) => act.facts(thing),
            Self::Listing(act) => act.facts(thing),
            Self::Collecting(act) => act.facts(thing),
            Self::Caring(act) => act.facts(thing),
            Self::Playing(act) => act.facts(thing),
            Self::Editing(act) => act.facts(thing),
            Self::Picturing(act) => act.facts(thing),
            Self::Matching(act) => act.facts(thing),
        }
    }

    fn goal(&self) -> Facts {
        match self {
            Self::Watching(act) => act.goal(),
            Self::Listing(act) => act.goal(),
            Self::Collecting(act) => act.goal(),
            Self::Caring(act) => act.goal(),
            Self::Playing(act) => act.goal(),
            Self::Editing(act) => act.goal(),
            Self::Picturing(act) => act.goal(),
            Self::Matching(act) => act.goal(),
        }
    }

    fn beside(&self) -> Facts {
        match self {
            Self::Watching(act) => act.beside(),
            Self::Listing(act) => act.beside(),
            Self::Collecting(act) => act.beside(),
            Self::Caring(act) => act.beside(),
            Self::Playing(act) => act.beside(),
            Self::Editing(act) => act.beside(),
            Self::Picturing(act) => act.beside(),
            Self::Matching(act) => act.beside(),
        }
    }

    fn told_alone(&self) -> &'static [&'static str] {
        match self {
            Self::Watching(act) => act.told_alone(),
            Self::Listing(act) => act.told_alone(),
            Self::Collecting(act) => act.told_alone(),
            Self::Caring(act) => act.told_alone(),
            Self::Playing(act) => act.told_alone(),
            Self::Editing(act) => act.told_alone(),
            Self::Picturing(act) => act.told_alone(),
            Self::Matching(act) => act.told_alone(),
        }
    }

    fn parts(&self) -> Vec<Self> {
        match self {
            Self::Editing(act) => act.parts().into_iter().map(Self::Editing).collect(),
            _ => Vec::new(),
        }
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Watching(act) => act.send(plex).await,
            Self::Listing(act) => act.send(plex).await,
            Self::Collecting(act) => act.send(plex).await,
            Self::Caring(act) => act.send(plex).await,
            Self::Playing(act) => act.send(plex).await,
            Self::Editing(act) => act.send(plex).await,
            Self::Picturing(act) => act.send(plex).await,
            Self::Matching(act) => act.send(plex).await,
        }
    }

    fn undo(&self, before: &Facts, made: Option<&RatingKey>) -> Undo<Self> {
        match self {
            Self::Watching(act) => act.undo(before, made).map(Self::Watching),
            Self::Listing(act) => act.undo(before, made).map(Self::Listing),
            Self::Collecting(act) => act.undo(before, made).map(Self::Collecting),
            Self::Caring(act) => act.undo(before, made).map(Self::Caring),
            Self::Playing(act) => act.undo(before, made).map(Self::Playing),
            Self::Editing(act) => act.undo(before, made).map(Self::Editing),
            Self::Picturing(act) => act.undo(before, made).map(Self::Picturing),
            Self::Matching(act) => act.undo(before, made).map(Self::Matching),
        }
    }
}
