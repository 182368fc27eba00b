//! Whether the token is taken, whose it is, and what the server is.

use crate::error::ErrorKind;
use plex_client::{AccountId, PlexClient, ServerIdentity};

use super::exam::{Exam, Finding, Trouble};
use crate::access::{self, Access};

/// The id of the owner among a server's accounts.
const OWNER: AccountId = AccountId::OWNER;

pub(super) async fn examine(
    exam: &mut Exam<'_>,
    client: &PlexClient,
    open: Option<ServerIdentity>,
) {
    let identity = exam
        .step("token", &["reachability"], admitted(client))
        .await;
    exam.step("owner", &["token"], whose(client)).await;
    let open = open.unwrap_or_default();
    let seen = async { Ok((described(&open, &identity.unwrap_or_default()).into(), ())) };
    exam.step("version", &["token"], seen).await;
}

/// Checks that the server takes the token, or wants none.
async fn admitted(client: &PlexClient) -> Finding<ServerIdentity> {
    match access::check(client).await? {
        Access::Whole(identity) => {
            let seen = if client.has_token() {
                "the server takes it"
            } else {
                "there is none, and the server wants none"
            };
            Ok((seen.into(), *identity))
        }
        Access::RootRefused => Err(Trouble::limit(
            "the libraries can be read with it; only / is refused",
            "A proxy in front of Plex refuses /: let it pass that too, so that the server's name and \
             version are known. All else works.",
        )),
    }
}

/// Returns whose token it is: only the owner's may see the accounts.
async fn whose(client: &PlexClient) -> Finding<()> {
    match client.accounts().await {
        Ok(accounts) => {
            let owner = accounts
                .iter()
                .find(|account| account.id == Some(OWNER))
                .map(|account| account.name.trim())
                .filter(|name| !name.is_empty());
            let seen = match owner {
                Some(name) => format!("it is the owner's, {name}"),
                None => "it is the owner's".to_owned(),
            };
            Ok((seen.into(), ()))
        }
        Err(error) if is_for_owners(error.kind().into()) => Err(Trouble::limit(
            "it is not the owner's: sessions and history are kept from it",
            "That is as it should be for somebody the server is shared with; otherwise sign in as \
             the owner.",
        )),
        Err(error) => Err(error.into()),
    }
}

/// Tells whether a request was refused because it is for the owner alone; servers say it in either way.
pub(super) fn is_for_owners(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::Forbidden | ErrorKind::Unauthorized)
}

fn described(open: &ServerIdentity, full: &ServerIdentity) -> String {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let name = text(&full.friendly_name).unwrap_or_else(|| "a server without a name".to_owned());
    let version = text(&full.version)
        .or_else(|| text(&open.version))
        .unwrap_or_else(|| "of an unknown version".to_owned());
    let platform = text(&full.platform)
        .map(|platform| format!(" on {platform}"))
        .unwrap_or_default();
    let claimed = match open.claimed.or(full.claimed) {
        Some(false) => ", not claimed by an account",
        _ => "",
    };
    format!("{name}, Plex Media Server {version}{platform}{claimed}")
}
