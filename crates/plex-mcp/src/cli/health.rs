//! `plex-mcp health`: asks the server that runs over HTTP here whether it is well, for a container that
//! holds nothing else to ask with.

use std::{
    error::Error,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use clap::Command;
use plex_mcp::config::Config;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::output::print;

/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(4);

/// The most bytes of an answer that are read.
const MAX_ANSWER_BYTES: u64 = 4 * 1024;

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("health").about(
        "Ask the server at the address of --http on this machine whether it is up; exits 1 when it is \
         not",
    )
}

/// Asks it.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Box<dyn Error>> {
    let http = config
        .http
        .as_ref()
        .ok_or("there is no address to ask: give it with --http or PLEX_MCP_HTTP")?;
    let address = near(http.address);
    let answer = timeout(PATIENCE, ask(address))
        .await
        .map_err(|_| format!("{address} did not answer within {} s", PATIENCE.as_secs()))?
        .map_err(|error| format!("{address} cannot be asked: {error}"))?;
    if answer.split_whitespace().nth(1) != Some("200") {
        return Err(format!("{address} answered that it is not well").into());
    }
    print("ok")?;
    Ok(ExitCode::SUCCESS)
}

async fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await?;
    let mut answer = Vec::new();
    stream
        .take(MAX_ANSWER_BYTES)
        .read_to_end(&mut answer)
        .await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Returns the address on this machine of a server that listens on all of its addresses.
fn near(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
