//! Players that ask the server what they are to do: each waits at the server, commands that name it come to it
//! there, and its answer goes to whoever gave them.

use std::sync::Weak;

use bytes::Bytes;
use hyper::StatusCode;
use tokio::sync::oneshot::{Receiver, channel};

use super::Shared;
use super::attended::Subscriber;
use super::page::page;
use crate::answer::{Element, Refusal, write_xml};
use crate::parameters::Query;
use crate::server::{Asked, Attending, Call, Outcome, post};
use crate::world::{Attributes, Value, name};

/// How long a poll is held that wants to be answered in time, in milliseconds.
const HELD: i64 = 20_000;
/// How long any other is held.
const HELD_LONG: i64 = 600_000;
/// How long whoever gave a command waits for its answer.
const PATIENCE: i64 = 60_000;
/// How long a subscription lasts unless it is renewed.
const LASTS: i64 = 90_000;
/// The kind of body that players and controllers exchange.
const XML: &str = "text/xml;charset=utf-8";

/// Talks with a player.
pub(super) fn attend(
    shared: &Shared,
    call: &Call<'_>,
    asked: &Asked<'_>,
    attending: Attending,
) -> Result<Outcome, Refusal> {
    let player = call.parameter("X-Plex-Client-Identifier");
    let player = player.filter(|player| !player.is_empty());
    let player = player.ok_or(Refusal::BadRequest)?;
    match attending {
        Attending::Poll => poll(shared, call, player),
        Attending::Response => {
            let number: u64 = call.number("commandID").ok_or(Refusal::BadRequest)?;
            let mut all = shared.attended.all();
            let attendee = all.get_mut(player).ok_or(Refusal::NotFound)?;
            let asker = attendee.asked.remove(&number).ok_or(Refusal::NotFound)?;
            // Whoever gave the command may have left.
            let _ = asker.send(Bytes::copy_from_slice(asked.body));
            Ok(empty())
        }
        Attending::Timeline => {
            let mut all = shared.attended.all();
            // Who has never asked is no player here.
            let attendee = all.get_mut(player).ok_or(Refusal::BadRequest)?;
            let said = Bytes::copy_from_slice(asked.body);
            attendee.timeline = Some(said.clone());
            attendee
                .subscribers
                .retain(|held| held.until > call.now_millis);
            for subscriber in attendee.subscribers.clone() {
                tokio::spawn(tell(subscriber, player.to_owned(), said.clone()));
            }
            Ok(empty())
        }
    }
}

async fn tell(subscriber: Subscriber, player: String, said: Bytes) {
    let headers = [
        ("X-Plex-Client-Identifier", player),
        ("X-Plex-Target-Client-Identifier", subscriber.controller),
    ];
    post("/:/timeline", subscriber.port, &headers, said).await;
}

fn empty() -> Outcome {
    Outcome::new(StatusCode::OK, "text/html", Bytes::new())
}

/// Lets a player wait for a command.
fn poll(shared: &Shared, call: &Call<'_>, player: &str) -> Result<Outcome, Refusal> {
    let needed = |name: &str| call.parameter(name).ok_or(Refusal::BadRequest);
    needed("X-Plex-Platform-Version")?;
    let class = needed("deviceClass")?;
    let capabilities = needed("protocolCapabilities")?;
    let provides = call.parameter("X-Plex-Provides").unwrap_or("");
    let is_player = provides.split(',').any(|one| one.trim() == "player");
    if is_player {
        list(shared, call, player, class, capabilities);
    }
    let (sender, receiver) = channel();
    let number = {
        let mut all = shared.attended.all();
        let attendee = all.entry(player.to_owned()).or_default();
        attendee.polls += 1;
        // What waited before gets its empty answer: its sender goes.
        attendee.waiting = is_player.then_some((attendee.polls, sender));
        attendee.polls
    };
    let held = if call.query.flag("timeout") {
        HELD
    } else {
        HELD_LONG
    };
    let until = call.now_millis.saturating_add(held);
    let clock = shared.clock.clone();
    let wait = Waiting {
        server: Weak::clone(&shared.me),
        player: player.to_owned(),
        number,
    };
    let mut outcome = empty();
    outcome.later = Some(Box::pin(async move {
        let wait = wait;
        let command = tokio::select! {
            command = taken(receiver, is_player) => command,
            () = clock.reached(until) => None,
        };
        drop(wait);
        match command {
            Some(command) => Outcome::new(StatusCode::OK, XML, command),
            None => Outcome::new(StatusCode::OK, "text/plain", Bytes::new()),
        }
    }));
    Ok(outcome)
}

/// Waits for a command; for ever, for one that is no player.
async fn taken(receiver: Receiver<String>, is_player: bool) -> Option<String> {
    if !is_player {
        std::future::pending::<()>().await;
    }
    receiver.await.ok()
}

/// A player that waits. It waits no longer when this is dropped, however that comes.
struct Waiting {
    server: Weak<Shared>,
    player: String,
    number: u64,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let Some(server) = self.server.upgrade() else {
            return;
        };
        let is_last = {
            let mut all = server.attended.all();
            let Some(attendee) = all.get_mut(&self.player) else {
                return;
            };
            if attendee
                .waiting
                .as_ref()
                .is_some_and(|(number, _)| *number == self.number)
            {
                attendee.waiting = None;
            }
            attendee.polls == self.number
        };
        if is_last {
            let now = server.clock.now_millis();
            server.write().miss_client(&self.player, now);
        }
    }
}

