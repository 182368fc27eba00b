//! Shows what is playing, and how it is delivered, three times in a row.
//!
//! `PLEX_URL=… PLEX_TOKEN=… cargo run --example monitor_playback`, or with `-- --demo` against a
//! server made up for it. The token must be the owner's.
#![allow(clippy::print_stdout, reason = "a program for people")]

mod server;

use std::time::Duration;

use plex_client::{Millis, Session};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = server::of_command_line().await?;

    for round in 0..3 {
        if round > 0 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let sessions = server.client.sessions().await?;
        println!("\n{} playing", sessions.len());
        for session in &sessions {
            println!("  {}", in_words(session));
        }
    }
    Ok(())
}

/// A session in one line.
fn in_words(session: &Session) -> String {
    let user = session.user.as_ref().and_then(|user| user.title.as_deref());
    let player = session.player.as_ref();
    let delivery = match &session.transcode {
        Some(transcode) if transcode.video_decision.as_deref() == Some("transcode") => "transcoded",
        Some(_) => "remuxed",
        None => "direct",
    };
    format!(
        "{}: {} {} on {}, {} of {}, {delivery}",
        session.item.title,
        user.unwrap_or("somebody"),
        player.map_or("?", |player| player.state.as_str()),
        player
            .and_then(|player| player.title.as_deref())
            .unwrap_or("?"),
        minutes(session.view_offset()),
        minutes(session.item.duration),
    )
}

/// Writes a position as minutes and seconds.
fn minutes(position: Option<Millis>) -> String {
    match position.map(Millis::as_secs) {
        Some(seconds) => format!("{}:{:02}", seconds / 60, seconds % 60),
        None => "?".to_owned(),
    }
}
