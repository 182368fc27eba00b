//! What a change costs among 100,000 films, beside what it costs among 100: a server each, a kept
//! connection, one request after another. The ratio is what is promised to be near 1.
//!
//! `cargo bench -p plex-emulator --bench edits`

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    reason = "a benchmark prints its figures and stops at the first surprise; others use more of the program"
)]

mod program;

use std::time::Instant;

use program::{Connection, Server};

const FEW: usize = 100;
const MANY: usize = 100_000;
const ROUNDS: usize = 5;
const WRITES: usize = 400;

/// A kind of change: its name, its method, and its path for the nth time.
type Change = (&'static str, &'static str, fn(usize) -> String);

const CHANGES: &[Change] = &[
    ("a title", "PUT", |n| {
        format!("/library/metadata/{}?title.value=Title{n}", film(n))
    }),
    ("a title of a section's items", "PUT", |n| {
        let key = film(n);
        format!("/library/sections/1/all?type=1&id={key}&title.value=Other{n}")
    }),
    ("a tag", "PUT", |n| {
        format!(
            "/library/metadata/{}?genre%5B0%5D.tag.tag=Tag{}",
            film(n),
            n % 7
        )
    }),
    ("a lock", "PUT", |n| {
        format!("/library/metadata/{}?summary.locked={}", film(n), n % 2)
    }),
    ("a mark", "GET", |n| {
        format!(
            "/:/scrobble?identifier=com.plexapp.plugins.library&key={}",
            film(n)
        )
    }),
    ("a rating", "PUT", |n| {
        format!(
            "/:/rate?identifier=com.plexapp.plugins.library&rating={}&key={}",
            n % 10,
            film(n)
        )
    }),
    ("a poster taken away", "DELETE", |n| {
        format!("/library/metadata/{}/thumb", film(n))
    }),
    ("a refresh", "PUT", |n| {
        format!("/library/metadata/{}/refresh", film(n))
    }),
];

/// Films that both servers have: their keys count from 1.
fn film(n: usize) -> usize {
    n % (FEW - 10) + 5
}

fn main() {
    let few = Server::start(FEW);
    let many = Server::start(MANY);
    let mut connections = [
        Connection::open(&few.address),
        Connection::open(&many.address),
    ];
    println!("best of {ROUNDS} rounds of {WRITES}");
    println!(
        "{:<34} {:>12} {:>12} {:>7}",
        "", "among 100", "among 100k", "ratio"
    );
    for (name, method, path) in CHANGES {
        let mut best = [f64::INFINITY; 2];
        for round in 0..ROUNDS {
            for (connection, best) in connections.iter_mut().zip(&mut best) {
                let begin = Instant::now();
                for n in 0..WRITES {
                    connection.ask(method, &path(round * WRITES + n), "text/xml");
                }
                *best = best.min(begin.elapsed().as_secs_f64() / WRITES as f64);
            }
        }
        let [few, many] = best;
        println!(
            "{name:<34} {:>9.0} µs {:>9.0} µs {:>7.2}",
            few * 1e6,
            many * 1e6,
            many / few
        );
    }
    // A list that was asked for is sorted anew when something has changed: that costs what it must.
    let [_, connection] = &mut connections;
    let begin = Instant::now();
    connection.page("/library/sections/1/all?type=1", 0, 50, "text/xml");
    println!(
        "the first page of all after a change {:>8.1} ms",
        begin.elapsed().as_secs_f64() * 1e3
    );
    if let Some(bytes) = many.peak_memory() {
        println!("most memory {:>33.0} MiB", bytes / 1_048_576.0);
    }
}
