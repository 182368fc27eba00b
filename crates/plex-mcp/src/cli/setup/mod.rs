//! `plex-mcp setup`: from nothing to an answer, step by step.

mod access;
mod asking;
mod command;
mod libraries;
mod person;
mod steps;

pub(super) use self::{command::command, steps::run};
