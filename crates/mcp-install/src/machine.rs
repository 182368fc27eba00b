//! Where programs keep their files on a machine.

use std::path::{Path, PathBuf};

/// An operating system, as far as it decides where files lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum System {
    /// Linux and what follows its customs.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// Returns the system this program was built for.
    #[must_use]
    pub fn this() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}

/// The folders of one person on one machine. Given, not looked up, so that each system's paths can be
/// tested on any other.
#[derive(Debug, Clone)]
pub struct Machine {
    system: System,
    home: PathBuf,
    config_home: Option<PathBuf>,
    app_data: Option<PathBuf>,
    claude_config_dir: Option<PathBuf>,
    codex_home: Option<PathBuf>,
}

impl Machine {
    /// Creates a machine whose folders are where the system puts them by default.
    #[must_use]
    pub fn new(system: System, home: impl Into<PathBuf>) -> Self {
        Self {
            system,
            home: home.into(),
            config_home: None,
            app_data: None,
            claude_config_dir: None,
            codex_home: None,
        }
    }

    /// Reads where the folders of this machine are from environment variables: `HOME` (`USERPROFILE`
    /// on Windows), `XDG_CONFIG_HOME`, `APPDATA`, `CLAUDE_CONFIG_DIR` and `CODEX_HOME`. Returns `None`
    /// where no home is set. A relative path is no answer, and is left aside.
    #[must_use]
    pub fn from_env(
        system: System,
        var: &dyn Fn(&str) -> Option<std::ffi::OsString>,
    ) -> Option<Self> {
        let folder = |name: &str| {
            var(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let home = match system {
            System::Windows => folder("USERPROFILE").or_else(|| folder("HOME")),
            System::Linux | System::MacOs => folder("HOME"),
        }?;
        Some(Self {
            config_home: folder("XDG_CONFIG_HOME"),
            app_data: folder("APPDATA"),
            claude_config_dir: folder("CLAUDE_CONFIG_DIR"),
            codex_home: folder("CODEX_HOME"),
            ..Self::new(system, home)
        })
    }

    /// Returns the system.
    #[must_use]
    pub fn system(&self) -> System {
        self.system
    }

    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// Returns where applications with a window keep their settings: `~/.config` (or
    /// `XDG_CONFIG_HOME`), `~/Library/Application Support` or `%APPDATA%`.
    pub(crate) fn settings(&self) -> PathBuf {
        match self.system {
            System::Linux => self.xdg_config(),
            System::MacOs => self.home.join("Library").join("Application Support"),
            System::Windows => self
                .app_data
                .clone()
                .unwrap_or_else(|| self.home.join("AppData").join("Roaming")),
        }
    }

    /// Returns `~/.config`, where programs of a Unix habit keep their settings on macOS too.
    pub(crate) fn xdg_config(&self) -> PathBuf {
        self.config_home
            .clone()
            .unwrap_or_else(|| self.home.join(".config"))
    }

    pub(crate) fn claude_config_dir(&self) -> Option<&Path> {
        self.claude_config_dir.as_deref()
    }

    pub(crate) fn codex_home(&self) -> PathBuf {
        self.codex_home
            .clone()
            .unwrap_or_else(|| self.home.join(".codex"))
    }
}
