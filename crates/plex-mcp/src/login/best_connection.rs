//! Finding the best connection to the chosen server, and showing what became of the others.

use plex_client::cloud::{Attempt, AttemptOutcome, PlexAccount, Reach, Resource};

use super::{error::LoginError, interaction::Interaction, names::title};
use crate::clean;

/// How much of an obstacle is told on its line.
const OBSTACLE_CHARS: usize = 160;

/// Tries every connection and returns the URL of the best that works.
pub(super) async fn find(
    account: &PlexAccount,
    server: &Resource,
    interaction: &mut Interaction<'_>,
) -> Result<String, LoginError> {
    let attempts = account.try_connections(server).await;
    let terminal = &mut *interaction.terminal;
    for attempt in &attempts {
        terminal.say(&format!("  {}", described(attempt)));
    }
    let best = attempts
        .iter()
        .find(|attempt| matches!(attempt.outcome, AttemptOutcome::Works { .. }));
    let Some(best) = best else {
        return Err(LoginError::NoConnection {
            server: title(server),
            is_absent: server.presence == Some(false),
            ways: attempts.len(),
        });
    };
    if best.candidate.reach == Reach::Relay {
        terminal.say(
            "Only Plex's relay works: it is slow. Remote access in the server's settings would help.",
        );
    }
    Ok(best.candidate.url.as_str().trim_end_matches('/').to_owned())
}

/// Describes one connection on one line.
fn described(attempt: &Attempt) -> String {
    let (mark, outcome) = match &attempt.outcome {
        AttemptOutcome::Works { latency, .. } => ('✓', format!("{} ms", latency.as_millis())),
        AttemptOutcome::OtherServer => ('✗', "another server answers there".to_owned()),
        AttemptOutcome::Failed(error) => ('✗', clean::line(&error.to_string(), OBSTACLE_CHARS)),
        _ => ('-', "not needed".to_owned()),
    };
    let url = attempt.candidate.url.as_str().trim_end_matches('/');
    format!(
        "{mark} {:<6}  {}: {outcome}",
        attempt.candidate.reach.as_str(),
        clean::line(url, OBSTACLE_CHARS)
    )
}
