//! Items and what is in them.

use super::super::reader::{Read, Reader};
use super::Builder;
use super::media::Place;
use crate::seed::Seed;
use crate::world::{
    Attributes, Item, ItemId, Kind, SectionId, TagId, TagKind, Tagging, Text, Value, View, name,
    next,
};

/// Keys of an item's table that are no attributes of PMS's, or are kept elsewhere.
const OWN: &[&str] = &[
    "ref",
    "ratingKey",
    "type",
    "item",
    "items",
    "Extras",
    "collection",
    "media",
    "Media",
    "Guid",
    "waiting",
];

/// Keys of what an account has done with an item.
pub(super) const VIEW_STATE: &[&str] = &[
    "viewCount",
    "viewOffset",
    "lastViewedAt",
    "skipCount",
    "lastSkippedAt",
    "userRating",
    "lastRatedAt",
];

impl Builder {
    /// Returns an item with all that is in it. `kind` is what it is unless it says otherwise; a bare text
    /// is a title.
    pub(super) fn item(
        &mut self,
        given: &Reader<'_>,
        section: SectionId,
        kind: Kind,
        parent: Option<ItemId>,
    ) -> Read<ItemId> {
        if given.value().is_string() {
            let table = serde_json::json!({ "title": given.text()? });
            return self.item(&Reader::new(&table), section, kind, parent);
        }
        let kind = match given.text_at("type")? {
            Some(name) => {
                Kind::from_name(name).ok_or_else(|| given.invalid(format!("no type `{name}`")))?
            }
            // A photo that has others in it is an album.
            None if kind == Kind::Photo && given.get("item").is_some() => Kind::PhotoAlbum,
            None => kind,
        };
        if kind.child().is_none() && given.get("item").is_some() {
            let what = kind.type_name();
            return Err(given.invalid(format!("nothing is in an item of type `{what}`")));
        }
        let key = self.rating_key(given)?;
        let item = self.bare_item(given, kind, Some(section), key)?;
        let id = self.add(given, item, parent)?;
        self.fill(given, id)?;
        if !self.is_exact {
            self.settle_dates(id);
        }
        self.place_in_section(id, section);
        self.extras(given, id, section)?;
        if let Some(child) = kind.child() {
            for inner in given.list("item")? {
                self.item(&inner, section, child, Some(id))?;
            }
        }
        Ok(id)
    }

    /// Returns the rating key that a table gives, or the next free one.
    pub(super) fn rating_key(&mut self, table: &Reader<'_>) -> Read<Text> {
        match self.given_key(table)? {
            Some(key) => Ok(key),
            None => Ok(self.world.next_rating_key()),
        }
    }

    fn given_key(&self, table: &Reader<'_>) -> Read<Option<Text>> {
        match table.key_at("ratingKey")? {
            Some(key) if self.world.items.is_taken(&key) => {
                Err(table.invalid(format!("the rating key `{key}` is taken")))
            }
            key => Ok(key.map(Text::from)),
        }
    }

    /// Returns an item with its attributes, but without relations.
    pub(super) fn bare_item(
        &mut self,
        table: &Reader<'_>,
        kind: Kind,
        section: Option<SectionId>,
        rating_key: Text,
    ) -> Read<Item> {
        let mut except = [OWN, VIEW_STATE].concat();
        let tags = TagKind::ALL.map(TagKind::element);
        except.extend(tags);
        if kind == Kind::Playlist {
            except.push("account");
        }
        let mut attributes = self.attributes(table, &except)?;
        let more = self.nodes(table, &except)?;
        if !self.is_exact {
            complete_titles(&mut attributes, kind);
        }
        let mut item = Item::new(rating_key, kind, section);
        item.attributes = attributes;
        item.more = more.into();
        item.guids = guids(table)?;
        item.tags = self.tags(table)?;
        item.is_waiting = table.flag_at("waiting")?;
        Ok(item)
    }

