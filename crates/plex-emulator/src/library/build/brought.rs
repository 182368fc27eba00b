//! What was brought, and what is to be brought yet.

use super::super::reader::{Read, Reader};
use super::Builder;
use super::state::{art_kind, from_digits};
use crate::world::Fetch;

impl Builder {
    /// Reads what is still to be fetched for an item.
    pub(super) fn fetch(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["item", "type", "url"])?;
        let (item, kind) = (self.item_at(table)?, art_kind(table)?);
        let url = table.text_at("url")?.unwrap_or("");
        let fetch = Fetch::of(item, kind, url);
        let fetch = fetch.ok_or_else(|| table.invalid("expected a url of this machine"))?;
        self.world.want(fetch);
        Ok(())
    }

    /// Reads the bytes of subtitles that were brought.
    pub(super) fn subtitles(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["Stream", "bytes"])?;
        let number = table.int_at("Stream")?;
        let number = number.and_then(|number| u32::try_from(number).ok());
        let number = number.ok_or_else(|| table.invalid("expected the id of a Stream"))?;
        let bytes = table.text_at("bytes")?.and_then(from_digits);
        let bytes = bytes.ok_or_else(|| table.invalid("expected hexadecimal digits"))?;
        self.world.subtitles.insert(number, bytes);
        Ok(())
    }
}
