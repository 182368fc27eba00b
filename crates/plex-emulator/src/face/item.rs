//! A library item in an answer.

use std::collections::HashSet;

use super::described::{described_element, ratings};
use super::facts::{Facts, positive};
use super::ids::{key, path, section_number};
use super::included::{Included, included, related_rows};
use super::media::{MediaLook, media};
use super::picture::{Picture, picture_elements, picture_path};
use super::row::{Row, SHOWN, without_numbers};
use super::seasons::hides_seasons;
use super::station::station;
use super::tags::item_tags;
use super::trim::Trim;
use crate::answer::{Element, Value};
use crate::query::Asker;
use crate::world::{AccountId, ArtKind, Item, ItemId, Kind, Name, Tally, World, guid, name, slug};

/// Holds what a request for an item's details wants on top.
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

/// Says how items look to somebody in an answer.
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
    /// Whose choice of streams is shown, when it is not the asker's.
    hearer: Option<AccountId>,
}

impl<'w, 'c> Face<'w, 'c> {
    /// Shows it as in a listing: partial.
    pub(crate) fn listed(world: &'w World, asker: Asker<'c>) -> Self {
        Self {
            world,
            asker,
            with_section: false,
            with_guids: false,
            details: None,
            trim: None,
            hearer: None,
        }
    }

    /// Shows the streams that an account has chosen.
    pub(crate) fn heard_by(self, account: AccountId) -> Self {
        Self {
            hearer: Some(account),
            ..self
        }
    }

    /// Shows it with everything known.
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

    /// Returns where the item stands in another one, which says the section.
    pub(crate) fn without_section(self) -> Self {
        Self {
            with_section: false,
            ..self
        }
    }

    /// Leaves out what the request wants left out.
    pub(crate) fn trimmed(self, trim: &'c Trim) -> Self {
        Self {
            trim: Some(trim),
            ..self
        }
    }

    pub(crate) fn with_guids(self, with_guids: bool) -> Self {
        Self { with_guids, ..self }
    }

    /// Returns the item's element, when it is one that the asker may see.
    pub(crate) fn item(&self, id: ItemId) -> Option<Element<'w>> {
        let world = self.world;
        let item = world.items.get(id)?;
        if !world.sees(self.asker.viewer, id) {
            return None;
        }
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

    /// Returns every attribute in PMS's order. What the description gives wins over what is worked out.
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

