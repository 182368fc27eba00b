//! The tool: what it takes, and how it waits.

use std::time::Duration;

use plex_client::{PlexError, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::{Instant, sleep_until};

use super::{
    arrival::{self, Arrival},
    goal::Goal,
    hint::{Hint, Look},
    playing::{self, Moment, Playback},
    view::WaitView,
    work::{self, Work},
};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    live::{Ear, Heard},
    tools::{arguments, tool::Define},
};

/// How long the server may take to let it listen before it is looked at instead.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the server is looked at where it cannot be listened to.
const EVERY: Duration = Duration::from_secs(5);
/// How often it is reported that it still waits.
const REPORTS: Duration = Duration::from_secs(5);
/// How often one looks again for what was told and does not show yet.
const TRIES: u32 = 4;

/// Waits for something to happen.
pub(crate) struct WaitFor;

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Until {
    SessionStarts,
    SessionPauses,
    SessionResumes,
    SessionEnds,
    ItemArrives,
    ScanDone,
    TaskDone,
}

/// What is waited for, and for how long.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    until: Until,
    /// Session: whose.
    #[schemars(length(min = 1, max = 200))]
    user: Option<String>,
    /// Session: on which player.
    #[schemars(length(min = 1, max = 200))]
    player: Option<String>,
    /// Session.
    #[schemars(length(min = 1, max = 200))]
    session_key: Option<String>,
    /// Session, item or task: part of its title.
    #[schemars(length(min = 1, max = 200))]
    title: Option<String>,
    /// Item.
    #[schemars(length(min = 1, max = 200))]
    rating_key: Option<String>,
    /// Item, scan or task: id or title of the library.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    /// Task: from plex_get_activities.
    #[schemars(length(min = 1, max = 128))]
    activity_id: Option<String>,
    /// 60 unless given.
    #[serde(default = "minute")]
    #[schemars(range(min = 1, max = 300))]
    timeout_s: u32,
}

fn minute() -> u32 {
    60
}

impl Define for WaitFor {
    const NAME: &'static str = "plex_wait_for";
    const TITLE: &'static str = "Wait for something";
    const DESCRIPTION: &'static str = "Waits until a session starts, pauses, resumes or ends, an item \
        arrives in a library (any new one without title and rating_key), or a scan or task is done. \
        Answers at once if that is so already, and with happened false when the time is over. Sessions \
        and tasks need the owner's token.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = WaitView;

    async fn run(call: &Call, args: Args) -> Result<WaitView, ToolError> {
        let begun = Instant::now();
        let span = Duration::from_secs(args.timeout_s.into()).min(call.options.wait_most);
        check(&args)?;
        let mut goal = goal(call, args).await?;
        let mut view = wait(call, &mut goal, begun, span).await?;
        view.waited_s = begun.elapsed().as_secs();
        Ok(view)
    }
}

/// Waits until it is so, or the time is over.
async fn wait(
    call: &Call,
    goal: &mut Goal,
    begun: Instant,
    span: Duration,
) -> Result<WaitView, ToolError> {
    let end = begun + span;
    let mut ear = Ear::new(&call.live, EVERY);
    let first = Look {
        is_first: true,
        was_away: false,
    };
    let mut view = goal.look(call, first).await?;
    if view.happened {
        view.already = true;
        return Ok(view);
    }
    if !is_told(call).await {
        ear.look_too();
    }
    ear.ready(PATIENCE.min(end.saturating_duration_since(Instant::now())))
        .await;
    // What happened before it was listened to, nobody has told.
    let mut due = Some(Instant::now());
    let (mut tries, mut report_at) = (0, Instant::now());
    let gap = call.options.settle * 6;
    loop {
        let look_at = due.unwrap_or(end).min(end);
        tokio::select! {
            biased;
            () = sleep_until(look_at) => {
                due = None;
                let how = Look { is_first: false, was_away: ear.was_away() };
                let is_over = Instant::now() >= end;
                match goal.look(call, how).await {
                    Ok(now) if now.happened => return Ok(now),
                    Ok(now) => {
                        view = now;
                        ear.caught_up();
                    }
                    // A server that is away comes back, perhaps.
                    Err(error) if !is_over && error.kind().passes() => {
                        due = Some(Instant::now() + EVERY);
                    }
                    Err(error) => return Err(error),
                }
                if is_over {
                    return Ok(without_events(view, &ear));
                }
                if tries > 0 {
                    tries -= 1;
                    due = Some(Instant::now() + gap);
                }
            }
            () = sleep_until(report_at) => {
                let waited = begun.elapsed().as_secs_f64().round();
                let progress = &call.progress;
                progress.report(waited, Some(span.as_secs_f64()), goal.in_words()).await;
                report_at = Instant::now() + REPORTS;
            }
            heard = ear.next() => match heard {
                // A pause after a failure is kept, and who is told to look all the time looks now and then.
                Heard::Look => {
                    goal.missed();
                    due.get_or_insert(Instant::now() + call.options.settle);
                }
                Heard::Event(event) => match goal.hears(&event) {
                    Hint::Nothing => {}
                    Hint::Happened(view) => return Ok(*view),
                    // What is told may show a moment later, and comes in bursts.
                    Hint::Look => {
                        tries = TRIES;
                        due.get_or_insert(Instant::now() + call.options.settle);
                    }
                },
            },
        }
    }
}

