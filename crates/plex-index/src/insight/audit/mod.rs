//! What may want looking after, by checks. Each finding says why it is one.

mod abandoned;
mod duplicates;
mod files;
mod gaps;
mod posters;
mod quality;
mod storage;
mod subtitles;
mod unmatched;
mod unwatched;

use rusqlite::Connection;

use super::named;
use crate::{error::Result, index::Index};

/// Something to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Check {
    /// The same title twice, or in several versions.
    Duplicates,
    /// Episodes or seasons missing between those that are there.
    NumberingGaps,
    /// Titles that no agent recognised.
    Unmatched,
    /// Titles whose best version is below HD.
    LowQuality,
    /// Titles without any subtitles.
    MissingSubtitles,
    /// Titles without a picture.
    NoPoster,
    /// Titles whose files the server cannot reach. Asks the server to look at each file.
    UnavailableFiles,
    /// Titles that nobody has played.
    NeverWatched,
    /// Titles that somebody began and left.
    Abandoned,
    /// What takes the most space.
    Storage,
}

impl Check {
    /// Every check, in the order of the findings.
    pub const ALL: [Self; 10] = [
        Self::Duplicates,
        Self::NumberingGaps,
        Self::Unmatched,
        Self::LowQuality,
        Self::MissingSubtitles,
        Self::NoPoster,
        Self::UnavailableFiles,
        Self::NeverWatched,
        Self::Abandoned,
        Self::Storage,
    ];

    /// Its name, such as `numbering_gaps`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duplicates => "duplicates",
            Self::NumberingGaps => "numbering_gaps",
            Self::Unmatched => "unmatched",
            Self::LowQuality => "low_quality",
            Self::MissingSubtitles => "missing_subtitles",
            Self::NoPoster => "no_poster",
            Self::UnavailableFiles => "unavailable_files",
            Self::NeverWatched => "never_watched",
            Self::Abandoned => "abandoned",
            Self::Storage => "storage",
        }
    }

    /// Whether it is done only when it is asked for: it makes the server work.
    pub fn is_opt_in(self) -> bool {
        self == Self::UnavailableFiles
    }

    /// What must be known before its findings are believed; nothing for most.
    pub fn caveat(self) -> Option<&'static str> {
        match self {
            Self::NumberingGaps => Some(
                "Plex does not know how many episodes a season has: only gaps between and before those present show.",
            ),
            Self::MissingSubtitles => Some(
                "Only titles whose details are in the snapshot are checked; subtitles burnt into the picture do not show.",
            ),
            Self::NeverWatched => Some(
                "Plays are those the server's history holds; it can have been cleared, and knows finished plays only.",
            ),
            Self::Abandoned => Some(
                "Positions are known of the token's owner only; of others, only finished episodes.",
            ),
            Self::UnavailableFiles => {
                Some("The largest titles are checked first, at most 2,000 a call.")
            }
            _ => None,
        }
    }
}

/// What to look for, and where.
#[derive(Debug, Clone)]
pub struct AuditQuery {
    /// Only in this library: its id or title.
    pub library: Option<String>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The most findings of each check; all are counted.
    pub limit: u32,
    /// The present moment, epoch seconds: what is old is so by this.
    pub now: i64,
}

/// One thing found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Finding {
    /// The title of the film, show, artist or album.
    pub title: String,
    /// Its year.
    pub year: Option<i64>,
    /// Its season, where it is about one.
    pub season: Option<i64>,
    /// The title of its library.
    pub library: String,
    /// What to give to other tools to look at it.
    pub rating_keys: Vec<String>,
    /// How much it takes; for duplicates, how much all but the largest copy take.
    pub size_bytes: Option<u64>,
    /// Why it is a finding.
    pub why: String,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The check.
    pub check: Check,
    /// The most important ones.
    pub findings: Vec<Finding>,
    /// How many there are in all.
    pub found: u64,
    /// The sizes of all of them together.
    pub size_bytes: u64,
}

