//! Toolset `curate`: what libraries say of their items, and the journal of changes.

mod address;
mod changes;
mod deed;
mod edit_metadata;
mod edits;
mod fix_match;
mod set_artwork;
mod tag_names;
mod undo;

pub(crate) use self::{
    changes::GetChanges, edit_metadata::EditMetadata, fix_match::FixMatch, set_artwork::SetArtwork,
    undo::Undo,
};
