//! Pictures of items.

use bytes::Bytes;

use super::item::MediaItem;
use crate::id::RatingKey;

/// The kinds of pictures that an item has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureKind {
    /// The upright one: of a film, show or season; of an episode its season's or show's; the cover
    /// of an album.
    Poster,
    /// The background.
    Art,
    /// The item's own, such as the still of an episode.
    Thumb,
    /// The wide one.
    Banner,
}

/// The path of a picture that belongs to an item, or to what the item is in.
///
/// It can be made of nothing else, so that a server cannot be made to fetch what a title or an agent
/// put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PicturePath(String);

impl PicturePath {
    /// Returns the path of a picture of an item; `None` when it has none, or when what stands there
    /// is not its own: an address elsewhere, another item's, or no picture's.
    ///
    /// ```
    /// use plex_client::{container::MediaContainer, wire::answer};
    /// use plex_client::{MediaItem, PictureKind, PicturePath};
    ///
    /// let found: MediaContainer<MediaItem> = answer(
    ///     br#"<MediaContainer><Video ratingKey="7" thumb="/library/metadata/7/thumb/1"
    ///         art="https://example.com/7.jpg"/></MediaContainer>"#,
    /// )
    /// .unwrap();
    /// let film = &found.items[0];
    /// assert!(PicturePath::of(film, PictureKind::Poster).is_some());
    /// assert!(PicturePath::of(film, PictureKind::Art).is_none());
    /// ```
    #[must_use]
    pub fn of(item: &MediaItem, kind: PictureKind) -> Option<Self> {
        let candidates = match kind {
            PictureKind::Poster if item.grandparent_thumb.is_some() => {
                [&item.parent_thumb, &item.grandparent_thumb, &item.thumb]
            }
            PictureKind::Poster => [&item.thumb, &item.composite, &item.parent_thumb],
            PictureKind::Art => [&item.art, &item.grandparent_art, &None],
            PictureKind::Thumb => [&item.thumb, &item.composite, &None],
            PictureKind::Banner => [&item.banner, &None, &None],
        };
        let own = [
            &item.rating_key,
            &item.parent_rating_key,
            &item.grandparent_rating_key,
        ];
        candidates
            .into_iter()
            .flatten()
            .find(|path| is_picture_of(path, own.into_iter().flatten()))
            .map(|path| Self(path.clone()))
    }

    /// Returns the path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says whether a path is that of a picture of one of these items:
/// `/library/metadata/{id}/{thumb|art|…}/{stamp}`, or the composite of a collection.
fn is_picture_of<'a>(path: &str, mut own: impl Iterator<Item = &'a RatingKey>) -> bool {
    let mut segments = path.split('/');
    let found = [(); 6].map(|()| segments.next());
    let [
        Some(""),
        Some("library"),
        Some(root),
        Some(id),
        Some(element),
        Some(stamp),
    ] = found
    else {
        return false;
    };
    let is_plain =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_picture = match root {
        "metadata" => matches!(
            element,
            "thumb" | "art" | "poster" | "banner" | "composite" | "squareArt" | "background"
        ),
        "collections" => element == "composite",
        _ => false,
    };
    is_picture && segments.next().is_none() && is_plain(stamp) && own.any(|key| key.as_str() == id)
}

/// The formats of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
}

impl PictureFormat {
    /// Returns the format of some bytes, by how they begin; `None` when they are no picture.
    ///
    /// ```
    /// use plex_client::PictureFormat;
    ///
    /// assert_eq!(PictureFormat::of(b"\xff\xd8\xff\xe0"), Some(PictureFormat::Jpeg));
    /// assert_eq!(PictureFormat::of(b"<html>"), None);
    /// ```
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            _ => None,
        }
    }

    /// Returns the media type, such as `image/jpeg`.
    ///
    /// ```
    /// assert_eq!(plex_client::PictureFormat::Png.media_type(), "image/png");
    /// ```
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Picture {
    /// How it is written.
    pub format: PictureFormat,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The bytes.
    pub bytes: Bytes,
}

impl Picture {
    /// Reads the header of a picture; `None` for bytes that are none, whatever they begin with.
    ///
    /// ```
    /// use plex_client::Picture;
    ///
    /// assert!(Picture::read("<html>".into()).is_none());
    /// ```
    #[must_use]
    pub fn read(bytes: Bytes) -> Option<Self> {
        let format = PictureFormat::of(&bytes)?;
        let size = imagesize::blob_size(&bytes).ok()?;
        let side = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0);
        Some(Self {
            format,
            width: side(size.width)?,
            height: side(size.height)?,
            bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(thumb: &str) -> MediaItem {
        MediaItem {
            rating_key: RatingKey::new("7").ok(),
            parent_rating_key: RatingKey::new("6").ok(),
            thumb: Some(thumb.to_owned()),
            ..MediaItem::default()
        }
    }

    #[test]
    fn pictures_of_the_item_and_of_what_it_is_in_are_its_own() {
        for path in [
            "/library/metadata/7/thumb/1700000000",
            "/library/metadata/6/poster/1",
            "/library/collections/7/composite/1",
        ] {
            let found = PicturePath::of(&item(path), PictureKind::Thumb);
            assert_eq!(found.unwrap().as_str(), path);
        }
    }

    #[test]
    fn nothing_else_is() {
        for path in [
            "",
            "/",
            "/library/metadata/8/thumb/1",
            "/library/metadata/7/thumb",
            "/library/metadata/7/thumb/1/2",
            "/library/metadata/7/thumb/1?X-Plex-Token=x",
            "/library/metadata/7/thumb/..",
            "/library/metadata/7/file/1",
            "/library/metadata/7/../8/thumb/1",
            "//evil.example/library/metadata/7/thumb/1",
            "http://evil.example/library/metadata/7/thumb/1",
            "/library/parts/7/thumb/1",
            "/:/prefs",
            "/library/metadata/7/thumb/1%2F..",
            "\\library\\metadata\\7\\thumb\\1",
        ] {
            assert_eq!(
                PicturePath::of(&item(path), PictureKind::Thumb),
                None,
                "{path}"
            );
        }
    }

    #[test]
    fn pictures_are_known_by_their_bytes() {
        for (bytes, format) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], PictureFormat::Png),
            (b"GIF89a...", PictureFormat::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", PictureFormat::WebP),
        ] {
            assert_eq!(PictureFormat::of(bytes), Some(format));
        }
        for bytes in [
            &b""[..],
            b"<svg/>",
            b"RIFF\0\0\0\0WAVE",
            b"\x89PNG",
            b"GIF80a",
        ] {
            assert_eq!(PictureFormat::of(bytes), None);
        }
    }
}
