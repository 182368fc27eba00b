//! Accounts and devices.

use crate::answer::{Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Account, Device, World};

/// Answers `GET /accounts`: everybody known here, and the nameless one that stands for nobody.
pub(crate) fn accounts<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let nobody = Element::new("Account")
        .with("id", 0_i64)
        .with("key", "/accounts/0")
        .with("name", "")
        .with("defaultAudioLanguage", "")
        .with("autoSelectAudio", true)
        .with("defaultSubtitleLanguage", "")
        .with("subtitleMode", 0_i64)
        .with("thumb", "");
    let mut root = Element::container()
        .with("size", world.accounts.len() + 1)
        .with("identifier", "com.plexapp.system.accounts")
        .child(nobody);
    root.extend(world.accounts.iter().map(account_element));
    Ok(root.into())
}

pub(super) fn account_element(account: &Account) -> Element<'_> {
    Element::new("Account")
        .with("id", account.id.0)
        .with("key", format!("/accounts/{}", account.id.0))
        .with("name", account.name.as_str())
        .with("defaultAudioLanguage", "en")
        .with("autoSelectAudio", true)
        .with("defaultSubtitleLanguage", "en")
        .with("subtitleMode", 1_i64)
        .with("thumb", account.thumb.as_str())
}

/// Answers `GET /accounts/{id}`
pub(crate) fn account<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.capture(0);
    let account = world
        .accounts
        .iter()
        .find(|held| held.id.0.to_string() == wanted);
    let account = account.ok_or(Refusal::NotFound)?;
    let root = Element::container().with("size", 1_i64);
    Ok(root.child(account_element(account)).into())
}

/// Answers `GET /devices`
pub(crate) fn devices<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = Element::container()
        .with("size", world.devices.len())
        .with("identifier", "com.plexapp.system.devices");
    root.extend(world.devices.iter().map(device_element));
    Ok(root.into())
}

pub(super) fn device_element(device: &Device) -> Element<'_> {
    Element::new("Device")
        .with("id", device.id)
        .with("name", device.name.as_str())
        .with("platform", device.platform.as_str())
        .with("clientIdentifier", device.client_identifier.as_str())
        .with("createdAt", device.created_at)
}

/// Answers `GET /devices/{id}`
pub(crate) fn device<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.capture(0);
    let device = world
        .devices
        .iter()
        .find(|held| held.id.to_string() == wanted);
    let device = device.ok_or(Refusal::NotFound)?;
    let root = Element::container().with("size", 1_i64);
    Ok(root.child(device_element(device)).into())
}
