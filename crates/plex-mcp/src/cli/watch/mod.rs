//! `plex-mcp watch`: what happens on the server, for a person to look at.

mod place;
mod size;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
    time::Duration,
};

use clap::{Arg, ArgAction, ArgMatches, Command};
use plex_mcp::{
    ToolError,
    config::Config,
    watching::{News, Scene, Watching},
};
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use self::place::Place;
use super::{output::print_to_reader, signals, target::Target};

/// How often the screen is drawn although nothing was told: positions move.
const REDRAW: Duration = Duration::from_secs(1);
/// What is told and not written yet. Who reads more slowly than that is told less.
const WAITING: usize = 64;

/// What is told at a time.
type Told = (Result<Vec<News>, ToolError>, Scene);

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("watch")
        .about(
            "Show live who plays what, what the server is busy with and what came in; lines where \
             the output is no terminal",
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Write one JSON object a line for each thing that happens"),
        )
}

/// Watches until it is interrupted, or nobody reads any more.
pub(super) async fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let target = Target::open(config).await?;
    let stop = signals::stop()?;
    let mut told = told(target.server.watch());
    let is_json = matches.get_flag("json");
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let mut place = match !is_json && !is_dumb && io::stdout().is_terminal() {
        true => Some(Place::default()),
        false => None,
    };
    let mut redraw = interval(REDRAW);
    redraw.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut scene = Scene::default();
    tokio::pin!(stop);
    loop {
        let news = tokio::select! {
            () = &mut stop => break,
            told = told.recv() => match told {
                Some((Ok(news), now)) => {
                    scene = now;
                    news
                }
                Some((Err(error), _)) => {
                    if let Some(place) = place.take() {
                        place.leave()?;
                    }
                    return Err(target.server.explain(error).await.into());
                }
                None => break,
            },
            _ = redraw.tick(), if place.is_some() => Vec::new(),
        };
        let is_read = match &mut place {
            Some(place) => place.draw(&scene)?,
            None => lines(&news, is_json)?,
        };
        if !is_read {
            break;
        }
    }
    if let Some(place) = place {
        place.leave()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Watches in a task of its own, so that looking at a slow server is not given up for drawing.
fn told(mut watching: Watching) -> mpsc::Receiver<Told> {
    let (send, receive) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        loop {
            let told = watching.next().await;
            let is_over = told.is_err();
            let scene = watching.scene().clone();
            if send.send((told, scene)).await.is_err() || is_over {
                return;
            }
        }
    });
    receive
}

/// Writes what happened; says whether somebody reads it.
fn lines(news: &[News], is_json: bool) -> Result<bool, Box<dyn std::error::Error>> {
    for one in news {
        let line = match is_json {
            true => serde_json::to_string(one)?,
            // How far tasks are is for screens and for programs.
            false if one.is_progress() => continue,
            false => one.to_string(),
        };
        if !print_to_reader(&format!("{line}\n"))? {
            return Ok(false);
        }
    }
    Ok(true)
}
