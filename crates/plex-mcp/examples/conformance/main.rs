//! The server that the MCP conformance suite examines: `plex-mcp` over HTTP, with the sample
//! library, and beside its tools the tools, prompts and resources that the suite asks for by name.
//!
//! It is served by the same [`HttpServer`] as the program, so what passes here passes there.
//!
//! ```sh
//! cargo run --example conformance -- 127.0.0.1:8765
//! ```

mod content;
mod legacy;
mod prompts;
mod resources;
mod rounds;
mod suite;
mod tools;

use std::{error::Error, net::SocketAddr};

use plex_client::PlexClient;
use plex_emulator::{Emulator, Library};
use plex_mcp::{
    PlexMcpServer,
    http::{HttpOptions, HttpServer},
};

use self::suite::Suite;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address: SocketAddr = std::env::args()
        .nth(1)
        .ok_or("usage: conformance ADDRESS")?
        .parse()?;
    let emulator = Emulator::start(Library::sample()).await?;
    let server = PlexMcpServer::new(PlexClient::new(emulator.url(), emulator.token())?);
    let http = HttpServer::bind(address, HttpOptions::default()).await?;
    http.serve(Suite::beside(server)?, std::future::pending())
        .await;
    Ok(())
}
