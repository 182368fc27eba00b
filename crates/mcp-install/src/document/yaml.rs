//! YAML: an entry under `extensions`, or a file of its own.
//!
//! No editor of YAML keeps every byte, so lines are put in and taken out by hand, and the result is
//! read by a parser: it must say what it said before, and the entry.

use saphyr::{LoadableYamlNode, Yaml};
use serde_json::json;

use super::edited::{Edited, Refusal, newline};
use crate::server::{Server, program};

/// The mapping of all extensions.
const EXTENSIONS: &str = "extensions";

/// How long a call may take, in seconds: what Goose writes itself.
const TIMEOUT_S: u32 = 300;

pub(super) fn with(text: &str, server: &Server) -> Edited {
    let line_end = newline(text);
    let before = load(text)?;
    let wanted = block(server, 0, "\n");
    if let Some(found) = entry(before.as_ref(), &server.name) {
        let wanted = load(&wanted)?;
        if Some(found) == wanted.as_ref().and_then(|all| field(all, &server.name)) {
            return Ok(None);
        }
        ours(found, server)?;
    }
    // An old entry goes first; what is put in is the same in both cases.
    let bare = match cut(text, &server.name) {
        Some(cut) if entry(before.as_ref(), &server.name).is_some() => cut,
        _ => text.to_owned(),
    };
    let edited = match section(&bare) {
        Some(Section { end, indent }) => {
            let (head, tail) = bare.split_at(end);
            let gap = if head.ends_with('\n') { "" } else { line_end };
            format!("{head}{gap}{}{tail}", block(server, indent, line_end))
        }
        None if before
            .as_ref()
            .is_some_and(|whole| field(whole, EXTENSIONS).is_some()) =>
        {
            emptied(&bare, &block(server, 2, line_end), line_end).ok_or(Refusal::Unusual(
                "its extensions are not written as a block",
            ))?
        }
        None => {
            let gap = if bare.is_empty() || bare.ends_with('\n') {
                ""
            } else {
                line_end
            };
            format!(
                "{bare}{gap}{EXTENSIONS}:{line_end}{}",
                block(server, 2, line_end)
            )
        }
    };
    let is_right = {
        let after = load(&edited)?;
        let wanted = load(&wanted)?;
        entry(after.as_ref(), &server.name)
            == wanted.as_ref().and_then(|all| field(all, &server.name))
            && rest(before.as_ref(), &server.name) == rest(after.as_ref(), &server.name)
    };
    confirmed(edited, is_right)
}

/// Takes the entry away; `keeps_empty` says whether a mapping that the entry leaves empty stays.
pub(super) fn without(text: &str, server: &Server, keeps_empty: bool) -> Edited {
    let before = load(text)?;
    let Some(found) = entry(before.as_ref(), &server.name) else {
        return Ok(None);
    };
    ours(found, server)?;
    let mut edited = cut(text, &server.name).ok_or(Refusal::Unusual(
        "its extensions are not written as a block",
    ))?;
    let is_empty = load(&edited)?
        .as_ref()
        .and_then(|whole| field(whole, EXTENSIONS))
        .is_some_and(Yaml::is_null);
    if is_empty {
        let header = header(&edited).ok_or(Refusal::Unusual(
            "its extensions are not written as a block",
        ))?;
        if keeps_empty {
            // A mapping of nothing is written so; a bare key would be null.
            edited.insert_str(header.key_end, " {}");
        } else {
            edited.replace_range(header.start..header.end, "");
        }
    }
    let is_right = {
        let after = load(&edited)?;
        entry(after.as_ref(), &server.name).is_none()
            && rest(before.as_ref(), &server.name) == rest(after.as_ref(), &server.name)
    };
    confirmed(edited, is_right)
}

/// Gives an edited text back when it says what it should, and nothing else.
fn confirmed(edited: String, is_right: bool) -> Edited {
    if is_right {
        Ok(Some(edited))
    } else {
        Err(Refusal::Unusual("an edit would change another value"))
    }
}

/// Tells whether there is a mapping of extensions.
pub(super) fn has_extensions(text: &str) -> bool {
    load(text)
        .ok()
        .flatten()
        .is_some_and(|whole| field(&whole, EXTENSIONS).is_some())
}

/// Returns the server that an extension speaks of.
pub(super) fn found(text: &str, name: &str) -> Option<Server> {
    let whole = load(text).ok()?;
    spoken_of(entry(whole.as_ref(), name)?, name, "cmd", "envs")
}

/// Returns the server that a file of its own speaks of.
pub(super) fn found_own(text: &str) -> Option<Server> {
    let whole = load(text).ok()??;
    let one = field(&whole, "mcpServers")?.as_vec()?.first()?;
    spoken_of(one, field(one, "name")?.as_str()?, "command", "env")
}

fn spoken_of(entry: &Yaml<'_>, name: &str, command: &str, env: &str) -> Option<Server> {
    Some(Server {
        name: name.to_owned(),
        command: field(entry, command)?.as_str()?.to_owned(),
        args: field(entry, "args")
            .and_then(Yaml::as_vec)
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect(),
        env: field(entry, env)
            .and_then(Yaml::as_mapping)
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| {
                Some((name.as_str()?.to_owned(), value.as_str()?.to_owned()))
            })
            .collect(),
    })
}

