//! What is sent to somebody who listens on this machine.

use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::body::Body;

/// Posts XML to a port of this machine, whatever the address is at which somebody wants it. Nobody hears of a
/// failure.
pub(crate) async fn post(path: &str, port: u16, headers: &[(&str, String)], body: Bytes) {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let Ok(stream) = TcpStream::connect(address).await else {
        return;
    };
    let Ok((mut sender, connection)) = http1::handshake(TokioIo::new(stream)).await else {
        return;
    };
    let driving = tokio::spawn(connection);
    let mut request = Request::post(path)
        .header(header::HOST, address.to_string())
        .header(header::CONTENT_TYPE, "application/xml")
        .header(header::CONTENT_LENGTH, body.len());
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    if let Ok(request) = request.body(Body::whole(body)) {
        let _ = sender.send_request(request).await;
    }
    driving.abort();
}
