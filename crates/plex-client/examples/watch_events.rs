//! Tells what happens on a server, as it happens, until it is interrupted.
//!
//! `PLEX_URL=… PLEX_TOKEN=… cargo run --example watch_events`, or with `-- --demo` against a server made up
//! for it, whose films are scanned; then it ends with the scan. Words that follow are the types of messages
//! that are wanted, such as `playing,timeline`.
#![allow(clippy::print_stdout, reason = "a program for people")]

mod server;

use futures::StreamExt;
use plex_client::{Event, EventsQuery, TimelineNotification};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = server::of_command_line().await?;
    let mut query = EventsQuery::new();
    if let Some(types) = &server.words {
        query = query.types(types.split([',', ' ']));
    }
    let is_demo = server.is_demo();
    let mut events = server.client.events(&query);
    while let Some(event) = events.next().await {
        match event? {
            Event::Listening { channel, away } => {
                match away {
                    None => println!("listening by {channel}"),
                    Some(away) => println!("listening again, after {} s", away.as_secs()),
                }
                if is_demo && let Some(library) = server.client.libraries().await?.first() {
                    server.client.refresh_library(&library.key, None).await?;
                }
            }
            Event::Away { cause } => println!("not listening: {cause}"),
            Event::Playing(playing) => println!(
                "{} {} at {} s",
                playing.key.as_deref().unwrap_or("something"),
                playing.state.as_str(),
                playing.view_offset.map_or(0, |at| at.as_secs()),
            ),
            Event::Timeline(entry) => println!("{}", in_words(&entry)),
            Event::Activity(told) => {
                let activity = told.activity.unwrap_or_default();
                let title = activity.title.unwrap_or_default();
                println!("{title} {}", told.event);
            }
            Event::Status(status) => {
                println!("{}", status.title.unwrap_or_default());
                if is_demo {
                    return Ok(());
                }
            }
            Event::Setting(setting) => println!("{} is {:?} now", setting.id, setting.value),
            Event::Dropped { kind, count } => println!("{count} of {kind:?} were too many"),
            Event::Garbled { cause } => println!("no message: {cause}"),
            other => println!("{other:?}"),
        }
    }
    Ok(())
}

/// What became of an item, in one line.
fn in_words(entry: &TimelineNotification) -> String {
    let title = entry.title.as_deref().unwrap_or("an item");
    match entry.state {
        Some(0) => format!("{title} is new"),
        Some(5) => format!("{title} is ready"),
        Some(9) => format!("{title} is gone"),
        _ => format!("{title} is on its way"),
    }
}