/// Puts a player that asks among the server's clients, at the server's own address.
fn list(shared: &Shared, call: &Call<'_>, player: &str, class: &str, capabilities: &str) {
    let host = call.headers.get(hyper::header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or("");
    let port = host.rsplit(':').next().and_then(|port| port.parse().ok());
    let said = |name: &str| call.parameter(name).unwrap_or("").to_owned();
    let title = Some(said("X-Plex-Device-Name")).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| said("X-Plex-Product"));
    let version = call.query.get("protocolVersion").unwrap_or("1");
    let mut world = shared.write();
    let mut facts = Attributes::default();
    facts.set(name::MACHINE_IDENTIFIER, player);
    for (fact, value) in [
        ("name", title.as_str()),
        ("host", "127.0.0.1"),
        ("address", "127.0.0.1"),
        ("version", said("X-Plex-Version").as_str()),
        ("protocol", "plex"),
        ("product", said("X-Plex-Product").as_str()),
        ("deviceClass", class),
        ("protocolVersion", version),
        ("protocolCapabilities", capabilities),
    ] {
        let fact = world.names.intern(fact);
        facts.set(fact, value);
    }
    let fact = world.names.intern("port");
    facts.set(fact, Value::Int(port.unwrap_or(32_400)));
    world.list_client(player, facts);
}

/// Hands a command to the player that it names, if that waits for one: what it answers is the answer.
pub(super) fn hand_over(
    shared: &Shared,
    call: &Call<'_>,
    asked: &Asked<'_>,
    player: &str,
) -> Result<Outcome, Refusal> {
    let path = asked.path.trim_end_matches('/');
    let controller = call.parameter("X-Plex-Client-Identifier");
    let controller = controller.ok_or(Refusal::BadRequest)?;
    let mut all = shared.attended.all();
    let attendee = all.get_mut(player).ok_or(Refusal::NotFound)?;
    if path == "/player/timeline/poll"
        && let Some(said) = &attendee.timeline
    {
        return Ok(Outcome::new(StatusCode::OK, XML, said.clone()));
    }
    let subscription = subscription(path, &call.query, controller, call.now_millis)?;
    let (_, waiting) = attendee.waiting.take().ok_or(Refusal::NotFound)?;
    match subscription {
        Some(subscriber) => {
            attendee
                .subscribers
                .retain(|held| held.controller != controller);
            attendee.subscribers.push(subscriber);
        }
        None if path == "/player/timeline/unsubscribe" => {
            attendee
                .subscribers
                .retain(|held| held.controller != controller);
        }
        None => {}
    }
    attendee.last += 1;
    let number = attendee.last;
    let (sender, receiver) = channel();
    attendee.asked.insert(number, sender);
    let device = call.parameter("X-Plex-Device-Name");
    let written = command(path, &call.query, controller, device, number);
    if waiting.send(written).is_err() {
        // It has left in this moment.
        attendee.asked.remove(&number);
        return Err(Refusal::NotFound);
    }
    let until = call.now_millis.saturating_add(PATIENCE);
    let clock = shared.clock.clone();
    let mut outcome = empty();
    outcome.later = Some(Box::pin(async move {
        tokio::select! {
            answer = receiver => match answer {
                Ok(answer) => Outcome::new(StatusCode::OK, XML, answer),
                Err(_) => page(404),
            },
            () = clock.reached(until) => page(504),
        }
    }));
    Ok(outcome)
}

/// Returns who is to be told of what plays, if that is what is asked for.
fn subscription(
    path: &str,
    query: &Query,
    controller: &str,
    now_millis: i64,
) -> Result<Option<Subscriber>, Refusal> {
    if path != "/player/timeline/subscribe" {
        return Ok(None);
    }
    let port = query.get("port").and_then(|port| port.parse().ok());
    let protocol = query.get("protocol").unwrap_or("");
    match (port, protocol) {
        (Some(port), "http" | "https") => Ok(Some(Subscriber {
            controller: controller.to_owned(),
            port,
            until: now_millis.saturating_add(LASTS),
        })),
        _ => Err(Refusal::BadRequest),
    }
}

/// Writes a command as its player gets it: what was asked stands in attributes that begin with `query`.
fn command(
    path: &str,
    query: &Query,
    controller: &str,
    device: Option<&str>,
    number: u64,
) -> String {
    let mut names: Vec<(String, &str)> = Vec::new();
    for (name, value) in query.pairs() {
        let is_word = name.chars().all(|letter| letter.is_ascii_alphanumeric());
        let mut letters = name.chars();
        let first = letters.next().filter(|_| is_word && name != "commandID");
        if let Some(first) = first.filter(char::is_ascii_alphabetic) {
            let name = format!("query{}{}", first.to_ascii_uppercase(), letters.as_str());
            if names.iter().all(|(held, _)| *held != name) {
                names.push((name, value));
            }
        }
    }
    let mut element = Element::new("Command")
        .with("commandID", i64::try_from(number).unwrap_or(i64::MAX))
        .with("clientIdentifier", controller)
        .maybe("deviceName", device)
        .with("path", path);
    for (name, value) in &names {
        element = element.with(name, *value);
    }
    write_xml(&Element::container().with("size", 1_i64).child(element))
}
