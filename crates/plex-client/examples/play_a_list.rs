//! Makes a list of the shortest films that nobody has watched, and plays it on the first player that can
//! be commanded, or on the one that is named.
//!
//! `PLEX_URL=… PLEX_TOKEN=… cargo run --example play_a_list -- Living Room`, or with `-- --demo` against a
//! server made up for it. The token must be the owner's, and the URL one by which the player
//! reaches the server too.
#![allow(clippy::print_stdout, reason = "a program for people")]

mod server;

use std::error::Error;
use std::time::Duration;

use plex_client::{
    Endpoint, Field, Filter, ItemType, LibraryType, PageRequest, PlayRequest, PlaylistKind,
    PlexClient, QueueQuery, SmartRule, Sort,
};

/// How often to look whether it plays, and how long to wait in between.
const LOOKS: u32 = 12;
const PAUSE: Duration = Duration::from_millis(500);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = server::of_command_line().await?;
    let client = &server.client;

    let libraries = client.libraries().await?;
    let films = libraries
        .into_iter()
        .find(|library| library.library_type == LibraryType::Movie)
        .ok_or("there is no library of films")?;
    let rule = SmartRule::new(films.key, ItemType::Movie)
        .filter(Filter::flag(Field::new("unwatched")?, true))
        .sort(Sort::ascending(Field::new("duration")?))
        .limit(10);
    // Look before it is kept: a field that the server does not know would mean the whole library.
    let found = client.rule_items(&rule, PageRequest::first(10)).await?;
    println!("{} films, the shortest first:", found.items.len());
    for film in &found.items {
        println!("  {}", film.title);
    }

    let kind = PlaylistKind::Video;
    let list = client
        .create_smart_playlist("Short and new", kind, &rule)
        .await?;
    println!("made the playlist {}", list.title);

    let player = player(client, server.words.as_deref()).await?;
    let name = player.name.as_deref().unwrap_or("a player without a name");
    let identifier = player.machine_identifier.as_deref();
    let remote = client.player(identifier.ok_or("the player has no identifier")?)?;
    let key = list.rating_key.ok_or("the playlist has no key")?;
    let queue = client
        .create_play_queue(&QueueQuery::playlist(kind, key))
        .await?;
    remote
        .play_media(&PlayRequest::queue(&queue, kind)?)
        .await?;

    // That it was told is no sign that it plays.
    for _ in 0..LOOKS {
        tokio::time::sleep(PAUSE).await;
        let sessions = client.sessions().await?;
        let playing = sessions.iter().find(|session| {
            let player = session.player.as_ref();
            player.and_then(|player| player.machine_identifier.as_deref()) == identifier
        });
        if let Some(session) = playing {
            println!("{} plays on {name}", session.item.title);
            return Ok(());
        }
    }
    Err(format!("{name} took it and does not play").into())
}

/// The player of this name, or the first there is.
async fn player(client: &PlexClient, name: Option<&str>) -> Result<Endpoint, Box<dyn Error>> {
    let players = client.players().await?;
    let found = players.into_iter().find(|player| match name {
        Some(name) => player.name.as_deref() == Some(name),
        None => true,
    });
    found.ok_or_else(|| "no such player announces itself to the server".into())
}
