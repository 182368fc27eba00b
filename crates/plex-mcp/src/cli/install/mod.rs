//! `plex-mcp install` and `uninstall`: the entry of this server in assistants' files.

mod chosen;
mod entry;
mod remove;
mod report;
mod write;

pub(super) use self::{
    chosen::machine,
    entry::{NAME, own_command},
    remove::{command as uninstall_command, run as uninstall},
    write::{command, run},
};
