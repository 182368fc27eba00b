//! Asking the server as an assistant does: the program that was installed is started and spoken to.

use std::{
    error::Error,
    process::Stdio,
    time::{Duration, Instant},
};

use rmcp::{model::CallToolRequestParams, serve_client};
use serde_json::{Map, Value, json};
use tokio::{process::Command, time::timeout};

use crate::cli::install::Entry;

/// How long the server may take to start and answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A question a person might begin with.
pub(super) struct Question {
    /// The word for it on a command line.
    pub(super) id: &'static str,
    /// As a person asks it.
    pub(super) text: &'static str,
    /// The tool that answers it.
    pub(super) tool: &'static str,
}

/// The questions to choose from.
pub(super) const QUESTIONS: [Question; 3] = [
    Question {
        id: "new",
        text: "What is new?",
        tool: "plex_get_recently_added",
    },
    Question {
        id: "continue",
        text: "Where was I?",
        tool: "plex_get_on_deck",
    },
    Question {
        id: "watching",
        text: "Who is watching now?",
        tool: "plex_get_sessions",
    },
];

/// What came back, and how long it took from starting the server.
pub(super) struct Answer {
    pub(super) result: Value,
    pub(super) took: Duration,
}

/// Starts what an assistant starts, and calls one tool.
pub(super) async fn ask(
    entry: &Entry,
    tool: &'static str,
    arguments: Value,
) -> Result<Answer, Box<dyn Error>> {
    match timeout(PATIENCE, call(entry, tool, arguments)).await {
        Ok(answer) => answer,
        Err(_) => Err(format!("there was no answer within {} s", PATIENCE.as_secs()).into()),
    }
}

async fn call(
    entry: &Entry,
    tool: &'static str,
    arguments: Value,
) -> Result<Answer, Box<dyn Error>> {
    let begin = Instant::now();
    let mut child = Command::new(&entry.command)
        .args(&entry.args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let pipes = child.stdout.take().zip(child.stdin.take());
    let client = serve_client((), pipes.ok_or("the program has no pipes")?).await?;
    let arguments: Map<String, Value> = arguments.as_object().cloned().unwrap_or_default();
    let request = CallToolRequestParams::new(tool).with_arguments(arguments);
    let answer = client.call_tool(request).await;
    let took = begin.elapsed();
    client.cancel().await?;
    let answer = answer?;
    let result = answer.structured_content.unwrap_or_default();
    if answer.is_error == Some(true) {
        let error = result.get("error").unwrap_or(&Value::Null);
        let text = |name: &str| error.get(name).and_then(Value::as_str);
        let message = text("message").unwrap_or("the call failed");
        return Err(match text("hint") {
            Some(hint) => format!("{message}. {hint}").into(),
            None => message.into(),
        });
    }
    Ok(Answer { result, took })
}

/// Returns the arguments of a question's call.
pub(super) fn arguments(question: &Question) -> Value {
    match question.id {
        "watching" => json!({}),
        _ => json!({"limit": 5}),
    }
}

/// Returns what came back in a person's words, a line each.
pub(super) fn lines(result: &Value) -> Vec<String> {
    let rows = result.get("items").and_then(Value::as_array);
    let lines: Vec<String> = rows.into_iter().flatten().filter_map(line).collect();
    match lines.is_empty() {
        true => vec!["Nothing.".to_owned()],
        false => lines,
    }
}

/// Returns a row: who, of which show, what, of which year.
fn line(row: &Value) -> Option<String> {
    let text = |name: &str| row.get(name).and_then(Value::as_str);
    let title = text("title")?;
    let of = match (text("show").or(text("artist")), text("episode")) {
        (Some(of), Some(episode)) => format!("{of} {episode}: "),
        (Some(of), None) => format!("{of}: "),
        _ => String::new(),
    };
    let year = row.get("year").and_then(Value::as_i64);
    let year = year.map(|year| format!(" ({year})")).unwrap_or_default();
    let user = text("user")
        .map(|user| format!("{user}: "))
        .unwrap_or_default();
    Some(format!("{user}{of}{title}{year}"))
}
