//! An emulator in a process of its own, so that its work is not counted as ours.

use std::{
    io::{BufRead, BufReader, Write},
    num::NonZeroU32,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use plex_emulator::Emulator;

use crate::library::Made;

/// Details that a server gives in a second that is as slow as a real one.
pub(crate) const DETAILS_A_SECOND: NonZeroU32 = NonZeroU32::new(300).unwrap();

/// What the child is told to be such a server.
const PACED: &str = "paced";

/// The child: serves until its input ends, and says how many requests it has had.
pub(crate) async fn serve(made: &Made, arguments: &[String]) {
    let mut builder = Emulator::builder().library(made.library());
    if arguments.iter().any(|argument| argument == PACED) {
        builder = builder.details_per_second(DETAILS_A_SECOND);
    }
    let emulator = builder.start().await.unwrap();
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
    /// As fast as it can.
    pub(crate) fn start(made: &Made) -> Self {
        Self::with(made, &[])
    }

    /// As slow as a real one.
    pub(crate) fn paced(made: &Made) -> Self {
        Self::with(made, &[PACED])
    }

    fn with(made: &Made, arguments: &[&str]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--emulator", &made.to_string()])
            .args(arguments)
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
