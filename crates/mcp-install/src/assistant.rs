//! The assistants: their names, where their files lie, and how an entry looks in them.

use std::{fmt, path::PathBuf, str::FromStr};

use crate::{
    machine::{Machine, System},
    problem::Problem,
};

/// An application that starts servers of the Model Context Protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Assistant {
    /// Claude Desktop.
    ClaudeDesktop,
    /// Claude Code, for all projects of the person.
    ClaudeCode,
    /// Cursor.
    Cursor,
    /// Visual Studio Code.
    VsCode,
    /// Visual Studio Code Insiders.
    VsCodeInsiders,
    /// Windsurf.
    Windsurf,
    /// Zed.
    Zed,
    /// Goose, the desktop application and the command line alike.
    Goose,
    /// Codex CLI.
    Codex,
    /// Gemini CLI.
    Gemini,
    /// LM Studio.
    LmStudio,
    /// Cline in Visual Studio Code.
    Cline,
    /// Continue.
    Continue,
}

/// Says how an entry is written in an assistant's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// JSON with comments: an object under this key, with an object for each server.
    Json {
        /// The key of the object of servers.
        under: &'static str,
        /// Whether the entry says `"type": "stdio"`.
        typed: bool,
    },
    /// TOML: a table `mcp_servers.NAME`.
    CodexToml,
    /// YAML: a mapping under `extensions`.
    GooseYaml,
    /// A file of its own, in YAML.
    ContinueYaml,
}

const MCP_SERVERS: Dialect = Dialect::Json {
    under: "mcpServers",
    typed: false,
};

