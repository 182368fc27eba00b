//! The players that the server knows of.

use super::sessions::passed_on;
use crate::answer::Element;
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `GET /clients`: players that advertise themselves to the server. Most apps no longer do; here
/// those do that the description says, virtual
/// televisions and programs, and whatever asks the server what it is to do.
pub(crate) fn clients<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let players = world.clients_at(call.now_millis);
    let mut root = Element::container().with("size", players.len());
    let elements = players.into_iter();
    root.extend(elements.map(|facts| passed_on(Element::new("Server"), facts, world)));
    Ok(root.into())
}
