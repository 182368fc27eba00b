//! The server that an assistant is told of.

use std::path::Path;

/// A server over standard input and output: what an assistant has to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    pub(crate) name: String,
    pub(crate) command: String,
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
}

impl Server {
    /// Creates a server that is known by `name` and started by `command`.
    #[must_use]
    pub fn new(name: impl Into<String>, command: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            command: command.into(),
            args: Vec::new(),
            env: Vec::new(),
        }
    }

    /// Adds arguments that it is started with.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds a variable to the environment that it is started in. Never a secret: an assistant's file
    /// is shared, synchronised and pasted into questions.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Returns the name that assistants know it by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the program, without its folder and `.exe`.
    pub(crate) fn program(&self) -> &str {
        program(&self.command)
    }
}

/// Returns the name of a program, whichever system its path is written for.
pub(crate) fn program(command: &str) -> &str {
    let name = command.rsplit(['/', '\\']).next().unwrap_or(command);
    Path::new(name)
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or(name)
}
