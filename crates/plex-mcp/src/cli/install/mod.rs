//! `plex-mcp install` and `uninstall`: the entry of this server in assistants' files.

mod chosen;
mod entry;
mod remove;
mod report;
mod write;

pub(super) use self::{
    chosen::{Choice, found, machine, selection},
    entry::{Entry, NAME, own_command},
    remove::{command as uninstall_command, run as uninstall},
    write::{apply, command, plans, run},
};
