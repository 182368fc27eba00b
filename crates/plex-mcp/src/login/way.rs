//! The best way to the chosen server, with what became of the others.

use plex_client::account::{Attempt, AttemptOutcome, PlexAccount, Reach, Resource};

use super::{LoginError, Surroundings, title};
use crate::clean;

/// How much of an obstacle is told on its line.
const OBSTACLE_CHARS: usize = 160;

/// Tries the ways and gives the URL of the best that works.
pub(super) async fn to(
    account: &PlexAccount,
    server: &Resource,
    surroundings: &mut Surroundings<'_>,
) -> Result<String, LoginError> {
    let attempts = account.try_connections(server).await;
    let terminal = &mut *surroundings.terminal;
    for attempt in &attempts {
        terminal.say(&format!("  {}", told(attempt)));
    }
    let best = attempts
        .iter()
        .find(|attempt| matches!(attempt.outcome, AttemptOutcome::Works { .. }));
    let Some(best) = best else {
        return Err(LoginError::NoWay {
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

/// One way on one line.
fn told(attempt: &Attempt) -> String {
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
