//! The pictures and themes that an item could have, one of which it has.

use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::item::wanted;
use crate::answer::{Answer, Element, Refusal};
use crate::behaviour::UploadProvider;
use crate::face::{Picture, container, picture_path};
use crate::picture::is_picture;
use crate::seed::Seed;
use crate::server::{Call, Reply};
use crate::world::{ArtKind, Fetch, Item, ItemId, Kind, Postponed, World};

/// How many there are to choose from, besides the one that is chosen.
const OTHERS: usize = 2;
/// No picture and no theme is larger.
const LARGEST: usize = 10 * 1024 * 1024;

/// Returns what the agents found of a kind, for items that have any.
fn found(world: &World, id: ItemId, item: &Item, kind: ArtKind) -> Vec<String> {
    let (picture, scheme) = match kind {
        ArtKind::Poster => (Picture::Thumb, "posters"),
        ArtKind::Art => (Picture::Art, "art"),
        // Nothing described has any of these.
        _ => return Vec::new(),
    };
    // They are still there to choose from when none of them was chosen.
    let is_taken_away = world
        .artworks
        .get(id, kind)
        .is_some_and(|artwork| artwork.chosen.is_none());
    let has_any = item.kind != Kind::Playlist
        && (is_taken_away && picture.belongs_to(item.kind)
            || picture_path(&world.items, item, picture).is_some());
    let count = if has_any { OTHERS + 1 } else { 0 };
    let names = (0..count).map(|nth| {
        let name = Seed::of(&format!("{scheme} {} {nth}", item.rating_key)).hex(40);
        format!("metadata://{scheme}/tv.plex.agents_{name}")
    });
    names.collect()
}

/// Returns the address of the one that an item has.
fn chosen(world: &World, id: ItemId, kind: ArtKind, found: &[String]) -> Option<String> {
    match world.artworks.get(id, kind) {
        Some(artwork) => artwork.chosen.clone(),
        None => found.first().cloned(),
    }
}

/// Answers `GET /library/metadata/{id}/{posters|arts|squareArts|clearLogos|themes}`: the one in use is
/// selected.
pub(crate) fn choices<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let kind = by_plural(call.capture(1))?;
    let mut urls = found(world, id, item, kind);
    let chosen = chosen(world, id, kind, &urls);
    let artwork = world.artworks.get(id, kind);
    let uploads = artwork.map_or(&[] as &[_], |artwork| artwork.uploads.as_slice());
    urls.extend(uploads.iter().map(|upload| upload.url.clone()));
    let mut root = container().with("size", urls.len());
    for url in urls {
        let is_chosen = chosen.as_ref() == Some(&url);
        root.push(choice(world, item, kind, url, is_chosen));
    }
    Ok(root.into())
}

fn choice<'w>(
    world: &World,
    item: &Item,
    kind: ArtKind,
    url: String,
    is_chosen: bool,
) -> Element<'w> {
    let encoded = utf8_percent_encode(&url, NON_ALPHANUMERIC);
    let path = format!("/library/metadata/{}/file?url={encoded}", item.rating_key);
    let element = match kind {
        ArtKind::Theme => Element::metadata("Track"),
        _ => Element::metadata("Photo"),
    };
    let mut element = element.with("key", path.clone());
    let provider = match world.behaviour.upload_provider {
        _ if !url.starts_with("upload://") => Some("tv.plex.agents"),
        UploadProvider::Absent => None,
        UploadProvider::Upload => Some("upload"),
        UploadProvider::Local => Some("local"),
    };
    if let Some(provider) = provider {
        element.set("provider", provider);
    }
    element
        .with("ratingKey", url)
        .with("selected", is_chosen)
        .with("thumb", path)
}

fn by_plural(name: &str) -> Result<ArtKind, Refusal> {
    let mut kinds = ArtKind::ALL.into_iter();
    kinds
        .find(|kind| kind.plural() == name)
        .ok_or(Refusal::NotFound)
}

/// Returns the item and the kind that the path of a change names. A playlist's pictures are its owner's,
/// and all others the server's owner's.
fn changing(
    call: &Call<'_>,
    world: &World,
    name: impl Fn(ArtKind) -> &'static str,
) -> Result<(ItemId, ArtKind), Refusal> {
    let mut kinds = ArtKind::ALL.into_iter();
    let kind = kinds.find(|kind| name(*kind) == call.capture(1));
    let kind = kind.ok_or(Refusal::NotFound)?;
    let (id, item) = wanted(call, world)?;
    if item.kind != Kind::Playlist && !call.viewer.is_owner {
        return Err(Refusal::Forbidden);
    }
    Ok((id, kind))
}

/// Answers `POST /library/metadata/{id}/{posters|…}`: the bytes that come with it, or what is at `url`,
/// which is fetched later. It is chosen at once.
pub(crate) fn upload(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, kind) = changing(call, world, ArtKind::plural)?;
    bring(call, world, id, kind)
}

fn bring(call: &Call<'_>, world: &mut World, id: ItemId, kind: ArtKind) -> Reply<'static> {
    if let Some(url) = call.query.get("url") {
        let fetch = Fetch::of(id, kind, url).ok_or(Refusal::BadRequest)?;
        world.want(fetch);
        return Ok(Answer::Done);
    }
    if !is_fit(kind, call.body) {
        return Err(Refusal::BadRequest);
    }
    let bytes = Bytes::copy_from_slice(call.body);
    let artwork = Postponed::Artwork {
        item: id,
        kind,
        bytes,
    };
    world.postpone(world.behaviour.artwork_lag, artwork, call.now_millis);
    Ok(Answer::Done)
}

/// Tells whether bytes are a picture or could be a theme.
pub(crate) fn is_fit(kind: ArtKind, bytes: &[u8]) -> bool {
    let is_small = !bytes.is_empty() && bytes.len() <= LARGEST;
    is_small && (kind == ArtKind::Theme || is_picture(bytes))
}

/// Answers `PUT /library/metadata/{id}/{poster|art|clearLogo|squareArt|theme}?url=`: chooses one of those
/// that there are, or brings another.
pub(crate) fn choose(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, kind) = changing(call, world, ArtKind::singular)?;
    let Some(url) = call.query.get("url") else {
        return bring(call, world, id, kind);
    };
    let item = world.items.get(id).ok_or(Refusal::NotFound)?;
    let uploads = world.artworks.get(id, kind);
    let is_upload = uploads.is_some_and(|art| art.uploads.iter().any(|upload| upload.url == url));
    if !is_upload && !found(world, id, item, kind).iter().any(|one| one == url) {
        return bring(call, world, id, kind);
    }
    world.choose_artwork(id, kind, Some(url), call.now_millis);
    Ok(Answer::Done)
}

/// Answers `DELETE /library/metadata/{id}/{thumb|art|clearLogo|squareArt|theme}`: it is to have none.
pub(crate) fn remove(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, kind) = changing(call, world, ArtKind::field)?;
    world.choose_artwork(id, kind, None, call.now_millis);
    Ok(Answer::Done)
}