/// Tells whether the server tells what happens: it does so to its owner, whom alone it shows sessions.
async fn is_told(call: &Call) -> bool {
    let refused = |error: &PlexError| {
        matches!(
            error,
            PlexError::Forbidden { .. } | PlexError::Unauthorized { .. }
        )
    };
    !call
        .plex
        .sessions()
        .await
        .is_err_and(|error| refused(&error))
}

/// Says so where the server could not be listened to.
fn without_events(mut view: WaitView, ear: &Ear) -> WaitView {
    if !ear.hears() {
        let deaf = "The server could not be listened to: it was looked at every few seconds.";
        view.note = Some(match view.note.take() {
            Some(note) => format!("{note} {deaf}"),
            None => deaf.to_owned(),
        });
    }
    view
}

/// Returns what is waited for.
async fn goal(call: &Call, args: Args) -> Result<Goal, ToolError> {
    let library = match &args.library_id {
        Some(wanted) => Some(call.plex.find_library("library_id", wanted).await?),
        None => None,
    };
    let moment = match args.until {
        Until::SessionStarts => Moment::Started,
        Until::SessionPauses => Moment::Paused,
        Until::SessionResumes => Moment::Resumed,
        Until::SessionEnds => Moment::Ended,
        Until::ItemArrives => {
            let wanted = match (args.rating_key, args.title) {
                (Some(key), _) => arrival::Wanted::Key(rating_key(&key)?),
                (None, Some(title)) => arrival::Wanted::Title(title),
                (None, None) => arrival::Wanted::New,
            };
            return Ok(Goal::Arrival(Arrival::new(wanted, library)));
        }
        Until::ScanDone => return Ok(Goal::Work(Work::new(work::Which::Scan, library))),
        Until::TaskDone => {
            let which = work::Which::Task {
                id: args.activity_id,
                title: args.title,
            };
            return Ok(Goal::Work(Work::new(which, library)));
        }
    };
    let which = playing::Which {
        session_key: args.session_key,
        user: args.user,
        player: args.player,
        title: args.title,
    };
    Ok(Goal::Playback(Playback::new(call, moment, which).await?))
}

fn rating_key(text: &str) -> Result<RatingKey, ToolError> {
    arguments::rating_key(text)
}

/// Refuses what does not go with what is waited for.
fn check(args: &Args) -> Result<(), ToolError> {
    let (is_session, is_item) = match args.until {
        Until::ItemArrives => (false, true),
        Until::ScanDone | Until::TaskDone => (false, false),
        _ => (true, false),
    };
    let is_task = args.until == Until::TaskDone;
    let given = [
        ("user", args.user.is_some(), is_session),
        ("player", args.player.is_some(), is_session),
        ("session_key", args.session_key.is_some(), is_session),
        (
            "title",
            args.title.is_some(),
            is_session || is_item || is_task,
        ),
        ("rating_key", args.rating_key.is_some(), is_item),
        ("library_id", args.library_id.is_some(), !is_session),
        ("activity_id", args.activity_id.is_some(), is_task),
    ];
    match given.iter().find(|(_, is_given, goes)| *is_given && !goes) {
        Some((argument, ..)) => Err(ToolError::invalid(format!(
            "{argument} does not go with what is waited for"
        ))),
        None => Ok(()),
    }
}
