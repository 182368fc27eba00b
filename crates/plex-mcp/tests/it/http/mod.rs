//! Streamable HTTP with the real server: what is offered to whom, and how the program serves it.

#[path = "../../../../mcp-serve/tests/it/client.rs"]
mod client;
mod listening;
mod offered;
#[cfg(unix)]
mod program;
