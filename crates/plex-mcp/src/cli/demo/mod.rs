//! `plex-mcp demo`: what an assistant sees, shown to a person.
//!
//! The emulator with its sample library, the server over it and a client of the protocol's own SDK
//! run in this process and talk over a pipe; the tables are made from what the client was given.

mod snippets;
mod table;

use std::{
    error::Error,
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Command;
use plex_mcp::config::Config;
use rmcp::{
    RoleClient,
    model::{CallToolRequestParams, CallToolResult},
    serve_client,
    service::RunningService,
};
use serde_json::{Map, Value, json};

use self::{
    snippets::Launch,
    table::{Columns, render, render_named, wrapped},
};
use super::{output::print, target::Target};

/// The bytes that may be under way between the client and the server.
const PIPE_BYTES: usize = 64 * 1024;

/// A question, the call that answers it, and how its answer is shown.
struct Scene {
    question: &'static str,
    tool: &'static str,
    arguments: Value,
    columns: Columns,
}

/// A call as it went.
struct Answer {
    result: Value,
    took: Duration,
}

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("demo")
        .about("Show an assistant's session with an emulated server, and how to set up a client")
}

/// Plays the session and prints the configurations.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Box<dyn Error>> {
    let started = Instant::now();
    let target = Target::open_demo(config).await?;
    let (near, far) = tokio::io::duplex(PIPE_BYTES);
    let server = target.server.clone();
    let serving = tokio::spawn(async move {
        let (reader, writer) = tokio::io::split(far);
        server.serve(reader, writer).await
    });
    let client = serve_client((), near).await?;
    introduce(&client, started.elapsed()).await?;
    let answered = play(&client).await;
    client.cancel().await?;
    serving.await??;
    answered?;
    print(&setup(&own_path()?))?;
    Ok(ExitCode::SUCCESS)
}

/// Says who is talking to whom.
async fn introduce(
    client: &RunningService<RoleClient, ()>,
    startup: Duration,
) -> Result<(), Box<dyn Error>> {
    let tools = client.list_all_tools().await?;
    print(&format!(
        "An assistant's session with an emulated Plex server\n\
         emulator, MCP server and client ready in {}; {} tools listed\n",
        millis(startup),
        tools.len(),
    ))?;
    Ok(())
}

/// Asks the questions one after another.
async fn play(client: &RunningService<RoleClient, ()>) -> Result<(), Box<dyn Error>> {
    let libraries = show(
        client,
        &Scene {
            question: "What is on this server?",
            tool: "plex_get_libraries",
            arguments: json!({}),
            columns: table::LIBRARIES,
        },
    )
    .await?;
    let films = library_of_type(&libraries, "movie").ok_or("the sample has no film library")?;
    for scene in session(&films) {
        show(client, &scene).await?;
    }
    change(client).await
}

/// Changes something, and takes it back.
async fn change(client: &RunningService<RoleClient, ()>) -> Result<(), Box<dyn Error>> {
    let mark = Scene {
        question: "I have seen Faust.",
        tool: "plex_mark_watched",
        arguments: json!({"rating_keys": ["Faust"], "state": "watched"}),
        columns: table::CHANGED,
    };
    let changed = show(client, &mark).await?;
    let undo = Scene {
        question: "No, that was another film. Take it back.",
        tool: "plex_undo",
        arguments: json!({"change_id": changed.get("change_id")}),
        columns: table::CHANGED,
    };
    show(client, &undo).await?;
    Ok(())
}

/// Returns the questions that follow, given the id of the film library.
fn session(films: &str) -> [Scene; 11] {
    let scene = |question, tool, arguments, columns| Scene {
        question,
        tool,
        arguments,
        columns,
    };
    [
        scene(
            "Show me some films.",
            "plex_get_library_items",
            json!({"library_id": films, "limit": 8, "sort": "year"}),
            table::ITEMS,
        ),
        scene(
            "What do we have of Buster Keaton's?",
            "plex_search",
            json!({"query": "keaton"}),
            table::HITS,
        ),
        scene(
            "Where did I stop?",
            "plex_get_on_deck",
            json!({"limit": 6}),
            table::ON_DECK,
        ),
        scene(
            "Who is watching now?",
            "plex_get_sessions",
            json!({}),
            table::SESSIONS,
        ),
        scene(
            "Which players could show something?",
            "plex_get_players",
            json!({}),
            table::PLAYERS,
        ),
        scene(
            "Why is a stream being transcoded?",
            "plex_diagnose_playback",
            json!({}),
            &[],
        ),
        scene(
            "What was watched lately?",
            "plex_get_history",
            json!({"limit": 6}),
            table::HISTORY,
        ),
        scene(
            "What could ada and mia laugh about together?",
            "plex_recommend",
            json!({"users": ["ada", "mia"], "genres": ["Family", "Comedy"], "limit": 4}),
            table::RECOMMENDED,
        ),
        scene(
            "How many films of each decade have I never seen, and how long are they?",
            "plex_query",
            json!({"sql": "SELECT year/10*10 AS decade, count(*) AS films, \
                round(sum(duration_s)/3600.0, 1) AS hours FROM movies \
                WHERE view_count = 0 GROUP BY decade ORDER BY decade DESC LIMIT 6"}),
            &[],
        ),
        scene(
            "I have added files. Scan the films, please.",
            "plex_refresh_library",
            json!({"library_id": films, "wait": true}),
            &[],
        ),
        scene(
            "And what is new?",
            "plex_get_recently_added",
            json!({"limit": 6}),
            table::ITEMS,
        ),
    ]
}

