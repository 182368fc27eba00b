//! An emulator in a process of its own, so that its work is not counted as ours.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use plex_emulator::{Emulator, Fault, Library};

/// Details that a throttled server gives in a second.
pub(crate) const DETAILS_A_SECOND: u32 = 300;

/// Details that are under way at a time: two requests of fifty.
const UNDER_WAY: u32 = 100;

/// The child: serves until its input ends, and does what it is told on the way.
pub(crate) async fn serve(films: u32) {
    let emulator = Emulator::start(Library::generate(films)).await.unwrap();
    println!("{}\n{}", emulator.url(), emulator.token());
    loop {
        let line = tokio::task::spawn_blocking(|| {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).unwrap();
            line
        });
        match line.await.unwrap().trim() {
            "requests" => {
                println!("{}", emulator.requests().len());
                emulator.forget_requests();
            }
            "throttle" => {
                let each = Duration::from_secs(1) * UNDER_WAY / DETAILS_A_SECOND;
                emulator.inject(Fault::Latency(each).on("/library/metadata/*"));
                println!("throttled");
            }
            _ => return,
        }
    }
}

/// The parent's handle.
pub(crate) struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    client: reqwest::Client,
    pub(crate) url: String,
    pub(crate) token: String,
}

impl Server {
    pub(crate) fn start(films: u32) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--emulator", &films.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self {
            child,
            input,
            output,
            client: reqwest::Client::new(),
            url: String::new(),
            token: String::new(),
        };
        server.url = server.line();
        server.token = server.line();
        server
    }

    /// How many requests it has had since it was last asked.
    pub(crate) fn requests(&mut self) -> u64 {
        self.tell("requests").parse().unwrap()
    }

    /// From now on it gives details as slowly as a real server.
    pub(crate) fn throttle(&mut self) {
        self.tell("throttle");
    }

    /// Asks it for something that the client has no words for.
    pub(crate) async fn get(&self, url: &str) {
        let request = self.client.get(url).header("X-Plex-Token", &self.token);
        request.send().await.unwrap().error_for_status().unwrap();
    }

    fn tell(&mut self, what: &str) -> String {
        writeln!(self.input, "{what}").unwrap();
        self.line()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
