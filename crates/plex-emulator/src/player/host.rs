//! The Companion protocol: how a player is asked and told.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header;

use super::commands::{Taken, navigation, playback};
use super::machine::Machine;
use super::state::State;
use super::subscribers::{LASTS, Subscriber};
use super::timeline::{resources, timelines};
use crate::answer::{Element, write_json, write_xml};
use crate::parameters::Query;
use crate::player_options::{Misbehaviour, PlayerKind};
use crate::pms::Companion;
use crate::server::{Asked, Host, Live, Outcome, Traffic, Wait};

/// How long a poll waits for a change, in milliseconds.
const POLL: i64 = 30_000;

/// How long the server waits for a player that never answers it, in milliseconds.
const HANGS: i64 = 60_000;

/// A player's own door.
pub(super) struct Door {
    pub(super) machine: Arc<Machine>,
    pub(super) traffic: Traffic,
}

impl Host for Door {
    const NAME: &'static str = "player";

    const HEADERS: &'static [(&'static str, &'static str)] = &[
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "X-Plex-Client-Identifier"),
    ];

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    fn answer(&self, asked: &Asked<'_>) -> Outcome {
        answer(&self.machine, asked, false)
    }

    fn failure(&self, status: u16) -> Outcome {
        refuse(status, "It went wrong")
    }
}

impl Companion for Door {
    fn identifier(&self) -> &str {
        &self.machine.options.machine_identifier
    }

    fn settle(&self) {
        self.machine.settle();
    }

    fn pass_on(&self, asked: &Asked<'_>) -> Option<Outcome> {
        let is_gone = matches!(
            self.machine.state().misbehaviour,
            Some(Misbehaviour::Vanished)
        );
        let is_poll = asked.path.starts_with("/player/timeline/poll");
        let kind = self.machine.options.kind;
        // The server passes polls on to those only that hold a connection to it.
        let is_reached = kind.is_reachable()
            && (!is_poll || kind.advertises_itself() || !kind.is_reached_over_server());
        if is_reached && !kind.is_reached_over_server() {
            let machine = &self.machine;
            let now = machine.clock.now_millis();
            let mut outcome = refuse(504, "Gateway Timeout");
            outcome.wait = Some(Wait::until(&machine.clock, now.saturating_add(HANGS)));
            return Some(outcome);
        }
        if !is_reached || is_gone {
            return None;
        }
        // One with a port of its own keeps what it was asked there.
        if !kind.is_reached_directly() {
            let recorder = &self.traffic.recorder;
            recorder.record(
                asked.method.as_str(),
                asked.path,
                asked.query,
                asked.headers,
            );
        }
        Some(answer(&self.machine, asked, true))
    }
}

fn refuse(status: u16, message: &str) -> Outcome {
    let tree = Element::new("Response")
        .with("code", i64::from(status))
        .with("status", message);
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Outcome::new(code, "text/xml;charset=utf-8", write_xml(&tree))
}

fn answer(machine: &Arc<Machine>, asked: &Asked<'_>, is_passed_on: bool) -> Outcome {
    machine.settle();
    let now = machine.clock.now_millis();
    let mut state = machine.state();
    let misbehaviour = state.misbehaviour.clone();
    let mut outcome = match &misbehaviour {
        Some(Misbehaviour::Asleep) if !wakes(asked.path) => ok(machine.options.kind),
        _ => {
            if matches!(misbehaviour, Some(Misbehaviour::Asleep)) {
                state.misbehaviour = None;
            }
            told(machine, &mut state, asked, now, is_passed_on)
        }
    };
    machine.announce_if(&state, asked.path, now);
    drop(state);
    match misbehaviour {
        Some(Misbehaviour::Lags(by)) => outcome.wait = Some(wait(machine, now, by)),
        Some(Misbehaviour::SaysNothing) => {
            outcome.body = Bytes::new();
            outcome.live = None;
        }
        Some(Misbehaviour::UnclosedXml) => {
            let text = String::from_utf8_lossy(&outcome.body).into_owned();
            let text = text.replace("/>", ">").replace("</MediaContainer>", "");
            outcome.body = text.into();
        }
        _ => {}
    }
    outcome
}

fn wait(machine: &Machine, now: i64, by: Duration) -> Wait {
    let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
    Wait::until(&machine.clock, now.saturating_add(by))
}

/// Tells whether a request brings a sleeping player's application back on the screen.
fn wakes(path: &str) -> bool {
    path.starts_with("/player/navigation/") || path.starts_with("/player/mirror/")
}

