//! Somebody who listens: over the websocket or the event source.

use futures::{SinkExt as _, StreamExt as _};
use plex_emulator::Emulator;
use reqwest::Method;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::ask;

pub(super) const WEBSOCKET: &str = "/:/websockets/notifications";
pub(super) const EVENT_SOURCE: &str = "/:/eventsource/notifications";

/// A listener on the websocket.
#[derive(Debug)]
pub(crate) struct Ear(WebSocketStream<TcpStream>);

impl Ear {
    /// Listens with a token in the header; the status when it is not let in.
    pub(super) async fn open(emulator: &Emulator, token: &str, path: &str) -> Result<Self, u16> {
        let mut request = format!("ws://{}{path}", emulator.address())
            .into_client_request()
            .unwrap();
        if !token.is_empty() {
            let headers = request.headers_mut();
            headers.insert("X-Plex-Token", token.parse().unwrap());
        }
        let stream = TcpStream::connect(emulator.address()).await.unwrap();
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) async fn owner(emulator: &Emulator, path: &str) -> Self {
        Self::open(emulator, emulator.token(), path).await.unwrap()
    }

    pub(super) async fn of(emulator: &Emulator, account: &str) -> Self {
        let token = emulator.token_of(account).unwrap();
        Self::open(emulator, &token, WEBSOCKET).await.unwrap()
    }

    /// The next frame; none when the connection has ended.
    pub(super) async fn frame(&mut self) -> Option<Message> {
        self.0.next().await?.ok()
    }

    /// The next message's type and its notifications.
    pub(crate) async fn hear(&mut self) -> (String, Vec<Value>) {
        loop {
            match self.frame().await {
                Some(Message::Text(text)) => return read(&text),
                Some(_) => {}
                None => panic!("the connection has ended"),
            }
        }
    }

    pub(super) async fn ping(&mut self) {
        self.0
            .send(Message::Ping("are you there".into()))
            .await
            .unwrap();
    }
}

/// What a frame says.
pub(super) fn read(text: &str) -> (String, Vec<Value>) {
    let message: Value = serde_json::from_str(text).unwrap();
    let container = message["NotificationContainer"].as_object().unwrap();
    let list = container.values().find_map(Value::as_array).unwrap();
    assert_eq!(container["size"], list.len());
    let kind = container["type"].as_str().unwrap().to_owned();
    (kind, list.clone())
}

/// A listener on the event source.
pub(super) struct Source {
    response: reqwest::Response,
    heard: String,
}

impl Source {
    pub(super) async fn open(emulator: &Emulator, path: &str) -> Self {
        let request = ask::request(emulator, Method::GET, path);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            response,
            heard: String::new(),
        }
    }

    /// The next event's name and data; none when there will be no more.
    pub(super) async fn hear(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (name, data) = event.split_once('\n').unwrap();
                let name = name.strip_prefix("event: ").unwrap().to_owned();
                let data = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
                self.heard = rest.to_owned();
                return Some((name, data));
            }
            let bytes = self.response.chunk().await.ok()??;
            self.heard.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}
