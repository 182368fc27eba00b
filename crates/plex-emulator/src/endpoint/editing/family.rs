//! Edits of music that move it: albums to another artist, tracks to another album.

use crate::answer::Refusal;
use crate::server::Call;
use crate::world::{Edit, ItemId, Kind, SectionId, Value, World, name};

/// Says what something is to be in.
enum Above {
    Item(ItemId),
    /// What is called so, which is made when there is none.
    Titled(String),
}

/// Says where edited albums or tracks are to go.
#[derive(Default)]
pub(super) struct Move {
    artist: Option<Above>,
    album: Option<Above>,
}

impl Move {
    /// Reads `artist.id.value=`, `artist.title.value=`, `album.id.value=`, `album.title.value=` of an edit
    /// of albums or tracks. A track is moved with both said, or not at all.
    pub(super) fn asked(call: &Call<'_>, world: &World, ids: &[ItemId]) -> Result<Self, Refusal> {
        let is_of = |kind: Kind| {
            let mut items = ids.iter().filter_map(|id| world.items.get(*id));
            items.all(|item| item.kind == kind)
        };
        let artist = above(call, world, "artist", Kind::Artist)?;
        let album = above(call, world, "album", Kind::Album)?;
        match (artist, album) {
            (None, None) => Ok(Self::default()),
            (artist, None) if is_of(Kind::Album) => Ok(Self {
                artist,
                album: None,
            }),
            (artist @ Some(_), album @ Some(_)) if is_of(Kind::Track) => Ok(Self { artist, album }),
            _ if is_of(Kind::Album) || is_of(Kind::Track) => Err(Refusal::BadRequest),
            // Nothing else is in artists and albums.
            _ => Ok(Self::default()),
        }
    }

    /// Moves an item to where it is to go.
    pub(super) fn carry_out(&self, world: &mut World, id: ItemId, now_millis: i64) {
        let Some(section) = world.items.get(id).and_then(|item| item.section) else {
            return;
        };
        let Some(artist) = &self.artist else {
            return;
        };
        let artist = artist.item(world, section, Kind::Artist, None, now_millis);
        let parent = match &self.album {
            Some(album) => album.item(world, section, Kind::Album, Some(artist), now_millis),
            None => artist,
        };
        world.move_into(id, parent, now_millis);
    }
}

impl Above {
    fn item(
        &self,
        world: &mut World,
        section: SectionId,
        kind: Kind,
        parent: Option<ItemId>,
        now_millis: i64,
    ) -> ItemId {
        match self {
            Self::Item(id) => *id,
            Self::Titled(title) => world.titled_or_new(section, kind, parent, title, now_millis),
        }
    }
}

fn above(call: &Call<'_>, world: &World, of: &str, kind: Kind) -> Result<Option<Above>, Refusal> {
    let part = |name: &str| {
        let value = call.query.get(&format!("{of}.{name}.value"));
        value.filter(|value| !value.is_empty())
    };
    if let Some(key) = part("id") {
        let id = world.visible(key, &call.viewer);
        let id = id.filter(|id| world.items.get(*id).is_some_and(|item| item.kind == kind));
        return id
            .map(|id| Some(Above::Item(id)))
            .ok_or(Refusal::BadRequest);
    }
    Ok(part("title").map(|title| Above::Titled(title.to_owned())))
}

/// Returns the title that makes one of some artists or albums: of several, or of one that is called otherwise
/// until now and another of that title.
pub(super) fn united<'e>(world: &World, all: &'e [(ItemId, Vec<Edit>)]) -> Option<&'e str> {
    let (first, edits) = all.first()?;
    let title = edits.iter().rev().find_map(|edit| match edit {
        Edit::Set(name::TITLE, Some(Value::Text(title))) => Some(&**title),
        _ => None,
    })?;
    let item = world.items.get(*first)?;
    let is_music = matches!(item.kind, Kind::Artist | Kind::Album);
    (is_music && (all.len() > 1 || item.title() != title)).then_some(title)
}
