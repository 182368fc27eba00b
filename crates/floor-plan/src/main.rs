//! Prints what the plan of the workspace does not show: arrows, circles, sizes.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use floor_plan::{
    Arrows, Crate, Plan, Surface, check, check_files, circles, folder_circles, read_crates,
};

const USAGE: &str = "\
usage: floor-plan COMMAND [CRATE]
  check     what does not agree with floors.toml
  floors    the floors of each crate, from top to bottom
  rooms     which room imports from which
  arrows    which file imports from which, and by what path
  circles   which files, and which folders, need each other
  sizes     files, lines and public items
The workspace is the one this was built in, or WORKSPACE in the environment.";

type Outcome = Result<bool, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let (command, only) = match arguments {
        [command] => (command.as_str(), None),
        [command, only] => (command.as_str(), Some(only.as_str())),
        _ => return Err(USAGE.into()),
    };
    let workspace = std::env::var_os("WORKSPACE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."),
        PathBuf::from,
    );
    let folder = workspace.join("crates");
    let mut crates = read_crates(&folder)?;
    crates.retain(|one| only.is_none_or(|only| one.name == only));
    let plan = || Plan::read(&folder.join("floor-plan/floors.toml"));
    let mut out = io::stdout().lock();
    match command {
        "check" => return checked(&crates, &plan()?, &folder, &mut out),
        "floors" => floors(&crates, &plan()?, &mut out)?,
        "rooms" => rooms(&crates, &mut out)?,
        "arrows" => arrows(&crates, &mut out)?,
        "circles" => all_circles(&crates, &mut out)?,
        "sizes" => sizes(&crates, &folder, &mut out)?,
        _ => return Err(USAGE.into()),
    }
    Ok(true)
}

fn floors(crates: &[Crate], plan: &Plan, out: &mut impl Write) -> io::Result<()> {
    for one in crates {
        if let Some(rooms) = plan.of(&one.name) {
            writeln!(out, "{}", one.name)?;
            for floor in rooms.floors() {
                writeln!(out, "    {}", floor.join(", "))?;
            }
        }
    }
    Ok(())
}

fn arrows(crates: &[Crate], out: &mut impl Write) -> io::Result<()> {
    for one in crates {
        for arrow in Arrows::of(one).iter() {
            let (from, to, line, path) = (&arrow.from, &arrow.to, arrow.line, &arrow.path);
            writeln!(out, "{} {from}:{line} -> {to}  {path}", one.name)?;
        }
    }
    Ok(())
}

fn all_circles(crates: &[Crate], out: &mut impl Write) -> io::Result<()> {
    for one in crates {
        let arrows = Arrows::of(one);
        for circle in circles(&arrows) {
            writeln!(out, "{} files {circle:?}", one.name)?;
        }
        for circle in folder_circles(&arrows) {
            writeln!(out, "{} folders {circle:?}", one.name)?;
        }
    }
    Ok(())
}

fn checked(crates: &[Crate], plan: &Plan, folder: &Path, out: &mut impl Write) -> Outcome {
    let mut agrees = true;
    for one in crates {
        let mut problems = match plan.of(&one.name) {
            Some(rooms) => check(one, rooms),
            None => vec!["the plan does not have this crate".to_owned()],
        };
        problems.extend(check_files(&folder.join(&one.name))?);
        for problem in problems {
            agrees = false;
            writeln!(out, "{}: {problem}", one.name)?;
        }
    }
    Ok(agrees)
}

fn rooms(crates: &[Crate], out: &mut impl Write) -> io::Result<()> {
    for one in crates {
        let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for file in one.files() {
            rooms.entry(room(file)).or_default();
        }
        let arrows = Arrows::of(one);
        for arrow in arrows.iter() {
            let (from, to) = (room(&arrow.from), room(&arrow.to));
            if let Some(targets) = rooms.get_mut(from).filter(|_| from != to) {
                targets.insert(to);
            }
        }
        for (room, targets) in rooms {
            let targets: Vec<_> = targets.into_iter().collect();
            writeln!(out, "{} {room} -> {}", one.name, targets.join(" "))?;
        }
    }
    Ok(())
}

fn room(file: &str) -> &str {
    let name = file.split_once('/').map_or(file, |(folder, _)| folder);
    name.strip_suffix(".rs").unwrap_or(name)
}

fn sizes(crates: &[Crate], folder: &Path, out: &mut impl Write) -> io::Result<()> {
    let mut line = |columns: [&str; 9]| {
        let [name, rest @ ..] = columns;
        let rest = rest.map(|column| format!("{column:>9}"));
        writeln!(out, "{name:<16}{}", rest.concat())
    };
    line([
        "crate", "files", "lines", "longest", "circles", "public", "items", "methods", "members",
    ])?;
    for one in crates {
        let mut lines = Vec::new();
        for file in one.files() {
            let text = std::fs::read_to_string(folder.join(&one.name).join("src").join(file))?;
            lines.push(text.lines().count());
        }
        let surface = Surface::of(one);
        let numbers = [
            lines.len(),
            lines.iter().sum(),
            lines.iter().copied().max().unwrap_or(0),
            circles(&Arrows::of(one)).len(),
            surface.total(),
            surface.items,
            surface.methods,
            surface.members,
        ];
        let numbers = numbers.map(|number| number.to_string());
        let [a, b, c, d, e, f, g, h] = &numbers;
        line([&one.name, a, b, c, d, e, f, g, h])?;
    }
    Ok(())
}