impl Assistant {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::ClaudeDesktop,
        Self::ClaudeCode,
        Self::Cursor,
        Self::VsCode,
        Self::VsCodeInsiders,
        Self::Windsurf,
        Self::Zed,
        Self::Goose,
        Self::Codex,
        Self::Gemini,
        Self::LmStudio,
        Self::Cline,
        Self::Continue,
    ];

    /// Returns the name used on a command line, such as `claude-desktop`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "claude-desktop",
            Self::ClaudeCode => "claude-code",
            Self::Cursor => "cursor",
            Self::VsCode => "vscode",
            Self::VsCodeInsiders => "vscode-insiders",
            Self::Windsurf => "windsurf",
            Self::Zed => "zed",
            Self::Goose => "goose",
            Self::Codex => "codex",
            Self::Gemini => "gemini",
            Self::LmStudio => "lm-studio",
            Self::Cline => "cline",
            Self::Continue => "continue",
        }
    }

    /// Returns the name that its makers give it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "Claude Desktop",
            Self::ClaudeCode => "Claude Code",
            Self::Cursor => "Cursor",
            Self::VsCode => "VS Code",
            Self::VsCodeInsiders => "VS Code Insiders",
            Self::Windsurf => "Windsurf",
            Self::Zed => "Zed",
            Self::Goose => "Goose",
            Self::Codex => "Codex CLI",
            Self::Gemini => "Gemini CLI",
            Self::LmStudio => "LM Studio",
            Self::Cline => "Cline",
            Self::Continue => "Continue",
        }
    }

    /// Returns what a person does so that a changed file is read.
    #[must_use]
    pub fn afterwards(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "Quit it wholly and start it again.",
            Self::ClaudeCode | Self::Codex | Self::Gemini => "Start a new session.",
            Self::VsCode | Self::VsCodeInsiders => {
                "Start the server with \"MCP: List Servers\", or reload the window."
            }
            Self::Cline | Self::LmStudio | Self::Zed => "It reads the file at once.",
            Self::Cursor | Self::Windsurf | Self::Goose | Self::Continue => "Start it again.",
        }
    }

    /// Returns the file that an entry is written to, whether or not there is one yet.
    #[must_use]
    pub fn file(self, machine: &Machine) -> PathBuf {
        let home = machine.home();
        match self {
            Self::ClaudeDesktop => machine
                .settings()
                .join("Claude")
                .join("claude_desktop_config.json"),
            Self::ClaudeCode => machine
                .claude_config_dir()
                .unwrap_or(home)
                .join(".claude.json"),
            Self::Cursor => home.join(".cursor").join("mcp.json"),
            Self::VsCode => machine
                .settings()
                .join("Code")
                .join("User")
                .join("mcp.json"),
            Self::VsCodeInsiders => machine
                .settings()
                .join("Code - Insiders")
                .join("User")
                .join("mcp.json"),
            Self::Windsurf => home
                .join(".codeium")
                .join("windsurf")
                .join("mcp_config.json"),
            Self::Zed => match machine.system() {
                System::Windows => machine.settings().join("Zed"),
                System::Linux | System::MacOs => machine.xdg_config().join("zed"),
            }
            .join("settings.json"),
            Self::Goose => match machine.system() {
                System::Windows => machine
                    .settings()
                    .join("Block")
                    .join("goose")
                    .join("config"),
                System::Linux | System::MacOs => machine.xdg_config().join("goose"),
            }
            .join("config.yaml"),
            Self::Codex => machine.codex_home().join("config.toml"),
            Self::Gemini => home.join(".gemini").join("settings.json"),
            Self::LmStudio => home.join(".lmstudio").join("mcp.json"),
            Self::Cline => cline_folder(machine)
                .join("settings")
                .join("cline_mcp_settings.json"),
            Self::Continue => home
                .join(".continue")
                .join("mcpServers")
                .join("plex-mcp.yaml"),
        }
    }

    /// Tells whether it seems to be on the machine: whether its folder is, which each makes when it is
    /// first started.
    #[must_use]
    pub fn is_on(self, machine: &Machine) -> bool {
        let home = machine.home();
        let sign = match self {
            Self::ClaudeCode => {
                let folder = machine
                    .claude_config_dir()
                    .map_or_else(|| home.join(".claude"), PathBuf::from);
                return folder.is_dir() || self.file(machine).is_file();
            }
            Self::Continue => home.join(".continue"),
            Self::Cline => cline_folder(machine),
            Self::VsCode
            | Self::VsCodeInsiders
            | Self::ClaudeDesktop
            | Self::Cursor
            | Self::Windsurf
            | Self::Zed
            | Self::Goose
            | Self::Codex
            | Self::Gemini
            | Self::LmStudio => match self.file(machine).parent() {
                Some(folder) => folder.to_path_buf(),
                None => return false,
            },
        };
        sign.is_dir()
    }

    /// Returns those that seem to be on the machine.
    #[must_use]
    pub fn found(machine: &Machine) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|assistant| assistant.is_on(machine))
            .collect()
    }

    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Self::ClaudeDesktop
            | Self::Cursor
            | Self::Windsurf
            | Self::Gemini
            | Self::LmStudio
            | Self::Cline => MCP_SERVERS,
            Self::ClaudeCode => Dialect::Json {
                under: "mcpServers",
                typed: true,
            },
            Self::VsCode | Self::VsCodeInsiders => Dialect::Json {
                under: "servers",
                typed: true,
            },
            Self::Zed => Dialect::Json {
                under: "context_servers",
                typed: false,
            },
            Self::Codex => Dialect::CodexToml,
            Self::Goose => Dialect::GooseYaml,
            Self::Continue => Dialect::ContinueYaml,
        }
    }
}

/// Returns the folder that Cline keeps in Visual Studio Code.
fn cline_folder(machine: &Machine) -> PathBuf {
    machine
        .settings()
        .join("Code")
        .join("User")
        .join("globalStorage")
        .join("saoudrizwan.claude-dev")
}

impl fmt::Display for Assistant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl FromStr for Assistant {
    type Err = Problem;

    /// Finds an assistant by its id or its title, in any case.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let asked = text.trim();
        Self::ALL
            .into_iter()
            .find(|one| {
                one.id().eq_ignore_ascii_case(asked) || one.title().eq_ignore_ascii_case(asked)
            })
            .ok_or_else(|| Problem::Unknown {
                asked: asked.to_owned(),
                known: Self::ALL.map(Self::id).join(", "),
            })
    }
}
