//! Making playlists.

use super::World;
use super::account::AccountId;
use super::attribute::{Value, name};
use super::ids::ItemId;
use super::item::Item;
use super::kind::Kind;
use super::playlist::{Contents, PlaylistType};
use crate::seed;

impl World {
    /// Makes a playlist of an account's.
    pub(crate) fn create_playlist(
        &mut self,
        owner: AccountId,
        title: &str,
        playlist_type: PlaylistType,
        contents: Contents,
        now: i64,
    ) -> ItemId {
        let key = self.next_rating_key();
        let guid = seed::uuid(&format!("playlist {key} {now}"));
        let mut item = Item::new(key, Kind::Playlist, None);
        let attributes = &mut item.attributes;
        let guid = format!("com.plexapp.agents.none://{guid}");
        attributes.set(name::GUID, guid.as_str());
        attributes.set(name::TITLE, title);
        attributes.set(name::PLAYLIST_TYPE, playlist_type.name());
        attributes.set(name::ADDED_AT, now);
        attributes.set(name::UPDATED_AT, now);
        let is_smart = matches!(contents, Contents::Found(_));
        attributes.set(name::SMART, Value::Bool(is_smart));
        if let Contents::Found(content) = &contents {
            attributes.set(name::CONTENT, content.as_str());
        }
        let id = self.items.add(item);
        self.playlists.add(id, owner);
        if let Contents::Items(items) = contents {
            self.add_members(id, &items);
        }
        self.version += 1;
        id
    }
}
