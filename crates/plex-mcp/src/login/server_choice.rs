//! Choosing one of the account's servers.

use plex_client::cloud::Resource;

use super::{
    error::LoginError,
    interaction::Interaction,
    names::{shown, title},
};
use crate::{clean, nearest::nearest};

/// How often the person may mistype.
const TRIES: usize = 3;

/// Returns the server that was named, the only one, or the one that the person chooses.
pub(super) async fn choose<'s>(
    servers: &'s [Resource],
    named: Option<&str>,
    interaction: &mut Interaction<'_>,
) -> Result<&'s Resource, LoginError> {
    if let Some(name) = named {
        return by_name(servers, name);
    }
    match servers {
        [] => Err(LoginError::NoServers),
        [only] => Ok(only),
        several => ask(several, interaction).await,
    }
}

fn by_name<'s>(servers: &'s [Resource], name: &str) -> Result<&'s Resource, LoginError> {
    let wanted = clean::folded(name);
    let matches: Vec<&Resource> = servers
        .iter()
        .filter(|server| {
            server.client_identifier.as_deref() == Some(name)
                || clean::folded(&title(server)) == wanted
        })
        .collect();
    match matches.as_slice() {
        [one] => Ok(one),
        [] => {
            let names: Vec<String> = servers.iter().map(title).collect();
            Err(LoginError::NoSuchServer {
                meant: nearest(name, names.iter().map(String::as_str)).map(str::to_owned),
                named: shown(name).unwrap_or_default(),
                servers: names,
            })
        }
        several => Err(LoginError::Ambiguous {
            named: shown(name).unwrap_or_default(),
            identifiers: several
                .iter()
                .filter_map(|server| server.client_identifier.as_deref().and_then(shown))
                .collect(),
        }),
    }
}

async fn ask<'s>(
    servers: &'s [Resource],
    interaction: &mut Interaction<'_>,
) -> Result<&'s Resource, LoginError> {
    let terminal = &mut *interaction.terminal;
    let unanswered = || LoginError::NotChosen {
        servers: servers.iter().map(title).collect(),
    };
    terminal.say("\nYour servers:");
    for (number, server) in (1..).zip(servers) {
        terminal.say(&format!("  {number}  {}", described(server)));
    }
    for _ in 0..TRIES {
        let question = format!("Which one? [1-{}, or its name; 1] ", servers.len());
        let answer = terminal.ask(&question).await.ok_or_else(unanswered)?;
        let answer = answer.trim();
        let chosen = match answer.parse::<usize>() {
            Ok(number) => number.checked_sub(1).and_then(|at| servers.get(at)),
            Err(_) if answer.is_empty() => servers.first(),
            Err(_) => by_name(servers, answer).ok(),
        };
        match chosen {
            Some(server) => return Ok(server),
            None => terminal.say("That is none of them."),
        }
    }
    Err(unanswered())
}

/// Returns a server as it is offered: name, owner, version, and whether plex.tv sees it.
fn described(server: &Resource) -> String {
    let owner = match server.source_title.as_deref().and_then(shown) {
        _ if server.owned == Some(true) => "yours".to_owned(),
        Some(owner) => format!("shared by {owner}"),
        None => "shared with you".to_owned(),
    };
    let version = server
        .product_version
        .as_deref()
        .and_then(|version| shown(version.split('-').next().unwrap_or(version)))
        .map(|version| format!(", version {version}"))
        .unwrap_or_default();
    let absent = if server.presence == Some(false) {
        ", not seen by plex.tv now"
    } else {
        ""
    };
    format!("{} ({owner}{version}{absent})", title(server))
}
