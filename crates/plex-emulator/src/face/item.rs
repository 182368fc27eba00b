//! A library item in an answer.

use std::collections::HashSet;

use super::given::{given_element, ratings};
use super::ids::{guid, key, path, slug};
use super::included::included;
use super::listing::section_number;
use super::media::{MediaLook, media};
use super::picture::{Picture, picture_elements, picture_path};
use super::tags::item_tags;
use super::trim::Trim;
use crate::answer::{Element, Value};
use crate::query::Asker;
use crate::world::{Item, ItemId, Kind, Name, World, name};

/// What a request for an item's details wants on top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Includes {
    /// The elements asked for with `include…=1`.
    pub(crate) elements: HashSet<&'static str>,
    pub(crate) with_check: bool,
}

/// The elements that only come when asked for, by the parameter that asks.
pub(crate) const OPTIONAL: &[(&str, &str)] = &[
    ("includeChapters", "Chapter"),
    ("includeMarkers", "Marker"),
    ("includeExtras", "Extras"),
    ("includeRelated", "Related"),
    ("includeReviews", "Review"),
    ("includeOnDeck", "OnDeck"),
    ("includeChildren", "Children"),
    ("includePopularLeaves", "PopularLeaves"),
    ("includePreferences", "Preferences"),
    ("includeStations", "Stations"),
    ("includeConcerts", "Concert"),
];

/// How items look to somebody in an answer.
#[derive(Clone, Debug)]
pub(crate) struct Face<'w, 'c> {
    world: &'w World,
    asker: Asker<'c>,
    /// Each item says which section it is of: where the container does not.
    with_section: bool,
    with_guids: bool,
    /// Details instead of the few facts of a listing.
    details: Option<&'c Includes>,
    trim: Option<&'c Trim>,
}

impl<'w, 'c> Face<'w, 'c> {
    /// As in a listing: partial.
    pub(crate) fn listed(world: &'w World, asker: Asker<'c>) -> Self {
        Self {
            world,
            asker,
            with_section: false,
            with_guids: false,
            details: None,
            trim: None,
        }
    }

    /// With everything known.
    pub(crate) fn detailed(world: &'w World, asker: Asker<'c>, includes: &'c Includes) -> Self {
        Self {
            with_section: true,
            with_guids: true,
            details: Some(includes),
            ..Self::listed(world, asker)
        }
    }

    pub(crate) fn with_section(self) -> Self {
        Self {
            with_section: true,
            ..self
        }
    }

    /// Where the item stands in another one, which says the section.
    pub(crate) fn without_section(self) -> Self {
        Self {
            with_section: false,
            ..self
        }
    }

    /// Without what the request wants left out.
    pub(crate) fn trimmed(self, trim: &'c Trim) -> Self {
        Self {
            trim: Some(trim),
            ..self
        }
    }

    pub(crate) fn with_guids(self, with_guids: bool) -> Self {
        Self { with_guids, ..self }
    }

