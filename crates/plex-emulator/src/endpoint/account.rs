//! The account at plex.tv that the server belongs to, as the server knows it.

use crate::answer::{Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `POST /myplex/claim?token=claim-…`: the server belongs to the account from then on whose token this
/// is. One that belongs to somebody already stays theirs.
pub(crate) fn claim<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let token = call.required("token")?;
    if world.server.is_claimed {
        return Err(Refusal::BadRequest);
    }
    let is_good = match &world.server.claims {
        Some(claims) => claims
            .iter()
            .any(|(good, until)| good == token && call.now() < *until),
        None => token.starts_with("claim-"),
    };
    if !is_good {
        return Err(Refusal::Unauthorized);
    }
    world.server.is_claimed = true;
    account(call, world)
}

/// Answers `DELETE /myplex/account`: the server is nobody's, and takes everybody on this machine for its owner.
pub(crate) fn unclaim<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    world.server.is_claimed = false;
    account(call, world)
}

/// Answers `GET /myplex/account`: the account's token, how the server is reached, and what its
/// subscription allows; of a server that belongs to nobody, that there is none.
pub(crate) fn account<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let owner = world.account(World::OWNER);
    let Some(owner) = owner.filter(|_| world.server.is_claimed) else {
        let nobody = Element::new("MyPlex")
            .lone()
            .with("mappingState", "unknown")
            .with("mappingError", "")
            .with("signInState", "none");
        return Ok(nobody.into());
    };
    let has_plex_pass = world.has_plex_pass();
    Ok(Element::new("MyPlex")
        .lone()
        .maybe("authToken", owner.token.as_deref())
        .with("username", owner.sign_in_name())
        .with("mappingState", "mapped")
        .with("mappingError", "")
        .with("signInState", "ok")
        .with("publicAddress", "203.0.113.7")
        .with("publicPort", 32_400_i64)
        .with("privateAddress", "127.0.0.1")
        .with("privatePort", 32_400_i64)
        .with(
            "subscriptionFeatures",
            if has_plex_pass { FEATURES } else { "" },
        )
        .with("subscriptionActive", has_plex_pass)
        .with(
            "subscriptionState",
            if has_plex_pass { "Active" } else { "Inactive" },
        )
        .into())
}

/// What a subscription allows, as far as anything here depends on it.
const FEATURES: &str = "pass,sync,home,hardware_transcoding,premium_music_metadata,webhooks";
