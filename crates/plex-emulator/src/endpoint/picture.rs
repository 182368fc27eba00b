//! Pictures, as they are and as clients want them.

use bytes::Bytes;
use image::DynamicImage;

use crate::answer::{Answer, Element, Refusal};
use crate::face::{Picture, colours, corner_colours, picture_path};
use crate::parameters::decode;
use crate::picture::{Frame, Shape, jpeg, paint, png, read, resize};
use crate::server::{Call, Reply};
use crate::world::{ArtKind, Artwork, Item, ItemId, Kind, Viewer, World};

/// Beyond this many pixels a side, PMS fails.
const LARGEST: u32 = 16_384;
/// What a picture is compressed with unless the client says otherwise.
const QUALITY: u8 = 85;

fn shape(kind: Kind, picture: Picture) -> Shape {
    match (picture, kind) {
        (Picture::Art, _) | (Picture::Thumb, Kind::Episode | Kind::Photo | Kind::Clip) => {
            Shape::Wide
        }
        (Picture::Thumb, Kind::Movie | Kind::Show | Kind::Season | Kind::Collection) => {
            Shape::Poster
        }
        (Picture::Thumb, _) => Shape::Square,
    }
}

/// Returns the picture at a path of this server's own, when there is one that the viewer may see.
fn at_path(world: &World, viewer: &Viewer, path: &str) -> Option<DynamicImage> {
    let path = path.split('?').next().unwrap_or(path);
    let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["library", "metadata" | "collections", key, picture, _]
        | ["playlists", key, picture, _] => of_item(world, world.visible(key, viewer)?, picture),
        ["library", "sections", key, "composite", _] => {
            let section = world
                .section_by_key(key)
                .filter(|id| viewer.sees_section(*id))?;
            let title = &world.section(section)?.title;
            Some(paint(Shape::Poster, &corner_colours(title), title))
        }
        [":", "resources", name] => Some(paint(Shape::Wide, &corner_colours(name), name)),
        _ => None,
    }
}

fn of_item(world: &World, id: ItemId, picture: &str) -> Option<DynamicImage> {
    let item = world.items.get(id)?;
    let mut kinds = ArtKind::ALL.into_iter();
    let chosen = kinds
        .find(|kind| kind.field() == picture)
        .and_then(|kind| world.artworks.get(id, kind));
    if let Some(artwork) = chosen {
        return self::chosen(item, artwork, picture);
    }
    let kind = match picture {
        "thumb" | "composite" => Picture::Thumb,
        "art" => Picture::Art,
        _ => return None,
    };
    // Playlists have no thumb, but their members' pictures put together.
    if item.kind != Kind::Playlist {
        picture_path(&world.items, item, kind)?;
    }
    let seed = format!("{picture} {}", item.title());
    Some(paint(shape(item.kind, kind), &colours(item), &seed))
}

/// Returns the picture that somebody has chosen: what was brought, or one of the agents'.
fn chosen(item: &Item, artwork: &Artwork, picture: &str) -> Option<DynamicImage> {
    let url = artwork.chosen.as_deref()?;
    let upload = artwork.uploads.iter().find(|upload| upload.url == url);
    if let Some(upload) = upload {
        return read(&upload.bytes);
    }
    let kind = match picture {
        "art" => Picture::Art,
        _ => Picture::Thumb,
    };
    Some(paint(shape(item.kind, kind), &corner_colours(url), url))
}

fn as_jpeg(picture: Option<DynamicImage>) -> Reply<'static> {
    let picture = picture.ok_or(Refusal::NotFound)?;
    let body = jpeg(&picture, QUALITY).ok_or(Refusal::Internal)?;
    Ok(Answer::Bytes {
        content_type: "image/jpeg",
        body,
    })
}

/// Answers `GET /library/metadata/{id}/{thumb|art|composite}/{stamp}`, and the same of collections and
/// playlists
pub(crate) fn original<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = world.visible(call.capture(0), &call.viewer);
    if let Some(bytes) = id
        .and_then(|id| theme(world, id))
        .filter(|_| call.capture(1) == "theme")
    {
        return Ok(Answer::Bytes {
            content_type: "audio/mpeg",
            body: bytes,
        });
    }
    as_jpeg(id.and_then(|id| of_item(world, id, call.capture(1))))
}

/// Returns the theme that somebody has brought.
fn theme(world: &World, id: ItemId) -> Option<Bytes> {
    let artwork = world.artworks.get(id, ArtKind::Theme)?;
    let url = artwork.chosen.as_ref()?;
    let upload = artwork.uploads.iter().find(|upload| upload.url == *url);
    upload.map(|upload| upload.bytes.clone())
}

