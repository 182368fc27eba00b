//! Edits of a file's text that touch one entry.
//!
//! Each format has its own file here, with the same two questions: how the text looks with the
//! entry, and how without it. Each checks its own answer by reading it again.

mod edited;
mod json;
mod toml;
mod yaml;

pub(crate) use self::edited::{Edited, Refusal};

use crate::{assistant::Dialect, server::Server};

/// Returns the text with the server's entry as it should be; `None` when it is so already.
pub(crate) fn with(text: &str, dialect: Dialect, server: &Server) -> Edited {
    let (mark, text) = byte_order_mark(text);
    let edited = match dialect {
        Dialect::Json { under, typed } => json::with(text, under, typed, server),
        Dialect::CodexToml => toml::with(text, server),
        Dialect::GooseYaml => yaml::with(text, server),
        Dialect::ContinueYaml => yaml::own_file(text, server),
    }?;
    Ok(edited.map(|edited| format!("{mark}{edited}")))
}

/// Returns the text without the server's entry; `None` when there is none. `keeps_empty` says whether
/// what holds all servers stays when no other server is in it.
pub(crate) fn without(text: &str, dialect: Dialect, server: &Server, keeps_empty: bool) -> Edited {
    let (mark, text) = byte_order_mark(text);
    let edited = match dialect {
        Dialect::Json { under, .. } => json::without(text, under, server, keeps_empty),
        Dialect::CodexToml => toml::without(text, server),
        Dialect::GooseYaml => yaml::without(text, server, keeps_empty),
        Dialect::ContinueYaml => yaml::without_own_file(text, server),
    }?;
    Ok(edited.map(|edited| format!("{mark}{edited}")))
}

/// Tells whether a text has what holds all servers.
pub(crate) fn has_servers(text: &str, dialect: Dialect) -> bool {
    let (_, text) = byte_order_mark(text);
    match dialect {
        Dialect::Json { under, .. } => json::has_servers(text, under),
        Dialect::GooseYaml => yaml::has_extensions(text),
        Dialect::CodexToml | Dialect::ContinueYaml => false,
    }
}

/// Tells whether nothing is left in a text that somebody might miss.
pub(crate) fn is_blank(text: &str, dialect: Dialect) -> bool {
    let (_, text) = byte_order_mark(text);
    match dialect {
        Dialect::Json { .. } => json::is_blank(text),
        Dialect::CodexToml | Dialect::GooseYaml | Dialect::ContinueYaml => text.trim().is_empty(),
    }
}

/// Tells whether a text is, to the byte, a file that is made here for a server of that name: one
/// without variables, which are where a person's own entry has what cannot be made again.
pub(crate) fn is_ours(text: &str, dialect: Dialect, name: &str) -> bool {
    found(text, dialect, name).is_some_and(|server| {
        server.name == name
            && server.env.is_empty()
            && matches!(with("", dialect, &server), Ok(Some(made)) if made == text)
    })
}

/// Tells whether a text holds more than a server's entry with its command and its arguments.
pub(crate) fn holds_more(text: &str, dialect: Dialect, server: &Server) -> bool {
    let rest = without(text, dialect, server, false);
    let is_alone = rest.is_ok_and(|rest| rest.is_some_and(|rest| is_blank(&rest, dialect)));
    let has_variables =
        found(text, dialect, &server.name).is_some_and(|found| !found.env.is_empty());
    !is_alone || has_variables
}

/// Tells whether a server's entry, which the second text has no more, had something in it that is not
/// written here: variables, fields and values of its own, comments.
pub(crate) fn loses_more(before: &str, after: &str, dialect: Dialect, name: &str) -> bool {
    let Some(server) = found(before, dialect, name) else {
        return false;
    };
    let is_plain = server.env.is_empty() && matches!(with(before, dialect, &server), Ok(None));
    !is_plain || comments(before) > comments(after)
}

/// Returns about how many comments a text has: what is none, such as a part of an address, changes nothing.
fn comments(text: &str) -> usize {
    ["#", "//", "/*"]
        .iter()
        .map(|sign| text.matches(sign).count())
        .sum()
}

/// Returns the server of that name as a text has it.
fn found(text: &str, dialect: Dialect, name: &str) -> Option<Server> {
    match dialect {
        Dialect::Json { under, .. } => json::found(text, under, name),
        Dialect::CodexToml => toml::found(text, name),
        Dialect::GooseYaml => yaml::found(text, name),
        Dialect::ContinueYaml => yaml::found_own(text),
    }
}

/// Tells whether a text is a file for one server, which without it is no file at all.
pub(crate) fn is_one_server(text: &str, dialect: Dialect) -> bool {
    is_for_one_server(dialect) && !is_blank(text, dialect)
}

/// Tells whether each file of a kind is for one server.
pub(crate) fn is_for_one_server(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::ContinueYaml)
}

/// Returns what a person pastes where the file cannot be edited for them.
pub(crate) fn snippet(dialect: Dialect, server: &Server) -> String {
    match with("", dialect, server) {
        Ok(Some(text)) => text,
        Ok(None) | Err(_) => String::new(),
    }
}

/// Splits off the mark that Windows editors put before a text.
fn byte_order_mark(text: &str) -> (&'static str, &str) {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    }
}
