//! The floor: the same requests written by hand on one keep-alive connection, bodies read and thrown
//! away. Nothing that answers a question about Plex can be faster than this.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// One keep-alive connection.
pub(crate) struct Raw {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
    host: String,
    token: String,
}

impl Raw {
    /// Connects to `host:port`.
    pub(crate) fn connect(host: &str, token: &str) -> Self {
        let stream = TcpStream::connect(host).expect("the emulator listens");
        stream.set_nodelay(true).expect("TCP_NODELAY is settable");
        Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            body: Vec::new(),
            host: host.to_owned(),
            token: token.to_owned(),
        }
    }

    /// `GET path`, answered as JSON; returns the body's length. `headers` are whole lines.
    pub(crate) fn get(&mut self, path: &str, headers: &str) -> usize {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\nX-Plex-Token: {}\r\n{headers}\r\n",
            self.host, self.token
        );
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .expect("the connection is open");
        let mut length = None;
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header line");
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse::<usize>().ok();
            }
        }
        let length = length.expect("the emulator states the length");
        self.body.resize(length, 0);
        self.stream
            .read_exact(&mut self.body)
            .expect("the whole body");
        length
    }

    /// The body that came last.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }
}
