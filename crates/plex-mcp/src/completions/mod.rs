//! What an argument of a prompt, or the variable of a resource's URI, can be completed to.
//!
//! Everything comes through the same door as what tools answer, so nothing is offered of a library
//! that may not be shown.

mod complete;
mod completes;
mod source;

pub use complete::Completion;
pub(crate) use complete::complete;
pub(crate) use completes::Completes;
