//! TOML: a table of servers, with a table for each.

use similar::{ChangeTag, TextDiff};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::edited::{Edited, Refusal};
use crate::server::{Server, program};

/// The table of all servers.
const SERVERS: &str = "mcp_servers";

pub(super) fn with(text: &str, server: &Server) -> Edited {
    let mut document = parse(text)?;
    let entry = entry(server);
    if let Some(found) = find(&document, &server.name)? {
        if says_the_same(found, &entry) {
            return Ok(None);
        }
        ours(found, server)?;
    }
    let servers = document
        .entry(SERVERS)
        .or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        })
        .as_table_like_mut()
        .ok_or(Refusal::Unusual("its servers are no table"))?;
    let mut entry = entry;
    let found = servers.get(&server.name).and_then(Item::as_table);
    match found {
        // What was written round the old entry, its place included, stays.
        Some(found) => {
            *entry.decor_mut() = found.decor().clone();
            entry.set_position(found.position());
        }
        None if !text.trim().is_empty() => entry.decor_mut().set_prefix("\n"),
        None => {}
    }
    servers.insert(&server.name, Item::Table(entry));
    confirmed(text, with_ends_of(text, &document.to_string()), server)
}

pub(super) fn without(text: &str, server: &Server) -> Edited {
    let mut document = parse(text)?;
    let Some(found) = find(&document, &server.name)? else {
        return Ok(None);
    };
    ours(found, server)?;
    let mut is_empty = false;
    if let Some(servers) = document.get_mut(SERVERS).and_then(Item::as_table_like_mut) {
        servers.remove(&server.name);
        is_empty = servers.is_empty();
    }
    let is_implicit = document
        .get(SERVERS)
        .and_then(Item::as_table)
        .is_some_and(Table::is_implicit);
    if is_empty && is_implicit {
        document.remove(SERVERS);
    }
    confirmed(text, with_ends_of(text, &document.to_string()), server)
}

/// Returns an edited text with the ends that its lines had before; the parser makes all of them alike. A line
/// that is new ends as most do.
fn with_ends_of(before: &str, edited: &str) -> String {
    let crlf = before.matches("\r\n").count();
    if crlf == 0 {
        return edited.to_owned();
    }
    let usual = match crlf * 2 >= before.matches('\n').count() {
        true => "\r\n",
        false => "\n",
    };
    let (old, new) = (before.replace("\r\n", "\n"), edited.replace("\r\n", "\n"));
    let ends: Vec<&str> = before
        .split_inclusive('\n')
        .map(|line| if line.ends_with("\r\n") { "\r\n" } else { "\n" })
        .collect();
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut text = String::with_capacity(edited.len() + new.len());
    for change in TextDiff::from_slices(&old, &new).iter_all_changes() {
        if change.tag() == ChangeTag::Delete {
            continue;
        }
        let line = change.value();
        let end = change.old_index().and_then(|at| ends.get(at));
        match line.strip_suffix('\n') {
            Some(line) => {
                text.push_str(line);
                text.push_str(end.unwrap_or(&usual));
            }
            None => text.push_str(line),
        }
    }
    text
}

/// Returns the server that an entry speaks of.
pub(super) fn found(text: &str, name: &str) -> Option<Server> {
    let document = parse(text).ok()?;
    let entry = find(&document, name).ok()??;
    Some(Server {
        name: name.to_owned(),
        command: entry.get("command")?.as_str()?.to_owned(),
        args: entry
            .get("args")
            .and_then(Item::as_array)
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect(),
        env: entry
            .get("env")
            .and_then(Item::as_table_like)
            .into_iter()
            .flat_map(|all| all.iter())
            .filter_map(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned())))
            .collect(),
    })
}

fn parse(text: &str) -> Result<DocumentMut, Refusal> {
    text.parse()
        .map_err(|error: toml_edit::TomlError| Refusal::Broken(error.message().to_owned()))
}

fn find<'a>(document: &'a DocumentMut, name: &str) -> Result<Option<&'a Item>, Refusal> {
    let Some(servers) = document.get(SERVERS) else {
        return Ok(None);
    };
    let servers = servers
        .as_table_like()
        .ok_or(Refusal::Unusual("its servers are no table"))?;
    Ok(servers.get(name))
}

/// Gives the edited text back when all but the server's entry reads as before.
fn confirmed(before: &str, after: String, server: &Server) -> Edited {
    let rest = |text: &str| -> Result<Plain, Refusal> {
        let mut document = parse(text)?;
        if let Some(servers) = document.get_mut(SERVERS).and_then(Item::as_table_like_mut) {
            servers.remove(&server.name);
            if servers.is_empty() {
                document.remove(SERVERS);
            }
        }
        Ok(plain(document.as_item()))
    };
    if rest(before)? == rest(&after)? {
        Ok(Some(after))
    } else {
        Err(Refusal::Unusual("an edit would change another value"))
    }
}

/// Says what an item says, without the spacing and the comments round it.
#[derive(PartialEq)]
enum Plain {
    Nothing,
    Value(String),
    List(Vec<Plain>),
    Table(std::collections::BTreeMap<String, Plain>),
}

fn plain(item: &Item) -> Plain {
    if let Some(table) = item.as_table_like() {
        let fields = table.iter();
        return Plain::Table(
            fields
                .map(|(key, item)| (key.to_owned(), plain(item)))
                .collect(),
        );
    }
    if let Some(tables) = item.as_array_of_tables() {
        let tables = tables.iter().cloned().map(Item::Table);
        return Plain::List(tables.map(|table| plain(&table)).collect());
    }
    if let Some(list) = item.as_array() {
        let values = list.iter().cloned().map(Item::Value);
        return Plain::List(values.map(|value| plain(&value)).collect());
    }
    match item.as_value() {
        Some(value) => {
            let mut value = value.clone();
            value.decor_mut().clear();
            Plain::Value(value.to_string())
        }
        None => Plain::Nothing,
    }
}

fn says_the_same(found: &Item, entry: &Table) -> bool {
    plain(found) == plain(&Item::Table(entry.clone()))
}

/// Refuses an entry that starts another program than ours.
fn ours(entry: &Item, server: &Server) -> Result<(), Refusal> {
    let command = entry.get("command").and_then(Item::as_str);
    let starts = command.map_or("something else", program);
    if starts == server.program() {
        Ok(())
    } else {
        Err(Refusal::Taken(starts.to_owned()))
    }
}

fn entry(server: &Server) -> Table {
    let mut table = Table::new();
    table.insert("command", value(&server.command));
    if !server.args.is_empty() {
        table.insert("args", value(server.args.iter().collect::<Array>()));
    }
    if !server.env.is_empty() {
        let mut env = Table::new();
        for (name, variable) in &server.env {
            env.insert(name, value(variable));
        }
        table.insert("env", Item::Table(env));
    }
    table
}
