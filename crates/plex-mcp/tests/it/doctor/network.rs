//! What stands in the way to the server.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use plex_emulator::{Authority, Emulator, Fault};
use tempfile::TempDir;

use super::{ASKING, examined, failure, not_run, status, with};
use crate::worlds;

/// The hash of the emulated server's names.
const HASH: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn a_url_that_is_none_ends_it_before_it_begins() {
    let report = examined(&[("url", "ftp://example.org")]).await;
    let (cause, cure) = failure(&report, "address");
    assert!(
        cause.contains("http://") && cure.contains("plex-mcp login"),
        "{cause} {cure}"
    );
    not_run(
        &report,
        "address",
        &["dns", "tcp", "token", "protocol", "tools"],
    );
}

#[tokio::test]
async fn a_name_without_an_address() {
    // No resolver is asked for a name that cannot be one.
    let url = format!("http://{}.invalid:32400", "a".repeat(64));
    let report = examined(&[("url", &url)]).await;
    let (cause, cure) = failure(&report, "dns");
    assert!(
        cause.contains("has no address") && cure.contains("needs no DNS"),
        "{cause} {cure}"
    );
    not_run(&report, "dns", &["tcp", "tls", "reachability", "token"]);
    not_run(&report, "dns", &ASKING);
    // The protocol works without Plex.
    assert_eq!(
        (status(&report, "protocol"), status(&report, "tools")),
        ("ok", "ok")
    );
}

#[tokio::test]
async fn a_server_that_is_off() {
    // A port that was just free.
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let report = examined(&[("url", &url), ("token", "s3cret-token")]).await;
    let (cause, cure) = failure(&report, "tcp");
    assert!(
        cause.contains("nothing listens") && cure.contains("32400"),
        "{cause} {cure}"
    );
    not_run(&report, "tcp", &["tls", "reachability", "token"]);
    not_run(&report, "tcp", &ASKING);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_address_that_does_not_answer() {
    // A listener that takes nobody, and whose queue is full, drops who comes, as a firewall does.
    let listener =
        socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    let loopback: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
    listener.bind(&loopback.into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let _queued = std::net::TcpStream::connect(address).unwrap();
    let report = examined(&[("url", &format!("http://{address}"))]).await;
    let (cause, cure) = failure(&report, "tcp");
    assert!(
        cause.contains("does not answer") && cure.contains("firewall"),
        "{cause} {cure}"
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_and_the_url_that_fits() {
    let authority = Authority::new().unwrap();
    let tls = authority.tls_for_plex_direct(HASH).unwrap();
    let emulator = Emulator::builder()
        .tls(tls)
        .plex_direct(HASH)
        .start()
        .await
        .unwrap();
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("root.pem");
    std::fs::write(&root, authority.pem()).unwrap();
    let root = root.to_str().unwrap();

    let token = ("token", emulator.token());
    let report = examined(&[("url", emulator.url()), token, ("ca-file", root)]).await;
    let fitting = emulator.plex_direct_url().unwrap();
    let (cause, cure) = failure(&report, "tls");
    assert!(
        cause.contains("*.0123456789abcdef") && cure.contains(&fitting),
        "{cause} {cure}"
    );
    not_run(&report, "tls", &["reachability", "token"]);

    let report = examined(&[("url", &fitting), token, ("ca-file", root)]).await;
    assert!(report.is_healthy());
    assert!(
        report
            .step("dns")
            .unwrap()
            .seen
            .contains("no DNS server is asked")
    );
    assert_eq!(status(&report, "tls"), "ok");

    let (cause, cure) = (examined(&[("url", &fitting), token]).await, "tls");
    let (cause, cure) = failure(&cause, cure);
    assert!(
        cause.contains("trusted") && cure.contains("PLEX_CA_FILE"),
        "{cause} {cure}"
    );
}

#[tokio::test]
async fn an_old_certificate() {
    let authority = Authority::new().unwrap();
    let tls = authority.expired_tls_for(&["127.0.0.1"]).unwrap();
    let emulator = Emulator::builder().tls(tls).start().await.unwrap();
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("root.pem");
    std::fs::write(&root, authority.pem()).unwrap();
    let report = examined(&[("url", emulator.url()), ("ca-file", root.to_str().unwrap())]).await;
    let (cause, cure) = failure(&report, "tls");
    assert!(
        cause.contains("expired") && cure.contains("clock"),
        "{cause} {cure}"
    );
}

#[tokio::test]
async fn https_where_there_is_none_and_http_where_there_is_https() {
    let emulator = worlds::sample().await;
    let report = examined(&[("url", &emulator.url().replace("http:", "https:"))]).await;
    let (_, cure) = failure(&report, "tls");
    assert!(cure.contains("http:// in place of https://"), "{cure}");

    let authority = Authority::new().unwrap();
    let tls = authority.tls_for(&["127.0.0.1"]).unwrap();
    let emulator = Emulator::builder().tls(tls).start().await.unwrap();
    let report = examined(&[("url", &emulator.url().replace("https:", "http:"))]).await;
    let (_, cure) = failure(&report, "reachability");
    assert!(cure.contains("https://"), "{cure}");
}

#[tokio::test]
async fn something_else_than_plex() {
    let report = with(Fault::Malformed.on("/identity")).await;
    let (cause, cure) = failure(&report, "reachability");
    assert!(
        cause.contains("not what Plex answers") && cure.contains("URL"),
        "{cause} {cure}"
    );

    // A server of its own kind, which answers everything in Plex's form with nothing in it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\
                  Content-Length: 31\r\n\r\n{\"MediaContainer\": {\"size\": 0}}",
            );
        }
    });
    let report = examined(&[("url", &url)]).await;
    let (cause, cure) = failure(&report, "reachability");
    assert!(
        cause.contains("is not Plex Media Server") && cure.contains("proxy"),
        "{cause} {cure}"
    );
}

#[tokio::test]
async fn a_server_that_stalls_starts_or_hangs_up() {
    let emulator = Emulator::builder()
        .fault(Fault::Stall.on("/identity"))
        .start()
        .await
        .unwrap();
    let flags = [
        ("url", emulator.url()),
        ("token", emulator.token()),
        ("timeout", "1"),
    ];
    let (report, hangs_up, starts) = tokio::join!(
        examined(&flags),
        with(Fault::Reset.on("/identity")),
        with(Fault::Status(503).on("/identity"))
    );
    let (cause, _) = failure(&report, "reachability");
    assert!(cause.contains("did not answer within 1 s"), "{cause}");
    let (cause, cure) = failure(&hangs_up, "reachability");
    assert!(
        cause.contains("the connection was cut") && cure.contains("restart"),
        "{cause} {cure}"
    );
    let (cause, cure) = failure(&starts, "reachability");
    assert!(
        cause.contains("starting up") && cure.contains("minute"),
        "{cause} {cure}"
    );
}
