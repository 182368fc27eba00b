//! The server itself and its sections.

use super::super::reader::{Read, Reader};
use super::super::time::moment;
use super::{Builder, not_twice};
use crate::seed;
use crate::world::{Location, Section, SectionId, SectionKind, next};

impl Builder {
    pub(super) fn server(&mut self, table: &Reader<'_>) -> Read<()> {
        const OWN: &[&str] = &[
            "machineIdentifier",
            "friendlyName",
            "version",
            "apiVersion",
            "preferences",
            "Release",
            "claimed",
        ];
        let more = self.attributes(table, OWN)?;
        let server = &mut self.world.server;
        let fields = [
            ("machineIdentifier", &mut server.machine_identifier),
            ("friendlyName", &mut server.friendly_name),
            ("version", &mut server.version),
            ("apiVersion", &mut server.api_version),
        ];
        for (key, field) in fields {
            if let Some(text) = table.text_at(key)? {
                *field = text.to_owned();
            }
        }
        server.more = more;
        if table.get("claimed").is_some() {
            server.is_claimed = table.flag_at("claimed")?;
        }
        if let Some(release) = table.get("Release") {
            self.world.server.release = Some(self.attributes(&release, &[])?);
        }
        if let Some(preferences) = table.get("preferences") {
            self.preferences(&preferences)?;
        }
        Ok(())
    }

    pub(super) fn section(&mut self, table: &Reader<'_>) -> Read<()> {
        const OWN: &[&str] = &[
            "key",
            "type",
            "title",
            "agent",
            "scanner",
            "language",
            "uuid",
            "createdAt",
            "updatedAt",
            "scannedAt",
            "contentChangedAt",
            "hidden",
            "Location",
            "item",
            "collection",
            "hub",
            "preferences",
        ];
        let id = u16::try_from(self.world.sections.len())
            .map(SectionId)
            .map_err(|_| table.invalid("too many sections"))?;
        let key = match table.key_at("key")? {
            Some(key) => key,
            None => (self.world.sections.len() + 1).to_string(),
        };
        if self.world.section_by_key(&key).is_some() {
            return Err(table.invalid(format!("the section key `{key}` is taken")));
        }
        let kind = table
            .text_at("type")?
            .and_then(SectionKind::from_name)
            .ok_or_else(|| table.invalid("expected type = movie, show, artist or photo"))?;
        let title = table.text_at("title")?.unwrap_or_else(|| kind.name());
        let mut section = Section::new(key, kind, title.to_owned());
        section.more = self.attributes(table, OWN)?;
        section.uuid = seed::uuid(&format!("section {} {title}", section.key));
        let fields = [
            ("agent", &mut section.agent),
            ("scanner", &mut section.scanner),
            ("language", &mut section.language),
            ("uuid", &mut section.uuid),
        ];
        for (key, field) in fields {
            if let Some(text) = table.text_at(key)? {
                *field = text.to_owned();
            }
        }
        let a_year_ago = self.now - 365 * 86_400;
        let an_hour_ago = self.now - 3600;
        let moments = [
            ("createdAt", &mut section.created_at, a_year_ago),
            ("updatedAt", &mut section.updated_at, a_year_ago),
            ("scannedAt", &mut section.scanned_at, an_hour_ago),
        ];
        for (key, field, otherwise) in moments {
            *field = match table.get(key) {
                Some(given) => moment(&given, self.now)?,
                None => otherwise,
            };
        }
        section.hidden = table.int_at("hidden")?.unwrap_or(0);
        if let Some(number) = table.int_at("contentChangedAt")? {
            section.content_changed_at = number;
        }
        let mut known = self.world.sections.iter();
        not_twice(table, known.any(|one| one.uuid == section.uuid), "uuid")?;
        section.locations = self.locations(table, title)?;
        self.world.sections.push(section);
        self.arrangement(table, id)?;

        for item in table.list("item")? {
            self.item(&item, id, kind.top(), None)?;
        }
        for collection in table.list("collection")? {
            self.collection(&collection, id)?;
        }
        Ok(())
    }

    /// Reads `Location` as paths, or as tables with `id` and `path`; a folder under `/media` otherwise.
    fn locations(&mut self, section: &Reader<'_>, title: &str) -> Read<Vec<Location>> {
        let mut locations = Vec::new();
        for given in section.list("Location")? {
            let next_id = next(&mut self.world.ids.location);
            locations.push(if given.value().is_object() {
                let path = given.text_at("path")?;
                let id = given.int_at("id")?.and_then(|id| u32::try_from(id).ok());
                Location {
                    id: id.unwrap_or(next_id),
                    path: path
                        .ok_or_else(|| given.invalid("expected a path"))?
                        .to_owned(),
                }
            } else {
                Location {
                    id: next_id,
                    path: given.text()?.to_owned(),
                }
            });
        }
        if section.get("Location").is_none() {
            locations.push(Location {
                id: next(&mut self.world.ids.location),
                path: format!("/media/{title}"),
            });
        }
        Ok(locations)
    }
}
