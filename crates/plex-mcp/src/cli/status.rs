//! `plex-mcp status`: what is configured, from where, and whether it works.

use std::process::ExitCode;

use clap::Command;
use plex_mcp::{
    ErrorKind,
    access::{self, Access},
    clean::line,
    config::Config,
};

use super::{output::print, target::Target};

/// How much of a name is shown.
const NAME_CHARS: usize = 60;
/// How much of a list of names is shown.
const LINE_CHARS: usize = 1_000;

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
    let client = target.server.client();
    let access = access::check(client).await;
    if access.is_ok()
        && let Ok(Some(unknown)) =
            access::unknown_libraries(client, &config.options.libraries).await
    {
        let how = if unknown.is_all { "fails" } else { "warns" };
        print(&format!(
            "{how}    {}\n         {}",
            line(&unknown.words, LINE_CHARS),
            line(&unknown.advice, LINE_CHARS)
        ))?;
        if unknown.is_all {
            return Ok(ExitCode::FAILURE);
        }
    }
    match access {
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
            let is_assumed = config.options.is_unconfigured
                || (config.options.is_address_assumed && error.kind() == ErrorKind::Unreachable);
            let advice = if is_assumed && !config.demo {
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