fn told(
    machine: &Arc<Machine>,
    state: &mut State,
    asked: &Asked<'_>,
    now: i64,
    is_passed_on: bool,
) -> Outcome {
    let kind = machine.options.kind;
    let query = Query::parse(asked.query);
    let path = asked.path.trim_end_matches('/');
    if path == "/resources" {
        let tree = resources(&machine.options);
        return Outcome::new(StatusCode::OK, "text/xml;charset=utf-8", write_xml(&tree));
    }
    let mut segments = path.trim_start_matches('/').splitn(3, '/');
    let (Some("player"), Some(room), Some(command)) =
        (segments.next(), segments.next(), segments.next())
    else {
        return refuse(404, "Not Found");
    };
    let header = |name: &str| {
        let value = asked.headers.get(name)?.to_str().ok();
        value.or_else(|| query.get(name))
    };
    let Some(controller) = header("X-Plex-Client-Identifier") else {
        return refuse(400, "X-Plex-Client-Identifier is missing");
    };
    let number = query.get("commandID").and_then(|text| text.parse().ok());
    if number.is_none() && kind == PlayerKind::Plexamp {
        return refuse(400, "commandID is missing");
    }
    if room == "timeline" {
        let question = Question {
            command,
            query: &query,
            controller,
            number,
            now,
            wants_json: is_passed_on && wants_json(asked),
        };
        return timeline(machine, state, &question);
    }
    if let Some(number) = number {
        let last = state.commands.entry(controller.to_owned()).or_insert(0);
        if number <= *last && machine.options.drops_old_commands {
            return ok(kind);
        }
        *last = number;
        for subscriber in &mut state.subscribers {
            if subscriber.controller == controller {
                subscriber.command = number;
            }
        }
    }
    let taken = match (room, command) {
        ("playback", command) => playback(machine, state, command, &query, now),
        ("navigation", command) if kind.navigates() => navigation(state, command),
        ("mirror", "details") if kind.navigates() => {
            state.mirrored = query.get("key").map(str::to_owned);
            if state.mirrored.is_some() {
                Taken::Done
            } else {
                Taken::Invalid
            }
        }
        _ => Taken::Unknown,
    };
    match taken {
        Taken::Done => ok(kind),
        Taken::Invalid => refuse(400, "Bad Request"),
        Taken::Unknown => refuse(404, "Not Found"),
    }
}

/// Returns a command that was taken. Plexamp says nothing at all.
fn ok(kind: PlayerKind) -> Outcome {
    if kind == PlayerKind::Plexamp {
        return Outcome::new(StatusCode::OK, "text/plain", "");
    }
    refuse(200, "OK")
}

fn wants_json(asked: &Asked<'_>) -> bool {
    let accept = asked.headers.get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("application/json"))
}

/// A question about what plays.
struct Question<'q> {
    command: &'q str,
    query: &'q Query,
    controller: &'q str,
    number: Option<i64>,
    now: i64,
    wants_json: bool,
}

fn timeline(machine: &Arc<Machine>, state: &mut State, question: &Question<'_>) -> Outcome {
    match question.command {
        "poll" if !machine.options.kind.can_be_polled() => return refuse(400, "Bad Request"),
        "poll" => {}
        "subscribe" => return subscribe(machine, state, question),
        "unsubscribe" => {
            state
                .subscribers
                .retain(|held| held.controller != question.controller);
            return ok(machine.options.kind);
        }
        _ => return refuse(404, "Not Found"),
    }
    let content_type = if question.wants_json {
        "application/json"
    } else {
        "text/xml;charset=utf-8"
    };
    let shown = show(machine, state, question.number, question.wants_json);
    let outcome = Outcome::new(StatusCode::OK, content_type, shown);
    if !question.query.flag("wait") {
        return outcome;
    }
    // The answer's body comes with the next change, or when the wait is over.
    let machine = Arc::clone(machine);
    let (number, wants_json) = (question.number, question.wants_json);
    let until = question.now.saturating_add(POLL);
    let seen = machine.changes();
    let telling = move |_| {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        tokio::spawn(async move {
            {
                let changed = machine.changed.notified();
                tokio::pin!(changed);
                // From here on no change is missed, and one that came before is counted.
                changed.as_mut().enable();
                if machine.changes() == seen {
                    tokio::select! {
                        () = changed => {}
                        () = machine.clock.reached(until) => {}
                        () = sender.closed() => return,
                    }
                }
            }
            machine.settle();
            let shown = show(&machine, &machine.state(), number, wants_json);
            let _ = sender.send(Bytes::from(shown)).await;
        });
        receiver
    };
    Outcome {
        body: Bytes::new(),
        live: Some(Live::Streamed(Box::new(telling))),
        ..outcome
    }
}

fn show(machine: &Machine, state: &State, number: Option<i64>, wants_json: bool) -> String {
    let home = machine.home();
    let now = machine.clock.now_millis();
    let tree = timelines(state, &machine.options, &home, number, now);
    if wants_json {
        write_json(&tree)
    } else {
        write_xml(&tree)
    }
}

fn subscribe(machine: &Arc<Machine>, state: &mut State, question: &Question<'_>) -> Outcome {
    let port = question
        .query
        .get("port")
        .and_then(|port| port.parse::<u16>().ok());
    let protocol = question.query.get("protocol").unwrap_or("");
    let (Some(port), "http" | "https") = (port, protocol) else {
        return refuse(400, "Bad Request");
    };
    state
        .subscribers
        .retain(|held| held.controller != question.controller);
    state.subscribers.push(Subscriber {
        controller: question.controller.to_owned(),
        port,
        command: question.number.unwrap_or(0),
        until: question.now.saturating_add(LASTS),
    });
    ok(machine.options.kind)
}

impl Machine {
    /// Tells of what a request may have changed.
    fn announce_if(&self, state: &State, path: &str, now: i64) {
        let is_change = path.starts_with("/player/playback/")
            || path.starts_with("/player/timeline/subscribe")
            || path.starts_with("/player/navigation/");
        if is_change {
            self.announce(state, now);
        }
    }
}
