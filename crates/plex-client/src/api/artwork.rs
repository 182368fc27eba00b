//! The posters, backgrounds and other pictures that items have, and could have.

use bytes::Bytes;
use url::Url;

use super::item_edits::ArtworkField;
use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::id::RatingKey;
use crate::model::{ArtworkChoice, PictureFormat};
use crate::transport::path;
use crate::transport::request::{Method, Request};

/// The largest picture or theme that is brought, in bytes: servers take no larger ones.
pub const MAX_ARTWORK_BYTES: usize = 10 << 20;

/// Returns the segment of the path that lists what there is.
fn plural(kind: ArtworkField) -> &'static str {
    match kind {
        ArtworkField::Poster => "posters",
        ArtworkField::Background => "arts",
        ArtworkField::Logo => "clearLogos",
        ArtworkField::Square => "squareArts",
        ArtworkField::Theme => "themes",
    }
}

/// Returns the segment of the path that chooses one.
fn singular(kind: ArtworkField) -> &'static str {
    match kind {
        ArtworkField::Poster => "poster",
        other => other.name(),
    }
}

/// Returns the media type of what is brought.
fn media_type(kind: ArtworkField, bytes: &[u8]) -> Result<&'static str> {
    let refused = |why: &str| Err(PlexError::invalid_argument("artwork", why));
    if bytes.is_empty() || bytes.len() > MAX_ARTWORK_BYTES {
        return refused("must have from 1 byte to 10 MiB");
    }
    let known = match kind {
        ArtworkField::Theme => music_type(bytes),
        _ => PictureFormat::of(bytes).map(PictureFormat::media_type),
    };
    match (known, kind) {
        (Some(known), _) => Ok(known),
        (None, ArtworkField::Theme) => refused("is no music: MP3, AAC, MP4, FLAC, Ogg and WAV are"),
        (None, _) => refused("is no picture: JPEG, PNG, WebP and GIF are"),
    }
}

/// Returns the media type of music, by how it begins; `None` for what is none.
fn music_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'I', b'D', b'3', 2..=4, ..] => Some("audio/mpeg"),
        // The head of a frame, of which the layer tells MP3 from AAC. FF FE begins text in UTF-16.
        [0xFF, second, third, ..] if second & 0xF6 == 0xF0 && third & 0x3C < 0x34 => {
            Some("audio/aac")
        }
        [0xFF, second, third, _, ..] if is_frame(*second, *third) => Some("audio/mpeg"),
        [b'f', b'L', b'a', b'C', ..] => Some("audio/flac"),
        [b'O', b'g', b'g', b'S', ..] => Some("audio/ogg"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("audio/mp4"),
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
            b'A',
            b'V',
            b'E',
            ..,
        ] => Some("audio/wav"),
        _ => None,
    }
}

/// Tells whether two bytes go on as the head of a frame of MP3 does: of a version and a layer III or II, at a
/// rate of bits and of samples that there are.
fn is_frame(second: u8, third: u8) -> bool {
    let has_version = second & 0x18 != 0x08;
    let has_layer = matches!(second & 0x06, 0x02 | 0x04);
    let has_rates = !matches!(third & 0xF0, 0x00 | 0xF0) && third & 0x0C != 0x0C;
    second & 0xE0 == 0xE0 && has_version && has_layer && has_rates
}

