//! Every setting, defined once: its flag, its variables, its key in the file and its help.

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// The flag without its dashes; the file's key is the same with `_` for `-`.
    pub name: &'static str,
    /// The environment variables that set it, the first one winning.
    pub env: &'static [&'static str],
    /// What its value is called; a switch has none.
    pub value: Option<&'static str>,
    /// What it does.
    pub help: &'static str,
    /// What it is when it is not set.
    pub default: Option<&'static str>,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// Whether it may be given several times; commas separate the values in one text.
    pub list: bool,
}

impl Setting {
    /// Returns its key in the configuration file; `None` for the setting that names that file.
    pub fn key(&self) -> Option<String> {
        (*self != CONFIG_FILE).then(|| self.name.replace('-', "_"))
    }
}

/// Returns a setting with a value and nothing else special about it.
const fn setting(
    name: &'static str,
    env: &'static [&'static str],
    value: &'static str,
    help: &'static str,
) -> Setting {
    Setting {
        name,
        env,
        value: Some(value),
        help,
        default: None,
        secret: false,
        list: false,
    }
}

pub(super) const URL: Setting = Setting {
    default: Some("http://localhost:32400"),
    // It may carry credentials, which are refused, not shown.
    secret: true,
    ..setting(
        "url",
        &["PLEX_MCP_URL", "PLEX_URL"],
        "URL",
        "Where the Plex Media Server is",
    )
};

pub(super) const TOKEN: Setting = Setting {
    secret: true,
    ..setting(
        "token",
        &["PLEX_MCP_TOKEN", "PLEX_TOKEN"],
        "TOKEN",
        "The Plex token; better given by --token-file or the environment, which other users of the machine cannot see",
    )
};

pub(super) const TOKEN_FILE: Setting = setting(
    "token-file",
    &["PLEX_MCP_TOKEN_FILE", "PLEX_TOKEN_FILE"],
    "FILE",
    "A file with the Plex token in it",
);

pub(super) const CA_FILE: Setting = setting(
    "ca-file",
    &["PLEX_MCP_CA_FILE", "PLEX_CA_FILE"],
    "FILE",
    "A PEM file with certificates to trust beside the system's, for a server with a certificate of your own",
);

pub(super) const PLEX_TV_URL: Setting = Setting {
    default: Some("https://plex.tv"),
    ..setting(
        "plex-tv-url",
        &["PLEX_MCP_PLEX_TV_URL"],
        "URL",
        "Where plex.tv is, for `login`; an emulator in tests",
    )
};

pub(super) const TIMEOUT: Setting = Setting {
    default: Some("30"),
    ..setting(
        "timeout",
        &["PLEX_MCP_TIMEOUT"],
        "SECONDS",
        "How long one request to Plex may take",
    )
};

pub(super) const TIMEZONE: Setting = setting(
    "timezone",
    &["PLEX_MCP_TIMEZONE"],
    "ZONE",
    "The timezone of times in results, such as Europe/Berlin [default: the system's]",
);

pub(super) const MAX_RESULT_BYTES: Setting = Setting {
    default: Some("40000"),
    ..setting(
        "max-result-bytes",
        &["PLEX_MCP_MAX_RESULT_BYTES"],
        "BYTES",
        "How large a result may be before it is shortened to a smaller page",
    )
};

pub(super) const NO_OUTPUT_SCHEMA: Setting = Setting {
    value: None,
    ..setting(
        "no-output-schema",
        &["PLEX_MCP_NO_OUTPUT_SCHEMA"],
        "",
        "Do not publish output schemas, for clients that fail on them",
    )
};

pub(super) const NO_INDEX: Setting = Setting {
    value: None,
    ..setting(
        "no-index",
        &["PLEX_MCP_NO_INDEX"],
        "",
        "Keep no snapshot of the library; the insights tools then only say so",
    )
};

pub(super) const INDEX_DIR: Setting = setting(
    "index-dir",
    &["PLEX_MCP_INDEX_DIR"],
    "DIRECTORY",
    "Where snapshots are kept [default: $XDG_CACHE_HOME/plex-mcp]",
);

pub(super) const INDEX_PATHS: Setting = Setting {
    value: None,
    ..setting(
        "index-paths",
        &["PLEX_MCP_INDEX_PATHS"],
        "",
        "Keep the paths of files on the server in the snapshot too",
    )
};

pub(super) const DEMO: Setting = Setting {
    value: None,
    ..setting(
        "demo",
        &["PLEX_MCP_DEMO"],
        "",
        "Serve a sample library from the built-in emulator instead of a Plex server",
    )
};

