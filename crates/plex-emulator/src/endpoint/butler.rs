//! What the server does at night.

use crate::answer::Element;
use crate::server::{Call, Reply};
use crate::world::World;

/// A task: its name, every how many days, whether at a random hour, and what it does.
struct Task {
    name: &'static str,
    interval: i64,
    is_randomized: bool,
    title: &'static str,
    description: &'static str,
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

/// A task runs unless the preference that is called after it says no.
fn is_enabled(world: &World, name: &str) -> bool {
    let bare = name.strip_prefix("ButlerTask").unwrap_or(name);
    world.preferences.int(&format!("ButlerTask{bare}"), 1) != 0
}
