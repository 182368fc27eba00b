//! Where settings are read from.

use std::ffi::OsString;

/// Says where the program's settings come from; injected, so that tests need not touch the process.
pub struct Sources<'a> {
    /// Returns the value of a flag by its setting's name; switches give `true`.
    pub flag: &'a dyn Fn(&str) -> Option<String>,
    /// Returns the value of an environment variable.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
}

impl Sources<'_> {
    /// Returns the value of an environment variable. One that is set to nothing is not set.
    pub(super) fn variable(&self, name: &str) -> Option<OsString> {
        (self.env)(name).filter(|value| !value.is_empty())
    }
}
