//! `plex-mcp examples`: real questions, the calls that answer them, and what comes back.
//!
//! The calls are made to the sample library at a fixed moment, so that the same text comes out each
//! time: docs/questions.md holds it, and CI compares.

mod questions;

use std::{fmt::Write as _, process::ExitCode, time::Duration};

use clap::Command;
use jiff::{Timestamp, tz::TimeZone};
use plex_emulator::Clock;
use plex_mcp::{
    Calendar, Options, PlexMcpServer, Toolset,
    config::{Config, IndexConfig},
    plex_index::Depth,
};
use serde_json::{Map, Value};
use tempfile::TempDir;
use tokio::time::sleep;
use tokio_util::task::AbortOnDropHandle;

use self::questions::{Call, PLAYING, QUESTIONS, Question};
use super::{output::print, target::sample_server, worker};

/// The moment of the answers: a Sunday in November 2026.
const MOMENT: i64 = 1_794_753_000;

/// How many rows of an answer are shown.
const ROWS: usize = 2;

/// How often time that passes is seen to pass.
const TICK: Duration = Duration::from_millis(20);

/// How the place of a value in the answer before begins.
const FROM: char = '/';

/// Returns the command; for whoever writes the documents.
pub(super) fn command() -> Command {
    Command::new("examples")
        .about("Print questions and the calls that answer them, as Markdown")
        .hide(true)
}

/// Makes the calls and prints them with what they gave.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let clock = Clock::manual(MOMENT);
    let emulator = sample_server().clock(clock.clone()).start().await?;
    let client = config.client_for(emulator.url(), emulator.token())?;
    let folder = TempDir::with_prefix("plex-mcp-")?;
    let mut options = Options::default();
    options.choice.toolsets = Toolset::ALL.to_vec();
    options.calendar = Calendar::new(TimeZone::UTC).with_clock(|| {
        // It is a moment of the calendar's.
        Timestamp::from_second(MOMENT).unwrap_or_default()
    });
    options.index = Some(IndexConfig::new(folder.path()).options(
        emulator.token(),
        &options.calendar,
        worker::itself()?,
    ));
    let server = PlexMcpServer::with_options(client, options);
    let index = server.index().await?.ok_or("no snapshot is kept")?;
    index.sync(Depth::Everything, |_| {}).await?;
    let mut text = String::new();
    for question in &QUESTIONS {
        text.push_str(&answered(&server, question).await?);
    }
    let time = passing(clock);
    for question in &PLAYING {
        text.push_str(&answered(&server, question).await?);
    }
    drop(time);
    print(text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Lets time pass, ten times as fast as it does, until the returned guard is dropped.
fn passing(clock: Clock) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(async move {
        loop {
            sleep(TICK).await;
            clock.advance(TICK * 10);
        }
    }))
}

/// Returns a question, its calls and their answers.
async fn answered(
    server: &PlexMcpServer,
    question: &Question,
) -> Result<String, Box<dyn std::error::Error>> {
    let mut text = format!("**{}**\n\n```text\n", question.text);
    let mut before = Value::Null;
    for call in question.calls {
        let arguments = arguments(call, &before)?;
        let shown = Value::Object(arguments.clone());
        let answer = server.call(call.tool, arguments).await?;
        writeln!(text, "{} {shown}\n{}", call.tool, excerpt(call, &answer))?;
        before = answer;
    }
    text.push_str("```\n\n");
    Ok(text)
}

/// Returns the arguments of a call; a text that begins with a slash is taken from the answer before.
fn arguments(
    call: &Call,
    before: &Value,
) -> Result<Map<String, Value>, Box<dyn std::error::Error>> {
    let mut arguments: Map<String, Value> = serde_json::from_str(call.arguments)?;
    for value in arguments.values_mut() {
        let place = value.as_str().filter(|text| text.starts_with(FROM));
        if let Some(found) = place.map(|place| before.pointer(place)) {
            *value = found
                .cloned()
                .ok_or("the answer before has no such value")?;
        }
    }
    Ok(arguments)
}

/// Returns what is shown of an answer: the fields that are named, or the first rows and how many there
/// are.
fn excerpt(call: &Call, answer: &Value) -> String {
    if !call.shown.is_empty() {
        let shown = call.shown.iter().filter_map(|field| {
            let value = answer.get(field)?;
            Some(((*field).to_owned(), value.clone()))
        });
        return format!("  {}", Value::Object(shown.collect()));
    }
    let rows = answer.get("items").and_then(Value::as_array);
    let rows = rows.map_or(&[][..], Vec::as_slice);
    let mut lines: Vec<String> = rows
        .iter()
        .take(ROWS)
        .map(|row| format!("  {row}"))
        .collect();
    let total = answer.get("total").and_then(Value::as_u64);
    let left = match total {
        Some(total) => total.saturating_sub(ROWS as u64),
        None => rows.len().saturating_sub(ROWS) as u64,
    };
    if left > 0 {
        lines.push(format!("  … and {left} more"));
    }
    lines.join("\n")
}
