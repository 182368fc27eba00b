//! The program as people start it, and a client that does no more than it must.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The kernel counts CPU time in hundredths of a second.
const TICKS: f64 = 100.0;
const TOKEN: &str = "benchmark";

/// The program, which ends with this one.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
    /// It has more to say, and must find somebody to say it to.
    _output: BufReader<ChildStdout>,
}

impl Server {
    pub(crate) fn start(films: usize) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_plex-emulator"))
            .args(["--port", "0", "--token", TOKEN, "--library"])
            .arg(format!("generate:{films}"))
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
    pub(crate) fn cpu_seconds(&self) -> f64 {
        let stat = self.of_kernel("stat");
        let fields = stat.rsplit(')').next().unwrap_or("");
        let times = fields.split_whitespace().skip(11).take(2);
        times
            .filter_map(|time| time.parse::<f64>().ok())
            .sum::<f64>()
            / TICKS
    }

    pub(crate) fn peak_memory(&self) -> Option<f64> {
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
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: &str) -> Self {
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
    pub(crate) fn page(&mut self, path: &str, start: usize, size: usize, accept: &str) -> usize {
        let mark = if path.contains('?') { '&' } else { '?' };
        let path =
            format!("{path}{mark}X-Plex-Container-Start={start}&X-Plex-Container-Size={size}");
        self.ask("GET", &path, accept)
    }

    /// Sends a request without a body; gives the body of its answer.
    pub(crate) fn read(&mut self, method: &str, path: &str) -> String {
        let length = self.ask(method, path, "text/xml");
        let (begin, _) = head(&self.buffer).expect("an answer");
        let body = self.buffer.get(begin..begin + length).expect("its body");
        String::from_utf8_lossy(body).into_owned()
    }

    /// Sends a request without a body; gives the length of the answer's.
    pub(crate) fn ask(&mut self, method: &str, path: &str, accept: &str) -> usize {
        let request = format!(
            "{method} {path} HTTP/1.1\r\n\
             Host: emulator\r\nX-Plex-Client-Identifier: benchmark\r\nAccept: {accept}\r\nX-Plex-Token: {TOKEN}\r\n\r\n"
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
                assert!(answer.starts_with(b"HTTP/1.1 200"), "{method} {path}");
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
