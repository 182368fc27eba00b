//! What clients have written into the server's log.

use crate::answer::{Answer, Refusal};
use crate::server::{Call, Reply};
use crate::world::World;

/// The levels of a line, by their numbers.
const LEVELS: [&str; 5] = ["ERROR", "WARN", "INFO", "DEBUG", "VERBOSE"];
/// How many lines are kept.
const MOST: usize = 1_000;

/// Answers `PUT /log?level=0..4&message=&source=`: one line.
pub(crate) fn line(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let level = call.required("level")?.parse::<usize>();
    let level = level.ok().and_then(|level| LEVELS.get(level));
    let level = level.ok_or(Refusal::BadRequest)?;
    let message = call.required("message")?;
    let source = call.required("source")?;
    note(call, world, &format!("{level} - [{source}] {message}"));
    Ok(Answer::Done)
}

/// Answers `POST /log`: several lines, each with the parameters of one.
pub(crate) fn lines(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let text = std::str::from_utf8(call.body).map_err(|_| Refusal::BadRequest)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    for line in lines {
        note(call, world, line.trim());
    }
    Ok(Answer::Done)
}

fn note(call: &Call<'_>, world: &mut World, text: &str) {
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let kept = world.remarks.len().saturating_sub(MOST - 1);
    world.remarks.drain(..kept);
    world.remarks.push(format!("{} {text}", call.now()));
}