    /// Adds what the item takes from what it is in.
    fn family(&self, item: &'w Item, facts: &mut Facts<'w>) {
        let items = &self.world.items;
        let (parent, grandparent) = items.parents(item);
        let Some(parent) = parent else {
            return;
        };
        // Of a show without seasons, they are there and are not named.
        if item.kind == Kind::Episode
            && grandparent.is_some_and(|show| hides_seasons(self.world, show))
        {
            facts.add(name::SKIP_PARENT, true);
        } else {
            facts.add(name::PARENT_RATING_KEY, &*parent.rating_key);
            facts.add(name::PARENT_KEY, path(parent));
        }
        facts.add(name::PARENT_GUID, guid(parent));
        facts.add(name::PARENT_TITLE, parent.title());
        match item.kind {
            // A track's is its disc.
            Kind::Track => facts.add(name::PARENT_INDEX, 1_i64),
            // No album says which its artist is.
            Kind::Album => {}
            _ => facts.maybe(name::PARENT_INDEX, self.world.index_of(parent)),
        }
        facts.maybe(
            name::PARENT_THUMB,
            picture_path(items, parent, Picture::Thumb),
        );
        if item.kind == Kind::Season {
            facts.maybe(name::PARENT_THEME, theme(parent));
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
            facts.maybe(name::GRANDPARENT_THEME, theme(grandparent));
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
        // One that was taken away is none.
        if item.attributes.text(name::THEME) == Some("") {
            facts.hide(name::THEME);
        }
        if item.kind == Kind::PhotoAlbum {
            facts.add(name::COMPOSITE, composite("/library/metadata", item));
        }
    }

    /// Adds what the viewer has done with the item, and how many things are in it.
    fn watching(&self, id: ItemId, item: &'w Item, facts: &mut Facts<'w>) {
        let world = self.world;
        let own = world.views.of(self.asker.viewer.account, id);
        facts.maybe(name::USER_RATING, own.rating);
        facts.maybe(name::LAST_RATED_AT, positive(own.rated_at));
        facts.maybe(name::SKIP_COUNT, positive(own.skip_count));
        if matches!(item.kind, Kind::Playlist | Kind::Collection) {
            self.group(id, item, facts);
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
        let watched = world.watched(self.asker.viewer, id);
        facts.maybe(name::VIEW_COUNT, positive(watched.plays));
        facts.maybe(name::LAST_VIEWED_AT, positive(watched.last_viewed_at));
        let counts_leaves = matches!(item.kind, Kind::Show | Kind::Season | Kind::Album);
        if counts_leaves {
            facts.add(name::LEAF_COUNT, watched.leaves);
            facts.add(name::VIEWED_LEAF_COUNT, watched.viewed);
        }
        if matches!(item.kind, Kind::Show | Kind::Artist | Kind::Album) && item.index().is_none() {
            facts.maybe(name::INDEX, world.index_of(item));
        }
        if matches!(item.kind, Kind::Show | Kind::Artist) {
            let children = world.children(self.asker.viewer, id);
            facts.add(name::CHILD_COUNT, children.len());
        }
    }

    fn group(&self, id: ItemId, item: &'w Item, facts: &mut Facts<'w>) {
        let tally = self.tally(id, item);
        if item.kind == Kind::Collection {
            facts.add(name::CHILD_COUNT, tally.count);
            facts.add(name::RATING_COUNT, tally.count);
            facts.maybe(name::INDEX, self.world.index_of(item));
            // PMS gives these as texts.
            facts.maybe(
                name::MIN_YEAR,
                tally.years.map(|(first, _)| first.to_string()),
            );
            facts.maybe(
                name::MAX_YEAR,
                tally.years.map(|(_, last)| last.to_string()),
            );
            return;
        }
        if tally.count > 0 {
            facts.add(name::COMPOSITE, composite("/playlists", item));
        }
        // PMS adds up whole seconds.
        facts.maybe(name::DURATION, positive(tally.duration));
        facts.add(name::LEAF_COUNT, tally.count);
    }

    /// Returns what the members come to: those that are held, or those that a rule finds now.
    fn tally(&self, id: ItemId, item: &Item) -> Tally {
        if !item.is_smart() && !crate::query::is_radio(self.world, item) {
            return self.world.tally(id, self.asker.viewer);
        }
        let members = crate::query::members(self.world, self.asker, item);
        let inner = members
            .iter()
            .filter_map(|one| self.world.items.get(one.item));
        let inner = inner.map(|one| (one.duration(), one.attributes.int(name::YEAR)));
        Tally::of(inner)
    }

    fn children(&self, id: ItemId, item: &'w Item, element: &mut Element<'w>) {
        let look = MediaLook {
            with_streams: self.details.is_some(),
            account: self.hearer.unwrap_or(self.asker.viewer.account),
            with_check: self.details.is_some_and(|includes| includes.with_check),
            with_path: self.asker.viewer.is_owner,
        };
        element.extend(item.media.iter().map(|one| media(self.world, one, look)));
        let given = |name: &str| item.more.iter().any(|node| &*node.name == name);
        let pictures = picture_elements(&self.world.items, item);
        element.extend(pictures.into_iter().filter(|one| !given(one.name())));
        for (kind, purpose) in [
            (ArtKind::ClearLogo, "clearLogo"),
            (ArtKind::SquareArt, "backgroundSquare"),
        ] {
            if let Some(url) = self.world.artwork_path(id, kind) {
                let image = Element::new("Image").with("alt", item.title());
                element.push(image.with("type", purpose).with("url", url));
            }
        }
        element.extend(item_tags(
            self.world,
            self.asker.viewer,
            item,
            self.details.is_some(),
        ));
        if self.with_guids {
            let guids = item.guids.iter();
            element.extend(guids.map(|id| Element::new("Guid").with("id", &**id)));
        }
        if self.details.is_some() && look.with_path && !given("Location") {
            let folders = self.world.folders_of(id, item).into_iter();
            element.extend(folders.map(|path| Element::new("Location").with("path", path)));
        }
        if self.details.is_some() && !given("Rating") {
            element.extend(ratings(item));
        }
        let shown = item.more.iter().filter(|node| self.shows(&node.name));
        element.extend(shown.map(|node| described_element(self.world, item, node)));
        if let Some(includes) = self.details {
            let is_wanted = |name: &str| includes.elements.contains(name) && !given(name);
            let viewer = self.asker.viewer;
            for one in included(self.world, viewer, id, item, is_wanted) {
                element.extend(self.included(item, one));
            }
        }
    }

    /// Returns what an `include…` parameter asked for.
    fn included(&self, item: &'w Item, included: Included) -> Vec<Element<'w>> {
        let (world, asker) = (self.world, self.asker);
        match included {
            Included::Preferences => super::settings::preferences(world, item)
                .into_iter()
                .collect(),
            Included::Stations => {
                let name = crate::seed::uuid(&format!("station {}", item.rating_key));
                let path = format!("{}/station/{name}?type=10", path(item));
                let one = station(path, format!("{} Radio", item.title()));
                let stations = Element::new("Stations").lone().with("size", 1_i64);
                vec![stations.child(one)]
            }
            Included::Rows(rows) => {
                let rows = rows.into_iter().map(|row| hub(world, asker, row, None));
                let mut element = Element::new("Related").lone();
                element.extend(rows);
                vec![element]
            }
            Included::Items(name, items) => vec![holder(world, asker, name, &items)],
        }
    }

    /// Tells whether an element that a description gives belongs into this answer.
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

/// Returns where a show's theme is, if it has one.
fn theme(item: &Item) -> Option<&str> {
    let theme = item.attributes.text(name::THEME);
    theme.filter(|theme| !theme.is_empty())
}

fn composite(folder: &str, item: &Item) -> String {
    format!(
        "{folder}/{}/composite/{}",
        item.rating_key,
        item.updated_at()
    )
}

/// Returns an element that holds items. What is on deck is one, and JSON holds it as one.
fn holder<'w>(
    world: &'w World,
    asker: Asker<'_>,
    name: &'static str,
    items: &[ItemId],
) -> Element<'w> {
    let mut element = Element::new(name).lone();
    if name != "OnDeck" {
        element.set("size", items.len());
    }
    let includes = Includes::default();
    let face = match name {
        // Extras come with their streams, wherever they come.
        "Extras" => Face::detailed(world, asker, &includes).without_section(),
        _ => Face::listed(world, asker).with_section(),
    };
    let shown = items.iter().filter_map(|id| face.item(*id));
    element.extend(shown.map(|item| if name == "OnDeck" { item.lone() } else { item }));
    element
}

/// Returns the rows of what goes with an item.
pub(crate) fn related<'w>(world: &'w World, asker: Asker<'_>, id: ItemId) -> Vec<Element<'w>> {
    let rows = related_rows(world, asker.viewer, id).into_iter();
    rows.map(|row| hub(world, asker, row, None)).collect()
}

/// Returns a row as a hub, with as many items as are wanted.
pub(crate) fn hub<'w>(
    world: &'w World,
    asker: Asker<'_>,
    row: Row,
    count: Option<usize>,
) -> Element<'w> {
    let limit = count.unwrap_or(SHOWN);
    let shown = row.items.get(..limit).unwrap_or(&row.items);
    let keys: Vec<&str> = shown
        .iter()
        .filter_map(|id| world.items.get(*id).map(|item| &*item.rating_key))
        .collect();
    let mut hub = Element::new("Hub");
    if !keys.is_empty() {
        hub.set("hubKey", format!("/library/metadata/{}", keys.join(",")));
    }
    let context = format!("hub.{}", without_numbers(&row.identifier));
    let mut hub = hub
        .with("key", row.key)
        .with("title", row.title)
        .with("type", row.kind)
        .with("hubIdentifier", row.identifier)
        .with("context", context)
        .with("size", shown.len())
        .with("more", shown.len() < row.items.len())
        .with("style", "shelf");
    if row.is_promoted {
        hub.set("promoted", true);
    }
    let face = Face::listed(world, asker).with_section();
    hub.extend(shown.iter().filter_map(|id| face.item(*id)));
    hub
}
