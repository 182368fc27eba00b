//! JSON with comments: an object of servers under a key of the outermost object.

mod reading;
mod splice;

use jsonc_parser::{CollectOptions, parse_to_ast};
use serde_json::{Map, Value, json};

use self::reading::{OPTIONS, broken};
use self::splice::Text;
use super::edited::{Edited, Refusal};
use crate::server::{Server, program};

pub(super) fn with(text: &str, under: &str, typed: bool, server: &Server) -> Edited {
    let entry = entry(server, typed);
    let name = server.name.as_str();
    if text.trim().is_empty() {
        let whole = json!({ under: { name: entry } });
        return Ok(Some(format!("{whole:#}\n")));
    }
    let mut wanted = meaning(text)?;
    let servers = match wanted.get(under) {
        None => None,
        Some(Value::Object(servers)) => Some(servers),
        Some(_) => return Err(Refusal::Unusual("its servers are no object")),
    };
    let edited = match servers.map(|servers| servers.get(name)) {
        Some(Some(found)) if *found == entry => return Ok(None),
        Some(Some(found)) => {
            ours(found, server)?;
            Text::parse(text)?.replaced(&[under, name], &entry)
        }
        Some(None) => Text::parse(text)?.inserted(&[under], name, &entry),
        None => Text::parse(text)?.inserted(&[], under, &json!({ name: entry })),
    };
    if let Some(fields) = wanted.as_object_mut() {
        let servers = fields.entry(under).or_insert_with(|| json!({}));
        if let Some(servers) = servers.as_object_mut() {
            servers.insert(name.to_owned(), entry);
        }
    }
    confirmed(edited, &wanted)
}

/// Takes the entry away; `keeps_empty` says whether an object of servers that the entry leaves empty stays.
pub(super) fn without(text: &str, under: &str, server: &Server, keeps_empty: bool) -> Edited {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let name = server.name.as_str();
    let mut wanted = meaning(text)?;
    let Some(found) = wanted.get(under).and_then(|all| all.get(name)) else {
        return Ok(None);
    };
    ours(found, server)?;
    let edited = Text::parse(text)?.removed(&[under], name);
    let mut is_empty = false;
    if let Some(Value::Object(left)) = wanted.get_mut(under) {
        left.remove(name);
        is_empty = left.is_empty();
    }
    let edited = match edited {
        Some(edited) if is_empty && !keeps_empty => {
            let left = Text::parse(&edited)?;
            // A comment is something that somebody wrote.
            if left.holds_comments(&[under]) {
                Some(edited)
            } else {
                if let Some(fields) = wanted.as_object_mut() {
                    fields.remove(under);
                }
                left.removed(&[], under)
            }
        }
        edited => edited,
    };
    confirmed(edited, &wanted)
}

/// Returns the server that an entry speaks of.
pub(super) fn found(text: &str, under: &str, name: &str) -> Option<Server> {
    let whole = meaning(text).ok()?;
    let entry = whole.get(under)?.get(name)?;
    let word = |value: &Value| value.as_str().map(str::to_owned);
    Some(Server {
        name: name.to_owned(),
        command: entry.get("command").and_then(word)?,
        args: entry
            .get("args")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(word)
            .collect(),
        env: entry
            .get("env")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.clone(), word(value)?)))
            .collect(),
    })
}

/// Tells whether there is an object of servers.
pub(super) fn has_servers(text: &str, under: &str) -> bool {
    meaning(text).is_ok_and(|value| value.get(under).is_some())
}

/// Tells whether there is nothing in it, not even a comment.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
        || serde_json::from_str::<Value>(text).is_ok_and(|value| value == json!({}))
}

/// Returns what the text says, without its comments and its spacing.
fn meaning(text: &str) -> Result<Value, Refusal> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &OPTIONS);
    match parsed.map(|parsed| parsed.value.map(Value::from)) {
        Ok(Some(value @ Value::Object(_))) => Ok(value),
        Ok(_) => Err(Refusal::Unusual("its outermost value is no object")),
        Err(error) => Err(broken(&error)),
    }
}

/// Gives the text back when it says what it should, and nothing else.
fn confirmed(text: Option<String>, wanted: &Value) -> Edited {
    match text {
        Some(text) if meaning(&text)? == *wanted => Ok(Some(text)),
        _ => Err(Refusal::Unusual("an edit would change another value")),
    }
}

/// Refuses an entry that starts another program than ours.
fn ours(entry: &Value, server: &Server) -> Result<(), Refusal> {
    let command = entry.get("command").and_then(Value::as_str);
    let starts = command.map_or("something else", program);
    if starts == server.program() {
        Ok(())
    } else {
        Err(Refusal::Taken(starts.to_owned()))
    }
}

fn entry(server: &Server, typed: bool) -> Value {
    let mut fields = Map::new();
    if typed {
        fields.insert("type".to_owned(), json!("stdio"));
    }
    fields.insert("command".to_owned(), json!(server.command));
    if !server.args.is_empty() {
        fields.insert("args".to_owned(), json!(server.args));
    }
    if !server.env.is_empty() {
        let env: Map<String, Value> = server
            .env
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        fields.insert("env".to_owned(), Value::Object(env));
    }
    Value::Object(fields)
}
