//! The websocket: the connection after its handshake.

use futures::{SinkExt as _, StreamExt as _};
use hyper::StatusCode;
use hyper::header::{self, HeaderMap};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::feed::{Feed, Told};
use super::nonsense;
use crate::answer::Refusal;
use crate::fault::Fault;
use crate::server::{Call, Live, Outcome, Work};

pub(super) fn open(feed: Feed, call: &Call<'_>) -> Result<Outcome, Refusal> {
    let key = key(call.headers).ok_or(Refusal::BadRequest)?;
    let conversation = move |connection: TokioIo<Upgraded>, fault: Option<Fault>| -> Work {
        Box::pin(converse(feed.suffering(fault), connection))
    };
    let outcome = Outcome::new(StatusCode::SWITCHING_PROTOCOLS, "", "")
        .with_header(header::CONNECTION, "Upgrade".to_owned())
        .with_header(header::UPGRADE, "websocket".to_owned())
        .with_header(
            header::SEC_WEBSOCKET_ACCEPT,
            derive_accept_key(key.as_bytes()),
        );
    Ok(Outcome {
        live: Some(Live::Upgraded(Box::new(conversation))),
        ..outcome
    })
}

/// Returns the key of a handshake, if a request is one.
fn key(headers: &HeaderMap) -> Option<&str> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let upgrades = text(header::UPGRADE)?.eq_ignore_ascii_case("websocket");
    let is_known = text(header::SEC_WEBSOCKET_VERSION)? == "13";
    text(header::SEC_WEBSOCKET_KEY).filter(|_| upgrades && is_known)
}

/// Tells until either side ends it.
async fn converse(mut feed: Feed, connection: TokioIo<Upgraded>) {
    if feed.is_silent() {
        // The connection is held, and nothing is read from it or written to it.
        feed.ended().await;
        drop(connection);
        return;
    }
    let mut socket = WebSocketStream::from_raw_socket(connection, Role::Server, None).await;
    loop {
        let frame = tokio::select! {
            told = feed.next() => match told {
                Told::Message(message) => Frame::text(message.frame()),
                Told::Ping => Frame::Ping("".into()),
                Told::Nonsense(number) => nonsense_frame(number),
                Told::Silence => {
                    // Held as it is: nothing is read from it or written to it any more.
                    feed.ended().await;
                    return;
                }
                Told::End => return,
            },
            heard = socket.next() => match heard {
                // Reading a ping makes its answer; it goes out with a flush.
                Some(Ok(Frame::Ping(_))) => {
                    if socket.flush().await.is_err() {
                        return;
                    }
                    continue;
                }
                Some(Ok(Frame::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
        };
        if socket.send(frame).await.is_err() {
            return;
        }
    }
}

/// Returns nonsense, now and then in a frame that is no text at all.
fn nonsense_frame(number: u64) -> Frame {
    if number.is_multiple_of(5) {
        Frame::binary(vec![0xff, 0x00, 0xfe])
    } else {
        Frame::text(nonsense::frame(number))
    }
}
