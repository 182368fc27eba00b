//! `plex_run_task`.

use plex_client::{ActivityId, Library, MaintenanceTask, TaskName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    running::{self, Running, TaskStatus},
    trash::{self, SAID_CHARS, titled},
};
use crate::{
    call::Call,
    change::{self, Act, Caring, Chore, Deed, Wish},
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    nearest::nearest,
    tools::{arguments::Named, tool::Define, which::Which},
    view::change::ChangeView,
};

/// What is worth knowing of what the server only says that it has taken.
const TAKEN: &str = "Plex says that it took this, not when it is done; plex_get_activities shows what is \
    under way.";

/// The tasks that are of no night.
const OWN: [&str; 7] = [
    "empty_trash",
    "clean_bundles",
    "optimize_database",
    "analyze",
    "refresh_metadata",
    "cancel_scan",
    "cancel_activity",
];

/// Has the server look after itself.
pub(crate) struct RunTask;

/// Which task, and of what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// empty_trash, analyze, refresh_metadata, cancel_scan (library_id), clean_bundles,
    /// optimize_database, cancel_activity, or a night task such as BackupDatabase.
    #[schemars(length(min = 1, max = 60))]
    task: String,
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    /// analyze and refresh_metadata of one title: id or title.
    #[schemars(with = "Option<String>", length(min = 1, max = 200))]
    rating_key: Option<Named>,
    /// From plex_get_activities.
    #[schemars(length(min = 1, max = 128))]
    activity_id: Option<String>,
    /// empty_trash: scans before, at most 60 s.
    #[serde(default)]
    scan_first: bool,
    /// For the end of what is started, at most 60 s.
    #[serde(default)]
    wait: bool,
    #[serde(default)]
    dry_run: bool,
}

/// What was started, and what became of it where that was waited for.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RanView {
    /// The change.
    #[serde(flatten)]
    change: ChangeView,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<TaskStatus>,
    /// How long it was waited for, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    waited_s: Option<u64>,
}

impl Define for RunTask {
    const NAME: &'static str = "plex_run_task";
    const TITLE: &'static str = "Run a task";
    const DESCRIPTION: &'static str = "Starts upkeep of the server or a library, or calls it off. To \
        empty the trash forgets titles whose files are gone: the person is asked first. Cannot be \
        undone. Needs the owner's token.";
    const TOOLSET: Toolset = Toolset::Server;
    const EFFECT: Effect = Effect::Write;
    const MAY_DESTROY: bool = true;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = RanView;

    async fn run(call: &Call, args: Args) -> Result<RanView, ToolError> {
        let task = task(&args.task);
        check(&args, task)?;
        let mut wish = match task {
            Some("empty_trash") => {
                let library = library(call, &args).await?;
                trash::empty(call, Self::NAME, library, args.scan_first && !args.dry_run).await?
            }
            Some("cancel_scan") => {
                let library = library(call, &args).await?;
                let act = Caring::CancelScan {
                    library: library.key.clone(),
                };
                let of = format!("the scan of {}", titled(&library));
                wish("Call off", "Called off", &of, act)
            }
            Some("cancel_activity") => cancelled(call, &args).await?,
            Some("clean_bundles") => {
                check_server(call)?;
                started("remove old metadata bundles", Chore::CleanBundles)
            }
            Some("optimize_database") => {
                check_server(call)?;
                started("optimise its database", Chore::OptimizeDatabase)
            }
            Some(task) => of_titles(call, &args, task == "analyze").await?,
            None => night(call, &args.task).await?,
        };
        wish.dry_run = args.dry_run;
        let chore = match wish.acts.first() {
            Some(Act::Caring(Caring::Start(chore))) if args.wait && !args.dry_run => {
                Some(chore.clone())
            }
            _ => None,
        };
        // Whoever listens before it begins misses nothing of it.
        let running = match chore {
            Some(chore) => Some(Running::new(call, chore).await?),
            None => None,
        };
        let mut ran = RanView {
            change: change::run(&call.changer, wish).await?,
            status: None,
            waited_s: None,
        };
        if let Some(running) = running
            && ran.change.failed.is_empty()
        {
            match running.until_done().await {
                Ok((status, waited_s)) => {
                    ran.status = Some(status);
                    ran.waited_s = Some(waited_s);
                    ran.change.note = running::note(status);
                }
                // It was started all the same.
                Err(error) => {
                    let why = error.message();
                    ran.change.note = Some(format!(
                        "Plex took this; how it goes on is not known: {why}"
                    ));
                }
            }
        }
        Ok(ran)
    }
}

/// Returns our own name of a task; none for one of the night.
fn task(given: &str) -> Option<&'static str> {
    let given = clean::folded(given).replace([' ', '-'], "_");
    OWN.into_iter().find(|own| *own == given)
}

/// Refuses what does not go with a task.
fn check(args: &Args, task: Option<&str>) -> Result<(), ToolError> {
    let refused = |argument: &str| {
        let task = clean::line(&args.task, SAID_CHARS);
        Err(ToolError::invalid(format!(
            "{argument} does not go with {task}"
        )))
    };
    let starts = !matches!(
        task,
        Some("empty_trash" | "cancel_scan" | "cancel_activity")
    );
    if args.wait && !starts {
        return refused("wait");
    }
    let takes_library = matches!(
        task,
        Some("empty_trash" | "analyze" | "refresh_metadata" | "cancel_scan")
    );
    if args.library_id.is_some() && !takes_library {
        return refused("library_id");
    }
    if args.rating_key.is_some() && !matches!(task, Some("analyze" | "refresh_metadata")) {
        return refused("rating_key");
    }
    if args.activity_id.is_some() && task != Some("cancel_activity") {
        return refused("activity_id");
    }
    if args.scan_first && task != Some("empty_trash") {
        return refused("scan_first");
    }
    Ok(())
}

