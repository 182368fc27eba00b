//! The scene as lines of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::scene::{Doing, Playing, Scene};

/// The narrowest that is drawn for.
const NARROWEST: usize = 20;
/// The most columns of a bar.
const BAR: usize = 40;

/// Returns how it stands as lines of at most `width` columns, at most `height` of them: what plays, what
/// the server is busy with, and what came in last. What does not fit is counted in the last line.
#[must_use]
pub fn frame(scene: &Scene, width: usize, height: usize) -> Vec<String> {
    let width = width.max(NARROWEST);
    let state = match scene.is_listening {
        true => "Plex, live",
        false => "Plex is away, trying again; this is how it was",
    };
    let playing = match scene.sessions.len() {
        0 => "nothing plays".to_owned(),
        count => format!("{count} playing"),
    };
    let mut lines = vec![cut(&format!("{state}: {playing}"), width)];
    for session in scene.sessions.values() {
        let done = match scene.is_listening {
            true => session.position_now(),
            // How it was, and not how it would be.
            false => session.position_s,
        };
        lines.extend(of_session(session, done, width));
    }
    for task in scene.work.values() {
        lines.extend(of_task(task, width));
    }
    let new = scene.arrivals.iter();
    lines.extend(new.map(|title| cut(&format!("+ {title}"), width)));
    let height = height.max(1);
    if lines.len() > height {
        let more = lines.len() - height + 1;
        lines.truncate(height - 1);
        lines.push(cut(&format!("… {more} more lines"), width));
    }
    lines
}

fn of_session(session: &Playing, done: Option<u64>, width: usize) -> [String; 2] {
    let sign = match session.state.as_str() {
        "playing" => ">",
        "paused" => "=",
        _ => "~",
    };
    let user = session.user.as_deref().unwrap_or("Somebody");
    let player = session.player.as_ref();
    let on = player.map(|player| format!(", on {player}"));
    let head = format!("{sign} {user}: {}{}", session.title, on.unwrap_or_default());
    let (done, all) = (done.unwrap_or(0), session.duration_s);
    let times = match all {
        Some(all) => format!("{} / {} {}", clock(done), clock(all), session.state),
        None => format!("{} {}", clock(done), session.state),
    };
    [cut(&head, width), with_bar(done, all, &times, width)]
}

fn of_task(task: &Doing, width: usize) -> Vec<String> {
    let head = match &task.subject {
        Some(subject) => format!("* {}: {subject}", task.title),
        None => format!("* {}", task.title),
    };
    let mut lines = vec![cut(&head, width)];
    if let Some(percent) = task.progress_percent {
        let done = u64::try_from(percent).unwrap_or(0);
        lines.push(with_bar(done, Some(100), &format!("{percent} %"), width));
    }
    lines
}

/// Returns a bar, and after it what it means.
fn with_bar(done: u64, all: Option<u64>, text: &str, width: usize) -> String {
    // Two columns before it, its two ends, and a space after it.
    let room = width.saturating_sub(text.width() + 5).min(BAR);
    let all = all.filter(|all| *all > 0 && room >= 4);
    let Some(all) = all else {
        return cut(&format!("  {text}"), width);
    };
    let filled = done.min(all).saturating_mul(room as u64) / all;
    let filled = usize::try_from(filled).unwrap_or(room).min(room);
    let bar = format!("{}{}", "#".repeat(filled), "-".repeat(room - filled));
    cut(&format!("  [{bar}] {text}"), width)
}

/// Writes `1:02:03`, `2:03`.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Returns as much of a line as fits into so many columns.
fn cut(line: &str, width: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let mut columns = 1;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns <= width
    };
    let kept: String = line.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use plex_client::{ActivityId, SessionKey};

    use super::*;

    fn scene() -> Scene {
        let mut scene = Scene {
            is_listening: true,
            ..Scene::default()
        };
        let mut session = |key: &str, title: &str, state: &str| {
            let playing = Playing {
                session_key: key.to_owned(),
                title: title.to_owned(),
                user: Some("Ada".to_owned()),
                player: Some("Living Room".to_owned()),
                state: state.to_owned(),
                position_s: Some(1_800),
                duration_s: Some(7_200),
                rating_key: None,
                told: None,
            };
            scene
                .sessions
                .insert(SessionKey::new(key).unwrap(), playing);
        };
        session("1", "Metropolis (1927)", "playing");
        session(
            "2",
            "雨月物語 雨月物語 雨月物語 雨月物語 雨月物語 雨月物語 雨月物語 雨月物語",
            "paused",
        );
        let task = Doing {
            title: "Scanning Films".to_owned(),
            subject: Some("The Pleasure Garden".to_owned()),
            progress_percent: Some(40),
            kind: "library.update.section".to_owned(),
        };
        scene.work.insert(ActivityId::new("a").unwrap(), task);
        scene
            .arrivals
            .push_front("Faust (1926), in Films".to_owned());
        scene
    }

    #[test]
    fn it_is_drawn_with_bars_that_fit_eighty_columns() {
        let lines = frame(&scene(), 80, 24);
        assert_eq!(lines[0], "Plex, live: 2 playing");
        assert_eq!(lines[1], "> Ada: Metropolis (1927), on Living Room");
        let bar = format!(
            "  [{}{}] 30:00 / 2:00:00 playing",
            "#".repeat(10),
            "-".repeat(30)
        );
        assert_eq!(lines[2], bar);
        assert!(lines[3].starts_with("= Ada: 雨月物語") && lines[3].ends_with('…'));
        assert!(lines[4].ends_with("30:00 / 2:00:00 paused"));
        assert_eq!(lines[5], "* Scanning Films: The Pleasure Garden");
        let bar = format!("  [{}{}] 40 %", "#".repeat(16), "-".repeat(24));
        assert_eq!(lines[6], bar);
        assert_eq!(lines[7], "+ Faust (1926), in Films");
        assert_eq!(lines.len(), 8);
    }

    #[test]
    fn no_line_is_wider_and_there_are_no_more_than_the_terminal_has() {
        for width in [20, 30, 40, 79, 80, 200] {
            for height in [1, 2, 5, 24] {
                let lines = frame(&scene(), width, height);
                assert!(lines.len() <= height, "{width}x{height}");
                for line in &lines {
                    assert!(line.width() <= width, "{width}: {line}");
                }
            }
        }
        assert_eq!(frame(&scene(), 80, 5)[4], "… 4 more lines");
    }
}
