//! What a large library costs: 100,000 generated films, read in pages of 50 by clients that keep
//! their connections, from the program as people start it.
//!
//! - from exec to the first answer, which is the time to generate the films, and the memory then;
//! - pages a second and the server's own CPU time a page, on each wire, from a server that shares its
//!   cores with the clients; the ratio is over the 1,500 pages a second that are promised.
//!
//! `cargo bench -p plex-emulator --bench pages`

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    reason = "a benchmark prints its figures and stops at the first surprise; others use more of the program"
)]

mod program;

use std::thread;
use std::time::Instant;

use program::{Connection, Server};

const FILMS: usize = 100_000;
const PAGE: usize = 50;
const PAGES: usize = 6_000;
const CLIENTS: usize = 4;
/// What is promised: pages a second on two cores shared with the client.
const PROMISED: f64 = 1_500.0;

fn main() {
    let begin = Instant::now();
    let server = Server::start(FILMS);
    let mut first = Connection::open(&server.address);
    let answer = first.page("/library/sections/1/all", 0, PAGE, "text/xml");
    println!("{FILMS} films");
    println!(
        "  exec to the first page  {:>8.2} s",
        begin.elapsed().as_secs_f64()
    );
    if let Some(bytes) = server.peak_memory() {
        println!("  most memory             {:>8.0} MiB", bytes / 1_048_576.0);
    }
    println!("  a page as XML           {:>8.1} kB", answer as f64 / 1e3);

    println!("\npages of {PAGE} over {CLIENTS} connections (best of 3 rounds of {PAGES})");
    println!(
        "{:<34} {:>9} {:>7} {:>12}",
        "", "pages/s", "ratio", "CPU a page"
    );
    for (name, accept) in [("XML", "text/xml"), ("JSON", "application/json")] {
        for (order, query) in [("by title", ""), ("newest first", "&sort=addedAt:desc")] {
            let path = format!("/library/sections/1/all?type=1{query}");
            // The order is made when it is first asked for.
            first.page(&path, 0, PAGE, accept);
            let rounds: Vec<Round> = (0..3).map(|_| round(&server, &path, accept)).collect();
            let best = rounds
                .into_iter()
                .max_by(|a, b| a.pages_a_second.total_cmp(&b.pages_a_second))
                .expect("there were rounds");
            println!(
                "{:<34} {:>9.0} {:>7.2} {:>9.0} µs",
                format!("{name}, {order}"),
                best.pages_a_second,
                best.pages_a_second / PROMISED,
                best.cpu_a_page * 1e6
            );
        }
    }
}

struct Round {
    pages_a_second: f64,
    /// In seconds, of the server alone.
    cpu_a_page: f64,
}

/// Reads `PAGES` pages, each client its share, from all over the library.
fn round(server: &Server, path: &str, accept: &'static str) -> Round {
    let before = server.cpu_seconds();
    let begin = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (address, path) = (server.address.clone(), path.to_owned());
            thread::spawn(move || {
                let mut connection = Connection::open(&address);
                for nth in (client..PAGES).step_by(CLIENTS) {
                    let start = nth * PAGE % FILMS;
                    assert!(connection.page(&path, start, PAGE, accept) > 10_000);
                }
            })
        })
        .collect();
    for client in clients {
        client.join().expect("a client got every page");
    }
    Round {
        pages_a_second: PAGES as f64 / begin.elapsed().as_secs_f64(),
        cpu_a_page: (server.cpu_seconds() - before) / PAGES as f64,
    }
}
