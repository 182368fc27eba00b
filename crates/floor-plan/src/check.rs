//! What does not agree with the plan, each in one sentence.

use std::collections::BTreeSet;
use std::path::Path;

use crate::arrows::{Arrow, Arrows};
use crate::circle::{circles, folder_circles};
use crate::error::Result;
use crate::plan::{Rooms, room};
use crate::reader::{relative, sources, text};
use crate::tree::Crate;

/// The most lines that a source file may have.
pub const MAX_LINES: usize = 500;

/// Returns what is wrong with a crate by its plan: circles, arrows that do not lead down, rooms
/// without a floor, files that nothing declares, and entries of the plan that say nothing any more.
pub fn check(one: &Crate, rooms: &Rooms) -> Vec<String> {
    let arrows = Arrows::of(one);
    let mut problems = Vec::new();
    for file in &one.unreached {
        problems.push(format!("{file}: no module declares this file"));
    }
    planned_rooms(one, rooms, &mut problems);
    directions(&arrows, rooms, &mut problems);
    let found = circles(&arrows);
    compare(&found, &rooms.circles, "files", "circles", &mut problems);
    for circle in found
        .iter()
        .filter(|circle| !rooms.circles.contains(circle))
    {
        let inside = |arrow: &&Arrow| circle.contains(&arrow.from) && circle.contains(&arrow.to);
        problems.extend(
            arrows
                .iter()
                .filter(inside)
                .map(|arrow| format!("  {}", shown(arrow))),
        );
    }
    let found = folder_circles(&arrows);
    compare(
        &found,
        &rooms.folder_circles,
        "folders",
        "folder_circles",
        &mut problems,
    );
    problems
}

/// Returns what is wrong with the files of a crate, its tests, benchmarks and examples included:
/// files that are too long, and modules of two styles (`name.rs` beside `name/`).
///
/// # Errors
///
/// When a file cannot be read.
pub fn check_files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    sources(folder, &mut files)?;
    let mut problems = Vec::new();
    for file in files {
        let name = relative(&file, folder);
        let lines = text(&file)?.lines().count();
        if lines > MAX_LINES {
            problems.push(format!(
                "{name}: {lines} lines, and {MAX_LINES} are the most"
            ));
        }
        if file.with_extension("").is_dir() {
            let inside = name.replace(".rs", "/mod.rs");
            problems.push(format!("{name}: a module with a folder is {inside}"));
        }
    }
    Ok(problems)
}

fn planned_rooms(one: &Crate, rooms: &Rooms, problems: &mut Vec<String>) {
    let mut built: BTreeSet<&str> = one.files.iter().filter_map(|file| room(file)).collect();
    for planned in rooms.floors.iter().flatten() {
        if !built.remove(planned.as_str()) {
            problems.push(format!(
                "the plan names `{planned}` twice, or it does not exist"
            ));
        }
    }
    for unplanned in built {
        problems.push(format!("`{unplanned}` has no floor in the plan"));
    }
}

fn directions(arrows: &Arrows, rooms: &Rooms, problems: &mut Vec<String>) {
    let mut allowed: BTreeSet<&str> = rooms.upwards.iter().map(String::as_str).collect();
    for arrow in arrows.iter() {
        if leads_down(arrow, rooms) {
            continue;
        }
        let key = format!("{} -> {}", arrow.from, arrow.to);
        if !allowed.remove(key.as_str()) {
            problems.push(format!("does not lead down: {}", shown(arrow)));
        }
    }
    for stale in allowed {
        problems.push(format!(
            "`upwards` allows {stale:?}, which is no such arrow any more"
        ));
    }
}

/// Says whether an arrow stays in a room or leads to a lower floor. A room without a floor is
/// reported once, not for each of its arrows.
fn leads_down(arrow: &Arrow, rooms: &Rooms) -> bool {
    match (room(&arrow.from), room(&arrow.to)) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(from), Some(to)) if from == to => true,
        (Some(from), Some(to)) => match (rooms.floor(from), rooms.floor(to)) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        },
    }
}

fn compare(
    found: &[Vec<String>],
    allowed: &[Vec<String>],
    of: &str,
    key: &str,
    problems: &mut Vec<String>,
) {
    for circle in found.iter().filter(|circle| !allowed.contains(circle)) {
        problems.push(format!("{} {of} need each other: {circle:?}", circle.len()));
    }
    for stale in allowed.iter().filter(|circle| !found.contains(circle)) {
        problems.push(format!(
            "`{key}` allows {stale:?}, which is no such circle any more"
        ));
    }
}

fn shown(arrow: &Arrow) -> String {
    let Arrow {
        from,
        to,
        line,
        path,
    } = arrow;
    format!("{from}:{line} names {path}, which {to} defines")
}
