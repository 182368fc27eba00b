//! What serving over HTTP costs, from the binary that ships, beside stdio in the same run: calls a
//! second, and the time of a call in the middle and at the end of the distribution, for 1, 10 and
//! 100 clients that each ask again as soon as they are answered.
//!
//! Once with a call that asks Plex (the emulator, in this process) one question, and once with a
//! call that is refused for its argument, which leaves the protocol and its transport alone.
//!
//! `cargo bench -p plex-mcp --bench http --profile dist`

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

#[path = "../server/child.rs"]
#[expect(dead_code, reason = "the other benchmark asks more of it")]
mod child;
mod client;
#[expect(dead_code, reason = "the soak looks at its memory")]
mod served;

use std::time::{Duration, Instant};

use plex_emulator::{Emulator, Library};
use serde_json::{Value, json};

use client::{Era, HttpClient};
use served::Served;

const CALLS: usize = 4_000;
const WARM_UP: usize = 400;

/// What is called: whether Plex is asked, the tool and its arguments.
struct Workload {
    name: &'static str,
    tool: &'static str,
    arguments: Value,
}

fn main() {
    let runtime =
        tokio::runtime::Runtime::new().expect("a runtime for the emulator and the clients");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let emulator = runtime
        .block_on(Emulator::start(Library::sample()))
        .expect("the emulator starts");
    let workloads = [
        Workload {
            name: "asks Plex once",
            tool: "plex_get_sessions",
            arguments: json!({}),
        },
        Workload {
            name: "asks Plex nothing",
            tool: "plex_search",
            arguments: json!({"query": ""}),
        },
    ];
    for workload in &workloads {
        println!("a call that {} ({CALLS} calls)", workload.name);
        println!(
            "  {:<26} {:>10} {:>7} {:>10} {:>10} {:>7}",
            "", "calls/s", "ratio", "p50", "p99", "ratio"
        );
        let stdio = over_stdio(&emulator, workload, scratch.path());
        stdio.print("stdio", &stdio);
        let served = Served::start(emulator.url(), emulator.token(), scratch.path());
        for (era, clients) in [
            (Era::Stateless, 1),
            (Era::Stateless, 10),
            (Era::Stateless, 100),
            (Era::Session, 1),
        ] {
            let figures = runtime.block_on(over_http(&served, workload, era, clients));
            figures.print(&format!("HTTP, {} x {clients}", era.revision()), &stdio);
            emulator.forget_requests();
        }
    }
}

fn over_stdio(emulator: &Emulator, workload: &Workload, scratch: &std::path::Path) -> Figures {
    let mut server = child::Server::spawn(emulator.url(), emulator.token(), scratch);
    server.initialize();
    let params = json!({"name": workload.tool, "arguments": workload.arguments});
    for _ in 0..WARM_UP {
        server.request("tools/call", params.clone());
    }
    let begin = Instant::now();
    let times = (0..CALLS)
        .map(|_| {
            let begin = Instant::now();
            server.request("tools/call", params.clone());
            begin.elapsed()
        })
        .collect();
    emulator.forget_requests();
    Figures::of(times, begin.elapsed())
}

async fn over_http(served: &Served, workload: &Workload, era: Era, clients: usize) -> Figures {
    let mut ready = Vec::new();
    for _ in 0..clients {
        let mut client = HttpClient::connect(served.address, era).await;
        for _ in 0..WARM_UP / clients {
            client.call(workload.tool, &workload.arguments).await;
        }
        ready.push(client);
    }
    let begin = Instant::now();
    let asking: Vec<_> = ready
        .into_iter()
        .map(|mut client| {
            let (tool, arguments) = (workload.tool, workload.arguments.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                for _ in 0..CALLS / clients {
                    let begin = Instant::now();
                    client.call(tool, &arguments).await;
                    times.push(begin.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in asking {
        times.extend(client.await.expect("no client fails"));
    }
    Figures::of(times, begin.elapsed())
}

/// What was measured of one way to call.
struct Figures {
    calls_per_second: f64,
    middle: Duration,
    slowest_hundredth: Duration,
}

impl Figures {
    fn of(mut times: Vec<Duration>, whole: Duration) -> Self {
        times.sort_unstable();
        Self {
            calls_per_second: times.len() as f64 / whole.as_secs_f64(),
            middle: times[times.len() / 2],
            slowest_hundredth: times[times.len() * 99 / 100],
        }
    }

    fn print(&self, name: &str, beside: &Self) {
        println!(
            "  {name:<26} {:>10.0} {:>6.2}x {:>7.3} ms {:>7.3} ms {:>6.2}x",
            self.calls_per_second,
            self.calls_per_second / beside.calls_per_second,
            self.middle.as_secs_f64() * 1_000.0,
            self.slowest_hundredth.as_secs_f64() * 1_000.0,
            self.middle.as_secs_f64() / beside.middle.as_secs_f64(),
        );
    }
}
