//! What is under way.

use crate::answer::{Answer, Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `GET /activities`: the scans that are running.
pub(crate) fn activities<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = Element::container().with("size", world.scans.len());
    root.extend(world.scans.iter().filter_map(|scan| {
        let section = world.section(scan.section)?;
        let context = Element::new("Context")
            .lone()
            .with("librarySectionID", section.key.as_str());
        Some(
            Element::new("Activity")
                .with("uuid", scan.uuid.as_str())
                .with("type", "library.update.section")
                .with("cancellable", true)
                .with("userID", World::OWNER.0)
                .with("title", format!("Scanning {}", section.title))
                .with("subtitle", scan.path.as_deref().unwrap_or(""))
                .with("progress", scan.progress(call.now_millis))
                .child(context),
        )
    }));
    Ok(root.into())
}

/// Answers `DELETE /activities/{uuid}`: calls a scan off.
pub(crate) fn cancel(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let wanted = call.capture(0);
    if world.cancel_scans(call.now_millis, |scan| scan.uuid == wanted) {
        Ok(Answer::Done)
    } else {
        Err(Refusal::NotFound)
    }
}
