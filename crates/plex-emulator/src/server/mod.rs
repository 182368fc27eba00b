//! The HTTP side of any host: connections, requests, faults, and how an answer becomes bytes.

mod body;
mod call;
mod exchange;
mod host;
mod listen;
mod live;
mod log;
mod pace;
mod pattern;
mod post;
mod record;
mod respond;
mod router;
mod tls;
mod traffic;

pub(crate) use call::{Call, Wire};
pub(crate) use exchange::{Outcome, Request, Request as Asked};
pub(crate) use host::Host;
pub(crate) use listen::{Listener, bind};
pub(crate) use live::{Live, Work};
pub use log::RequestLog;
pub(crate) use pace::{Pace, Wait};
pub(crate) use pattern::captures;
pub(crate) use post::post;
pub use record::RecordedRequest;
pub(crate) use router::{Access, Attending, Channel, Handler, Reply, Route, find};
pub use tls::{Tls, TlsError};
pub(crate) use traffic::Traffic;