/// Answers `GET /library/metadata/{id}/file?url=`: a picture that the item could have.
pub(crate) fn choice<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let url = call.required("url")?;
    let id = world.visible(call.capture(0), &call.viewer);
    if url.starts_with("upload://") {
        let of_all = ArtKind::ALL.into_iter();
        let artworks = of_all.filter_map(|kind| world.artworks.get(id?, kind));
        let mut uploads = artworks.flat_map(|artwork| &artwork.uploads);
        let upload = uploads.find(|upload| upload.url == url);
        return as_jpeg(upload.and_then(|upload| read(&upload.bytes)));
    }
    let item = id.and_then(|id| world.items.get(id));
    let kind = match url
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
    {
        Some("posters") => Picture::Thumb,
        Some("art") => Picture::Art,
        _ => return Err(Refusal::NotFound),
    };
    as_jpeg(item.map(|item| paint(shape(item.kind, kind), &corner_colours(url), url)))
}

/// Answers `GET /services/ultrablur/colors?url=`: the four colours that stand for a picture of this server.
pub(crate) fn blurred<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let path = local_path(call.required("url")?);
    let mut segments = path.split('/').skip(1);
    let key = match (segments.next(), segments.next(), segments.next()) {
        (Some("library"), Some("metadata" | "collections"), Some(key))
        | (Some("playlists"), Some(key), _) => key,
        _ => return Err(Refusal::NotFound),
    };
    let item = world.visible(key, &call.viewer);
    let item = item.and_then(|id| world.items.get(id));
    let [top_left, top_right, bottom_right, bottom_left] = colours(item.ok_or(Refusal::NotFound)?);
    let found = Element::new("UltraBlurColors")
        .with("topLeft", top_left)
        .with("topRight", top_right)
        .with("bottomRight", bottom_right)
        .with("bottomLeft", bottom_left);
    Ok(Element::container().with("size", 1_i64).child(found).into())
}

/// Answers `GET /library/media/{id}/chapterImages/{chapter}`
pub(crate) fn chapter<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted: u32 = call.capture(0).parse().map_err(|_| Refusal::NotFound)?;
    let (_, item) = world
        .all_seen(&call.viewer)
        .find(|(_, item)| item.media.iter().any(|media| media.id == wanted))
        .ok_or(Refusal::NotFound)?;
    let seed = format!("{} {}", item.title(), call.capture(1));
    as_jpeg(Some(paint(Shape::Wide, &corner_colours(&seed), &seed)))
}

/// Answers `GET /library/sections/{id}/composite/{stamp}`
pub(crate) fn section<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let path = format!("/library/sections/{}/composite/0", call.capture(0));
    as_jpeg(at_path(world, &call.viewer, &path))
}

/// Answers `GET /:/resources/{name}`
pub(crate) fn resource<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let path = format!("/:/resources/{}", call.capture(0));
    as_jpeg(at_path(world, &call.viewer, &path))
}

/// Answers `GET /photo/:/transcode?url=&width=&height=`: the picture at a path of this server, in the
/// size wanted. A real server also fetches pictures from elsewhere; this one asks nobody.
pub(crate) fn transcode<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let url = call.required("url")?;
    let side = |name| call.number::<u32>(name).filter(|side| *side > 0);
    let (width, height) = side("width")
        .zip(side("height"))
        .ok_or(Refusal::BadRequest)?;
    if width > LARGEST || height > LARGEST {
        return Err(Refusal::Internal);
    }
    let picture = at_path(world, &call.viewer, local_path(url)).ok_or(Refusal::NotFound)?;
    let frame = Frame {
        width,
        height,
        is_covered: call.query.flag("minSize"),
        may_grow: call.query.flag("upscale"),
    };
    let picture = resize(&picture, frame).ok_or(Refusal::Internal)?;
    let quality = call
        .number::<u8>("quality")
        .unwrap_or(QUALITY)
        .clamp(1, 100);
    let (content_type, body) = match call.query.get("format") {
        Some("png") => ("image/png", png(&picture)),
        _ => ("image/jpeg", jpeg(&picture, quality)),
    };
    let body = body.ok_or(Refusal::Internal)?;
    Ok(Answer::Bytes { content_type, body })
}

/// Returns the path in a URL that names this server by its loopback address, as older clients send it.
fn local_path(url: &str) -> &str {
    let host = ["http://127.0.0.1", "http://localhost"];
    let rest = host.iter().find_map(|host| url.strip_prefix(host));
    rest.and_then(|rest| rest.find('/').and_then(|at| rest.get(at..)))
        .unwrap_or(url)
}
