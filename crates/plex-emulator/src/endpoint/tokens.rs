//! Tokens for players, so that nobody has to give away their own.

use crate::answer::{Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `GET|POST /security/token?type=delegation&scope=all`: a token with the rights of the caller's,
/// good until a thousand others were made.
pub(crate) fn delegate(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let is_known = call.required("type")? == "delegation" && call.required("scope")? == "all";
    if !is_known {
        return Err(Refusal::BadRequest);
    }
    let server = world.server.machine_identifier.as_str();
    let token = world.transients.make(server, call.viewer.account);
    Ok(Element::container()
        .with("size", 0_i64)
        .with("token", token)
        .into())
}
