//! Adds a Model Context Protocol server to the configuration of the assistants on a machine, and takes
//! it away again.
//!
//! [`Assistant::ALL`] are the assistants it knows, [`Machine`] says where their files lie, and
//! [`Plan`] is what would be written, to be shown first and applied afterwards. Only the server's own
//! entry changes: all else stays byte for byte as it was, in JSON with comments, TOML and YAML alike.
//! That is not hoped for but checked: what an edit gives is read again and compared with what was
//! there before, and an edit that would change anything else is refused.
//!
//! ```
//! use mcp_install::{Assistant, Machine, Plan, Server, System};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let home = tempfile::tempdir()?;
//! let machine = Machine::new(System::Linux, home.path());
//! let server = Server::new("plex", "/usr/local/bin/plex-mcp");
//! let plan = Plan::install(Assistant::Cursor, &machine, &server)?;
//! println!("{}", plan.diff());
//! plan.apply()?;
//! let text = std::fs::read_to_string(home.path().join(".cursor/mcp.json"))?;
//! assert!(text.contains("/usr/local/bin/plex-mcp"));
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod assistant;
mod document;
mod machine;
mod plan;
mod problem;
mod server;
mod write;

pub use crate::{
    assistant::Assistant,
    machine::{Machine, System},
    plan::{Change, Plan},
    problem::Problem,
    server::Server,
    write::Applied,
};
