//! `plex-mcp status`: what is configured, from where, and whether it works.

use std::process::ExitCode;

use clap::Command;
use plex_mcp::{
    access::{self, Access},
    clean::line,
    config::Config,
};

use super::{output::print, target::Target};

/// How much of a name is shown.
const NAME_CHARS: usize = 60;

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("status")
        .about("Say what is configured, from where, and whether it works; exits 1 when it does not")
}

/// Shows it. Neither a token nor a part of one.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    for setting in &config.effective {
        print(&format!(
            "{:<8} {}  (from {})",
            setting.name, setting.value, setting.origin
        ))?;
    }
    for remark in config.remarks.iter().chain(&config.options.token_problem) {
        print(remark)?;
    }
    let target = Target::open(config).await?;
    match access::check(target.server.client()).await {
        Ok(Access::Whole(identity)) => {
            let name = identity.friendly_name.as_deref().unwrap_or("a Plex server");
            let version = identity.version.as_deref().unwrap_or("unknown");
            let (name, version) = (line(name, NAME_CHARS), line(version, NAME_CHARS));
            print(&format!("works    {name}, version {version}"))?;
            Ok(ExitCode::SUCCESS)
        }
        Ok(_) => {
            print(
                "works    the libraries can be read; only / is refused, which a proxy in front of Plex \
                 does,\n         so the server's name and version are not known.",
            )?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            let advice = if config.options.is_unconfigured && !config.demo {
                Some(access::UNCONFIGURED)
            } else {
                error.advice()
            };
            let advice = advice.unwrap_or("Look into the log of the server.");
            print(&format!(
                "fails    {}\n         {advice}\n         plex-mcp doctor looks closer.",
                error.message()
            ))?;
            Ok(ExitCode::FAILURE)
        }
    }
}