pub(super) const HTTP: Setting = setting(
    "http",
    &["PLEX_MCP_HTTP"],
    "ADDRESS",
    "Serve over HTTP at this address, such as 127.0.0.1:8787, instead of standard input and output",
);

pub(super) const HTTP_TOKEN: Setting = Setting {
    secret: true,
    ..setting(
        "http-token",
        &["PLEX_MCP_HTTP_TOKEN"],
        "SECRET",
        "The secret that HTTP clients must send as a bearer, of 32 or more characters; better given by --http-token-file or the environment",
    )
};

pub(super) const HTTP_TOKEN_FILE: Setting = setting(
    "http-token-file",
    &["PLEX_MCP_HTTP_TOKEN_FILE"],
    "FILE",
    "A file with the secret for HTTP clients in it",
);

pub(super) const ALLOWED_HOST: Setting = Setting {
    list: true,
    ..setting(
        "allowed-host",
        &["PLEX_MCP_ALLOWED_HOST"],
        "HOST",
        "A name by which HTTP clients may address the server, beside localhost; may be repeated",
    )
};

pub(super) const TOOLSETS: Setting = Setting {
    list: true,
    default: Some("library,playback,insights,control,lists"),
    ..setting(
        "toolsets",
        &["PLEX_MCP_TOOLSETS"],
        "NAMES",
        "Which groups of tools are on, separated by commas, or all",
    )
};

pub(super) const TOOLS: Setting = Setting {
    list: true,
    ..setting(
        "tools",
        &["PLEX_MCP_TOOLS"],
        "NAMES",
        "Single tools that are on: only these, or these beside --toolsets when that is given too",
    )
};

pub(super) const EXCLUDE_TOOLS: Setting = Setting {
    list: true,
    ..setting(
        "exclude-tools",
        &["PLEX_MCP_EXCLUDE_TOOLS"],
        "NAMES",
        "Single tools that are off, whatever else is said",
    )
};

pub(super) const READ_ONLY: Setting = Setting {
    value: None,
    ..setting(
        "read-only",
        &["PLEX_MCP_READ_ONLY"],
        "",
        "Only tools that change nothing",
    )
};

pub(super) const ALLOW_DESTRUCTIVE: Setting = Setting {
    value: None,
    ..setting(
        "allow-destructive",
        &["PLEX_MCP_ALLOW_DESTRUCTIVE"],
        "",
        "Also tools by which something may be lost, such as deleting; each time, the person is asked first",
    )
};

pub(super) const STATE_DIR: Setting = setting(
    "state-dir",
    &["PLEX_MCP_STATE_DIR"],
    "DIRECTORY",
    "Where the journal of changes is kept [default: $XDG_STATE_HOME/plex-mcp]",
);

pub(super) const LIBRARIES: Setting = Setting {
    list: true,
    ..setting(
        "libraries",
        &["PLEX_MCP_LIBRARIES"],
        "NAMES",
        "Show only these libraries, by id or title, and nothing of the others [default: all]",
    )
};

pub(super) const PLAYER_ALIASES: Setting = Setting {
    list: true,
    ..setting(
        "player-aliases",
        &["PLEX_MCP_PLAYER_ALIASES"],
        "NAMES",
        "Further names of players, each as NAME=PLAYER with a player's name or id [default: none]",
    )
};

pub(super) const LOG: Setting = Setting {
    default: Some("warn"),
    ..setting(
        "log",
        &["PLEX_MCP_LOG"],
        "FILTER",
        "What to log to stderr: off, error, warn, info, debug, trace, or a filter such as plex_client=debug",
    )
};

/// The setting that names the configuration file; the only one that is not in it.
pub const CONFIG_FILE: Setting = setting(
    "config",
    &["PLEX_MCP_CONFIG"],
    "FILE",
    "The configuration file [default: $XDG_CONFIG_HOME/plex-mcp/config.toml]",
);

/// Every setting, in the order in which help and documents show them.
pub const SETTINGS: [Setting; 27] = [
    URL,
    TOKEN,
    TOKEN_FILE,
    CA_FILE,
    PLEX_TV_URL,
    TIMEOUT,
    TIMEZONE,
    MAX_RESULT_BYTES,
    NO_OUTPUT_SCHEMA,
    TOOLSETS,
    TOOLS,
    EXCLUDE_TOOLS,
    READ_ONLY,
    ALLOW_DESTRUCTIVE,
    LIBRARIES,
    PLAYER_ALIASES,
    NO_INDEX,
    INDEX_DIR,
    INDEX_PATHS,
    STATE_DIR,
    DEMO,
    HTTP,
    HTTP_TOKEN,
    HTTP_TOKEN_FILE,
    ALLOWED_HOST,
    LOG,
    CONFIG_FILE,
];
