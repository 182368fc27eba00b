//! Controllers that are told of every change, at an address of their own.

use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::server::Body;

/// How long a subscription lasts unless it is renewed, in milliseconds.
pub(super) const LASTS: i64 = 90_000;

/// A controller that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subscriber {
    pub(super) controller: String,
    /// On loopback, whatever the controller's address is: players go nowhere else.
    pub(super) port: u16,
    pub(super) command: i64,
    /// Milliseconds since the epoch.
    pub(super) until: i64,
}

/// Tells one subscriber, as players do: with a POST of their timelines. Nobody hears of a failure.
pub(super) async fn tell(subscriber: Subscriber, identifier: String, title: String, body: String) {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, subscriber.port));
    let Ok(stream) = TcpStream::connect(address).await else {
        return;
    };
    let Ok((mut sender, connection)) = http1::handshake(TokioIo::new(stream)).await else {
        return;
    };
    let driving = tokio::spawn(connection);
    let request = Request::post("/:/timeline")
        .header(header::HOST, address.to_string())
        .header(header::CONTENT_TYPE, "application/xml")
        .header(header::CONTENT_LENGTH, body.len())
        .header("X-Plex-Client-Identifier", identifier)
        .header("X-Plex-Device-Name", title)
        .header("X-Plex-Target-Client-Identifier", subscriber.controller)
        .body(Body::whole(Bytes::from(body)));
    if let Ok(request) = request {
        let _ = sender.send_request(request).await;
    }
    driving.abort();
}
