//! Decoding a page of 1,000 films by each wire, over `serde_json` reading the same page into an
//! untyped value. Both run in turns in one process; medians and their ratios are printed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops when something is wrong, and prints what it found"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use plex_client::MediaItem;
use plex_client::{container::MediaContainer, wire::answer};
use plex_emulator::{Emulator, Library};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const FILMS: u32 = 1000;
const ROUNDS: usize = 60;
const PATH: &str =
    "/library/sections/1/all?type=1&X-Plex-Container-Start=0&X-Plex-Container-Size=1000";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (json, xml) = runtime.block_on(pages());
    drop(runtime);

    let items = |body: &[u8]| answer::<MediaContainer<MediaItem>>(body).unwrap();
    assert_eq!(items(&json), items(&xml));
    assert_eq!(items(&json).items.len(), FILMS as usize);

    let mut untyped = Vec::new();
    let mut by_json = Vec::new();
    let mut by_xml = Vec::new();
    for _ in 0..ROUNDS {
        untyped.push(time(|| {
            black_box(serde_json::from_slice::<serde_json::Value>(black_box(&json)).unwrap());
        }));
        by_json.push(time(|| {
            black_box(items(black_box(&json)));
        }));
        by_xml.push(time(|| {
            black_box(items(black_box(&xml)));
        }));
    }
    let (untyped, by_json, by_xml) = (median(untyped), median(by_json), median(by_xml));
    println!("{FILMS} films, {ROUNDS} rounds, medians");
    println!(
        "untyped JSON  {:>8.2} ms  {:>9} bytes",
        ms(untyped),
        json.len()
    );
    println!(
        "typed JSON    {:>8.2} ms  {:>5.2} x",
        ms(by_json),
        ratio(by_json, untyped)
    );
    println!(
        "typed XML     {:>8.2} ms  {:>5.2} x  {:>9} bytes",
        ms(by_xml),
        ratio(by_xml, untyped),
        xml.len()
    );
}

/// The page in JSON and in XML, as the emulator writes it.
async fn pages() -> (Vec<u8>, Vec<u8>) {
    let emulator = Emulator::start(Library::generate(FILMS)).await.unwrap();
    (
        page(&emulator, "application/json").await,
        page(&emulator, "application/xml").await,
    )
}

/// The body of an answer, fetched without the client.
async fn page(emulator: &Emulator, accept: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let request = format!(
        "GET {PATH} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nX-Plex-Token: {}\r\n\
         Connection: close\r\n\r\n",
        emulator.token()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let head = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    answer.split_off(head + 4)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn ratio(time: Duration, over: Duration) -> f64 {
    time.as_secs_f64() / over.as_secs_f64()
}
