//! What would be written to an assistant's file: shown first, applied afterwards.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use similar::{ChangeTag, TextDiff};

use crate::{
    assistant::{Assistant, Dialect},
    document::{self, Refusal},
    machine::Machine,
    problem::Problem,
    server::Server,
    write::{self, Applied, Keep},
};

/// What stands for a text that is not shown: an assistant's file holds other servers' secrets.
const HIDDEN: &str = "…";

/// Says what happens to an assistant's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Nothing: it is already as it should be.
    Nothing,
    /// It is made.
    Create,
    /// It is edited.
    Edit,
    /// It is deleted, because it held nothing else.
    Delete,
}

/// An edit of an assistant's file, worked out and not yet made.
#[derive(Debug)]
pub struct Plan {
    assistant: Assistant,
    file: PathBuf,
    change: Change,
    before: Option<String>,
    after: Option<String>,
    entry: String,
    keep: Keep,
}

impl Plan {
    /// Plans to add a server to an assistant, or to bring its entry up to date.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the file cannot be read, understood or edited without touching anything
    /// else, or when an entry of that name starts another program.
    pub fn install(
        assistant: Assistant,
        machine: &Machine,
        server: &Server,
    ) -> Result<Self, Problem> {
        let file = assistant.file(machine);
        let before = read(&file)?;
        let text = before.as_deref().unwrap_or_default();
        let after = document::with(text, assistant.dialect(), server)
            .map_err(|refusal| problem(&file, server, refusal))?;
        let change = match (&before, &after) {
            (_, None) => Change::Nothing,
            (None, Some(_)) => Change::Create,
            (Some(_), Some(_)) => Change::Edit,
        };
        // A file that has had an entry from here before is no original, once one is kept; unless the
        // copy is only of a file that was made here, and now there is more to lose.
        let dialect = assistant.dialect();
        let is_original = !text.contains(server.program())
            || read(&write::backup_of(&file))?.is_none_or(|kept| {
                document::is_ours(&kept, dialect, server.name())
                    && document::holds_more(text, dialect, server)
            });
        let loses_more = || {
            let after = after.as_deref();
            after.is_some_and(|after| document::loses_more(text, after, dialect, server.name()))
        };
        let keep = match is_original {
            true => Keep::Original,
            false if loses_more() => Keep::Another,
            false => Keep::Nothing,
        };
        Ok(Self {
            assistant,
            change,
            after: after.or_else(|| before.clone()),
            before,
            entry: document::snippet(assistant.dialect(), server),
            keep,
            file,
        })
    }

    /// Plans to take a server away from an assistant, and nothing else. Only the server's name and its
    /// program matter: its arguments may have changed since it was added.
    ///
    /// # Errors
    ///
    /// As [`install`](Self::install).
    pub fn uninstall(
        assistant: Assistant,
        machine: &Machine,
        server: &Server,
    ) -> Result<Self, Problem> {
        let file = assistant.file(machine);
        let before = read(&file)?;
        let dialect = assistant.dialect();
        // A file that was there before keeps the empty list of servers that it had.
        // A copy to the byte as files are made here is of such a file; any other is somebody's.
        let original = read(&write::backup_of(&file))?
            .filter(|text| !document::is_ours(text, dialect, server.name()));
        let keeps_empty = original
            .as_deref()
            .is_some_and(|text| document::has_servers(text, dialect));
        let text = before.as_deref().unwrap_or_default();
        let after = document::without(text, dialect, server, keeps_empty)
            .map_err(|refusal| problem(&file, server, refusal))?;
        let (change, after) = match after {
            None => (Change::Nothing, before.clone()),
            Some(text)
                // Where a link leads, the file stays, with nothing in it: the link is somebody's. A file for
                // one server is none without it.
                if document::is_blank(&text, dialect)
                    && (!write::is_link(&file) || document::is_for_one_server(dialect))
                    && original
                        .as_deref()
                        .is_none_or(|original| document::is_one_server(original, dialect)) =>
            {
                (Change::Delete, None)
            }
            Some(text) => {
                // A last line without an end was given one, so that lines could follow it.
                let text = match original {
                    Some(original) if text.trim_end() == original => original,
                    _ => text,
                };
                (Change::Edit, Some(text))
            }
        };
        Ok(Self {
            assistant,
            file,
            change,
            before,
            after,
            entry: String::new(),
            keep: Keep::Nothing,
        })
    }

    /// Returns whose file it is.
    #[must_use]
    pub fn assistant(&self) -> Assistant {
        self.assistant
    }

    /// Returns the file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Returns what happens to the file.
    #[must_use]
    pub fn change(&self) -> Change {
        self.change
    }

    /// Returns the entry as it stands in a file with nothing else: what a person pastes by hand. Empty
    /// where a server is taken away.
    #[must_use]
    pub fn entry(&self) -> &str {
        &self.entry
    }

    /// Returns a server's entry as [`entry`](Self::entry) does, without looking at any file.
    #[must_use]
    pub fn entry_of(assistant: Assistant, server: &Server) -> String {
        document::snippet(assistant.dialect(), server)
    }

