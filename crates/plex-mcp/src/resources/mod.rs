//! What can be read by URI, without calling a tool.

mod library;
mod playlist;
mod registry;
mod resource;
mod schema;
mod topic;
mod uri;

pub(crate) use registry::chosen;
pub(crate) use resource::JSON;
pub use resource::{Content, Resource};
pub(crate) use topic::Topic;
pub(crate) use uri::variable;
