//! Which tools there are: what the user chose when the server was started, and no call can widen.

/// A group of tools that is switched on or off together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Toolset {
    /// Libraries and what is in them.
    Library,
    /// What is playing and what was played.
    Playback,
    /// Playing, and what was watched.
    Control,
    /// Playlists and collections.
    Lists,
    /// Questions that only the embedded snapshot answers.
    Insights,
    /// What libraries say of their items, and the journal of changes.
    Curate,
    /// The server itself, and who uses it.
    Server,
}

impl Toolset {
    /// Every group, in the order in which their tools are shown.
    pub const ALL: [Self; 7] = [
        Self::Library,
        Self::Playback,
        Self::Insights,
        Self::Control,
        Self::Lists,
        Self::Curate,
        Self::Server,
    ];

    /// Returns the name used in configuration and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Playback => "playback",
            Self::Insights => "insights",
            Self::Control => "control",
            Self::Lists => "lists",
            Self::Curate => "curate",
            Self::Server => "server",
        }
    }

    /// Says whether its tools are there without being asked for.
    pub fn is_default(self) -> bool {
        match self {
            Self::Library | Self::Playback | Self::Insights | Self::Control | Self::Lists => true,
            Self::Curate | Self::Server => false,
        }
    }
}

/// Says what the strongest effect of a tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Has a library scanned: what the scan finds changes, nothing that a person made.
    Scan,
    /// Changes something, and deletes nothing.
    Write,
    /// Deletes something.
    Destroy,
}

impl Effect {
    /// Says whether anyone who can reach the server may have it: it changes nothing that a person
    /// made.
    pub fn is_harmless(self) -> bool {
        matches!(self, Self::Read | Self::Scan)
    }

    /// Returns the letter used in documents: `R`, `W` or `D`.
    pub fn letter(self) -> char {
        match self {
            Self::Read => 'R',
            Self::Scan | Self::Write => 'W',
            Self::Destroy => 'D',
        }
    }
}

/// A choice among the tools. The default is the toolsets that are on by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The toolsets that are on.
    pub toolsets: Vec<Toolset>,
    /// Tools that are on whatever their toolset, by name.
    pub tools: Vec<String>,
    /// Tools that are off whatever else is said, by name.
    pub excluded: Vec<String>,
    /// Whether only tools that change nothing are on.
    pub read_only: bool,
    /// Whether tools that may lose something are on, too. They ask the person each time.
    pub allow_destructive: bool,
}

impl Default for Choice {
    fn default() -> Self {
        let on = Toolset::ALL.into_iter().filter(|set| set.is_default());
        Self {
            toolsets: on.collect(),
            tools: Vec::new(),
            excluded: Vec::new(),
            read_only: false,
            allow_destructive: false,
        }
    }
}

impl Choice {
    /// Says whether a tool of that name, toolset and effect is on.
    pub fn takes(&self, name: &str, toolset: Toolset, effect: Effect) -> bool {
        let names = |list: &[String]| list.iter().any(|listed| listed == name);
        let is_named = self.toolsets.contains(&toolset) || names(&self.tools);
        is_named && self.permits(effect) && !names(&self.excluded)
    }

    /// Tells whether a tool with this effect may be on at all.
    pub(crate) fn permits(&self, effect: Effect) -> bool {
        match effect {
            Effect::Read => true,
            Effect::Scan | Effect::Write => !self.read_only,
            Effect::Destroy => !self.read_only && self.allow_destructive,
        }
    }

    /// Says why such a tool is off, and how the person who starts the server gets it; `None` when this
    /// choice leaves it on.
    pub(crate) fn why_off(&self, name: &str, toolset: Toolset, effect: Effect) -> Option<String> {
        if self.takes(name, toolset, effect) {
            return None;
        }
        let (reason, cure) = if self.excluded.iter().any(|excluded| excluded == name) {
            (
                "it was excluded",
                "without naming it in --exclude-tools".to_owned(),
            )
        } else if self.read_only && effect != Effect::Read {
            (
                "it changes something, and the server was started to read only",
                "without --read-only".to_owned(),
            )
        } else if !self.permits(effect) {
            (
                "something may be lost by it",
                "with --allow-destructive; each time, the person is asked first".to_owned(),
            )
        } else {
            let sets = Toolset::ALL.into_iter();
            let sets = sets.filter(|set| self.toolsets.contains(set) || *set == toolset);
            let sets: Vec<&str> = sets.map(Toolset::as_str).collect();
            let cure = format!(
                "with --toolsets {}, or with --tools {name} beside it",
                sets.join(",")
            );
            ("its toolset is off", cure)
        };
        Some(switched_off(name, reason, &cure))
    }

    /// Tells whether what such a tool tells may be told by other means too. While nothing was taken from
    /// the toolsets that are on by themselves, the others are off only to keep the tool list short.
    pub(crate) fn tells_of(&self, name: &str, toolset: Toolset, effect: Effect) -> bool {
        let is_narrowed = Toolset::ALL
            .iter()
            .any(|set| set.is_default() && !self.toolsets.contains(set));
        let is_excluded = self.excluded.iter().any(|excluded| excluded == name);
        self.takes(name, toolset, effect)
            || (!is_narrowed && !is_excluded && effect == Effect::Read)
    }
}

/// Says that a tool is off, why, and what its user can do about it.
pub(crate) fn switched_off(name: &str, reason: &str, cure: &str) -> String {
    format!(
        "there is no tool named {name} here: it is switched off, because {reason}. Only the user can \
         switch it on, by starting plex-mcp {cure}"
    )
}
