//! The checks, and what must be known before their findings are believed.

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
    /// The titles that take the most space.
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

    /// Returns its name, such as `numbering_gaps`.
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

    /// Says whether it is done only when it is asked for: it makes the server work.
    pub fn is_opt_in(self) -> bool {
        self == Self::UnavailableFiles
    }

    /// Returns what must be known before its findings are believed where the server's history could
    /// not be read; nothing for most.
    pub fn without_history(self) -> Option<&'static str> {
        match self {
            Self::NeverWatched => Some(
                "The history could not be read: only the plays of the token's owner are known, and a title \
                 listed here may have been played by others.",
            ),
            Self::Abandoned => Some(
                "The history could not be read: only the positions of the token's owner are known, and \
                 what others left is not.",
            ),
            _ => None,
        }
    }

    /// Says whether it looks at what only the details of titles tell.
    pub fn takes_details(self) -> bool {
        self == Self::MissingSubtitles
    }

    /// Says whether it looks at what people have played.
    pub fn takes_plays(self) -> bool {
        matches!(self, Self::NeverWatched | Self::Abandoned)
    }

    /// Returns what must be known before its findings are believed; nothing for most.
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
