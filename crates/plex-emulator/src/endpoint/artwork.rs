//! The pictures and themes that an item could have, one of which it has.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::item::wanted;
use crate::answer::{Element, Refusal};
use crate::face::{Picture, container, picture_path};
use crate::seed::Seed;
use crate::server::{Call, Reply};
use crate::world::{Item, World};

/// How many there are to choose from, besides the one that is chosen.
const OTHERS: usize = 2;

/// `GET /library/metadata/{id}/{posters|arts|squareArts|clearLogos|themes}`: the one in use is
/// selected.
pub(crate) fn choices<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (_, item) = wanted(call, world)?;
    let (picture, scheme) = match call.capture(1) {
        "posters" => (Some(Picture::Thumb), "posters"),
        "arts" => (Some(Picture::Art), "art"),
        // Nothing described has any of these.
        "squareArts" | "clearLogos" | "themes" => (None, ""),
        _ => return Err(Refusal::NotFound),
    };
    let used = picture.and_then(|picture| picture_path(&world.items, item, picture));
    let mut root = container();
    let choices: Vec<Element<'w>> = match used {
        None => Vec::new(),
        Some(_) => (0..=OTHERS).map(|nth| choice(item, scheme, nth)).collect(),
    };
    root.set("size", choices.len());
    root.extend(choices);
    Ok(root.into())
}

/// One that an agent found: the first is the one in use.
fn choice<'w>(item: &Item, scheme: &str, nth: usize) -> Element<'w> {
    let name = Seed::of(&format!("{scheme} {} {nth}", item.rating_key)).hex(40);
    let url = format!("metadata://{scheme}/tv.plex.agents_{name}");
    let encoded = utf8_percent_encode(&url, NON_ALPHANUMERIC);
    let path = format!("/library/metadata/{}/file?url={encoded}", item.rating_key);
    Element::metadata("Photo")
        .with("key", path.clone())
        .with("provider", "tv.plex.agents")
        .with("ratingKey", url)
        .with("selected", nth == 0)
        .with("thumb", path)
}
