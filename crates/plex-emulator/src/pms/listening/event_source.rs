//! The event source: a body that goes on.

use bytes::Bytes;
use hyper::StatusCode;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::feed::{Feed, Told};
use super::nonsense;
use crate::fault::Fault;
use crate::server::{Live, Outcome};

/// Events that may wait for a listener that reads slowly.
const WAITING: usize = 256;

pub(super) fn open(feed: Feed) -> Outcome {
    let telling = move |fault: Option<Fault>| -> Receiver<Bytes> {
        let (sender, receiver) = channel(WAITING);
        tokio::spawn(tell(feed.suffering(fault), sender));
        receiver
    };
    Outcome {
        live: Some(Live::Streamed(Box::new(telling))),
        ..Outcome::new(StatusCode::OK, "text/event-stream", "")
    }
}

/// Tells until the listener has gone, or is to be lost.
async fn tell(mut feed: Feed, listener: Sender<Bytes>) {
    if feed.is_silent() {
        tokio::select! {
            () = feed.ended() => {}
            () = listener.closed() => {}
        }
        return;
    }
    loop {
        let told = tokio::select! {
            told = feed.next() => told,
            () = listener.closed() => return,
        };
        let text = match told {
            Told::Message(message) => message.events(),
            Told::Ping => "event: ping\ndata: {}\n\n".to_owned(),
            Told::Nonsense(number) => {
                format!("event: playing\ndata: {}\n\n", nonsense::frame(number))
            }
            Told::Silence => {
                tokio::select! {
                    () = feed.ended() => {}
                    () = listener.closed() => {}
                }
                return;
            }
            Told::End => return,
        };
        if listener.send(text.into()).await.is_err() {
            return;
        }
    }
}
