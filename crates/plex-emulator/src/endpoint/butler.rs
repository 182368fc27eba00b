//! What the server does at night, and when somebody asks for it.

use crate::answer::{Answer, Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Job, Work, World};

/// A task: its name, every how many days, whether at a random hour, and what it does.
struct Task {
    name: &'static str,
    interval: i64,
    is_randomized: bool,
    title: &'static str,
    description: &'static str,
}

impl Task {
    fn work(&self) -> Work {
        Work::Task {
            name: self.name,
            title: self.title,
        }
    }
}

const fn task(
    name: &'static str,
    interval: i64,
    is_randomized: bool,
    title: &'static str,
    description: &'static str,
) -> Task {
    Task {
        name,
        interval,
        is_randomized,
        title,
        description,
    }
}

#[rustfmt::skip]
const TASKS: &[Task] = &[
    task("AutomaticUpdates", 1, true, "Check for updates", "Looks for a newer version of the server."),
    task("BackupDatabase", 3, false, "Back up the database", "Copies the database to where backups are kept."),
    task("ButlerTaskGenerateAdMarkers", 1, false, "Find advertisements", "Marks advertisements in recordings."),
    task("ButlerTaskGenerateCreditsMarkers", 1, false, "Find credits", "Marks where the credits begin."),
    task("ButlerTaskGenerateIntroMarkers", 1, false, "Find intros", "Marks the opening titles of episodes."),
    task("ButlerTaskGenerateVoiceActivity", 1, false, "Find speech", "Marks where somebody speaks, to move subtitles to."),
    task("CleanOldBundles", 7, false, "Remove old bundles", "Removes what belongs to titles that are gone."),
    task("CleanOldCacheFiles", 7, false, "Remove old cache files", "Removes cached files that nobody asked for lately."),
    task("DeepMediaAnalysis", 1, false, "Analyse media deeply", "Measures the bit rates of files from end to end."),
    task("GarbageCollectBlobs", 7, false, "Collect garbage", "Removes blobs that nothing refers to."),
    task("GarbageCollectLibraryMedia", 7, false, "Collect media garbage", "Removes media that no title refers to."),
    task("GenerateBlurHashes", 7, true, "Draw previews of pictures", "Makes the small blurs shown before a picture is there."),
    task("GenerateChapterThumbs", 1, false, "Draw chapters", "Makes a picture for each chapter."),
    task("GenerateMediaIndexFiles", 1, false, "Draw previews of videos", "Makes the small pictures shown when seeking."),
    task("LoudnessAnalysis", 1, false, "Measure loudness", "Measures how loud tracks are."),
    task("MusicAnalysis", 1, false, "Listen to music", "Finds out which tracks sound alike."),
    task("OptimizeDatabase", 7, false, "Tidy the database", "Makes the database smaller and quicker."),
    task("RefreshEpgGuides", 1, true, "Refresh programme guides", "Fetches what will be on television."),
    task("RefreshLibraries", 1, false, "Scan libraries", "Looks for files that came, went or changed."),
    task("RefreshLocalMedia", 3, false, "Refresh local metadata", "Reads what lies beside the files anew."),
    task("RefreshPeriodicMetadata", 1, true, "Refresh metadata", "Asks the agents for what is old."),
    task("UpgradeMediaAnalysis", 1, false, "Analyse media anew", "Analyses files that an older version analysed."),
];

/// Answers `GET /butler`. The only answer whose root is no media container.
pub(crate) fn tasks<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = Element::new("ButlerTasks").lone();
    root.extend(TASKS.iter().map(|task| {
        Element::new("ButlerTask")
            .with("name", task.name)
            .with("interval", task.interval)
            .with("scheduleRandomized", task.is_randomized)
            .with("enabled", is_enabled(world, task.name))
            .with("title", task.title)
            .with("description", task.description)
    }));
    Ok(root.into())
}

/// Says whether a task runs: unless the preference that is called after it says no.
fn is_enabled(world: &World, name: &str) -> bool {
    let bare = name.strip_prefix("ButlerTask").unwrap_or(name);
    world.preferences.int(&format!("ButlerTask{bare}"), 1) != 0
}

fn named(name: &str) -> Result<&'static Task, Refusal> {
    TASKS
        .iter()
        .find(|task| task.name == name)
        .ok_or(Refusal::NotFound)
}

/// Returns the work of the task of that name, if there is one.
pub(crate) fn task_of(name: &str) -> Option<Work> {
    named(name).ok().map(Task::work)
}

/// Begins a task; false when it is being done already.
fn begin(call: &Call<'_>, world: &mut World, task: &Task) -> bool {
    if world.is_task_running(task.name) {
        return false;
    }
    let length = world.task_length();
    world.start_work(task.work(), call.viewer.account, length, call.now_millis);
    true
}

fn is_task(job: &Job) -> bool {
    matches!(job.work, Work::Task { .. })
}

/// Answers `POST /butler/{name}`: 202 when it is being done already.
pub(crate) fn start(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let task = named(call.capture(0))?;
    if begin(call, world, task) {
        Ok(Answer::Done)
    } else {
        Ok(Answer::Accepted)
    }
}

/// Answers `POST /butler`: all that are to be done at night.
pub(crate) fn start_all(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    for task in TASKS {
        if is_enabled(world, task.name) {
            begin(call, world, task);
        }
    }
    Ok(Answer::Done)
}

/// Answers `DELETE /butler/{name}`: 404 when it is not being done.
pub(crate) fn stop(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let name = named(call.capture(0))?.name;
    let is_it = |job: &Job| matches!(job.work, Work::Task { name: held, .. } if held == name);
    if world.cancel_work(call.now_millis, is_it) {
        Ok(Answer::Done)
    } else {
        Err(Refusal::NotFound)
    }
}

/// Answers `DELETE /butler`
pub(crate) fn stop_all(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    world.cancel_work(call.now_millis, is_task);
    Ok(Answer::Done)
}

/// Answers `PUT /library/clean/bundles`
pub(crate) fn clean_bundles(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    begin(call, world, named("CleanOldBundles")?);
    Ok(Answer::Done)
}

/// Answers `PUT /library/optimize`
pub(crate) fn optimize(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    begin(call, world, named("OptimizeDatabase")?);
    Ok(Answer::Done)
}
