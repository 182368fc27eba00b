//! What has happened, as PMS tells it to those who listen: the messages of its event channels.

mod filters;
mod message;
mod translate;

pub(crate) use filters::Filters;
pub(crate) use message::Message;
pub(crate) use translate::{message, playing, transcoding};