    /// Puts an item into the store and gives it its names.
    pub(super) fn add(
        &mut self,
        table: &Reader<'_>,
        mut item: Item,
        parent: Option<ItemId>,
    ) -> Read<ItemId> {
        item.parent = parent;
        if let Some(above) = parent.and_then(|id| self.world.items.get(id)) {
            item.is_waiting |= above.is_waiting;
            if !self.is_exact
                && item.index().is_none()
                && item.kind.child().is_none_or(|_| item.kind == Kind::Season)
            {
                let place = i64::try_from(above.children.len()).unwrap_or(i64::MAX);
                item.attributes.set(name::INDEX, place + 1);
            }
        }
        let rating_key = item.rating_key.clone();
        let title = item.title().to_owned();
        let id = self.world.items.add(item);
        if let Some(label) = table.text_at("ref")? {
            self.label(table, label, id)?;
        }
        self.label(table, &rating_key, id)?;
        // A state calls everything by its key: a title may be another's key.
        if !title.is_empty() && !self.is_exact {
            self.entitle(&title, id);
        }
        Ok(id)
    }

    /// Adds what can only be said once the item has its place: its files and the owner's view of it.
    fn fill(&mut self, table: &Reader<'_>, id: ItemId) -> Read<()> {
        let Some(item) = self.world.items.get(id) else {
            return Ok(());
        };
        let stem = self.usual_stem(item);
        let place = Place {
            kind: item.kind,
            stem: &stem,
            duration: item.duration(),
        };
        let media = self.media(table, &place)?;
        if let Some(item) = self.world.items.get_mut(id) {
            item.media = media;
        }
        self.view_of(table, id)
    }

    /// Returns the view state in a table, for whichever account.
    pub(super) fn view(&self, table: &Reader<'_>) -> Read<View> {
        let moment_at = |key: &str| match table.get(key) {
            Some(given) => super::super::time::moment(&given, self.now),
            None => Ok(0),
        };
        let offset = table.get("viewOffset");
        Ok(View {
            count: table.int_at("viewCount")?.unwrap_or(0),
            offset: offset.map_or(Ok(0), |offset| super::super::time::length(&offset))?,
            last_viewed_at: moment_at("lastViewedAt")?,
            skip_count: table.int_at("skipCount")?.unwrap_or(0),
            last_skipped_at: moment_at("lastSkippedAt")?,
            rating: table
                .get("userRating")
                .map(|rating| rating.float())
                .transpose()?,
            rated_at: moment_at("lastRatedAt")?,
            is_dismissed: false,
        })
    }

    /// Dates an item that has no dates: it was added at a time that its title and the time of the start
    /// settle; what is in something was added with it.
    fn settle_dates(&mut self, id: ItemId) {
        let Some(item) = self.world.items.get(id) else {
            return;
        };
        let (parent, _) = self.world.items.parents(item);
        let inherited = parent.and_then(|parent| parent.attributes.int(name::ADDED_AT));
        let mut seed = Seed::of(item.title());
        let added_at = item.attributes.int(name::ADDED_AT);
        let updated_at = item.attributes.int(name::UPDATED_AT);
        let added = added_at
            .or(inherited)
            .unwrap_or_else(|| self.now - seed.between(8 * 86_400, 700 * 86_400));
        let updated =
            updated_at.unwrap_or_else(|| (added + seed.between(60, 86_400)).min(self.now));
        if let Some(item) = self.world.items.get_mut(id) {
            item.attributes.set(name::ADDED_AT, added);
            item.attributes.set(name::UPDATED_AT, updated.max(added));
        }
    }

