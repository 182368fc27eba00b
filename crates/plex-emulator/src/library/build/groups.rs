//! Collections and playlists.

use super::super::reader::{Read, Reader};
use super::Builder;
use crate::world::{
    Item, ItemId, Kind, Member, Members, SectionId, TagKind, Tagging, Value, View, World, name,
    next,
};

impl Builder {
    /// Adds a collection: `items` by name, or a smart one with its query as `content`.
    pub(super) fn collection(&mut self, table: &Reader<'_>, section: SectionId) -> Read<()> {
        let key = self.rating_key(table)?;
        let mut item = self.bare_item(table, Kind::Collection, Some(section), key)?;
        self.complete_group(&mut item);
        let members = self.members(table)?;
        let first = members
            .first()
            .and_then(|member| self.world.items.get(member.item));
        if let (None, Some(first)) = (item.attributes.get(name::SUBTYPE), first) {
            item.attributes.set(name::SUBTYPE, first.kind.type_name());
        }
        // A smart one is no tag of its members.
        if !item.is_smart() {
            let tag = self.world.tags.intern(TagKind::Collection, item.title());
            for member in members.iter() {
                if let Some(inner) = self.world.items.get_mut(member.item) {
                    inner.add_tag(Tagging { tag, role: None });
                }
            }
        }
        item.members = members;
        let id = self.add(table, item, None)?;
        self.view_of(table, id)?;
        self.place_in_section(id, section);
        Ok(())
    }

    /// Adds a playlist: `items` by name, or a smart one with its query as `content`.
    pub(super) fn playlist(&mut self, table: &Reader<'_>) -> Read<()> {
        let owner = self.account_at(table)?;
        let key = self.rating_key(table)?;
        let mut item = self.bare_item(table, Kind::Playlist, None, key)?;
        self.complete_group(&mut item);
        item.members = self.members(table)?;
        if item.attributes.get(name::PLAYLIST_TYPE).is_none() {
            let first = item.members.first();
            let kind = first.and_then(|member| self.world.items.get(member.item));
            let playlist_type = match kind.map(|item| item.kind) {
                Some(Kind::Track) => "audio",
                Some(Kind::Photo) => "photo",
                _ => "video",
            };
            item.attributes.set(name::PLAYLIST_TYPE, playlist_type);
        }
        let id = self.add(table, item, None)?;
        self.view_of(table, id)?;
        self.world.playlists.add(id, owner);
        Ok(())
    }

    fn complete_group(&self, item: &mut Item) {
        let attributes = &mut item.attributes;
        let content = attributes.text(name::CONTENT).map(str::to_owned);
        let is_smart =
            attributes.get(name::SMART).and_then(Value::as_int) == Some(1) || content.is_some();
        attributes.set(name::SMART, Value::Bool(is_smart));
        if let Some(path) = content.filter(|content| content.starts_with('/')) {
            let server = &self.world.server.machine_identifier;
            let uri = format!("server://{server}/com.plexapp.plugins.library{path}");
            attributes.set(name::CONTENT, uri.as_str());
        }
        if self.is_exact {
            return;
        }
        for date in [name::ADDED_AT, name::UPDATED_AT] {
            if attributes.get(date).is_none() {
                attributes.set(date, self.now - 90 * 86_400);
            }
        }
    }

    fn members(&mut self, table: &Reader<'_>) -> Read<Members> {
        let mut members = Members::default();
        for given in table.list("items")? {
            if given.value().is_object() {
                given.only(&["playlistItemID", "item"])?;
                let item = self.item_at(&given)?;
                let id = given.int_at("playlistItemID")?;
                let id = id.and_then(|id| u32::try_from(id).ok());
                let id = id.unwrap_or_else(|| next(&mut self.world.ids.member));
                if !members.push(Member { id, item }) {
                    return Err(given.invalid("it has the playlistItemID of another"));
                }
                continue;
            }
            let item: ItemId = self.refer(&given)?;
            let id = next(&mut self.world.ids.member);
            members.push(Member { id, item });
        }
        Ok(members)
    }

    /// Adds the owner's view of an item, if a table says anything of it.
    pub(super) fn view_of(&mut self, table: &Reader<'_>, id: ItemId) -> Read<()> {
        let view = self.view(table)?;
        if view != View::default() {
            self.world
                .views
                .change(World::OWNER, id, |held| *held = view);
        }
        Ok(())
    }
}
