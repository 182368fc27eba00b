//! Whether the server stays as small and as quick as it is at first: very many calls over stdio and as many over
//! HTTP, by sessions and without, against the emulator in this process. By each tenth of them: the memory that
//! the server holds, and the time of a call in the middle and at the end of the distribution.
//!
//! `cargo bench -p plex-mcp --bench soak --profile dist -- 1000000`
//!
//! A million calls, the default, take the better part of an hour, so that it runs only where it is named.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

#[path = "../server/child.rs"]
#[expect(dead_code, reason = "the other benchmarks ask more of it")]
mod child;
#[path = "../http/client.rs"]
mod client;
#[path = "../http/served.rs"]
mod served;

use std::time::{Duration, Instant};

use plex_emulator::{Emulator, Library};
use serde_json::{Value, json};

use child::Server;
use client::{Era, HttpClient};
use served::Served;

/// The calls in all, unless it is said how many.
const CALLS: usize = 1_000_000;

/// After so many the emulator forgets what it was asked: its own memory is not what is looked at.
const FORGOTTEN_AFTER: usize = 500;

fn main() {
    let calls = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(CALLS);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the emulator");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let emulator = runtime
        .block_on(Emulator::start(Library::sample()))
        .expect("the emulator starts");
    let (url, token) = (emulator.url(), emulator.token());

    let mut server = Server::spawn(url, token, scratch.path());
    server.initialize();
    let pid = server.id();
    soak("stdio", calls / 2, pid, &emulator, |tool, arguments| {
        server.call(tool, arguments);
    });
    drop(server);

    let served = Served::start(url, token, scratch.path());
    let connect = |era| runtime.block_on(HttpClient::connect(served.address, era));
    let mut clients = [connect(Era::Stateless), connect(Era::Session)];
    let mut turn = 0;
    soak(
        "HTTP",
        calls / 2,
        served.id(),
        &emulator,
        |tool, arguments| {
            turn = 1 - turn;
            runtime.block_on(clients[turn].call(tool, arguments));
        },
    );
}

/// What is called in turn: a small answer, pages of fifty films and of the newest episodes, what is remembered.
fn mix() -> [(&'static str, Value); 5] {
    [
        ("plex_get_sessions", json!({})),
        (
            "plex_get_library_items",
            json!({"library_id": "1", "limit": 50}),
        ),
        ("plex_get_libraries", json!({})),
        (
            "plex_get_library_items",
            json!({"library_id": "2", "type": "episode", "sort": "added_at:desc"}),
        ),
        ("plex_get_on_deck", json!({})),
    ]
}

/// Calls and prints, by the tenth.
fn soak(
    transport: &str,
    calls: usize,
    pid: u32,
    emulator: &Emulator,
    mut call: impl FnMut(&str, &Value),
) {
    let mix = mix();
    println!("{calls} calls over {transport}");
    println!(
        "{:>12} {:>12} {:>10} {:>10}",
        "calls", "memory", "median", "p99"
    );
    let mut made = 0;
    for tenth in 1..=10 {
        let mut times: Vec<Duration> = Vec::with_capacity(calls / 10 + 1);
        while made < calls * tenth / 10 {
            let (tool, arguments) = &mix[made % mix.len()];
            let begin = Instant::now();
            call(tool, arguments);
            times.push(begin.elapsed());
            made += 1;
            if made % FORGOTTEN_AFTER == 0 {
                emulator.forget_requests();
            }
        }
        times.sort_unstable();
        let at = |place: usize| {
            let time = times.get(times.len().saturating_sub(1) * place / 100);
            time.map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
        };
        println!(
            "{made:>12} {:>8.1} MiB {:>7.2} ms {:>7.2} ms",
            resident_mib(pid),
            at(50),
            at(99)
        );
    }
}

/// Returns the memory of a process, as the kernel counts it.
fn resident_mib(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"));
    let status = status.expect("this runs on Linux, where the kernel tells");
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next());
    let kib: f64 = kib.and_then(|kib| kib.parse().ok()).expect("a number");
    kib / 1024.0
}