    /// Adds `Extras` as a list of clips, or as PMS has it: with the list as its `Metadata`.
    fn extras(&mut self, table: &Reader<'_>, id: ItemId, section: SectionId) -> Read<()> {
        let given = match table.get("Extras") {
            None => return Ok(()),
            Some(given) if given.value().is_object() => given.list("Metadata")?,
            Some(given) => given.members()?,
        };
        let (guid, is_waiting) = match self.world.items.get(id) {
            Some(item) => (crate::world::guid(item), item.is_waiting),
            None => return Ok(()),
        };
        for (nth, clip) in given.into_iter().enumerate() {
            let key = match self.given_key(&clip)? {
                Some(key) => key,
                None => {
                    let number = FIRST_EXTRA + next(&mut self.world.ids.extra);
                    number.to_string().into()
                }
            };
            let mut item = self.bare_item(&clip, Kind::Clip, Some(section), key)?;
            let subtype = item.attributes.text(name::SUBTYPE).unwrap_or("trailer");
            let (subtype, number) = (subtype.to_owned(), extra_type(subtype));
            item.attributes.set(name::SUBTYPE, subtype.as_str());
            item.is_waiting = is_waiting;
            if let Some(number) = number {
                let extra_type = self.world.names.intern("extraType");
                item.attributes.set(extra_type, number);
            }
            let primary = self.world.names.intern("primaryGuid");
            item.attributes.set(primary, guid.as_str());
            item.attributes
                .set(name::INDEX, i64::try_from(nth).unwrap_or(0) + 1);
            let extra = self.add(&clip, item, None)?;
            self.fill(&clip, extra)?;
            if !self.is_exact {
                self.settle_dates(extra);
            }
            if let Some(item) = self.world.items.get_mut(id) {
                item.extras.push(extra);
            }
        }
        Ok(())
    }

    pub(super) fn place_in_section(&mut self, id: ItemId, section: SectionId) {
        let Some(item) = self.world.items.get(id) else {
            return;
        };
        let (kind, is_waiting, is_inside) = (item.kind, item.is_waiting, item.parent.is_some());
        let Some(section) = self.world.section_mut(section) else {
            return;
        };
        match (is_waiting, is_inside) {
            (false, _) => section.add(kind, id),
            (true, false) => section.waiting.push(id),
            // Found with what it is in.
            (true, true) => {}
        }
    }

    pub(super) fn tags(&mut self, table: &Reader<'_>) -> Read<Box<[Tagging]>> {
        let mut tags = Vec::new();
        for kind in TagKind::ALL {
            for given in table.list(kind.element())? {
                tags.push(self.tag(&given, kind)?);
            }
        }
        Ok(tags.into())
    }

    /// Returns a tag as a name, as `actor | role`, or as a table with `tag`, `role` and `thumb`.
    fn tag(&mut self, given: &Reader<'_>, kind: TagKind) -> Read<Tagging> {
        if let Some(text) = given.value().as_str() {
            let (tag, role) = match text.split_once(" | ") {
                Some((tag, role)) if kind == TagKind::Role => (tag, Some(role.into())),
                _ => (text, None),
            };
            let tag = self.world.tags.intern(kind, tag);
            return Ok(Tagging { tag, role });
        }
        let text = given
            .text_at("tag")?
            .ok_or_else(|| given.invalid("expected a tag"))?;
        let tag: TagId = self.world.tags.intern(kind, text);
        if let Some(thumb) = given.text_at("thumb")? {
            self.world.tags.set_thumb(tag, thumb);
        }
        let role = given.text_at("role")?.map(Text::from);
        Ok(Tagging { tag, role })
    }

