//! What keeps an assistant's file from being edited.

use std::{io, path::PathBuf};

/// Says why nothing was written. Each says what to do instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The file cannot be understood; it is left alone.
    #[error(
        "{} cannot be understood ({why}), so it is left as it is. Mend it, or add the entry by hand",
        file.display()
    )]
    Broken {
        /// The file.
        file: PathBuf,
        /// What is wrong with it, in the parser's words; nothing of its content.
        why: String,
    },
    /// The file is written in a way that cannot be edited without touching something else.
    #[error(
        "{} is written in a way that cannot be changed without touching more than the entry ({why}); \
         it is left as it is. Add the entry by hand",
        file.display()
    )]
    Unusual {
        /// The file.
        file: PathBuf,
        /// What is unusual.
        why: &'static str,
    },
    /// An entry of that name starts another program.
    #[error(
        "{} already has an entry \"{name}\" that starts \"{program}\"; it is left as it is. Choose \
         another name with --name",
        file.display()
    )]
    Taken {
        /// The file.
        file: PathBuf,
        /// The name.
        name: String,
        /// The program that it starts.
        program: String,
    },
    /// The file changed between being read and being written.
    #[error("{} changed meanwhile; nothing was written. Try again", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// The file, or the folder it is in, cannot be read or written.
    #[error("{} cannot be {done}: {source}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What was tried: `read` or `written`.
        done: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// There is no assistant of that name.
    #[error("there is no assistant \"{asked}\"; known are {known}")]
    Unknown {
        /// The name that was given.
        asked: String,
        /// The names that there are, with commas between them.
        known: String,
    },
}