pub(super) fn own_file(text: &str, server: &Server) -> Edited {
    let wanted = whole_file(server);
    if text == wanted {
        return Ok(None);
    }
    if !text.trim().is_empty() {
        own(text, server)?;
    }
    Ok(Some(wanted))
}

pub(super) fn without_own_file(text: &str, server: &Server) -> Edited {
    if text.trim().is_empty() {
        return Ok(None);
    }
    own(text, server)?;
    Ok(Some(String::new()))
}

/// Tells whether every key of a mapping is among these.
fn has_only(mapping: &Yaml<'_>, known: &[&str]) -> bool {
    mapping.as_mapping().is_some_and(|all| {
        all.keys()
            .all(|key| key.as_str().is_some_and(|key| known.contains(&key)))
    })
}

/// Refuses a file that starts another program than ours, or several, or that holds what is not
/// written here: it is replaced, or deleted, as a whole.
fn own(text: &str, server: &Server) -> Result<(), Refusal> {
    let whole = load(text)?;
    let servers = whole
        .as_ref()
        .and_then(|whole| field(whole, "mcpServers"))
        .and_then(Yaml::as_vec);
    match servers.map(Vec::as_slice) {
        Some([one]) => {
            let starts = field(one, "command")
                .and_then(Yaml::as_str)
                .map_or("something else", program);
            if starts != server.program() {
                return Err(Refusal::Taken(starts.to_owned()));
            }
            let is_plain = whole
                .as_ref()
                .is_some_and(|whole| has_only(whole, &["name", "version", "schema", "mcpServers"]))
                && has_only(one, &["name", "command", "args", "env"])
                // A comment is something that somebody wrote.
                && !text.lines().any(|line| line.trim_start().starts_with('#'));
            if is_plain {
                Ok(())
            } else {
                Err(Refusal::Unusual("it holds more than the server's entry"))
            }
        }
        _ => Err(Refusal::Unusual("it holds more than the one server")),
    }
}

fn whole_file(server: &Server) -> String {
    let mut lines = vec![
        format!("name: {}", quoted(&server.name)),
        "version: 1.0.0".to_owned(),
        "schema: v1".to_owned(),
        "mcpServers:".to_owned(),
        format!("  - name: {}", quoted(&server.name)),
        format!("    command: {}", quoted(&server.command)),
    ];
    lines.extend(list("args", &server.args, 4));
    lines.extend(mapping("env", &server.env, 4));
    lines.join("\n") + "\n"
}

/// Returns the entry's lines.
fn block(server: &Server, indent: usize, line_end: &str) -> String {
    let pad = " ".repeat(indent);
    let mut lines = vec![
        format!("{pad}{}:", key(&server.name)),
        format!("{pad}  enabled: true"),
        format!("{pad}  type: stdio"),
        format!("{pad}  name: {}", quoted(&server.name)),
        format!("{pad}  cmd: {}", quoted(&server.command)),
    ];
    if server.args.is_empty() {
        lines.push(format!("{pad}  args: []"));
    }
    lines.extend(list("args", &server.args, indent + 2));
    if server.env.is_empty() {
        lines.push(format!("{pad}  envs: {{}}"));
    }
    lines.extend(mapping("envs", &server.env, indent + 2));
    lines.push(format!("{pad}  timeout: {TIMEOUT_S}"));
    lines.into_iter().map(|line| line + line_end).collect()
}

fn list(name: &str, values: &[String], indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    let head = (!values.is_empty()).then(|| format!("{pad}{name}:"));
    head.into_iter()
        .chain(
            values
                .iter()
                .map(|value| format!("{pad}  - {}", quoted(value))),
        )
        .collect()
}

fn mapping(name: &str, values: &[(String, String)], indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    let head = (!values.is_empty()).then(|| format!("{pad}{name}:"));
    head.into_iter()
        .chain(
            values
                .iter()
                .map(|(name, value)| format!("{pad}  {}: {}", key(name), quoted(value))),
        )
        .collect()
}

/// Returns a text in double quotes: what JSON escapes, YAML reads.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}

