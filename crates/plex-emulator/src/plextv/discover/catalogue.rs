//! All titles, and how one is found among them.

use std::collections::HashMap;

use super::elsewhere;
use super::title::Title;
use crate::world::{Item, ItemId, Kind, World, name};

/// All titles that plex.tv knows.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    titles: Vec<Title>,
    by_key: HashMap<String, usize>,
    /// Keys of artists, which plex.tv knows but nobody can put on a watchlist.
    artists: Vec<String>,
}

impl Catalogue {
    /// Returns what a server has, and some titles that it has not.
    pub(crate) fn of(world: &World) -> Self {
        let mut catalogue = Self::default();
        for (id, item) in world.items.iter() {
            let guid = crate::world::guid(item);
            let Some(key) = guid.strip_prefix("plex://").and_then(last_part) else {
                continue;
            };
            match item.kind {
                Kind::Movie | Kind::Show => catalogue.add(title(world, id, item, key)),
                Kind::Artist => catalogue.artists.push(key.to_owned()),
                _ => {}
            }
        }
        for title in elsewhere::titles() {
            catalogue.add(title);
        }
        catalogue
    }

    fn add(&mut self, title: Title) {
        if !self.by_key.contains_key(&title.key) {
            self.by_key.insert(title.key.clone(), self.titles.len());
            self.titles.push(title);
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Title> {
        self.titles.get(*self.by_key.get(key)?)
    }

    pub(crate) fn is_artist(&self, key: &str) -> bool {
        self.artists.iter().any(|held| held == key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Title> {
        self.titles.iter()
    }

    /// Returns the titles of a kind that a GUID names: Plex's own, or one of another catalogue.
    pub(crate) fn with_guid(&self, is_show: bool, guid: &str) -> impl Iterator<Item = &Title> {
        self.titles.iter().filter(move |title| {
            title.is_show == is_show
                && (title.guid() == guid || title.guids.iter().any(|held| held == guid))
        })
    }

    /// Returns the titles that a text is in, those that begin with it first.
    pub(crate) fn search(&self, text: &str) -> Vec<(&Title, f64)> {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(&Title, f64)> = self
            .titles
            .iter()
            .filter_map(|title| {
                let name = title.title.to_lowercase();
                let score = if name == wanted {
                    1.0
                } else if name.starts_with(&wanted) {
                    0.8
                } else if name.contains(&wanted) {
                    0.5
                } else {
                    return None;
                };
                Some((title, score))
            })
            .collect();
        found.sort_by(|one, other| other.1.total_cmp(&one.1));
        found
    }
}

fn last_part(guid: &str) -> Option<&str> {
    guid.rsplit('/').next()
}

fn title(world: &World, id: ItemId, item: &Item, key: &str) -> Title {
    let is_show = item.kind == Kind::Show;
    let text = |name| item.attributes.text(name).map(str::to_owned);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Title {
        key: key.to_owned(),
        is_show,
        title: item.title().to_owned(),
        year: item.attributes.int(name::YEAR),
        summary: text(name::SUMMARY).unwrap_or_default(),
        studio: text(name::STUDIO),
        content_rating: text(name::CONTENT_RATING),
        rating: item
            .attributes
            .get(name::AUDIENCE_RATING)
            .and_then(crate::world::Value::as_float),
        duration: item.duration(),
        released: text(name::ORIGINALLY_AVAILABLE_AT),
        guids: item.guids.iter().map(|guid| guid.to_string()).collect(),
        episodes: if is_show {
            count(world.items.leaves(id).len())
        } else {
            0
        },
        seasons: if is_show {
            count(item.children.len())
        } else {
            0
        },
        is_on_server: !item.is_waiting,
    }
}
