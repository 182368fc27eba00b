//! The emulator as a program: a Plex Media Server on this machine, until interrupted.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program talks to its terminal"
)]

use std::fs::OpenOptions;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use plex_emulator::{
    Clock, Control, DEFAULT_TOKEN, Emulator, FaultRule, Library, LibraryError, PlayerKind,
    PlayerOptions, PlexTvOptions, RequestLog, parse_span,
};

/// Emulates a Plex Media Server on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 32400)]
    port: u16,

    /// What it holds: `sample`, `empty`, `generate:N` (N films), `generate:N:episodes:random`
    /// and the like, or a description file (TOML, or JSON when its name ends in .json).
    #[arg(long, default_value = "sample")]
    library: String,

    /// How long every answer takes at least, such as 20ms.
    #[arg(long, default_value = "0ms", value_parser = span)]
    latency: Duration,

    /// How long a scan takes, such as 2s.
    #[arg(long, default_value = "2s", value_parser = span)]
    scan_duration: Duration,

    /// How many items' details are given in a second; a real server gives some hundreds.
    #[arg(long, value_name = "N")]
    details_per_second: Option<NonZeroU32>,

    /// Something to go wrong, such as status=503,path=/library/*,times=2. May be repeated. Faults:
    /// status=CODE, rate-limit=SPAN, latency=SPAN, stall, stall-body, cut-body, content-type=TYPE,
    /// malformed, oversized=BYTES, bomb=BYTES, endless, not-applied, reset;
    /// of events: silence, silence=SPAN, pings=SPAN, hang-up=SPAN, garbage, unknown-types,
    /// large-frame=BYTES, flood=EVENTS.
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<FaultRule>,

    /// The owner's token.
    #[arg(long, default_value = DEFAULT_TOKEN)]
    token: String,

    /// Emulate plex.tv as well, on a free port; the person says yes this long after they were asked.
    #[arg(long, value_name = "SPAN", num_args = 0..=1, default_missing_value = "3s", value_parser = span)]
    plex_tv: Option<Duration>,

    /// Put virtual players beside the server: a television (Living Room), a program on a computer (Desk), a
    /// player of music (Kitchen), and a telephone (Phone) and a browser (Laptop) that are seen in sessions only.
    #[arg(long)]
    players: bool,

    /// Append a line to this file for each request: status, method, endpoint, path and query.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    /// Write the whole state to this file when it ends: a description to begin with again.
    #[arg(long, value_name = "FILE")]
    dump: Option<PathBuf>,

    /// The time at which its clock begins, in seconds since the epoch; this machine's unless given.
    #[arg(long, value_name = "SECONDS")]
    clock: Option<i64>,

    /// Let programs of this machine move the clock, change the disks, make faults, read the state and more while it
    /// runs, over HTTP at this port of 127.0.0.1; 0 takes any free one. What was asked is then kept, too.
    #[arg(long, value_name = "PORT")]
    control: Option<u16>,

    /// Print the emulated endpoints as a Markdown table, and end.
    #[arg(long)]
    endpoints: bool,

    /// Print the emulated endpoints of plex.tv as a Markdown table, and end.
    #[arg(long)]
    plex_tv_endpoints: bool,

    /// Print what the control channel takes as a Markdown table, and end.
    #[arg(long)]
    control_endpoints: bool,

    /// Behave as a server that no account has claimed: no token is needed.
    #[arg(long)]
    unclaimed: bool,
}

fn span(text: &str) -> Result<Duration, String> {
    parse_span(text).ok_or_else(|| "expected a span of time such as 20ms or 2s".to_owned())
}

fn library(text: &str) -> Result<Library, LibraryError> {
    match text.split_once(':') {
        _ if text == "sample" => Ok(Library::sample()),
        _ if text == "empty" => Ok(Library::empty()),
        Some(("generate", what)) => what.parse().map(Library::generated),
        _ => Library::from_file(text),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.endpoints {
        print!("{}", plex_emulator::endpoints());
        return ExitCode::SUCCESS;
    }
    if arguments.plex_tv_endpoints {
        print!("{}", plex_emulator::plex_tv_endpoints());
        return ExitCode::SUCCESS;
    }
    if arguments.control_endpoints {
        print!("{}", plex_emulator::control_endpoints());
        return ExitCode::SUCCESS;
    }
    let dump = arguments.dump.clone();
    let (emulator, control) = match start(arguments).await {
        Ok(started) => started,
        Err(error) => {
            eprintln!("plex-emulator: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("url   {}", emulator.url());
    println!("token {}", emulator.token());
    if let Some(plex_tv) = emulator.plex_tv() {
        println!("plex.tv {}", plex_tv.url());
    }
    for player in emulator.players() {
        println!("player {} {}", player.title(), player.url().unwrap_or("-"));
    }
    if let Some(control) = &control {
        println!("control {}", control.url());
    }
    println!("ready");
    stopped().await;
    if let Some(path) = dump
        && let Err(error) = std::fs::write(&path, emulator.dump().to_string())
    {
        eprintln!("plex-emulator: {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

type Started = (Arc<Emulator>, Option<Control>);

async fn start(arguments: Arguments) -> Result<Started, Box<dyn std::error::Error>> {
    let mut builder = Emulator::builder()
        .library(library(&arguments.library)?)
        .port(arguments.port)
        .latency(arguments.latency)
        .scan_duration(arguments.scan_duration)
        .token(arguments.token)
        .unclaimed(arguments.unclaimed);
    if arguments.control.is_none() {
        // Nobody asks a program what it was asked.
        builder = builder.keep_requests(0);
    }
    if let Some(path) = arguments.log {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        builder = builder.request_log(RequestLog::to(file));
    }
    if let Some(seconds) = arguments.clock {
        builder = builder.clock(Clock::beginning_at(seconds));
    }
    if let Some(delay) = arguments.plex_tv {
        builder = builder.plex_tv(PlexTvOptions::approving_after(delay));
    }
    if arguments.players {
        for (kind, title) in [
            (PlayerKind::Television, "Living Room"),
            (PlayerKind::Desktop, "Desk"),
            (PlayerKind::Plexamp, "Kitchen"),
            (PlayerKind::Phone, "Phone"),
            (PlayerKind::Unreachable, "Laptop"),
        ] {
            builder = builder.player(PlayerOptions::new(kind, title));
        }
    }
    if let Some(items) = arguments.details_per_second {
        builder = builder.details_per_second(items);
    }
    for fault in arguments.faults {
        builder = builder.fault(fault);
    }
    let emulator = Arc::new(builder.start().await?);
    let control = match arguments.control {
        Some(port) => Some(Control::start(Arc::clone(&emulator), port).await?),
        None => None,
    };
    Ok((emulator, control))
}

/// Waits for an interrupt or, where there is such a thing, a request to terminate.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
