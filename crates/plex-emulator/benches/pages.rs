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
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const FILMS: usize = 100_000;
const PAGE: usize = 50;
const PAGES: usize = 6_000;
const CLIENTS: usize = 4;
/// What is promised: pages a second on two cores shared with the client.
const PROMISED: f64 = 1_500.0;
/// The kernel counts CPU time in hundredths of a second.
const TICKS: f64 = 100.0;
const TOKEN: &str = "benchmark";

fn main() {
    let begin = Instant::now();
    let server = Server::start();
    let mut first = Connection::open(&server.address);
    let answer = first.get("/library/sections/1/all", 0, "text/xml");
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
            first.get(&path, 0, accept);
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
                    assert!(connection.get(&path, start, accept) > 10_000);
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

/// The program, which ends with this one.
struct Server {
    process: Child,
    address: String,
    /// It has more to say, and must find somebody to say it to.
    _output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_plex-emulator"))
            .args(["--port", "0", "--token", TOKEN, "--library"])
            .arg(format!("generate:{FILMS}"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the emulator starts");
        let output = process.stdout.take().expect("its output is read");
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line).expect("it says where it is");
        let address = line.trim().rsplit('/').next().unwrap_or("").to_owned();
        Self {
            process,
            address,
            _output: output,
        }
    }

    fn of_kernel(&self, file: &str) -> String {
        let path = format!("/proc/{}/{file}", self.process.id());
        std::fs::read_to_string(path).unwrap_or_default()
    }

    /// User and system time; 0 where the kernel does not tell.
    fn cpu_seconds(&self) -> f64 {
        let stat = self.of_kernel("stat");
        let fields = stat.rsplit(')').next().unwrap_or("");
        let times = fields.split_whitespace().skip(11).take(2);
        times
            .filter_map(|time| time.parse::<f64>().ok())
            .sum::<f64>()
            / TICKS
    }

    fn peak_memory(&self) -> Option<f64> {
        let status = self.of_kernel("status");
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes * 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection that is kept, and does no more than it must.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("the emulator listens");
        stream.set_nodelay(true).expect("a socket option");
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .expect("a socket option");
        Self {
            stream,
            buffer: vec![0; 1 << 20],
        }
    }

    /// Reads a page; gives the length of its body.
    fn get(&mut self, path: &str, start: usize, accept: &str) -> usize {
        let mark = if path.contains('?') { '&' } else { '?' };
        let request = format!(
            "GET {path}{mark}X-Plex-Container-Start={start}&X-Plex-Container-Size={PAGE} HTTP/1.1\r\n\
             Host: emulator\r\nAccept: {accept}\r\nX-Plex-Token: {TOKEN}\r\n\r\n"
        );
        self.stream
            .write_all(request.as_bytes())
            .expect("the request is sent");
        let mut filled = 0;
        loop {
            let room = self.buffer.get_mut(filled..).expect("an answer fits");
            let read = self.stream.read(room).expect("the answer comes");
            assert!(read > 0, "the connection was kept");
            filled += read;
            let answer = self.buffer.get(..filled).expect("what was read");
            if let Some((head, length)) = head(answer)
                && filled >= head + length
            {
                assert!(answer.starts_with(b"HTTP/1.1 200"), "a page came");
                return length;
            }
        }
    }
}

/// Where the body begins, and how long it will be.
fn head(answer: &[u8]) -> Option<(usize, usize)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(answer.get(..end)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse().ok()).flatten()
    })?;
    Some((end, length))
}
