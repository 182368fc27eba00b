//! The protocol as clients begin it, and each reading tool through it.

use serde_json::{Map, Value, json};

use super::{
    exam::{Exam, Finding, Trouble},
    libraries::{Sample, several},
    wire::Wire,
};
use crate::{Effect, PlexMcpServer, Tool, Toolset};

/// The newest revision that begins with a handshake, and the one without.
const WITH_HANDSHAKE: &str = "2025-11-25";
const WITHOUT: &str = "2026-07-28";

/// Why a tool is not called.
const CHANGES: &str = "it would change something";
const SNAPSHOT: &str = "it asks the snapshot, which this does not begin: see plex-mcp index status";

/// Returns why this tool is not called, if it must not be.
fn forbidden(tool: &Tool) -> Option<&'static str> {
    match tool.toolset() {
        Toolset::Insights => Some(SNAPSHOT),
        _ => (tool.effect() != Effect::Read).then_some(CHANGES),
    }
}

pub(super) async fn examine(exam: &mut Exam<'_>, server: &PlexMcpServer, sample: &Sample) {
    // It works without Plex, so it needs none of the steps before.
    let wire = exam.step("protocol", &[], begun(server)).await;
    let Some(mut wire) = wire else {
        exam.skip("tools", &["protocol"], "");
        without_tools(exam, server.tools(), "protocol");
        return;
    };
    exam.step("tools", &["protocol"], listed(&mut wire, server))
        .await;
    for tool in server.tools() {
        let needs = ["tools", "token"];
        if let Some(why) = forbidden(tool) {
            exam.skip(tool.name(), &[], why);
            continue;
        }
        match arguments(tool, sample) {
            Ok(arguments) => {
                let call = called(&mut wire, tool.name(), arguments);
                exam.step(tool.name(), &needs, call).await;
            }
            Err(missing) => {
                let why = format!("there is nothing to give it as {missing}");
                exam.skip(tool.name(), &needs, &why);
            }
        }
    }
}

/// Tells each tool as not run, or as not to be run.
pub(super) fn without_tools(exam: &mut Exam<'_>, tools: &[Tool], because: &'static str) {
    for tool in tools {
        match forbidden(tool) {
            None => exam.skip(tool.name(), &[because], ""),
            Some(why) => exam.skip(tool.name(), &[], why),
        }
    }
}

/// Begins in both ways that clients have.
async fn begun(server: &PlexMcpServer) -> Finding<Wire> {
    let client = json!({"name": "plex-mcp doctor", "version": env!("CARGO_PKG_VERSION")});
    let mut wire = Wire::to(server);
    let params =
        json!({"protocolVersion": WITH_HANDSHAKE, "capabilities": {}, "clientInfo": client});
    let answer = wire.ask("initialize", params).await.map_err(ours)?;
    let version = answer.get("protocolVersion").and_then(Value::as_str);
    if version != Some(WITH_HANDSHAKE) {
        return Err(ours(format!("{WITH_HANDSHAKE} was not agreed on")));
    }
    wire.tell("notifications/initialized").await.map_err(ours)?;

    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": WITHOUT,
        "io.modelcontextprotocol/clientInfo": client,
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let mut modern = Wire::to(server);
    modern
        .ask("server/discover", json!({"_meta": meta}))
        .await
        .map_err(ours)?;
    Ok((
        format!("{WITH_HANDSHAKE} with a handshake and {WITHOUT} without").into(),
        wire,
    ))
}

/// Lists the tools; all must be there.
async fn listed(wire: &mut Wire, server: &PlexMcpServer) -> Finding<()> {
    let answer = wire.ask("tools/list", json!({})).await.map_err(ours)?;
    let count = answer
        .get("tools")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if count != server.tools().len() {
        return Err(ours(format!(
            "{} are listed of {}",
            several(count, "tool", "tools"),
            server.tools().len()
        )));
    }
    Ok((
        format!("{} listed", several(count, "tool", "tools")).into(),
        (),
    ))
}

/// Calls a tool as a model would.
async fn called(wire: &mut Wire, name: &str, arguments: Map<String, Value>) -> Finding<()> {
    let params = json!({"name": name, "arguments": arguments});
    let answer = wire.ask("tools/call", params).await.map_err(ours)?;
    let content = answer.get("structuredContent");
    let error = content.and_then(|content| content.get("error"));
    let text = |field: &str| {
        let text = error.and_then(|error| error.get(field)?.as_str());
        text.unwrap_or_default().to_owned()
    };
    match text("kind").as_str() {
        "" => {}
        // Refused to this token, beyond this server, or not there: no fault of the setup.
        "forbidden" | "unauthorized" | "unsupported" | "not_found" => {
            return Err(Trouble::limit(text("message"), text("hint")));
        }
        _ => return Err(Trouble::new(text("message"), text("hint"))),
    }
    let items = content.and_then(|content| content.get("items")?.as_array());
    let seen = match items {
        Some(items) => several(items.len(), "item", "items"),
        None => "it answers".to_owned(),
    };
    Ok((seen.into(), ()))
}

/// Arguments for a tool: what it requires, taken from what is there; or the name of what is not.
fn arguments(tool: &Tool, sample: &Sample) -> Result<Map<String, Value>, String> {
    let schema = tool.input_schema();
    let required = schema.get("required").and_then(Value::as_array);
    let mut arguments = Map::new();
    // One item can be named in several ways, none of which is required.
    let by_choice = (tool.name() == "plex_get_item").then_some("rating_key");
    let required = required.into_iter().flatten().filter_map(Value::as_str);
    for name in required.chain(by_choice) {
        let value = match name {
            "library_id" | "section_id" => sample.library.clone(),
            "rating_key" if tool.name() == "plex_get_children" => {
                sample.parent.as_ref().map(ToString::to_string)
            }
            "rating_key" => sample.item.as_ref().map(ToString::to_string),
            "query" | "title" => sample.title.clone(),
            _ => None,
        };
        let value = value.ok_or_else(|| name.to_owned())?;
        arguments.insert(name.to_owned(), Value::String(value));
    }
    let takes_limit = schema
        .get("properties")
        .is_some_and(|has| has.get("limit").is_some());
    if takes_limit {
        arguments.insert("limit".to_owned(), json!(5));
    }
    Ok(arguments)
}

/// Returns a fault of this program.
fn ours(cause: impl Into<String>) -> Trouble {
    Trouble::new(
        cause,
        "This is a fault of plex-mcp itself: please report it, with this line.",
    )
}
