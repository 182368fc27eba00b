//! What a flood of events costs: memory of the server, and how long readings take meanwhile, as a client sees them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use plex_emulator::{Emulator, Fault};
use serde_json::{Value, json};

use crate::{child::Server, millis};

const A_SECOND: u32 = 1_000;
const LASTS: Duration = Duration::from_secs(60);
/// Readings before, to compare with.
const BEFORE: usize = 300;
/// Between two readings.
const PAUSE: Duration = Duration::from_millis(20);
const LISTENED_TO: [&str; 3] = ["pms://libraries", "pms://library/1", "pms://activities"];
/// What a reading must not be delayed by, at the worst.
const ALLOWED: Duration = Duration::from_millis(50);

/// Lets the server be flooded for a minute, once with entries of a guide for television, as at night, and once with
/// entries of items of its library, each of which changes something; and prints what that costs.
pub(crate) fn cost(emulator: &Emulator, scratch: &std::path::Path) {
    println!(
        "\na flood of {A_SECOND} events a second for {} s, while three resources are subscribed to",
        LASTS.as_secs()
    );
    of("a guide", emulator, scratch, |emulator, _| {
        emulator.inject(Fault::Flood(A_SECOND).on("/:/websockets/*"));
        emulator.lose_listeners();
    });
    of("the library", emulator, scratch, tell);
    emulator.clear_faults();
}

/// Tells of items of the first library, evenly over time, until it is over.
fn tell(emulator: &Emulator, is_over: &AtomicBool) {
    let begin = Instant::now();
    let mut told = 0_u64;
    while !is_over.load(Ordering::Relaxed) {
        let due = begin.elapsed().as_micros() as u64 * u64::from(A_SECOND) / 1_000_000;
        for number in told..due {
            let entry = json!({
                "identifier": "com.plexapp.plugins.library",
                "sectionID": "1",
                "itemID": (number % 500 + 1).to_string(),
                "type": 1,
                "title": format!("Film {number}"),
                "state": 5,
                "updatedAt": 1_790_000_000,
            });
            emulator.tell("timeline", "TimelineEntry", entry);
        }
        told = due;
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn of(
    what: &str,
    emulator: &Emulator,
    scratch: &std::path::Path,
    flood: impl Fn(&Emulator, &AtomicBool) + Send + Sync,
) {
    emulator.clear_faults();
    let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
    server.initialize();
    for uri in LISTENED_TO {
        server.request("resources/subscribe", json!({"uri": uri}));
    }
    let mut before = Readings::default();
    for _ in 0..BEFORE {
        before.read(&mut server);
    }
    let quiet = server.resident_kib();
    let (mut during, mut resident) = (Readings::default(), Vec::new());
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| flood(emulator, &is_over));
        let begin = Instant::now();
        while begin.elapsed() < LASTS {
            during.read(&mut server);
            emulator.forget_requests();
            let second = begin.elapsed().as_secs() as usize;
            if resident.len() <= second {
                resident.push(server.resident_kib());
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    emulator.clear_faults();
    emulator.lose_listeners();
    std::thread::sleep(Duration::from_secs(5));
    let after = server.resident_kib();
    let mib = |kib: u64| kib as f64 / 1024.0;
    let most = resident.iter().copied().max().unwrap_or_default();
    // The first seconds fill what is kept in any case.
    let early = resident.get(resident.len() / 6).copied().unwrap_or(quiet);
    let late = resident.last().copied().unwrap_or(quiet);
    println!("  of {what}");
    println!(
        "    resident   before {:>5.1} MiB, after 10 s {:>5.1}, after 60 s {:>5.1} (most {:>5.1}), 5 s later {:>5.1}",
        mib(quiet),
        mib(early),
        mib(late),
        mib(most),
        mib(after),
    );
    let usual = before.at(50);
    for (name, mut readings) in [("before", before), ("during", during)] {
        println!(
            "    a reading  {name}: p50 {:>6.2} ms, p99 {:>6.2} ms, worst {:>6.2} ms ({} readings)",
            millis(readings.at(50)),
            millis(readings.at(99)),
            millis(readings.at(100)),
            readings.0.len(),
        );
        if name == "during" {
            let delays = readings.0.iter().filter(|took| **took > usual + ALLOWED);
            println!(
                "    delayed by more than {} ms: {} of them",
                ALLOWED.as_millis(),
                delays.count()
            );
        }
    }
}

/// How long readings took.
#[derive(Default)]
struct Readings(Vec<Duration>);

impl Readings {
    /// Reads what is subscribed to, a tool's answer among it, in turn.
    fn read(&mut self, server: &mut Server) {
        let begin = Instant::now();
        match LISTENED_TO.get(self.0.len() % 4) {
            Some(uri) => {
                server.request("resources/read", json!({"uri": uri}));
            }
            None => {
                let page: Value = json!({"library_id": "1", "limit": 50});
                server.call("plex_get_library_items", &page);
            }
        }
        self.0.push(begin.elapsed());
        std::thread::sleep(PAUSE);
    }

    /// The time that so many in a hundred took at most.
    fn at(&mut self, percent: usize) -> Duration {
        self.0.sort_unstable();
        self.0[(self.0.len() - 1) * percent / 100]
    }
}