    /// Returns the lines that change, as a diff. Values on lines that are not the entry's own are not
    /// shown, because they may be other servers' secrets. Empty where nothing changes.
    #[must_use]
    pub fn diff(&self) -> String {
        let (before, after) = (
            self.before.as_deref().unwrap_or_default(),
            self.after.as_deref().unwrap_or_default(),
        );
        // What is written is the entry's own where the entry has it, however lines and spaces lie.
        let own = squeezed(&self.entry);
        let mut lines = String::new();
        let diff = TextDiff::from_lines(before, after);
        for (index, group) in diff.grouped_ops(1).iter().enumerate() {
            if index > 0 {
                lines.push_str("  ⋮\n");
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let sign = match change.tag() {
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                    ChangeTag::Equal => ' ',
                };
                let line = change.value().trim_end_matches(['\r', '\n']);
                let is_own =
                    change.tag() == ChangeTag::Insert && own.contains(&squeezed(bare(line)));
                lines.push(sign);
                lines.push(' ');
                if is_own {
                    lines.push_str(line);
                } else {
                    lines.push_str(&without_values(line, self.assistant.dialect()));
                }
                lines.push('\n');
            }
        }
        lines
    }

    /// Makes the edit. The file is replaced as a whole, so that it is never half written; links are
    /// followed, permissions kept, and what was there before is kept beside it; a copy that is kept
    /// is removed only when the file is again as the copy is.
    ///
    /// # Errors
    ///
    /// [`Problem::Changed`] when the file is not as it was when the plan was made, and
    /// [`Problem::Io`] when it cannot be written, or is a link to a file that is not there.
    pub fn apply(&self) -> Result<Applied, Problem> {
        if read(&self.file)? != self.before {
            return Err(Problem::Changed {
                file: self.file.clone(),
            });
        }
        let before = self.before.as_deref();
        let done = match (self.change, &self.after) {
            (Change::Nothing, _) => Ok(Applied::default()),
            (Change::Delete, _) | (_, None) => write::delete(&self.file),
            (Change::Create | Change::Edit, Some(after)) => {
                write::replace(&self.file, before, self.keep, after)
            }
        };
        done.map_err(|source| Problem::Io {
            file: self.file.clone(),
            done: "written",
            source,
        })
    }
}

/// Reads a file that need not be there.
fn read(file: &Path) -> Result<Option<String>, Problem> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Problem::Broken {
            file: file.to_path_buf(),
            why: "it is not text in UTF-8".to_owned(),
        }),
        Err(source) => Err(Problem::Io {
            file: file.to_path_buf(),
            done: "read",
            source,
        }),
    }
}

fn problem(file: &Path, server: &Server, refusal: Refusal) -> Problem {
    let file = file.to_path_buf();
    match refusal {
        Refusal::Broken(why) => Problem::Broken { file, why },
        Refusal::Unusual(why) => Problem::Unusual { file, why },
        Refusal::Taken(program) => Problem::Taken {
            file,
            name: server.name.clone(),
            program,
        },
    }
}

/// Returns a text without its spaces and line ends.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns a line without its indentation and a comma at its end.
fn bare(line: &str) -> &str {
    line.trim().trim_end_matches(',')
}

/// Returns a line's key and its brackets, without the values: with nothing, where it is not clear what is which.
fn without_values(line: &str, dialect: Dialect) -> String {
    let shape = line.trim();
    if shape.chars().all(|c| "{}[](),: \t".contains(c)) || shape.is_empty() {
        return line.to_owned();
    }
    if matches!(dialect, Dialect::CodexToml) && is_header(shape) {
        return line.to_owned();
    }
    let Some((key, value)) = key(line).and_then(|end| line.split_at_checked(end)) else {
        let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        return format!("{indent}{HIDDEN}");
    };
    match value.trim() {
        "" | "{" | "[" | "{}" | "[]" | "{}," | "[]," => line.to_owned(),
        _ => format!("{key} {HIDDEN}"),
    }
}

/// Tells whether a line is the header of a table in TOML.
fn is_header(shape: &str) -> bool {
    let name = shape
        .strip_prefix("[[")
        .and_then(|rest| rest.strip_suffix("]]"))
        .or_else(|| shape.strip_prefix('[')?.strip_suffix(']'));
    name.is_some_and(|name| name.chars().all(|c| is_of_key(c) || "\"' ".contains(c)))
}

/// Returns where the key of a line ends, its sign included: a word, in quotes or not, before `:` or `=` and a
/// blank, or before `:` at the line's end. What looks otherwise may be a value that has signs in it.
fn key(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
    let unquoted = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    let quote = rest.get(..rest.len() - unquoted.len()).unwrap_or_default();
    let after = unquoted.trim_start_matches(is_of_key);
    if after.len() == unquoted.len() {
        return None;
    }
    let after = after.strip_prefix(quote)?.trim_start();
    let value = after.strip_prefix([':', '='])?;
    let is_sign = value.starts_with([' ', '\t']) || value.is_empty() && after == ":";
    is_sign.then(|| line.len() - value.len())
}

/// Tells whether a character may be of a key.
fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_.-".contains(c)
}