    /// The item's element.
    pub(crate) fn item(&self, id: ItemId) -> Option<Element<'w>> {
        let world = self.world;
        let item = world.items.get(id)?;
        let mut element = Element::metadata(item.kind.element());
        for (name, value) in self.attributes(id, item) {
            element.set(world.names.text(name), value);
        }
        self.children(id, item, &mut element);
        if let Some(trim) = self.trim {
            trim.apply(&mut element);
        }
        Some(element)
    }

    /// Every attribute in PMS's order. What the description gives wins over what is worked out.
    fn attributes(&self, id: ItemId, item: &'w Item) -> Vec<(Name, Value<'w>)> {
        let mut facts = Facts::of(item);
        facts.add(name::RATING_KEY, &*item.rating_key);
        facts.add(name::KEY, key(item));
        facts.offer(name::GUID, || guid(item));
        facts.maybe(name::SLUG, slug(item));
        facts.add(name::TYPE, item.kind.type_name());
        facts.offer(name::SUMMARY, || "");
        self.family(item, &mut facts);
        self.pictures(item, &mut facts);
        let extra = item.extras.first().and_then(|id| self.world.items.get(*id));
        facts.maybe(name::PRIMARY_EXTRA_KEY, extra.map(path));
        self.watching(id, item, &mut facts);
        if self.with_section
            && let Some(section) = item.section.and_then(|id| self.world.section(id))
        {
            facts.add(name::LIBRARY_SECTION_TITLE, section.title.as_str());
            facts.add(name::LIBRARY_SECTION_ID, section_number(section));
            let path = format!("/library/sections/{}", section.key);
            facts.add(name::LIBRARY_SECTION_KEY, path);
        }
        facts.finish()
    }

    /// What the item takes from what it is in.
    fn family(&self, item: &'w Item, facts: &mut Facts<'w>) {
        let items = &self.world.items;
        let (parent, grandparent) = items.parents(item);
        let Some(parent) = parent else {
            return;
        };
        facts.add(name::PARENT_RATING_KEY, &*parent.rating_key);
        facts.add(name::PARENT_KEY, path(parent));
        facts.add(name::PARENT_GUID, guid(parent));
        facts.add(name::PARENT_TITLE, parent.title());
        facts.maybe(name::PARENT_INDEX, parent.index());
        facts.maybe(
            name::PARENT_THUMB,
            picture_path(items, parent, Picture::Thumb),
        );
        if item.kind == Kind::Season {
            facts.maybe(name::PARENT_YEAR, parent.attributes.int(name::YEAR));
            facts.maybe(name::PARENT_STUDIO, parent.attributes.text(name::STUDIO));
            facts.maybe(name::PARENT_SLUG, slug(parent));
        }
        let Some(grandparent) = grandparent else {
            return;
        };
        facts.add(name::GRANDPARENT_RATING_KEY, &*grandparent.rating_key);
        facts.add(name::GRANDPARENT_KEY, path(grandparent));
        facts.add(name::GRANDPARENT_GUID, guid(grandparent));
        facts.add(name::GRANDPARENT_TITLE, grandparent.title());
        facts.maybe(name::GRANDPARENT_SLUG, slug(grandparent));
        let thumb = picture_path(items, grandparent, Picture::Thumb);
        facts.maybe(name::GRANDPARENT_THUMB, thumb);
        let art = picture_path(items, grandparent, Picture::Art);
        facts.maybe(name::GRANDPARENT_ART, art);
        if item.kind == Kind::Episode {
            let rating = grandparent.attributes.text(name::CONTENT_RATING);
            facts.maybe(name::CONTENT_RATING, rating);
        }
    }

    fn pictures(&self, item: &'w Item, facts: &mut Facts<'w>) {
        let items = &self.world.items;
        for (attribute, picture) in [(name::THUMB, Picture::Thumb), (name::ART, Picture::Art)] {
            facts.hide(attribute);
            facts.maybe(attribute, picture_path(items, item, picture));
        }
        match item.kind {
            Kind::PhotoAlbum => facts.add(name::COMPOSITE, composite("/library/metadata", item)),
            Kind::Playlist => facts.add(name::COMPOSITE, composite("/playlists", item)),
            _ => {}
        }
    }

    /// What the viewer has done with the item, and how many things are in it.
    fn watching(&self, id: ItemId, item: &'w Item, facts: &mut Facts<'w>) {
        let world = self.world;
        let own = world.views.of(self.asker.viewer.account, id);
        facts.maybe(name::USER_RATING, own.rating);
        facts.maybe(name::LAST_RATED_AT, positive(own.rated_at));
        facts.maybe(name::SKIP_COUNT, positive(own.skip_count));
        if matches!(item.kind, Kind::Playlist | Kind::Collection) {
            self.group(item, facts);
        }
        if item.kind.is_leaf() || item.kind == Kind::Playlist {
            facts.maybe(name::VIEW_OFFSET, positive(own.offset));
            facts.maybe(name::VIEW_COUNT, positive(own.count));
            facts.maybe(name::LAST_VIEWED_AT, positive(own.last_viewed_at));
            return;
        }
        if item.kind.child().is_none() {
            return;
        }
        let watched = world.watched(self.asker.viewer.account, id);
        facts.maybe(name::VIEW_COUNT, positive(watched.plays));
        facts.maybe(name::LAST_VIEWED_AT, positive(watched.last_viewed_at));
        let counts_leaves = matches!(item.kind, Kind::Show | Kind::Season | Kind::Album);
        if counts_leaves {
            facts.add(name::LEAF_COUNT, watched.leaves);
            facts.add(name::VIEWED_LEAF_COUNT, watched.viewed);
        }
        if matches!(item.kind, Kind::Show | Kind::Artist) {
            facts.add(name::CHILD_COUNT, item.children.len());
        }
    }

    fn group(&self, item: &'w Item, facts: &mut Facts<'w>) {
        let members = crate::query::members(self.world, self.asker, item);
        if item.kind == Kind::Collection {
            facts.add(name::CHILD_COUNT, members.len());
            return;
        }
        let durations = members.iter().filter_map(|member| {
            let inner = self.world.items.get(member.item)?;
            inner.duration()
        });
        // PMS adds up whole seconds.
        let duration: i64 = durations.map(|millis| millis / 1000 * 1000).sum();
        facts.maybe(name::DURATION, positive(duration));
        facts.add(name::LEAF_COUNT, members.len());
    }

    fn children(&self, id: ItemId, item: &'w Item, element: &mut Element<'w>) {
        let look = MediaLook {
            with_streams: self.details.is_some(),
            with_check: self.details.is_some_and(|includes| includes.with_check),
            with_path: self.asker.viewer.is_owner,
        };
        element.extend(item.media.iter().map(|one| media(self.world, one, look)));
        let given = |name: &str| item.more.iter().any(|node| &*node.name == name);
        let pictures = picture_elements(&self.world.items, item);
        element.extend(pictures.into_iter().filter(|one| !given(one.name())));
        element.extend(item_tags(self.world, item, self.details.is_some()));
        if self.with_guids {
            let guids = item.guids.iter();
            element.extend(guids.map(|id| Element::new("Guid").with("id", &**id)));
        }
        if self.details.is_some() && !given("Rating") {
            element.extend(ratings(item));
        }
        let shown = item.more.iter().filter(|node| self.shows(&node.name));
        element.extend(shown.map(|node| given_element(self.world, item, node)));
        if let Some(includes) = self.details {
            let is_wanted = |name: &str| includes.elements.contains(name) && !given(name);
            element.extend(included(self.world, self.asker, id, item, is_wanted));
        }
    }

    /// Whether an element that a description gives belongs into this answer.
    fn shows(&self, element: &str) -> bool {
        match (self.details, element) {
            (_, "Image" | "UltraBlurColors") => true,
            // What it could be is for those who ask for matches.
            (None, _) | (_, "SearchResult") => false,
            (Some(includes), _) => {
                let is_optional = OPTIONAL.iter().any(|(_, optional)| *optional == element);
                !is_optional || includes.elements.contains(element)
            }
        }
    }
}