/// Makes one call and prints question, call and answer.
async fn show(
    client: &RunningService<RoleClient, ()>,
    scene: &Scene,
) -> Result<Value, Box<dyn Error>> {
    print(&format!("\"{}\"", scene.question))?;
    let answer = ask(client, scene).await?;
    let call = format!("{} {}", scene.tool, scene.arguments);
    print(&format!(
        "→ {}\n  {}, {} bytes",
        wrapped(&call, "  "),
        millis(answer.took),
        answer.result.to_string().len(),
    ))?;
    print(&shown(scene.columns, &answer.result))?;
    Ok(answer.result)
}

async fn ask(
    client: &RunningService<RoleClient, ()>,
    scene: &Scene,
) -> Result<Answer, Box<dyn Error>> {
    let arguments: Map<String, Value> = scene.arguments.as_object().cloned().unwrap_or_default();
    let request = CallToolRequestParams::new(scene.tool).with_arguments(arguments);
    let begin = Instant::now();
    let answer = client.call_tool(request).await?;
    let took = begin.elapsed();
    Ok(Answer {
        result: structured(scene.tool, answer)?,
        took,
    })
}

/// Returns the structured result of a call that went well.
fn structured(tool: &str, answer: CallToolResult) -> Result<Value, Box<dyn Error>> {
    let result = answer.structured_content.unwrap_or_default();
    if answer.is_error == Some(true) {
        return Err(format!("{tool} failed: {result}").into());
    }
    Ok(result)
}

/// Returns a list as a table with what lies beyond it; anything else field by field.
fn shown(columns: Columns, result: &Value) -> String {
    let Some(rows) = result.get("items").and_then(Value::as_array) else {
        return told(result);
    };
    let mut text = match result.get("columns").and_then(Value::as_array) {
        Some(names) => render_named(names, rows),
        None => render(columns, rows),
    };
    text.push('\n');
    if let Some(total) = result.get("total").and_then(Value::as_u64)
        && total > rows.len() as u64
    {
        text.push_str(&format!("  {} of {total}\n", rows.len()));
    }
    if let Some(note) = result.get("note").and_then(Value::as_str) {
        text.push_str(&format!("  {}\n", wrapped(note, "  ")));
    }
    text
}

/// The fields that a person is told of something that is no list.
const TOLD: [&str; 8] = [
    "title",
    "user",
    "diagnosis",
    "evidence",
    "suggestions",
    "status",
    "waited_s",
    "added",
];

/// Tells of something field by field, as far as it is told.
fn told(result: &Value) -> String {
    let mut text = String::new();
    for name in TOLD {
        let value = match result.get(name) {
            None => continue,
            Some(Value::String(value)) => value.clone(),
            Some(Value::Array(values)) => {
                let values = values.iter().filter_map(Value::as_str);
                values.collect::<Vec<_>>().join("; ")
            }
            Some(other) => other.to_string(),
        };
        text.push_str(&format!(
            "  {}\n",
            wrapped(&format!("{name}: {value}"), "    ")
        ));
    }
    text
}

fn library_of_type(libraries: &Value, wanted: &str) -> Option<String> {
    let rows = libraries.get("items")?.as_array()?;
    let row = rows
        .iter()
        .find(|row| row.get("type").and_then(Value::as_str) == Some(wanted))?;
    Some(row.get("library_id")?.as_str()?.to_owned())
}

/// Returns the configurations, for the emulated server and for the reader's own.
fn setup(command: &str) -> String {
    let mut text = String::new();
    for (heading, launch) in [
        (
            "To try the same from your assistant (the emulated server)",
            Launch::demo(command),
        ),
        (
            "For your own Plex server, after plex-mcp login",
            Launch::own(command),
        ),
    ] {
        text.push_str(&format!("\n=== {heading} ===\n"));
        for (client, snippet) in launch.snippets() {
            text.push_str(&format!("\n{client}:\n{snippet}\n"));
        }
    }
    text
}

/// Returns where this program lies, as a client has to name it.
fn own_path() -> Result<String, Box<dyn Error>> {
    Ok(std::env::current_exe()?.display().to_string())
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
