//! What a snapshot costs, by the size of the library, in one run: building it over downloading the
//! same pages, CPU, memory, requests, bytes, finding changes, asking it, and how each grows.
//!
//! `cargo bench -p plex-index --bench snapshot --profile dist -- 1000 10000 100000`. Each library is
//! measured in a process of its own, against an emulator in another one. `100000:random` is of films that
//! were added in another order than that of their keys (`reverse` and `keys` are orders, too), and
//! `10000:episodes:random` and `100000:tracks:random` are shows and music. `EACH=1` shows every query,
//! `QUICK=1` leaves the throttled server out, and `SOAK=1` asks ten thousand questions.
//! Linux only, where a process can read its own figures.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

mod bare;
mod figures;
mod library;
mod measure;
mod queries;
mod server;
mod soak;
mod streaming;
mod usage;

use std::process::{Command, Stdio};

use figures::Figures;
use library::Made;
use serde::de::DeserializeOwned;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let libraries: Vec<Made> = arguments
        .iter()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let single = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    // reqwest is built without one of its own.
    rustls::crypto::ring::default_provider()
        .install_default()
        .unwrap();
    match arguments.first().map(String::as_str) {
        Some("--emulator") => tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(server::serve(&libraries[0], &arguments)),
        Some("--measure") => {
            let figures = single().block_on(measure::one(&libraries[0]));
            println!("{}", serde_json::to_string(&figures).unwrap());
        }
        Some("--stream") => println!("{}", single().block_on(streaming::peak_mib(&libraries[0]))),
        _ if libraries.is_empty() => {
            let usual = ["1000", "10000", "100000", "100000:random"];
            report(&usual.map(|name| name.parse().unwrap()));
        }
        _ => report(&libraries),
    }
}

/// Measures each library and prints all of them side by side.
fn report(libraries: &[Made]) {
    let measured: Vec<Figures> = libraries
        .iter()
        .map(|made| {
            eprintln!("measuring {made} …");
            let mut figures: Figures = child("--measure", made);
            figures.streaming_mib = child("--stream", made);
            figures
        })
        .collect();
    print!("{}", figures::table(&measured));
}

/// Has a process of its own measure something.
fn child<T: DeserializeOwned>(what: &str, made: &Made) -> T {
    let child = Command::new(std::env::current_exe().unwrap())
        .args([what, &made.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}
