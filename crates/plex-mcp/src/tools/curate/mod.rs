//! Toolset `curate`: what libraries say of their items, and the journal of changes.

mod changes;
mod undo;

pub(crate) use self::{changes::GetChanges, undo::Undo};
