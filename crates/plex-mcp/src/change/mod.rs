//! The one way of a write: plan, consent, journal, apply, read back, journal, tell.
//!
//! A tool says what is wanted, as [`Act`]s, and nothing else: [`run`](run::run) does the rest, in one
//! function, so that no tool can leave out a step.

mod act;
mod changer;
mod consent;
mod facts;
mod journal;
mod locks;
mod plan;
mod run;
mod tell;
mod thing;
mod undo;

pub use self::consent::{Ask, Question, Reply};
pub(crate) use self::{
    act::{
        Act, Bytes, Caring, Chore, Collecting, Contents, Editing, Listing, Locks, Made, Mark,
        Matching, Picturing, Playing, Shown, Source, TagEdit, Was, Watching, has_tag, moment,
        short_id, tags_of,
    },
    changer::{Changer, Patience},
    plan::{Deed, Failed, Left, Name, Wish},
    run::run,
    undo::{list, undo},
};