impl PlexClient {
    /// Lists the pictures of a kind, or the themes, that an item could have:
    /// `GET /library/metadata/{id}/posters` and the like. The one it has is `selected`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such item; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ArtworkField, ItemsQuery};
    ///
    /// let films = &client.libraries().await?[0].key;
    /// let film = client.library_items(films, &ItemsQuery::new()).await?.items.remove(0);
    /// let film = film.rating_key.ok_or("no key")?;
    ///
    /// let posters = client.artwork_choices(&film, ArtworkField::Poster).await?;
    /// let other = posters.iter().find(|poster| !poster.selected).ok_or("no other")?;
    /// client.choose_artwork(&film, ArtworkField::Poster, other).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn artwork_choices(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
    ) -> Result<Vec<ArtworkChoice>> {
        let request = Request::reading(path::of_item(item, plural(kind)));
        let found: MediaContainer<ArtworkChoice> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// Gives an item one of the pictures that it could have: `PUT /library/metadata/{id}/poster` and the
    /// like. The server locks it. Some servers choose no theme in this way: bring it again. Owners only, but
    /// for playlists of one's own. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a choice without an id; [`PlexError::NotFound`] when there is no
    /// such item; [`PlexError::Forbidden`] for others than the owner; [`PlexError::OutcomeUnknown`] when
    /// the answer was lost; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey,
    /// # before: plex_client::ArtworkChoice) -> Result<(), plex_client::PlexError> {
    /// use plex_client::ArtworkField;
    ///
    /// client.choose_artwork(&film, ArtworkField::Poster, &before).await?;
    /// # Ok(()) }
    /// ```
    pub async fn choose_artwork(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
        choice: &ArtworkChoice,
    ) -> Result<()> {
        let id = choice.id.as_deref().unwrap_or_default();
        if id.is_empty() {
            return Err(PlexError::invalid_argument("choice", "has no id"));
        }
        let path = path::of_item(item, singular(kind));
        self.act(&Request::changing(Method::Put, path).query("url", id))
            .await
    }

    /// Brings a picture or theme, which the item has at once: `POST /library/metadata/{id}/posters` and the
    /// like. The server locks it; it may take a moment until it is listed. Owners only, but for playlists
    /// of one's own. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for what is no picture, no music, or larger than
    /// [`MAX_ARTWORK_BYTES`]; [`PlexError::Refused`] for what the server takes for none; others as
    /// [`choose_artwork`](Self::choose_artwork).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// use plex_client::ArtworkField;
    ///
    /// let poster = std::fs::read("metropolis.jpg")?;
    /// client.upload_artwork(&film, ArtworkField::Poster, poster).await?;
    /// # Ok(()) }
    /// ```
    pub async fn upload_artwork(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
        bytes: impl Into<Bytes>,
    ) -> Result<()> {
        let bytes = bytes.into();
        let media_type = media_type(kind, &bytes)?;
        let path = path::of_item(item, plural(kind));
        let request = Request::changing(Method::Post, path).body(media_type, bytes)?;
        self.act(&request).await
    }

    /// Has the server fetch a picture or theme from an address, which the item has then:
    /// `POST /library/metadata/{id}/posters` and the like. The server fetches it later, from where it
    /// stands: whoever lets others say the address lets them reach what the server reaches. Owners only,
    /// but for playlists of one's own. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for an address that is neither http nor https, or holds a user name, a
    /// password or a token: the server keeps it, and writes it into its log; others as [`choose_artwork`](Self::choose_artwork).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey, url: url::Url)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::ArtworkField;
    ///
    /// client.upload_artwork_from(&film, ArtworkField::Background, &url).await?;
    /// # Ok(()) }
    /// ```
    pub async fn upload_artwork_from(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
        url: &Url,
    ) -> Result<()> {
        let has_credentials =
            !url.username().is_empty() || url.password().is_some() || self.has_a_token(url);
        if !matches!(url.scheme(), "http" | "https") || has_credentials {
            return Err(PlexError::invalid_argument(
                "url",
                "must begin with http or https, and hold no user name, password or token",
            ));
        }
        let path = path::of_item(item, plural(kind));
        self.act(&Request::changing(Method::Post, path).query("url", url.as_str()))
            .await
    }

    /// Says whether an address carries a token, however it is encoded.
    fn has_a_token(&self, url: &Url) -> bool {
        let parameters = url.query_pairs();
        let mut said = parameters.map(|(name, value)| format!("{name}={value}"));
        let is_told = |text: &str| self.without_token(text).is_some();
        is_told(url.as_str()) || said.any(|parameter| is_told(&parameter))
    }

    /// Takes away the picture or theme that an item has: `DELETE /library/metadata/{id}/thumb` and the like. It
    /// stays among those that the item could have. Owners only, but for playlists of one's own. Never
    /// sent twice.
    ///
    /// # Errors
    ///
    /// As [`choose_artwork`](Self::choose_artwork).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::ArtworkField;
    ///
    /// client.remove_artwork(&film, ArtworkField::Theme).await?;
    /// # Ok(()) }
    /// ```
    pub async fn remove_artwork(&self, item: &RatingKey, kind: ArtworkField) -> Result<()> {
        let path = path::of_item(item, kind.name());
        self.act(&Request::changing(Method::Delete, path)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn music_is_told_from_text() {
        for (bytes, expected) in [
            (&b"ID3\x04\x00"[..], Some("audio/mpeg")),
            (b"\xff\xfb\x90\x64", Some("audio/mpeg")),
            (b"\xff\xf3\x40\xc0", Some("audio/mpeg")),
            (b"\xff\xf1\x50\x80", Some("audio/aac")),
            (b"fLaC", Some("audio/flac")),
            // Text in UTF-16, of either order, and in Latin letters.
            (b"\xff\xfeH\x00e\x00", None),
            (b"\xff\xfe<\x00h\x00", None),
            (b"\xfe\xff\x00H\x00e", None),
            (b"\xff\xff\xff\xff", None),
            (b"ID3 is a tag", None),
            (b"\xff\xfb", None),
            (b"", None),
        ] {
            assert_eq!(music_type(bytes), expected, "{bytes:?}");
        }
    }
}
