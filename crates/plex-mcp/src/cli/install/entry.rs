//! What an assistant is told to start: this program, with the settings of the command line.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use mcp_install::Server;
use plex_mcp::config::{Config, Origin, SETTINGS, Setting};

use crate::cli::flags;

/// The name under which assistants know the server.
pub(in crate::cli) const NAME: &str = "plex";

/// What no assistant's file may hold, and what an assistant's server cannot be started with.
const NOT_FOR_ENTRIES: &[(&str, &str)] = &[
    (
        "token",
        "a token does not belong into an assistant's file, which is shared, synchronised and pasted into \
         questions: sign in with plex-mcp login, or give a file that only you can read with --token-file",
    ),
    (
        "http",
        "assistants start the server and speak to it over standard input and output: --http is for \
         plex-mcp serve",
    ),
    (
        "http-token",
        "assistants start the server themselves: --http-token is for plex-mcp serve",
    ),
    (
        "http-token-file",
        "assistants start the server themselves: --http-token-file is for plex-mcp serve",
    ),
    (
        "allowed-host",
        "assistants start the server themselves: --allowed-host is for plex-mcp serve",
    ),
];

/// What is put into an assistant's file.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Entry {
    /// The name of the entry.
    pub(in crate::cli) name: String,
    /// The program.
    pub(in crate::cli) command: String,
    /// The settings it is started with.
    pub(in crate::cli) args: Vec<String>,
}

impl Entry {
    /// Returns the entry for the settings that were given on the command line: an application does not
    /// see the variables of a shell, and the configuration file is read anyway.
    pub(in crate::cli) fn of(
        name: &str,
        matches: &ArgMatches,
        config: &Config,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        for (flag, why) in NOT_FOR_ENTRIES {
            if flags::value(matches, flag).is_some() {
                return Err((*why).into());
            }
        }
        // An address with a name and a password in it is refused before it is written anywhere.
        if flags::value(matches, "url").is_some() {
            config.client()?;
        }
        let mut args = Vec::new();
        // Where plex.tv is matters to the sign-in alone.
        let settings = SETTINGS.iter().filter(|one| one.name != "plex-tv-url");
        for setting in settings {
            if let Some(value) = flags::value(matches, setting.name) {
                args.extend(words(setting, &value)?);
            }
        }
        Ok(Self {
            name: name.to_owned(),
            command: own_command()?,
            args,
        })
    }

    /// Tells whether it is for the sample library.
    pub(in crate::cli) fn is_demo(&self) -> bool {
        self.args.iter().any(|arg| arg == "--demo")
    }

    /// Returns it as assistants' files are told of it.
    pub(super) fn server(&self) -> Server {
        Server::new(&self.name, &self.command).args(&self.args)
    }

    /// Returns what a person should know whose shell says more than an application will see.
    pub(in crate::cli) fn remarks(&self, config: &Config) -> Vec<String> {
        let mut remarks = Vec::new();
        for setting in &config.effective {
            if let Origin::Env(variable) = setting.origin
                && matches!(setting.name, "url" | "token")
                && !self.is_demo()
            {
                remarks.push(format!(
                    "Mind that {variable} is set in this shell, and an assistant's application does not \
                     see it: sign in with plex-mcp login, or give --url and --token-file here."
                ));
            }
        }
        if is_passing(Path::new(&self.command)) {
            remarks.push(format!(
                "Mind that {} lies where a package runner keeps things for a while. Install plex-mcp for \
                 good, and run this again from there.",
                self.command
            ));
        }
        remarks
    }
}

/// Returns a setting as words of a command line, good from any folder.
fn words(setting: &Setting, value: &str) -> io::Result<Vec<String>> {
    let flag = format!("--{}", setting.name);
    let value = match setting.value {
        None => return Ok(vec![flag]),
        Some("FILE" | "DIRECTORY") => std::path::absolute(value)?.display().to_string(),
        Some(_) => value.to_owned(),
    };
    if value.starts_with('-') {
        return Ok(vec![format!("{flag}={value}")]);
    }
    Ok(vec![flag, value])
}

/// Returns where this program lies, as an assistant has to name it: by the path through which a shell
/// finds it, where that leads here, because package managers move what it points to.
pub(in crate::cli) fn own_command() -> io::Result<String> {
    let itself = env::current_exe()?;
    let real = fs::canonicalize(&itself)?;
    let name = itself.file_name().map(PathBuf::from).unwrap_or_default();
    let paths = env::var_os("PATH").unwrap_or_default();
    let stable = env::split_paths(&paths)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|path| fs::canonicalize(path).is_ok_and(|found| found == real));
    Ok(stable.unwrap_or(itself).display().to_string())
}

/// Tells whether a path is one of a package runner, which may be emptied any day.
fn is_passing(path: &Path) -> bool {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.iter().any(|part| part == "_npx")
        || parts
            .windows(2)
            .any(|pair| matches!(pair, [one, other] if one == "uv" && other.starts_with("archive")))
}
