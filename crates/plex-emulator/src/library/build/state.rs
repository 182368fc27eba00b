//! What only a description of a state says: what is gone, what the agents said, what was brought, and
//! which numbers were given out.

use bytes::Bytes;

use super::super::reader::{Read, Reader};
use super::Builder;
use crate::world::{
    ArtKind, Artwork, CONVERSIONS, Item, Kind, ManagedHub, Origin, SectionId, TagKind, Upload,
};

impl Builder {
    /// Reads the tags in the order of their ids.
    pub(super) fn tag_list(&mut self, description: &Reader<'_>) -> Read<()> {
        for table in description.list("tag")? {
            table.only(&["type", "tag", "thumb"])?;
            let named = table.text_at("type")?;
            let mut kinds = TagKind::ALL.into_iter();
            let kind = kinds.find(|kind| Some(kind.element()) == named);
            let kind = kind.ok_or_else(|| table.invalid("expected type = Genre, Role, …"))?;
            let text = table.text_at("tag")?;
            let text = text.ok_or_else(|| table.invalid("expected a tag"))?;
            let id = self.world.tags.intern(kind, text);
            if let Some(thumb) = table.text_at("thumb")? {
                self.world.tags.set_thumb(id, thumb);
            }
        }
        Ok(())
    }

    /// Adds what is gone, and is named by plays only: with `parent`, which may be gone as well, and
    /// `section`.
    pub(super) fn deleted(&mut self, table: &Reader<'_>) -> Read<()> {
        const OWN: &[&str] = &["ref", "type", "parent", "section", "item"];
        let kind = table.text_at("type")?.and_then(Kind::from_name);
        let kind = kind.ok_or_else(|| table.invalid("expected a type"))?;
        let section = match table.get("section") {
            Some(given) => {
                let section = self.world.section_by_key(&given.key()?);
                Some(section.ok_or_else(|| given.invalid("no section has this key"))?)
            }
            None => None,
        };
        let parent = match table.get("parent") {
            Some(given) => Some(self.refer(&given)?),
            None => None,
        };
        let label = table.text_at("ref")?;
        let attributes = self.attributes(table, OWN)?;
        let key = format!("gone-{}", self.world.items.count());
        let mut item = Item::new(key.as_str().into(), kind, section);
        item.attributes = attributes;
        item.parent = parent;
        let title = item.title().to_owned();
        let id = self.world.items.add_gone(item);
        match label {
            Some(label) => self.label(table, label, id)?,
            None => self.entitle(&title, id),
        }
        Ok(())
    }

    /// Adds what an agent has said of an item before it was edited.
    pub(super) fn origin(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["item", "said"])?;
        let item = self.item_at(table)?;
        let said = table.get("said");
        let said = said.ok_or_else(|| table.invalid("expected what was said"))?;
        let tags = TagKind::ALL.map(TagKind::element);
        let origin = Origin {
            attributes: self.attributes(&said, &tags)?,
            tags: self.tags(&said)?,
        };
        self.world.origins.insert(item, origin);
        Ok(())
    }

    /// Adds what was chosen for an item, and brought.
    pub(super) fn artwork(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["item", "type", "stamp", "chosen", "upload"])?;
        let item = self.item_at(table)?;
        let kind = art_kind(table)?;
        let mut artwork = Artwork {
            chosen: table.text_at("chosen")?.map(str::to_owned),
            stamp: table.int_at("stamp")?.unwrap_or(0),
            uploads: Vec::new(),
        };
        for upload in table.list("upload")? {
            upload.only(&["url", "bytes"])?;
            let url = upload.text_at("url")?.unwrap_or("").to_owned();
            let digits = upload.text_at("bytes")?.unwrap_or("");
            let bytes = from_digits(digits);
            let bytes = bytes.ok_or_else(|| upload.invalid("expected hexadecimal digits"))?;
            artwork.uploads.push(Upload { url, bytes });
        }
        self.world.artworks.0.insert((item, kind), artwork);
        Ok(())
    }

    /// Reads the hubs and the preferences of a section, as its owner has arranged them.
    pub(super) fn arrangement(&mut self, table: &Reader<'_>, id: SectionId) -> Read<()> {
        let mut hubs = Vec::new();
        for hub in table.list("hub")? {
            hub.only(&[
                "identifier",
                "promotedToRecommended",
                "promotedToOwnHome",
                "promotedToSharedHome",
                "place",
            ])?;
            let identifier = hub.text_at("identifier")?;
            hubs.push(ManagedHub {
                identifier: identifier
                    .ok_or_else(|| hub.invalid("expected an identifier"))?
                    .to_owned(),
                is_recommended: hub.flag_at("promotedToRecommended")?,
                is_at_home: hub.flag_at("promotedToOwnHome")?,
                is_shared: hub.flag_at("promotedToSharedHome")?,
                place: place_of(&hub)?,
            });
        }
        let mut chosen = Vec::new();
        if let Some(preferences) = table.get("preferences") {
            for (name, value) in preferences.entries()? {
                chosen.push((name.to_owned(), value.key()?));
            }
        }
        if let Some(section) = self.world.section_mut(id) {
            section.hubs = hubs;
            section.preferences.extend(chosen);
        }
        Ok(())
    }

    /// Reads the last numbers that were given out of each series.
    pub(super) fn numbers(&mut self, table: &Reader<'_>) -> Read<()> {
        let world = &mut self.world;
        let mut session = u32::try_from(world.last_session).unwrap_or(u32::MAX);
        let (ids, queues) = (&mut world.ids, &mut world.queues);
        let series = [
            ("ratingKey", &mut ids.rating_key),
            ("extra", &mut ids.extra),
            ("Media", &mut ids.media),
            ("Part", &mut ids.part),
            ("Stream", &mut ids.stream),
            ("Location", &mut ids.location),
            ("playlistItemID", &mut ids.member),
            ("order", &mut ids.order),
            ("job", &mut world.last_job),
            ("playQueueID", &mut queues.last_queue),
            ("playQueueItemID", &mut queues.last_entry),
            ("play", world.history.last_id_mut()),
            ("session", &mut session),
        ];
        let names = series.each_ref().map(|(name, _)| *name);
        table.only(&names)?;
        for (name, last) in series {
            if let Some(given) = table.get(name) {
                let number = u32::try_from(given.int()?);
                *last = number.map_err(|_| given.invalid("expected a number from 0 on"))?;
            }
        }
        world.last_session = u64::from(session);
        world.queues.last_queue = world.queues.last_queue.max(CONVERSIONS);
        Ok(())
    }
}

/// Returns where a hub stands, on servers where places wear out.
fn place_of(hub: &Reader<'_>) -> Read<Option<f64>> {
    let Some(given) = hub.get("place") else {
        return Ok(None);
    };
    let place = given.key()?.parse();
    place
        .map(Some)
        .map_err(|_| given.invalid("expected a number"))
}

/// Reads bytes of two hexadecimal digits each.
pub(super) fn from_digits(digits: &str) -> Option<Bytes> {
    let pairs = digits.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    bytes.collect::<Option<Vec<u8>>>().map(Bytes::from)
}

/// Returns the kind of picture, or theme, that a table is about.
pub(super) fn art_kind(table: &Reader<'_>) -> Read<ArtKind> {
    let named = table.text_at("type")?;
    let mut kinds = ArtKind::ALL.into_iter();
    let kind = kinds.find(|kind| Some(kind.plural()) == named);
    kind.ok_or_else(|| table.invalid("expected type = posters, arts, …"))
}