/// Returns a key, in quotes where it could be taken for something else.
fn key(text: &str) -> String {
    let mut letters = text.chars();
    let begins = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let is_word = begins && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let is_value = matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    if is_word && !is_value {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Reads the one document of a text; `None` where there is nothing.
fn load(text: &str) -> Result<Option<Yaml<'_>>, Refusal> {
    let mut documents =
        Yaml::load_from_str(text).map_err(|error| Refusal::Broken(error.info().to_owned()))?;
    let first = documents.pop();
    if !documents.is_empty() {
        return Err(Refusal::Unusual("it holds several documents"));
    }
    match first {
        None => Ok(None),
        Some(whole) if whole.is_null() => Ok(None),
        Some(whole) if whole.is_mapping() => Ok(Some(whole)),
        Some(_) => Err(Refusal::Unusual("its outermost value is no mapping")),
    }
}

fn field<'a, 'y>(whole: &'a Yaml<'y>, name: &str) -> Option<&'a Yaml<'y>> {
    whole.as_mapping_get(name)
}

fn entry<'a, 'y>(whole: Option<&'a Yaml<'y>>, name: &str) -> Option<&'a Yaml<'y>> {
    whole
        .and_then(|whole| field(whole, EXTENSIONS))
        .and_then(|extensions| field(extensions, name))
}

/// Returns everything but the entry, to be compared.
fn rest<'y>(whole: Option<&Yaml<'y>>, name: &str) -> Vec<(String, Yaml<'y>)> {
    let mut rest = Vec::new();
    let Some(mapping) = whole.and_then(Yaml::as_mapping) else {
        return rest;
    };
    for (key, value) in mapping {
        if key.as_str() != Some(EXTENSIONS) {
            rest.push((format!("{key:?}"), value.clone()));
            continue;
        }
        for (key, value) in value.as_mapping().into_iter().flatten() {
            if key.as_str() != Some(name) {
                rest.push((format!("{EXTENSIONS}.{key:?}"), value.clone()));
            }
        }
    }
    rest
}

/// Refuses an entry that starts another program than ours.
fn ours(entry: &Yaml<'_>, server: &Server) -> Result<(), Refusal> {
    let starts = field(entry, "cmd")
        .and_then(Yaml::as_str)
        .map_or("something else", program);
    if starts == server.program() {
        Ok(())
    } else {
        Err(Refusal::Taken(starts.to_owned()))
    }
}

/// The line `extensions:` of a text, as a range of bytes with its line ending.
struct Header {
    start: usize,
    key_end: usize,
    end: usize,
}

/// The place where an entry goes: after the line `extensions:`, as far in as what follows.
struct Section {
    end: usize,
    indent: usize,
}

/// Returns the lines of a text with the byte that each begins at.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

fn header(text: &str) -> Option<Header> {
    lines(text).find_map(|(start, line)| {
        let rest = line.strip_prefix(EXTENSIONS)?.strip_prefix(':')?;
        let said = rest.split('#').next().unwrap_or(rest).trim();
        said.is_empty().then(|| Header {
            start,
            key_end: start + EXTENSIONS.len() + 1,
            end: start + line.len(),
        })
    })
}

/// Finds where an entry goes in a text whose extensions are a block.
fn section(text: &str) -> Option<Section> {
    let header = header(text)?;
    let below = text.get(header.end..)?;
    let first = below
        .lines()
        .find(|line| !is_blank_or_comment(line))
        .map(indentation);
    match first {
        Some(indent) if indent > 0 => Some(Section {
            end: header.end,
            indent,
        }),
        // Nothing under it: the next key follows, or the end.
        _ => Some(Section {
            end: header.end,
            indent: 2,
        }),
    }
}

/// Puts a block in the place of `extensions: {}` or `extensions: null`.
fn emptied(text: &str, block: &str, line_end: &str) -> Option<String> {
    let (start, line) = lines(text).find(|(_, line)| {
        line.strip_prefix(EXTENSIONS)
            .and_then(|rest| rest.strip_prefix(':'))
            .is_some()
    })?;
    let after = line.get(EXTENSIONS.len() + 1..)?;
    let (said, comment) = match after.find(" #") {
        Some(at) => after.split_at(at),
        None => (after.trim_end(), ""),
    };
    if !matches!(said.trim(), "{}" | "{ }" | "null" | "~") {
        return None;
    }
    let (head, tail) = (text.get(..start)?, text.get(start + line.len()..)?);
    let comment = comment.trim_end();
    Some(format!(
        "{head}{EXTENSIONS}:{comment}{line_end}{block}{tail}"
    ))
}

/// Takes the lines of an extension out.
fn cut(text: &str, name: &str) -> Option<String> {
    let header = header(text)?;
    let indent = section(text)?.indent;
    let mut start = None;
    let mut end = text.len();
    for (at, line) in lines(text).filter(|(at, _)| *at >= header.end) {
        let depth = indentation(line);
        match start {
            None => {
                if is_blank_or_comment(line) {
                    continue;
                }
                if depth < indent {
                    return None;
                }
                if depth == indent && names(line.trim(), name) {
                    start = Some(at);
                }
            }
            Some(_) if depth <= indent => {
                end = at;
                break;
            }
            Some(_) => {}
        }
    }
    let start = start?;
    Some(format!("{}{}", text.get(..start)?, text.get(end..)?))
}

/// Tells whether a line is the key of an extension, however it is quoted.
fn names(line: &str, name: &str) -> bool {
    let Some((found, rest)) = line.rsplit_once(':') else {
        return false;
    };
    let said = rest.split('#').next().unwrap_or(rest).trim();
    let found = found.trim();
    let bare = found
        .strip_prefix('"')
        .and_then(|found| found.strip_suffix('"'))
        .or_else(|| {
            found
                .strip_prefix('\'')
                .and_then(|found| found.strip_suffix('\''))
        })
        .unwrap_or(found);
    said.is_empty() && bare == name
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}
