//! What a snapshot costs, by the size of the library, in one run: building it over downloading the
//! same pages, CPU, memory, requests, bytes, finding changes, asking it, and how each grows.
//!
//! `cargo bench -p plex-index --bench snapshot --profile dist -- 1000 10000 100000`. Each size is
//! measured in a process of its own, against an emulator in another one. `EACH=1` shows every query.
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
mod measure;
mod queries;
mod server;
mod usage;

use std::process::{Command, Stdio};

use figures::Figures;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let sizes: Vec<u32> = arguments
        .iter()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    // reqwest is built without one of its own.
    rustls::crypto::ring::default_provider()
        .install_default()
        .unwrap();
    match arguments.first().map(String::as_str) {
        Some("--emulator") => tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(server::serve(sizes[0], &arguments)),
        Some("--measure") => {
            let figures = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(measure::one(sizes[0]));
            println!("{}", serde_json::to_string(&figures).unwrap());
        }
        _ if sizes.is_empty() => report(&[1_000, 10_000, 100_000]),
        _ => report(&sizes),
    }
}

/// Measures each size and prints all of them side by side.
fn report(sizes: &[u32]) {
    let measured: Vec<Figures> = sizes
        .iter()
        .map(|size| {
            eprintln!("measuring {size} films …");
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--measure", &size.to_string()])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success());
            serde_json::from_slice(&output.stdout).unwrap()
        })
        .collect();
    print!("{}", figures::table(&measured));
}
