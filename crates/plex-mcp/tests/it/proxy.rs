//! Something between the client and the emulator, which answers for it or changes what it says.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use plex_emulator::Emulator;
use serde_json::Value;

/// What becomes of a request.
pub(crate) enum Reply {
    /// The emulator's answer.
    Pass,
    /// The emulator's answer, its body changed by this.
    Changed(Box<dyn Fn(String) -> String + Send>),
    /// This status, media type and body.
    Answer(u16, &'static str, String),
    /// The connection is closed without a word.
    Close,
}

impl Reply {
    /// An answer in JSON.
    pub(crate) fn json(value: &Value) -> Self {
        Self::Answer(200, "application/json", value.to_string())
    }
}

/// What a server answers to a request; nothing where it closes the connection.
type Serve = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Starts a proxy before the emulator and returns its URL. The rule is given the path and the query of
/// each request. It runs until the test ends.
pub(crate) fn before(
    emulator: &Emulator,
    rule: impl Fn(&str, &str) -> Reply + Send + Sync + 'static,
) -> String {
    let behind = emulator.url().trim_start_matches("http://").to_owned();
    start(move |request| {
        let target = request.split(' ').nth(1).unwrap_or("/").to_owned();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        match rule(path, query) {
            Reply::Pass => Some(forwarded(&behind, request)),
            Reply::Changed(change) => {
                let answer = forwarded(&behind, request);
                let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
                let body = change(body.to_owned());
                let mut lines = head.lines();
                let mut changed = format!("{}\r\n", lines.next().unwrap_or_default());
                for line in lines.filter(|line| !is_header(line, "content-length")) {
                    changed.push_str(&format!("{line}\r\n"));
                }
                Some(format!(
                    "{changed}Content-Length: {}\r\n\r\n{body}",
                    body.len()
                ))
            }
            Reply::Answer(status, media_type, body) => Some(answer(status, media_type, &body)),
            Reply::Close => None,
        }
    })
}

/// Starts a server that answers everything in one way, and returns its URL.
pub(crate) fn always(status: u16, media_type: &'static str, body: &'static str) -> String {
    start(move |_| Some(answer(status, media_type, body)))
}

fn answer(status: u16, media_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn start(serve: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve: Arc<Serve> = Arc::new(serve);
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || {
                let Some(request) = read(&mut connection) else {
                    return;
                };
                if let Some(answer) = serve(&request) {
                    let _ = connection.write_all(answer.as_bytes());
                }
            });
        }
    });
    url
}

/// The head of a request; none of them has a body.
fn read(connection: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if connection.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// The emulator's answer to a request, whole.
fn forwarded(behind: &str, request: &str) -> String {
    let mut connection = TcpStream::connect(behind).unwrap();
    let head = request.trim_end();
    let kept: Vec<&str> = head
        .lines()
        .filter(|line| !is_header(line, "accept-encoding") && !is_header(line, "connection"))
        .collect();
    let request = format!("{}\r\nConnection: close\r\n\r\n", kept.join("\r\n"));
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn is_header(line: &str, name: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(known, _)| known.eq_ignore_ascii_case(name))
}
