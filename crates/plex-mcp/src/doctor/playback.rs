//! What is playing and what was played, which are for the server's owner.

use plex_client::{HistoryQuery, PageRequest, PlexClient, PlexError};

use super::{
    exam::{Exam, Trouble},
    libraries::several,
    server::is_for_owners,
};

pub(super) async fn examine(exam: &mut Exam<'_>, client: &PlexClient) {
    let sessions = async {
        let sessions = client.sessions().await.map_err(for_owners)?;
        Ok((
            format!("{} now", several(sessions.len(), "session", "sessions")).into(),
            (),
        ))
    };
    exam.step("sessions", &["token"], sessions).await;
    let history = async {
        let query = HistoryQuery::new().page(PageRequest::new(0, 1));
        let page = client.history(&query).await.map_err(for_owners)?;
        let count = page.total.and_then(|total| usize::try_from(total).ok());
        Ok((
            several(count.unwrap_or(page.items.len()), "play", "plays").into(),
            (),
        ))
    };
    exam.step("history", &["token"], history).await;
}

/// Judges an error: to somebody the server is shared with, a refusal is a limit and no fault.
fn for_owners(error: PlexError) -> Trouble {
    if is_for_owners(error.kind().into()) {
        Trouble::limit(
            "the server keeps it for its owner",
            "Sign in as the owner to see it: `plex-mcp login`.",
        )
    } else {
        error.into()
    }
}
