//! What a scanner makes of where a file lies and what it is called.

use super::kind::SectionKind;

/// Says what a file is, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Film {
        title: String,
        year: Option<i64>,
        edition: Option<String>,
    },
    Episode {
        show: String,
        year: Option<i64>,
        season: i64,
        number: i64,
        /// The last of the episodes that are in the file; the same as `number` where it is one.
        last: i64,
        title: String,
    },
    Track {
        artist: String,
        album: String,
        number: Option<i64>,
        title: String,
    },
    Photo {
        albums: Vec<String>,
        title: String,
    },
}

impl Named {
    /// Returns what is in the file, one by one: of several episodes, each; of anything else, itself.
    pub(crate) fn episodes(&self) -> Vec<Self> {
        let Self::Episode { number, last, .. } = self else {
            return vec![self.clone()];
        };
        let numbers = *number..=*last;
        numbers
            .map(|at| {
                let mut one = self.clone();
                if let Self::Episode { number, title, .. } = &mut one {
                    if *title == format!("Episode {number}") {
                        *title = format!("Episode {at}");
                    }
                    *number = at;
                }
                one
            })
            .collect()
    }
}

/// Reads a path below a library's folder; none when the scanner passes it over.
pub(crate) fn read(path: &str, kind: SectionKind) -> Option<Named> {
    let mut folders: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let file = folders.pop()?;
    let (stem, ending) = file.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let is_video = matches!(
        ending.as_str(),
        "mkv" | "mp4" | "m4v" | "avi" | "mov" | "ts"
    );
    let is_audio = matches!(ending.as_str(), "mp3" | "flac" | "m4a" | "ogg" | "opus");
    let is_photo = matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "heic");
    match kind {
        SectionKind::Movie if is_video => Some(film(folders.last().copied(), stem)),
        SectionKind::Show if is_video => episode(&folders, stem),
        SectionKind::Artist if is_audio => Some(track(&folders, stem)),
        SectionKind::Photo if is_photo => Some(Named::Photo {
            albums: folders.iter().map(|&name| name.to_owned()).collect(),
            title: stem.to_owned(),
        }),
        _ => None,
    }
}

/// Takes a file for a film: its name says more than the folder, unless only the folder has a year.
fn film(folder: Option<&str>, stem: &str) -> Named {
    let edition = [Some(stem), folder].into_iter().flatten().find_map(edition);
    let (own, own_year) = dated(stem);
    let (title, year) = match folder.map(dated) {
        Some((title, Some(year))) if own_year.is_none() => (title, Some(year)),
        _ => (own, own_year),
    };
    Named::Film {
        title,
        year,
        edition,
    }
}

/// Returns what stands in `{edition-…}`.
fn edition(name: &str) -> Option<String> {
    let (_, rest) = name.split_once("{edition-")?;
    let (edition, _) = rest.split_once('}')?;
    Some(edition.trim().to_owned())
}

/// Returns a title and the year behind it: `The Lodger (1927) - 1080p` is The Lodger, of 1927.
fn dated(name: &str) -> (String, Option<i64>) {
    let bare = name.split(['{', '[']).next().unwrap_or(name).trim();
    for (at, _) in bare.match_indices('(') {
        let year = bare.get(at + 1..at + 5);
        let is_closed = bare.get(at + 5..at + 6) == Some(")");
        if let Some(year) = year
            .filter(|_| is_closed)
            .and_then(|year| year.parse().ok())
        {
            let title = bare.get(..at).unwrap_or("").trim();
            return (title.to_owned(), Some(year));
        }
    }
    let title = bare.split(" - ").next().unwrap_or(bare).trim();
    (title.replace(['.', '_'], " "), None)
}

/// Reads `Show (1967)/Season 01/Show - S01E02 - Title`.
fn episode(folders: &[&str], stem: &str) -> Option<Named> {
    let lower = stem.to_ascii_lowercase();
    let (at, season, number, last, end) = lower.match_indices('s').find_map(|(at, _)| {
        let rest = lower.get(at + 1..)?;
        let (season, after) = digits(rest)?;
        let (number, left) = digits(after.strip_prefix('e')?)?;
        let (last, left) = more(number, left).unwrap_or((number, left));
        Some((at, season, number, last, lower.len() - left.len()))
    })?;
    let before = stem.get(..at).unwrap_or("");
    let named = before.trim_end_matches([' ', '-', '.', '_']);
    let (show, year) = dated(folders.first().copied().unwrap_or(named));
    let title = stem.get(end..).unwrap_or("");
    let title = title.trim_matches([' ', '-', '.', '_']);
    let title = match title {
        "" => format!("Episode {number}"),
        title => title.to_owned(),
    };
    Some(Named::Episode {
        show,
        year,
        season,
        number,
        last,
        title,
    })
}

/// No file has more episodes: what looks so is something else.
const MOST: i64 = 30;

/// Reads what follows the number of a file's first episode, where it has several: `-E02`, `E02` or `-02`.
fn more(first: i64, rest: &str) -> Option<(i64, &str)> {
    let bare = rest.strip_prefix('-').unwrap_or(rest);
    let is_lettered = bare.starts_with('e');
    if !is_lettered && bare.len() == rest.len() {
        return None;
    }
    let (last, left) = digits(bare.strip_prefix('e').unwrap_or(bare))?;
    // `-720p` is a resolution.
    let is_number = is_lettered || !left.starts_with(|next: char| next.is_ascii_alphanumeric());
    if !is_number || last <= first || last - first >= MOST {
        return None;
    }
    Some(more(last, left).unwrap_or((last, left)))
}

fn digits(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit());
    let end = end.unwrap_or(text.len());
    let number = text.get(..end)?.parse().ok()?;
    Some((number, text.get(end..)?))
}

/// Reads `Artist/Album/01 - Title`.
fn track(folders: &[&str], stem: &str) -> Named {
    let (number, title) = match digits(stem) {
        Some((number, rest)) => (Some(number), rest.trim_matches([' ', '-', '.', '_'])),
        None => (None, stem),
    };
    let name = |from_end: usize| {
        let at = folders.len().checked_sub(from_end);
        at.and_then(|at| folders.get(at))
            .map(|&name| name.to_owned())
    };
    let unknown = |what: &str| format!("[Unknown {what}]");
    Named::Track {
        artist: name(2).unwrap_or_else(|| unknown("Artist")),
        album: name(1).unwrap_or_else(|| unknown("Album")),
        number,
        title: if title.is_empty() { stem } else { title }.to_owned(),
    }
}
