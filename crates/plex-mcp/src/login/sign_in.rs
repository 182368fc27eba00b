//! The steps of a sign-in, in order.

use plex_client::cloud::PlexAccount;

use super::{
    approval, best_connection,
    error::LoginError,
    interaction::Interaction,
    names::{shown, title},
    server_choice,
};
use crate::credentials::Credentials;

/// Holds what to sign in to.
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
    /// Signs in at `account`, with a browser, to the server that the person chooses.
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
    pub async fn run(&self, mut interaction: Interaction<'_>) -> Result<Credentials, LoginError> {
        let interrupted = interaction.interrupted();
        tokio::select! {
            biased;
            () = interrupted => Err(LoginError::Interrupted),
            outcome = self.steps(&mut interaction) => outcome,
        }
    }

    async fn steps(&self, interaction: &mut Interaction<'_>) -> Result<Credentials, LoginError> {
        let token = approval::wait_for(&self.account, self.opens_browser, interaction).await?;
        let account = self.account.signed_in(token)?;
        let name = account.user().await?.name().and_then(shown);
        let who = name.as_deref().unwrap_or("somebody without a name");
        interaction.terminal.say(&format!("Signed in as {who}."));

        let servers = account.servers().await?;
        let server = server_choice::choose(&servers, self.server.as_deref(), interaction).await?;
        let title = title(server);
        let token = server
            .access_token
            .clone()
            .ok_or_else(|| LoginError::NoToken {
                server: title.clone(),
            })?;
        interaction.terminal.say(&format!(
            "\nLooking for the best way to {title}, within five seconds each:"
        ));
        let url = best_connection::find(&account, server, interaction).await?;
        let mut credentials = Credentials::new(url, token);
        credentials.server = Some(title);
        credentials
            .machine_identifier
            .clone_from(&server.client_identifier);
        credentials.account = name;
        Ok(credentials)
    }
}
