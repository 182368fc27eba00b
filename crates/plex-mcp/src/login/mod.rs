//! Signing in to Plex: a PIN, a browser, a server, the best way to it, and a file that keeps both.
//!
//! Everything that is not computation comes from outside: what the person sees and types, the time,
//! the browser, and the wish to stop ([`Surroundings`]).

mod choice;
mod error;
mod qr;
mod surroundings;
mod waiting;
mod way;

use plex_client::account::{PlexAccount, Resource};

pub use self::{
    error::LoginError,
    surroundings::{Clock, Surroundings, Terminal},
};
use crate::{clean, credentials::Credentials};

/// How much of a name is shown on a line.
const NAME_CHARS: usize = 60;

/// What to sign in to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// plex.tv, without an account yet.
    pub account: PlexAccount,
    /// The server to take, by its name or machine identifier; asked for when there are several.
    pub server: Option<String>,
    /// Whether to open a browser.
    pub opens_browser: bool,
}

impl Login {
    /// Signing in at `account`, with a browser, to the server that the person chooses.
    pub fn new(account: PlexAccount) -> Self {
        Self {
            account,
            server: None,
            opens_browser: true,
        }
    }

    /// Leads the person through it, and gives what is to be kept. Nothing is kept yet.
    ///
    /// # Errors
    ///
    /// [`LoginError`], which says what to do next. Nothing is left behind then but a PIN, which ends by
    /// itself.
    pub async fn run(&self, mut surroundings: Surroundings<'_>) -> Result<Credentials, LoginError> {
        let interrupted = surroundings.interrupted();
        tokio::select! {
            biased;
            () = interrupted => Err(LoginError::Interrupted),
            outcome = self.steps(&mut surroundings) => outcome,
        }
    }

    async fn steps(&self, surroundings: &mut Surroundings<'_>) -> Result<Credentials, LoginError> {
        let token = waiting::for_consent(&self.account, self.opens_browser, surroundings).await?;
        let account = self.account.signed_in(token)?;
        let name = account.user().await?.name().and_then(shown);
        let who = name.as_deref().unwrap_or("somebody without a name");
        surroundings.terminal.say(&format!("Signed in as {who}."));

        let servers = account.servers().await?;
        let server = choice::of(&servers, self.server.as_deref(), surroundings).await?;
        let title = title(server);
        let token = server
            .access_token
            .clone()
            .ok_or_else(|| LoginError::NoToken {
                server: title.clone(),
            })?;
        surroundings.terminal.say(&format!(
            "\nLooking for the best way to {title}, within five seconds each:"
        ));
        let url = way::to(&account, server, surroundings).await?;
        let mut credentials = Credentials::new(url, token);
        credentials.server = Some(title);
        credentials
            .machine_identifier
            .clone_from(&server.client_identifier);
        credentials.account = name;
        Ok(credentials)
    }
}

/// A name from outside on one line, if anything is left of it.
fn shown(name: &str) -> Option<String> {
    let line = clean::line(name, NAME_CHARS);
    (!line.is_empty()).then_some(line)
}

/// What to call a server.
fn title(server: &Resource) -> String {
    let name = server.name.as_deref().and_then(shown);
    name.unwrap_or_else(|| "a server without a name".to_owned())
}
