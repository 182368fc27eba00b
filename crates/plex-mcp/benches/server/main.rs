//! What the server costs, from the binary that ships, over stdio, as ratios taken in one run:
//!
//! - exec to the answer to `initialize` and to `server/discover`;
//! - resident memory idle and after 10,000 calls, the emulator being in this process, not in it;
//! - a tool call over the very same requests made raw on a keep-alive connection, at no latency and
//!   at the 20 ms of a home server;
//! - a page of a library of 100,000 films over one of a library of 100;
//! - from a change on the server to the update of what is subscribed to;
//! - memory and readings while the server is flooded with events.
//!
//! `cargo bench -p plex-mcp --bench server --profile dist`; with `-- updates`, `-- flood`, … only that.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

#[expect(dead_code, reason = "the soak looks at its memory by the process")]
mod child;
mod flood;
#[expect(dead_code, reason = "another benchmark reads what came")]
mod raw;
mod updates;

use std::time::{Duration, Instant};

use plex_emulator::{Emulator, Library};
use serde_json::{Value, json};

use child::Server;
use raw::Raw;

const STARTS: usize = 60;
const CALLS_FOR_MEMORY: usize = 10_000;
const PAGES: usize = 300;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the emulator");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let start = |library: Library, latency: u64| {
        runtime
            .block_on(
                Emulator::builder()
                    .library(library)
                    .latency(Duration::from_millis(latency))
                    .start(),
            )
            .expect("the emulator starts")
    };

    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let wanted: Vec<&String> = wanted
        .iter()
        .filter(|name| !name.starts_with('-'))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| *wanted == name);

    let near = start(Library::sample(), 0);
    if is_wanted("start") {
        startup(&near, scratch.path());
    }
    if is_wanted("memory") {
        memory(&near, scratch.path());
    }
    if is_wanted("updates") {
        updates::latency(&near, &runtime, scratch.path());
    }
    if is_wanted("flood") {
        flood::cost(&near, scratch.path());
    }
    if !is_wanted("calls") {
        return;
    }
    println!("\na tool call over the same requests made raw (medians)");
    println!(
        "{:<28} {:>8} {:>11} {:>11} {:>7}",
        "", "latency", "raw", "tool", "ratio"
    );
    calls(&near, 0, 1_500, scratch.path());
    drop(near);
    let far = start(Library::sample(), 20);
    calls(&far, 20, 60, scratch.path());
    drop(far);

    println!("\na page of 50 films");
    let [small, large] = [100, 100_000].map(|films| {
        let emulator = start(Library::generate(films), 0);
        let page = page(&emulator, scratch.path());
        println!("  of {films:>7}  {:>8.3} ms", millis(page));
        page
    });
    println!(
        "  ratio       {:>8.2}x",
        large.as_secs_f64() / small.as_secs_f64()
    );
}

/// The median time of a page of a library, the second time and after.
fn page(emulator: &Emulator, scratch: &std::path::Path) -> Duration {
    let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
    server.initialize();
    let [_, (tool, arguments), _] = mix();
    server.call(tool, &arguments);
    let mut times: Vec<Duration> = (0..PAGES)
        .map(|_| {
            let begin = Instant::now();
            server.call(tool, &arguments);
            begin.elapsed()
        })
        .collect();
    median(&mut times)
}

fn startup(emulator: &Emulator, scratch: &std::path::Path) {
    let mut initialize = Vec::with_capacity(STARTS);
    let mut discover = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let begin = Instant::now();
        let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
        server.initialize();
        initialize.push(begin.elapsed());

        let begin = Instant::now();
        let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
        server.discover();
        discover.push(begin.elapsed());
    }
    println!("exec to the first answer (median of {STARTS})");
    println!(
        "  initialize       {:>8.2} ms",
        millis(median(&mut initialize))
    );
    println!(
        "  server/discover  {:>8.2} ms",
        millis(median(&mut discover))
    );
}

fn memory(emulator: &Emulator, scratch: &std::path::Path) {
    let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
    server.initialize();
    let idle = server.resident_kib();
    for round in 0..CALLS_FOR_MEMORY {
        let (tool, arguments) = &mix()[round % 3];
        server.call(tool, arguments);
        if round % 500 == 0 {
            emulator.forget_requests();
        }
    }
    let after = server.resident_kib();
    println!("\nresident memory");
    println!("  idle               {:>6.1} MiB", idle as f64 / 1024.0);
    println!(
        "  after {CALLS_FOR_MEMORY} calls  {:>6.1} MiB  ({:.2}x)",
        after as f64 / 1024.0,
        after as f64 / idle as f64
    );
}

/// A small answer, a page of fifty, and one made of several requests.
fn mix() -> [(&'static str, Value); 3] {
    [
        ("plex_get_sessions", json!({})),
        (
            "plex_get_library_items",
            json!({"library_id": "1", "limit": 50}),
        ),
        ("plex_get_libraries", json!({})),
    ]
}

fn calls(emulator: &Emulator, latency: u64, rounds: usize, scratch: &std::path::Path) {
    let host = emulator
        .url()
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
    let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
    server.initialize();
    let mut raw = Raw::connect(&host, emulator.token());
    for (tool, arguments) in &mix() {
        // Twice: the first call may ask what later ones remember.
        server.call(tool, arguments);
        emulator.forget_requests();
        server.call(tool, arguments);
        let requests = replayable(emulator);
        let (mut tool_times, mut raw_times) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let begin = Instant::now();
            server.call(tool, arguments);
            tool_times.push(begin.elapsed());

            let begin = Instant::now();
            for (path, headers) in &requests {
                raw.get(path, headers);
            }
            raw_times.push(begin.elapsed());
        }
        let (tool_time, raw_time) = (median(&mut tool_times), median(&mut raw_times));
        println!(
            "{:<28} {:>5} ms {:>8.3} ms {:>8.3} ms {:>6.2}x  ({} requests)",
            tool,
            latency,
            millis(raw_time),
            millis(tool_time),
            tool_time.as_secs_f64() / raw_time.as_secs_f64(),
            requests.len(),
        );
    }
}

/// The requests that the server made, as lines to write again: path and query, and every header that
/// the raw connection does not write by itself.
fn replayable(emulator: &Emulator) -> Vec<(String, String)> {
    const WRITTEN_ANYWAY: [&str; 3] = ["host", "accept", "x-plex-token"];
    emulator
        .requests()
        .into_iter()
        .map(|request| {
            let path = if request.query.is_empty() {
                request.path
            } else {
                format!("{}?{}", request.path, request.query)
            };
            let headers = request
                .headers
                .iter()
                .filter(|(name, _)| !WRITTEN_ANYWAY.contains(&name.as_str()))
                .map(|(name, value)| format!("{name}: {value}\r\n"))
                .collect();
            (path, headers)
        })
        .collect()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
