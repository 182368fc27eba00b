//! The way to the server: address, name, connection, encryption, and whether Plex is at its end.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use plex_client::{PlexClient, PlexError, ServerIdentity, UnreachableCause, plex_direct};
use tokio::net::TcpStream;
use url::Host;

use super::exam::{Exam, Finding, Seen, Trouble};
use crate::{access, config::Config};

/// Holds what answered at the server's address.
pub(super) type Reached = Result<ServerIdentity, PlexError>;

/// Checks that the URL can be one of a server.
pub(super) async fn address(exam: &mut Exam<'_>, config: &Config) -> Option<PlexClient> {
    let built = async {
        let client = config.client().map_err(|error| {
            Trouble::new(
                error.to_string(),
                "Give a URL such as http://192.168.1.20:32400, or run `plex-mcp login`, which finds it.",
            )
        })?;
        Ok((client.url().as_str().trim_end_matches('/').into(), client))
    };
    exam.step("address", &[], built).await
}

/// Goes the way to the server.
pub(super) async fn examine(
    exam: &mut Exam<'_>,
    client: &PlexClient,
    patience: Duration,
) -> Option<ServerIdentity> {
    let addresses = exam.step("dns", &["address"], look_up(client)).await;
    let addresses = addresses.unwrap_or_default();
    exam.step("tcp", &["dns"], connect(&addresses, patience))
        .await;
    if exam.is_blocked("tcp") {
        exam.skip("tls", &["tcp"], "");
        exam.skip("reachability", &["tls", "tcp"], "");
        return None;
    }
    let reached = client.open_identity().await;
    let other = access::instead(client).await;
    if client.url().scheme() == "https" {
        exam.step("tls", &["tcp"], async { encryption(&reached) })
            .await;
    } else {
        exam.skip("tls", &["tcp"], "not used: the URL begins with http://");
    }
    exam.step("reachability", &["tls", "tcp"], async move {
        match other {
            Some(error) => Err(error.into()),
            None => at_its_end(reached),
        }
    })
    .await
}

/// Returns the addresses of the host in the URL.
async fn look_up(client: &PlexClient) -> Finding<Vec<SocketAddr>> {
    let port = client.url().port_or_known_default().unwrap_or(0);
    let name = match client.url().host() {
        Some(Host::Ipv4(address)) => return Ok(literal(address.into(), port)),
        Some(Host::Ipv6(address)) => return Ok(literal(address.into(), port)),
        Some(Host::Domain(name)) => name.to_owned(),
        None => String::new(),
    };
    if let Some(address) = plex_direct::address(&name) {
        let seen = format!("{address}, which the plex.direct name says; no DNS server is asked");
        return Ok((seen.into(), vec![SocketAddr::new(address, port)]));
    }
    let unknown = |why: String| {
        Trouble::new(
            format!("{name} has no address{why}"),
            "Check the name in the URL; the server's address (such as http://192.168.1.20:32400) needs \
             no DNS.",
        )
    };
    let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), port))
        .await
        .map_err(|error| unknown(format!(": {error}")))?
        .collect();
    if found.is_empty() {
        return Err(unknown(String::new()));
    }
    let shown: Vec<String> = found.iter().map(|found| found.ip().to_string()).collect();
    Ok((shown.join(", ").into(), found))
}

fn literal(address: IpAddr, port: u16) -> (Seen, Vec<SocketAddr>) {
    let found = vec![SocketAddr::new(address, port)];
    ("not needed: the URL has an address".into(), found)
}

/// Connects to the first address that takes it.
async fn connect(addresses: &[SocketAddr], patience: Duration) -> Finding<()> {
    let mut last = None;
    for address in addresses {
        let start = Instant::now();
        match tokio::time::timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(_)) => {
                return Ok((
                    format!("{address} in {} ms", start.elapsed().as_millis()).into(),
                    (),
                ));
            }
            Ok(Err(error)) => last = Some(not_connected(*address, &error)),
            Err(_) => last = Some(unanswered(*address, patience)),
        }
    }
    Err(last.unwrap_or_else(|| Trouble::new("there is no address to connect to", "Check the URL.")))
}

fn not_connected(address: SocketAddr, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Trouble::new(
            format!("nothing listens at {address}"),
            "Check that Plex Media Server runs, and the port in the URL (usually 32400); inside a \
             container, localhost is the container itself.",
        ),
        _ => Trouble::new(
            format!("{address} cannot be connected to: {error}"),
            "Check that this machine and the server are in one network, or that the server's remote \
             access works.",
        ),
    }
}

fn unanswered(address: SocketAddr, patience: Duration) -> Trouble {
    Trouble::new(
        format!(
            "{address} does not answer within {} s",
            patience.as_secs_f64()
        ),
        "Check the address, that the machine is on, and that no firewall drops the connection.",
    )
}

/// Tells whether the connection could be secured; what comes after is not this step's.
fn encryption(reached: &Reached) -> Finding<()> {
    match reached {
        Err(
            error @ PlexError::Unreachable {
                cause: UnreachableCause::Tls,
                ..
            },
        ) => Err(error.clone().into()),
        _ => Ok(("the certificate is good for this name".into(), ())),
    }
}

/// Tells whether a Plex server answers at the address.
fn at_its_end(reached: Reached) -> Finding<ServerIdentity> {
    Ok(("a Plex Media Server answers".into(), reached?))
}
