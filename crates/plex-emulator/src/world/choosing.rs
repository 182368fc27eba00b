//! Choosing pictures and themes, and bringing others.

use std::fmt::Write as _;

use bytes::Bytes;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::World;
use super::artwork::{ArtKind, Upload};
use super::ids::ItemId;
use super::kind::Kind;

impl World {
    /// Returns where an item's chosen picture or theme is, when one was chosen that no attribute tells
    /// of.
    pub(crate) fn artwork_path(&self, id: ItemId, kind: ArtKind) -> Option<String> {
        let artwork = self.artworks.get(id, kind)?;
        artwork.chosen.as_ref()?;
        let item = self.items.get(id)?;
        let folder = match item.kind {
            Kind::Collection => "/library/collections",
            Kind::Playlist => "/playlists",
            _ => "/library/metadata",
        };
        let (key, field) = (&item.rating_key, kind.field());
        Some(format!("{folder}/{key}/{field}/{}", artwork.stamp))
    }

    /// Chooses a picture or a theme by its address, or none, and locks it against the agents.
    pub(crate) fn choose_artwork(
        &mut self,
        id: ItemId,
        kind: ArtKind,
        url: Option<&str>,
        now_millis: i64,
    ) {
        if self.items.get(id).is_none() {
            return;
        }
        let now = now_millis.div_euclid(1000);
        let artwork = self.artworks.0.entry((id, kind)).or_default();
        artwork.chosen = url.map(str::to_owned);
        artwork.stamp = now.max(artwork.stamp + 1);
        let path = self.artwork_path(id, kind).unwrap_or_default();
        self.lock(id, kind.field(), true);
        self.edit_item(id, now_millis, |item| {
            if let Some(attribute) = kind.attribute() {
                item.attributes.set(attribute, path.as_str());
            }
        });
    }

    /// Takes in a picture or a theme that somebody brings, and chooses it.
    pub(crate) fn upload_artwork(
        &mut self,
        id: ItemId,
        kind: ArtKind,
        bytes: Bytes,
        now_millis: i64,
    ) {
        if self.items.get(id).is_none() {
            return;
        }
        let url = format!("upload://{}/{}", kind.plural(), sha1(&bytes));
        let artwork = self.artworks.0.entry((id, kind)).or_default();
        if !artwork.uploads.iter().any(|upload| upload.url == url) {
            let url = url.clone();
            artwork.uploads.push(Upload { url, bytes });
        }
        self.choose_artwork(id, kind, Some(&url), now_millis);
    }
}

/// Returns the SHA-1 of bytes, in hexadecimal digits: what PMS calls a file that was brought.
fn sha1(bytes: &[u8]) -> String {
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes);
    digest
        .as_ref()
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