impl Index {
    /// Looks for what may want looking after.
    ///
    /// # Errors
    ///
    /// [`IndexError::Unknown`](crate::IndexError::Unknown) for a library nobody knows; those of the
    /// store, and of the client for files.
    pub async fn audit(&self, query: AuditQuery) -> Result<Vec<Report>> {
        let mut reports = Vec::new();
        for check in Check::ALL
            .into_iter()
            .filter(|check| query.checks.contains(check))
        {
            let asked = query.clone();
            let findings = match check {
                Check::UnavailableFiles => files::find(self, asked).await?,
                _ => {
                    self.look(move |connection| {
                        Ok(find(connection, check, &Scope::of(connection, &asked)?)?)
                    })
                    .await?
                }
            };
            reports.push(Report::of(check, findings, query.limit));
        }
        Ok(reports)
    }
}

impl Report {
    fn of(check: Check, mut findings: Vec<Finding>, limit: u32) -> Self {
        let found = findings.len() as u64;
        let size_bytes = findings
            .iter()
            .filter_map(|finding| finding.size_bytes)
            .fold(0, u64::saturating_add);
        findings.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Self {
            check,
            findings,
            found,
            size_bytes,
        }
    }
}

/// Where and when to look.
struct Scope {
    library: Option<i64>,
    now: i64,
}

impl Scope {
    fn of(connection: &Connection, query: &AuditQuery) -> Result<Self> {
        let library = query
            .library
            .as_deref()
            .map(|wanted| named::library(connection, wanted))
            .transpose()?;
        Ok(Self {
            library,
            now: query.now,
        })
    }

    /// The epoch seconds so many days ago.
    fn days_ago(&self, days: i64) -> i64 {
        self.now - days * 86_400
    }
}

fn find(connection: &Connection, check: Check, scope: &Scope) -> rusqlite::Result<Vec<Finding>> {
    match check {
        Check::Duplicates => duplicates::find(connection, scope),
        Check::NumberingGaps => gaps::find(connection, scope),
        Check::Unmatched => unmatched::find(connection, scope),
        Check::LowQuality => quality::find(connection, scope),
        Check::MissingSubtitles => subtitles::find(connection, scope),
        Check::NoPoster => posters::find(connection, scope),
        Check::NeverWatched => unwatched::find(connection, scope),
        Check::Abandoned => abandoned::find(connection, scope),
        Check::Storage => storage::find(connection, scope),
        // Asks the server, not the snapshot.
        Check::UnavailableFiles => Ok(Vec::new()),
    }
}

/// Reads findings of a statement with the columns `title`, `year`, `season`, `library`,
/// `rating_keys` (apart by spaces, which no key holds), `size_bytes` and `why`. `:library` and `:since` may be used in it;
/// `since` is what is old enough.
fn findings(
    connection: &Connection,
    scope: &Scope,
    since: i64,
    sql: &str,
) -> rusqlite::Result<Vec<Finding>> {
    let mut statement = connection.prepare(&sql.replace("{title}", TITLE))?;
    if statement.parameter_index(":library")?.is_some() {
        statement.raw_bind_parameter(":library", scope.library)?;
    }
    if statement.parameter_index(":since")?.is_some() {
        statement.raw_bind_parameter(":since", since)?;
    }
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let keys: String = row.get("rating_keys")?;
        found.push(Finding {
            title: row.get("title")?,
            year: row.get("year")?,
            season: row.get("season")?,
            library: row.get("library")?,
            rating_keys: keys.split(' ').map(str::to_owned).collect(),
            size_bytes: row.get("size_bytes")?,
            why: row.get("why")?,
        });
    }
    Ok(found)
}

/// A film's or an episode's title as findings name it, `Harbour S02E05 The Long Night`: what
/// `{title}` stands for. The show is joined as `top`.
const TITLE: &str = "CASE WHEN item.type = 'episode' AND top.id IS NOT NULL
  THEN top.title || printf(' S%02dE%02d ', item.parent_number, item.number) || item.title
  ELSE item.title END";
