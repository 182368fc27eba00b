//! A server that stands between the index and the emulator, and answers some requests in its own way.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// How a request is answered.
pub(crate) enum Reply {
    /// As the emulator does.
    Pass,
    /// As the emulator answers this request instead.
    Instead(String),
    /// With this status and an HTML body.
    Status(u16),
    /// With this JSON.
    Json(String),
}

/// What decides; it sees the path with the query, `/library/sections/1/all?type=1`.
type Decide = Box<dyn Fn(&str) -> Reply + Send>;

/// The server; its behaviour can be changed while it runs.
#[derive(Clone)]
pub(crate) struct Between {
    pub(crate) address: SocketAddr,
    decide: Arc<Mutex<Decide>>,
}

impl Between {
    pub(crate) async fn start(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let decide: Arc<Mutex<Decide>> = Arc::new(Mutex::new(Box::new(|_| Reply::Pass)));
        let between = Self {
            address: listener.local_addr().unwrap(),
            decide: Arc::clone(&decide),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, upstream, Arc::clone(&decide)));
            }
        });
        between
    }

    pub(crate) fn answers(&self, decide: impl Fn(&str) -> Reply + Send + 'static) {
        *self.decide.lock().unwrap() = Box::new(decide);
    }
}

/// The value of a parameter of a query.
pub(crate) fn parameter<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = target.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// The request with another page size, if it asked for more.
pub(crate) fn capped(target: &str, most: u32) -> Reply {
    match parameter(target, "X-Plex-Container-Size") {
        Some(size) if size.parse::<u32>().unwrap() > most => Reply::Instead(target.replace(
            &format!("X-Plex-Container-Size={size}"),
            &format!("X-Plex-Container-Size={most}"),
        )),
        _ => Reply::Pass,
    }
}

/// Answers one request and closes.
async fn serve(mut stream: TcpStream, upstream: SocketAddr, decide: Arc<Mutex<Decide>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let (line, rest) = head.split_once("\r\n").unwrap();
    let target = line.split(' ').nth(1).unwrap();
    let reply = (decide.lock().unwrap())(target);
    let target = match reply {
        Reply::Pass => target.to_owned(),
        Reply::Instead(other) => other,
        Reply::Status(status) => {
            let body = "<html><body><h1>So it is</h1></body></html>";
            return tell(stream, status, "text/html", body).await;
        }
        Reply::Json(body) => return tell(stream, 200, "application/json", &body).await,
    };
    let mut emulator = TcpStream::connect(upstream).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nConnection: close\r\n{rest}");
    emulator.write_all(request.as_bytes()).await.unwrap();
    // Whoever asked may have gone.
    let _ = tokio::io::copy(&mut emulator, &mut stream).await;
}

async fn tell(mut stream: TcpStream, status: u16, kind: &str, body: &str) {
    let answer = format!(
        "HTTP/1.1 {status} So\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.write_all(answer.as_bytes()).await;
}
