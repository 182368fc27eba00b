//! The PIN: showing where to approve it, and waiting for that.

use std::time::Duration;

use plex_client::{
    PlexError, Seconds, Token,
    cloud::{Pin, PinState, PlexAccount},
};

use super::{error::LoginError, interaction::Interaction, qr};

/// How often plex.tv is asked; its own programs ask as often.
const POLL: Duration = Duration::from_secs(1);
/// How long a PIN lasts when plex.tv does not say.
const USUAL_LIFE: Duration = Duration::from_secs(900);
/// The longest a PIN is waited for, whatever plex.tv says.
const LONGEST_LIFE: Duration = Duration::from_secs(3600);

/// Asks the person to approve the sign-in in a browser, and returns the account's token once they did.
pub(super) async fn wait_for(
    account: &PlexAccount,
    opens_browser: bool,
    interaction: &mut Interaction<'_>,
) -> Result<Token, LoginError> {
    let pin = create_pin(account, interaction).await?;
    invite(account, &pin, opens_browser, interaction);
    let life = pin
        .expires_in
        .map_or(USUAL_LIFE, Seconds::to_duration)
        .min(LONGEST_LIFE);
    let end = interaction.clock.elapsed() + life;
    let mut not_before = Duration::ZERO;
    loop {
        let now = interaction.clock.elapsed();
        let Some(left) = end.checked_sub(now).filter(|left| !left.is_zero()) else {
            interaction.terminal.update("");
            return Err(LoginError::Expired);
        };
        let mut trouble = None;
        if now >= not_before {
            match account.pin_state(&pin).await {
                Ok(PinState::Approved(token)) => {
                    interaction.terminal.update("");
                    return Ok(token);
                }
                Ok(PinState::Expired) => {
                    interaction.terminal.update("");
                    return Err(LoginError::Expired);
                }
                Ok(_) => {}
                Err(PlexError::RateLimited { retry_after }) => not_before = now + retry_after,
                // The network may come back before the PIN ends.
                Err(error) if may_pass(&error) => trouble = Some("plex.tv does not answer now"),
                Err(error) => return Err(error.into()),
            }
        }
        let trouble = match trouble {
            None if not_before > now => Some("plex.tv needs more time between requests"),
            other => other,
        };
        interaction.terminal.update(&countdown(left, trouble));
        interaction.clock.sleep(POLL.min(left)).await;
    }
}

/// Makes a PIN; when plex.tv is busy, after the while it asks for, once.
async fn create_pin(
    account: &PlexAccount,
    interaction: &mut Interaction<'_>,
) -> Result<Pin, LoginError> {
    match account.create_pin().await {
        Err(PlexError::RateLimited { retry_after }) => {
            interaction.terminal.say(&format!(
                "plex.tv was asked too often and needs {} seconds without requests; waiting …",
                retry_after.as_secs()
            ));
            interaction.clock.sleep(retry_after).await;
            Ok(account.create_pin().await?)
        }
        other => Ok(other?),
    }
}

/// Shows the link, as text and as a picture, and opens it.
fn invite(
    account: &PlexAccount,
    pin: &Pin,
    opens_browser: bool,
    interaction: &mut Interaction<'_>,
) {
    let url = account.sign_in_url(pin);
    let terminal = &mut *interaction.terminal;
    terminal.say(&format!("Sign in to Plex and allow plex-mcp:\n\n  {url}\n"));
    if terminal.is_interactive()
        && let Some(picture) = qr::picture(url.as_str())
    {
        terminal.say(&format!("{picture}\n"));
    }
    if opens_browser {
        match (interaction.browser)(&url) {
            Ok(()) => {
                terminal.say("Your browser should show it now; if not, open the link yourself.")
            }
            Err(_) => terminal.say("No browser could be opened: open the link on any device."),
        }
    }
    if !terminal.is_interactive() {
        terminal.say("Waiting for you, as long as the link lasts.");
    }
}

/// Tells whether asking again may help.
fn may_pass(error: &PlexError) -> bool {
    error.is_connection()
        || matches!(error, PlexError::StartingUp)
        || matches!(error, PlexError::Status { status, .. } if *status >= 500)
}

fn countdown(left: Duration, trouble: Option<&str>) -> String {
    let seconds = left.as_secs();
    let note = trouble
        .map(|trouble| format!("; {trouble}"))
        .unwrap_or_default();
    format!(
        "Waiting for you: {}:{:02} left (Ctrl-C stops){note}",
        seconds / 60,
        seconds % 60
    )
}