/// Returns the library that a task is of.
async fn library(call: &Call, args: &Args) -> Result<Library, ToolError> {
    match &args.library_id {
        Some(wanted) => call.plex.find_library("library_id", wanted).await,
        None => Err(ToolError::invalid(format!(
            "library_id is missing: {} is of one library",
            clean::line(&args.task, SAID_CHARS)
        ))),
    }
}

/// Returns the wish to have files looked at again, or metadata fetched again.
async fn of_titles(call: &Call, args: &Args, is_analysis: bool) -> Result<Wish, ToolError> {
    let verb = match is_analysis {
        true => "analyse the files of",
        false => "fetch the metadata again of",
    };
    if let Some(named) = &args.rating_key {
        if args.library_id.is_some() {
            return Err(ToolError::invalid(
                "library_id and rating_key exclude each other: give one of them",
            ));
        }
        let mut which = Which::one(call, named).await?;
        if let Some(failed) = which.failed.pop() {
            return Err(failed.error);
        }
        let item = which.items.pop();
        let (Some(item), Some(key)) = (&item, item.as_ref().and_then(|one| one.rating_key.clone()))
        else {
            return Err(ToolError::internal("Plex gave an item without its id"));
        };
        let chore = match is_analysis {
            true => Chore::AnalyzeItem(key),
            false => Chore::RefreshItem(key),
        };
        let title = change::Name::of(item).in_words();
        return Ok(started(&format!("{verb} {title}"), chore));
    }
    let library = library(call, args).await?;
    if library.refreshing {
        return Err(ToolError::new(
            ErrorKind::NotAllowed,
            format!(
                "{} is being scanned, and some servers do not survive this meanwhile",
                titled(&library)
            ),
        )
        .hint("Wait until the scan has ended, or call it off with cancel_scan."));
    }
    let key = library.key.clone();
    let chore = match is_analysis {
        true => Chore::AnalyzeLibrary(key),
        false => Chore::RefreshLibrary(key),
    };
    Ok(started(
        &format!("{verb} all of {}", titled(&library)),
        chore,
    ))
}

/// Returns the wish to call off something that the server is busy with.
async fn cancelled(call: &Call, args: &Args) -> Result<Wish, ToolError> {
    let Some(wanted) = &args.activity_id else {
        return Err(ToolError::invalid(
            "activity_id is missing: plex_get_activities lists what can be called off",
        ));
    };
    let refused = || {
        let allowed = "the id of what is under way and can be called off, as plex_get_activities \
            lists it";
        ToolError::refused("activity_id", &Value::from(wanted.as_str()), allowed)
    };
    let id = ActivityId::new(wanted).map_err(|_| refused())?;
    let activity = call.plex.activity(&id).await?.ok_or_else(refused)?;
    if activity.cancellable == Some(false) {
        return Err(refused());
    }
    let context = activity.context.as_ref();
    let of = context.and_then(|context| context.library_section_id.as_ref());
    let libraries = call.plex.libraries().await?;
    let library = libraries.iter().find(|library| Some(&library.key) == of);
    let title = activity.title.unwrap_or(activity.activity_type);
    let shown = clean::quoted(&title, SAID_CHARS);
    let act = Caring::CancelActivity {
        activity: id,
        title,
        uuid: library.and_then(|library| library.uuid.clone()),
    };
    Ok(wish("Call off", "Called off", &shown, act))
}

/// Returns the wish to have a task of the night done now.
async fn night(call: &Call, wanted: &str) -> Result<Wish, ToolError> {
    let tasks = call.plex.night_tasks().await?;
    let folded = clean::folded(wanted);
    let is_it = |task: &&MaintenanceTask| {
        let name = task.name.as_ref().map(TaskName::as_str);
        let names = [name, task.title.as_deref()].into_iter().flatten();
        names.map(clean::folded).any(|name| name == folded)
    };
    let Some((task, name)) = tasks
        .iter()
        .find(is_it)
        .and_then(|task| Some((task, task.name.clone()?)))
    else {
        let names = tasks.iter().filter_map(|task| task.name.as_ref());
        let names: Vec<&str> = OWN.into_iter().chain(names.map(TaskName::as_str)).collect();
        let allowed = format!("one of {}", names.join(", "));
        let given = Value::from(clean::line(wanted, SAID_CHARS));
        return Err(ToolError::refused("task", &given, &allowed)
            .meant(nearest(wanted, names.iter().copied())));
    };
    let title = task.title.clone().unwrap_or_else(|| name.to_string());
    let what = format!("do its task {}", clean::quoted(&title, SAID_CHARS));
    Ok(started(&what, Chore::Night { task: name, title }))
}

/// Refuses what is of the whole server where only some libraries are shown.
fn check_server(call: &Call) -> Result<(), ToolError> {
    match call.plex.is_limited() {
        true => Err(ToolError::new(
            ErrorKind::NotAllowed,
            "This task is of the whole server, and only some libraries may be touched",
        )
        .hint("It is there without --libraries.")),
        false => Ok(()),
    }
}

/// Returns the wish to have the server do something of which nothing need show.
fn started(what: &str, chore: Chore) -> Wish {
    let mut wish = wish("Ask Plex to", "Asked Plex to", what, Caring::Start(chore));
    wish.note = Some(TAKEN.to_owned());
    wish
}

fn wish(order: &str, report: &str, what: &str, act: Caring) -> Wish {
    let deed = Deed::Whole {
        order: format!("{order} {what}"),
        report: format!("{report} {what}"),
    };
    Wish::new(RunTask::NAME, deed, vec![Act::Caring(act)])
}
