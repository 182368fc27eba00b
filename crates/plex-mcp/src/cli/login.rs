//! `plex-mcp login`, `logout` and `status`: the stored sign-in.

use std::{io, process::ExitCode};

use clap::{Arg, ArgAction, ArgMatches, Command};
use futures::FutureExt;
use plex_mcp::{
    config::{Config, ConfigError, Origin},
    credentials::{Credentials, Store, StoreError},
    login::{Interaction, Login, LoginError},
};

use super::{
    assistants,
    output::{complain, print},
    terminal::{StandardTerminal, WallClock},
};

/// How a program ends that was stopped from the keyboard.
const STOPPED: u8 = 130;

/// How long the emulated person of `--demo` takes to say yes.
#[cfg(feature = "demo")]
const DEMO_CONSENT: std::time::Duration = std::time::Duration::from_secs(4);

/// Returns the arguments of whatever signs somebody in.
pub(super) fn arguments() -> [Arg; 2] {
    [
        Arg::new("server")
            .long("server")
            .value_name("NAME")
            .help("The server to take, when the account has several: its name or identifier"),
        Arg::new("no-browser")
            .long("no-browser")
            .action(ArgAction::SetTrue)
            .help("Only show the link to sign in with, do not open it"),
    ]
}

/// Describes `plex-mcp login`.
pub(super) fn command() -> Command {
    let command = Command::new("login")
        .about("Sign in to Plex in a browser, choose a server, and keep its address and token")
        .args(arguments());
    #[cfg(feature = "keyring")]
    let command = command.arg(
        Arg::new("keyring")
            .long("keyring")
            .action(ArgAction::SetTrue)
            .help("Keep the token in the system's keyring instead of a file"),
    );
    command
}

/// Describes `plex-mcp logout`.
pub(super) fn logout_command() -> Command {
    Command::new("logout").about("Forget the stored sign-in")
}

/// Signs in. With `--demo` at an emulated plex.tv, and nothing is kept.
pub(super) async fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    #[cfg(feature = "demo")]
    let emulator = demo(config).await?;
    #[cfg(feature = "demo")]
    let config = &match emulator.as_ref().and_then(|emulator| emulator.plex_tv()) {
        Some(plex_tv) => {
            let mut config = config.clone();
            plex_tv.url().clone_into(&mut config.plex_tv_url);
            config
        }
        None => config.clone(),
    };
    #[cfg(not(feature = "demo"))]
    if config.demo {
        return Err(super::target::NO_EMULATOR.into());
    }
    let opens_browser = !config.demo && !matches.get_flag("no-browser");
    let server = matches.get_one::<String>("server").cloned();
    match sign_in(config, opens_browser, server).await? {
        Ok(credentials) if config.demo => print(&format!(
            "\nThat was a demo; nothing was kept. It would have been {}.",
            credentials.url
        ))?,
        Ok(credentials) => keep(config, matches, &credentials)?,
        Err(error) => return Ok(ended(&error)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Leads a person at the terminal through the sign-in. Nothing is kept yet.
pub(super) async fn sign_in(
    config: &Config,
    opens_browser: bool,
    server: Option<String>,
) -> Result<Result<Credentials, LoginError>, ConfigError> {
    let mut login = Login::new(config.account()?);
    login.opens_browser = opens_browser;
    login.server = server;

    let mut terminal = StandardTerminal::new();
    let clock = WallClock::start();
    let interaction = Interaction::new(
        &mut terminal,
        &clock,
        &|url| open::that_detached(url.as_str()),
        // Where the signal cannot be caught, it ends the process, which is as good.
        tokio::signal::ctrl_c()
            .then(|caught| async move {
                if caught.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .boxed(),
    );
    Ok(login.run(interaction).await)
}

/// Returns the emulator with a plex.tv, for `--demo`.
#[cfg(feature = "demo")]
async fn demo(
    config: &Config,
) -> Result<Option<plex_emulator::Emulator>, plex_emulator::StartError> {
    if !config.demo {
        return Ok(None);
    }
    let options = plex_emulator::PlexTvOptions::approving_after(DEMO_CONSENT);
    let emulator = plex_emulator::Emulator::builder().plex_tv(options);
    Ok(Some(emulator.start().await?))
}

/// Stores what was found, and says what comes next.
fn keep(
    config: &Config,
    matches: &ArgMatches,
    credentials: &Credentials,
) -> Result<(), Box<dyn std::error::Error>> {
    let in_keyring =
        cfg!(feature = "keyring") && matches.try_get_one::<bool>("keyring")? == Some(&true);
    let file = kept(config, credentials, in_keyring)?;
    let server = credentials.server.as_deref().unwrap_or("the server");
    let place = if in_keyring {
        "the token is in the system's keyring, the rest in"
    } else {
        "kept, readable by you alone, in"
    };
    print(&format!(
        "\nplex-mcp now uses {server} at {}\n({place} {}).\nTry it: plex-mcp doctor",
        credentials.url, file
    ))?;
    print(&assistants::configuration()?)?;
    for setting in &config.effective {
        let wins = !matches!(setting.origin, Origin::Login(_) | Origin::Default(_));
        if wins && matches!(setting.name, "url" | "token") {
            print(&format!(
                "Mind that {} sets the {} and wins over this sign-in: unset it to use the new one.",
                setting.origin, setting.name
            ))?;
        }
    }
    Ok(())
}

/// Stores what was found, and returns in which file.
pub(super) fn kept(
    config: &Config,
    credentials: &Credentials,
    in_keyring: bool,
) -> Result<String, Box<dyn std::error::Error>> {
    let store = store(config)?;
    store.save(credentials, in_keyring).map_err(advised)?;
    Ok(store.path().display().to_string())
}

/// Says why it ended, and with which code.
pub(super) fn ended(error: &LoginError) -> ExitCode {
    complain(&format_args!("{error}. {}", error.hint()));
    match error {
        LoginError::Interrupted => ExitCode::from(STOPPED),
        _ => ExitCode::FAILURE,
    }
}

/// Forgets what is stored.
pub(super) fn logout(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let store = store(config)?;
    if store.delete().map_err(advised)? {
        print(&format!(
            "Signed out: {} is deleted.\nThe token itself is good until you revoke it: in Plex's web \
             app under Settings, Authorized Devices, remove plex-mcp\n\
             (https://app.plex.tv/desktop/#!/settings/devices/all).",
            store.path().display()
        ))?;
    } else {
        print("Nobody is signed in.")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns where sign-ins are kept.
fn store(config: &Config) -> Result<Store, io::Error> {
    config.store().ok_or_else(|| {
        io::Error::other(
            "there is no folder to keep the sign-in in: set XDG_CONFIG_HOME or HOME to one",
        )
    })
}

/// Returns an error with what to do about it.
fn advised(error: StoreError) -> String {
    format!("{error}. {}", error.hint())
}