/// An item's attributes as they come together.
struct Facts<'w> {
    item: &'w Item,
    facts: Vec<(Name, Value<'w>)>,
    hidden: Vec<Name>,
}

impl<'w> Facts<'w> {
    fn of(item: &'w Item) -> Self {
        Self {
            item,
            facts: Vec::with_capacity(48),
            hidden: Vec::new(),
        }
    }

    /// Keeps the described value out: an empty picture is none.
    fn hide(&mut self, name: Name) {
        self.hidden.push(name);
    }

    fn add(&mut self, name: Name, value: impl Into<Value<'w>>) {
        self.offer(name, || value);
    }

    fn maybe(&mut self, name: Name, value: Option<impl Into<Value<'w>>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn offer<V: Into<Value<'w>>>(&mut self, name: Name, value: impl FnOnce() -> V) {
        if self.item.attributes.get(name).is_none() || self.hidden.contains(&name) {
            self.facts.push((name, value().into()));
        }
    }

    fn finish(mut self) -> Vec<(Name, Value<'w>)> {
        let hidden = &self.hidden;
        let stored = self.item.attributes.iter();
        let shown = stored.filter(|(name, _)| !hidden.contains(name));
        self.facts
            .extend(shown.map(|(name, value)| (name, value.into())));
        self.facts.sort_by_key(|(name, _)| *name);
        self.facts
    }
}

fn positive(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

fn composite(folder: &str, item: &Item) -> String {
    format!(
        "{folder}/{}/composite/{}",
        item.rating_key,
        item.updated_at()
    )
}
