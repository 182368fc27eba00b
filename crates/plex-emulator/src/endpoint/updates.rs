//! Newer versions of the server, as far as it knows.

use super::sessions::passed_on;
use crate::answer::{Answer, Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Audience, Change, World};
use serde_json::json;

/// Returns where a server says that its update can be had. A real one's holds its owner's token, which is
/// for a client to keep to itself: so does this one's.
fn download_url(world: &World) -> String {
    let owner = world.account(World::OWNER);
    let token = owner.and_then(|owner| owner.token.as_deref()).unwrap_or("");
    format!(
        "https://plex.tv/downloads/latest/5?channel=16&build=linux-x86_64&distro=debian\
         &X-Plex-Token={token}"
    )
}

/// Answers `GET /updater/status`: no release when the server is up to date.
pub(crate) fn status<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let server = &world.server;
    let mut root = Element::container()
        .with("size", usize::from(server.release.is_some()))
        .with("canInstall", false)
        .with("checkedAt", server.checked_at)
        .with("downloadURL", download_url(world))
        .with("status", 0_i64);
    let releases = server.release.iter();
    root.extend(releases.map(|facts| passed_on(Element::new("Release"), facts, world)));
    Ok(root.into())
}

/// Answers `PUT /updater/apply?tonight=&skip=`: refused when there is nothing newer, and where the server
/// cannot install what there is.
pub(crate) fn apply(_: &Call<'_>, _: &mut World) -> Reply<'static> {
    Err(Refusal::BadRequest)
}

/// Answers `PUT /updater/check?download=`: looks again. What there is, the library's description says.
pub(crate) fn check(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    world.server.checked_at = call.now();
    let version = world.server.release.as_ref().and_then(|release| {
        let mut facts = release.iter();
        let found = facts.find(|(name, _)| world.names.text(*name) == "version");
        found.and_then(|(_, value)| Some(value.as_text()?.to_owned()))
    });
    if let Some(version) = version {
        let change = Change::Made {
            kind: "update.statechange".to_owned(),
            list: "AutoUpdateNotification".to_owned(),
            notification: json!({
                "key": format!("https://plex.tv/updater/releases/{version}"),
                "version": version,
                "state": "available",
            }),
        };
        world.tell(call.now_millis, Audience::Owner, change);
    }
    Ok(Answer::Done)
}