    /// Returns where the item's files would lie, as PMS likes them.
    pub(super) fn usual_stem(&self, item: &Item) -> String {
        let folder = item
            .section
            .and_then(|section| self.world.section(section))
            .and_then(|section| section.locations.first())
            .map_or("", |location| location.path.as_str());
        let clean = |text: &str| text.replace(['/', '\\', ':', '?'], "-");
        let title = clean(item.title());
        let dated = |item: &Item| match item.attributes.int(name::YEAR) {
            Some(year) => format!("{} ({year})", clean(item.title())),
            None => clean(item.title()),
        };
        let number = item.index().unwrap_or(0);
        let (parent, grandparent) = self.world.items.parents(item);
        match (item.kind, parent, grandparent) {
            (Kind::Movie, ..) => {
                let mut stem = format!("{folder}/{0}/{0}", dated(item));
                if let Some(edition) = item.attributes.text(name::EDITION_TITLE) {
                    stem.push_str(&format!(" {{edition-{}}}", clean(edition)));
                }
                stem
            }
            (Kind::Episode, Some(season), Some(show)) => {
                let season = season.index().unwrap_or(0);
                format!(
                    "{folder}/{}/Season {season:02}/{} - S{season:02}E{number:02} - {title}",
                    dated(show),
                    clean(show.title()),
                )
            }
            (Kind::Track, Some(album), Some(artist)) => format!(
                "{folder}/{}/{}/{number:02} - {title}",
                clean(artist.title()),
                clean(album.title()),
            ),
            (Kind::Photo | Kind::PhotoAlbum | Kind::Clip, Some(_), _) => {
                let above = |item: &Item| item.parent.and_then(|id| self.world.items.get(id));
                let albums = std::iter::successors(above(item), |album| above(album));
                let albums = albums.map(|album| clean(album.title()));
                let albums: Vec<String> = albums.collect();
                let albums: Vec<&str> = albums.iter().rev().map(String::as_str).collect();
                format!("{folder}/{}/{title}", albums.join("/"))
            }
            (_, Some(parent), _) => format!("{folder}/{}/{title}", clean(parent.title())),
            _ => format!("{folder}/{title}"),
        }
    }
}

/// Rating keys of extras begin after this, so that more extras change no other key.
const FIRST_EXTRA: u32 = 1_000_000;

/// Returns the number of a kind of extra.
fn extra_type(subtype: &str) -> Option<i64> {
    Some(match subtype {
        "trailer" => 1,
        "deletedScene" => 2,
        "interview" => 3,
        "musicVideo" => 4,
        "behindTheScenes" => 5,
        "sceneOrSample" => 6,
        "liveMusicVideo" => 7,
        "lyricMusicVideo" => 8,
        "concert" => 9,
        "featurette" => 10,
        "short" => 11,
        "other" => 12,
        _ => return None,
    })
}

/// Reads external ids as texts, or as tables with `id`.
fn guids(table: &Reader<'_>) -> Read<Box<[Text]>> {
    let mut guids = Vec::new();
    for given in table.list("Guid")? {
        let id = if given.value().is_object() {
            given.text_at("id")?
        } else {
            Some(given.text()?)
        };
        guids.push(id.ok_or_else(|| given.invalid("expected an id"))?.into());
    }
    Ok(guids.into())
}

/// Adds what PMS works out from a title and a date: the sort title without an article, the year, the
/// title of a season.
fn complete_titles(attributes: &mut Attributes, kind: Kind) {
    if kind == Kind::Season && attributes.get(name::TITLE).is_none() {
        let title = match attributes.int(name::INDEX) {
            Some(0) => "Specials".to_owned(),
            Some(index) => format!("Season {index}"),
            None => "Season 1".to_owned(),
        };
        attributes.set(name::TITLE, title.as_str());
    }
    if attributes.get(name::TITLE_SORT).is_none() {
        let title = attributes.text(name::TITLE).unwrap_or("");
        let bare = ["The ", "A ", "An "]
            .iter()
            .find_map(|article| title.strip_prefix(article));
        if let Some(bare) = bare.map(Value::from) {
            attributes.set(name::TITLE_SORT, bare);
        }
    }
    if attributes.get(name::YEAR).is_none() && kind != Kind::Season {
        let date = attributes.text(name::ORIGINALLY_AVAILABLE_AT);
        let year = date.and_then(|date| date.get(..4)?.parse::<i64>().ok());
        if let Some(year) = year {
            attributes.set(name::YEAR, year);
        }
    }
}
