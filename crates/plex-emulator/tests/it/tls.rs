//! A server behind TLS, as a client that trusts its root sees it.

use std::net::SocketAddr;

use plex_emulator::{Authority, Emulator, Tls};

const HASH: &str = "0123456789abcdef0123456789abcdef";

fn client(root: &str, name: &str, address: SocketAddr) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(root.as_bytes()).unwrap()])
        .resolve(name, address)
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_plex_direct_name_verifies_and_the_address_does_not() {
    let authority = Authority::new().unwrap();
    let tls = authority.tls_for_plex_direct(HASH).unwrap();
    let emulator = Emulator::builder()
        .tls(tls)
        .plex_direct(HASH)
        .start()
        .await
        .unwrap();
    let url = emulator.plex_direct_url().unwrap();
    let port = emulator.address().port();
    assert_eq!(url, format!("https://127-0-0-1.{HASH}.plex.direct:{port}"));
    assert!(emulator.url().starts_with("https://127.0.0.1:"));

    let name = format!("127-0-0-1.{HASH}.plex.direct");
    let client = client(authority.pem(), &name, emulator.address());
    let identity = client.get(format!("{url}/identity")).send().await.unwrap();
    assert_eq!(identity.status(), 200);
    let refused = client
        .get(format!("{}/identity", emulator.url()))
        .send()
        .await;
    assert!(refused.unwrap_err().is_connect());
    // Both tries were made, and only one got as far as asking.
    assert_eq!(emulator.requests().len(), 1);

    emulator.go_offline();
    emulator.go_online().await.unwrap();
    let again = client.get(format!("{url}/identity")).send().await.unwrap();
    assert_eq!(again.status(), 200);
}

#[test]
fn what_is_no_certificate_is_refused() {
    assert!(Tls::from_pem("nonsense", "nonsense").is_err());
}
