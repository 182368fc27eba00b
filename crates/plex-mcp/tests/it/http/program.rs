//! The program itself: what it says, what it refuses, and how it ends when it is told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use super::client::Request;
use crate::support::{Wire, program, run, text};

const TOKEN: &str = "a-secret-of-more-than-thirty-two-characters";

/// The program while it serves over HTTP.
struct Serving {
    child: Child,
    address: SocketAddr,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Serving {
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["serve", "--http", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let (_, rest) = line
            .split_once("http://")
            .unwrap_or_else(|| panic!("{line}"));
        let address = rest.split_once("/mcp").unwrap().0.parse().unwrap();
        Self {
            child,
            address,
            stderr,
        }
    }

    /// Sends the signal, and gives the exit code and what was said on stderr.
    fn end(mut self, signal: Signal) -> (Option<i32>, String) {
        send(signal, &self.child);
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

fn send(signal: Signal, child: &Child) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

#[tokio::test]
async fn it_serves_until_it_is_told_to_stop() {
    for signal in [Signal::TERM, Signal::INT] {
        let serving = Serving::start(program().arg("--demo"));
        let called = Request::call("plex_get_libraries", json!({}))
            .send(serving.address)
            .await;
        assert_eq!(
            called.message()["result"]["isError"],
            json!(false),
            "{called:?}"
        );
        let (code, said) = serving.end(signal);
        assert_eq!(code, Some(0), "{signal:?}: {said}");
        assert!(said.contains("only tools that read, and scans"), "{said}");
    }
}

#[tokio::test]
async fn its_log_is_free_of_secrets() {
    let serving = Serving::start(
        program()
            .args(["--demo", "--log", "trace"])
            .env("PLEX_MCP_HTTP_TOKEN", TOKEN),
    );
    let address = serving.address;
    let call = || Request::call("plex_get_libraries", json!({}));
    let wrong = format!("{}!", TOKEN.strip_suffix('s').unwrap());
    let right = call().header("Authorization", &format!("Bearer {TOKEN}"));
    assert_eq!(right.send(address).await.status, 200);
    let other = call().header("Authorization", &format!("Bearer {wrong}"));
    assert_eq!(other.send(address).await.status, 401);
    for path in [
        format!("/mcp?token={TOKEN}"),
        format!("/mcp?token={wrong}"),
        format!("/{wrong}"),
    ] {
        let reply = Request::new("GET", &path).send(address).await;
        assert!(matches!(reply.status, 400 | 404), "{reply:?}");
    }
    let (code, said) = serving.end(Signal::TERM);
    assert_eq!(code, Some(0));
    // The log was really on, and says what was answered.
    assert!(
        said.contains("answered a request") && said.contains("status=401"),
        "{said}"
    );
    let secret = TOKEN.strip_suffix('s').unwrap();
    assert!(
        !said.contains(secret),
        "{}",
        said.lines().find(|line| line.contains(secret)).unwrap()
    );
}

#[test]
fn a_container_can_ask_whether_it_is_well() {
    let serving = Serving::start(&mut program());
    let address = format!("0.0.0.0:{}", serving.address.port());
    let health = |address: &str| {
        let token = "a".repeat(32);
        run(program()
            .env("PLEX_MCP_HTTP_TOKEN", token)
            .env("PLEX_MCP_ALLOWED_HOST", "plex.example.org")
            .args(["health", "--http", address]))
    };
    let well = health(&address);
    assert!(well.status.success(), "{}", text(&well.stderr));
    assert_eq!(text(&well.stdout), "ok\n");
    serving.end(Signal::TERM);
    let gone = health(&address);
    assert_eq!(gone.status.code(), Some(1));
    assert!(text(&gone.stderr).contains("127.0.0.1"));
    assert_eq!(run(program().arg("health")).status.code(), Some(1));
}

#[test]
fn it_does_not_serve_others_without_a_secret() {
    let refused = |command: &mut Command| {
        let output = run(command.args(["serve", "--demo", "--http", "0.0.0.0:0"]));
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let said = refused(program().args(["--allowed-host", "plex.example.org"]));
    assert!(said.contains("PLEX_MCP_HTTP_TOKEN_FILE"), "{said}");
    let said = refused(program().env("PLEX_MCP_HTTP_TOKEN", TOKEN));
    assert!(said.contains("--allowed-host"), "{said}");
    let said = refused(program().env("PLEX_MCP_HTTP_TOKEN", "too-short"));
    assert!(
        said.contains("PLEX_MCP_HTTP_TOKEN") && !said.contains("too-short"),
        "{said}"
    );
    let said = refused(program().env("PLEX_MCP_HTTP_TOKEN_FILE", "/nonexistent/secret"));
    assert!(said.contains("PLEX_MCP_HTTP_TOKEN_FILE"), "{said}");
    let said = refused(program().args(["--allowed-host", "http://plex.example.org"]));
    assert!(said.contains("--allowed-host"), "{said}");
}

#[tokio::test]
async fn the_secret_can_come_from_a_file_and_hosts_from_the_environment() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("secret");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let serving = Serving::start(
        program()
            .arg("--demo")
            .env("PLEX_MCP_HTTP_TOKEN_FILE", &file)
            .env(
                "PLEX_MCP_ALLOWED_HOST",
                "plex.example.org, media.example.org",
            ),
    );
    for host in ["plex.example.org", "media.example.org"] {
        let call = Request::call("plex_get_libraries", json!({})).header("Host", host);
        assert_eq!(call.send(serving.address).await.status, 401);
        let call = Request::call("plex_get_libraries", json!({}))
            .header("Host", host)
            .header("Authorization", &format!("Bearer {TOKEN}"));
        assert_eq!(call.send(serving.address).await.status, 200);
    }
    let (_, said) = serving.end(Signal::TERM);
    assert!(said.contains("a proxy that does TLS"), "{said}");
}

#[test]
fn on_standard_input_a_call_at_work_is_answered_before_it_ends() {
    // A Plex server that answers when the test wants.
    let plex = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", plex.local_addr().unwrap());
    for signal in [Signal::TERM, Signal::INT] {
        let mut wire = Wire::start(program().args(["--url", &url]));
        wire.initialize();
        wire.send(
            &json!({"jsonrpc": "2.0", "id": "late", "method": "tools/call",
            "params": {"name": "plex_get_sessions"}}),
        );
        let (mut connection, _) = plex.accept().unwrap();
        assert!(connection.read(&mut [0; 4096]).unwrap() > 0);
        wire.signal(signal);
        let body = "<MediaContainer size=\"0\"></MediaContainer>";
        write!(
            connection,
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        assert_eq!(wire.receive()["id"], "late");
        // Its input is still open: it ends because it was told to.
        assert_eq!(wire.ended(), Some(0), "{signal:?}");
    }
}
