//! Tokens for players, so that nobody has to give away their own.

use crate::answer::{Element, Refusal};
use crate::seed::Seed;
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `GET|POST /security/token?type=delegation&scope=all`: a token with the rights of the caller's.
pub(crate) fn delegate(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let is_known = call.required("type")? == "delegation" && call.required("scope")? == "all";
    if !is_known {
        return Err(Refusal::BadRequest);
    }
    let number = world.transients.len();
    let token = format!(
        "transient-{}",
        Seed::of(&format!("transient {number}")).hex(32)
    );
    world.transients.push((token.clone(), call.viewer.account));
    Ok(Element::container()
        .with("size", 0_i64)
        .with("token", token)
        .into())
}
