//! A collection: what it is made of, and what is known of it.

use plex_client::{HubVisibility, ItemType, LibraryKey, MediaItem, PlexError, RatingKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::contents::{Contents, holding};
use crate::{
    change::{facts::Facts, thing::Thing},
    plex::{CollectionWords, Plex},
};

/// The order of a collection that was put in order by hand.
const CUSTOM: &str = "custom";

/// The name of the fact that says whether a collection has a row, be it shown or not.
pub(super) const ROW: &str = "_row";

/// A collection as it is to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Made {
    /// Its title.
    pub(crate) title: String,
    /// The library it is in.
    pub(crate) library: LibraryKey,
    /// That library's UUID.
    pub(crate) uuid: Option<String>,
    /// The type of its items: `movie`.
    pub(crate) kind: String,
    /// Its summary; empty for none.
    pub(crate) summary: String,
    /// What is to be in it.
    pub(crate) contents: Contents,
    /// Its order, as in [`Collecting::Arrange`].
    pub(crate) order: Option<String>,
    /// How it is shown, as in [`Collecting::Mode`].
    pub(crate) mode: Option<String>,
    /// Where it is shown as a row.
    pub(crate) shown: Option<Shown>,
    /// Which of its words agents leave alone, where that is not left to the server.
    pub(crate) locked: Option<Vec<String>>,
    /// What of its items the server locks by it.
    pub(crate) locks: Locks,
}

/// Items that are not for Plex's own collections any more: the server locks all that comes into a
/// collection or goes out of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Locks {
    /// Those that were not locked before, and are unlocked when this is taken back.
    pub(crate) free: Vec<RatingKey>,
    /// Those that are unlocked once it is done.
    pub(crate) unlock: Vec<RatingKey>,
}

/// Says where a collection is shown as a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// On the owner's home.
    pub(crate) home: bool,
    /// On the homes of others.
    pub(crate) shared_home: bool,
    /// On the page of its library.
    pub(crate) library: bool,
}

impl Locks {
    /// Returns those of what takes it back.
    pub(super) fn back(&self) -> Self {
        Self {
            free: self.unlock.clone(),
            unlock: self.free.clone(),
        }
    }
}

impl Shown {
    /// Returns the names of where it is shown.
    pub(super) fn names(self) -> Value {
        let places = [
            ("home", self.home),
            ("shared_home", self.shared_home),
            ("library", self.library),
        ];
        let names: Vec<&str> = places
            .iter()
            .filter(|(_, is_shown)| *is_shown)
            .map(|(name, _)| *name)
            .collect();
        match names.is_empty() {
            true => Value::Null,
            false => json!(names),
        }
    }

    /// Returns where it was shown.
    pub(super) fn before(facts: &Facts) -> Option<Self> {
        let names = facts.get("visible_on").as_array();
        let has = |name: &str| names.is_some_and(|names| names.iter().any(|one| one == name));
        (facts.get(ROW) == &Value::Bool(true)).then(|| Self {
            home: has("home"),
            shared_home: has("shared_home"),
            library: has("library"),
        })
    }

    pub(super) fn plex(self) -> HubVisibility {
        HubVisibility {
            recommended: self.library,
            own_home: self.home,
            shared_home: self.shared_home,
        }
    }
}

impl Made {
    /// Makes it, and returns its key.
    pub(super) async fn send(&self, plex: &Plex) -> Result<RatingKey, PlexError> {
        let made = match &self.contents {
            Contents::Items(items) => {
                let kind = kind_named(&self.kind);
                let made = plex
                    .make_collection(&self.library, &self.title, kind, items)
                    .await?;
                let order = CollectionWords::order(self.order.as_deref())?;
                plex.arrange_collection(&made, items, order).await?;
                made
            }
            Contents::Rule(rule) => {
                let rule = rule.parse()?;
                plex.make_smart_collection(&self.library, &self.title, &rule)
                    .await?
            }
        };
        let unlock: Vec<String> = match &self.locked {
            Some(locked) if !self.summary.is_empty() && !locked.iter().any(|l| l == "summary") => {
                vec!["summary".to_owned()]
            }
            _ => Vec::new(),
        };
        let words = CollectionWords {
            title: None,
            summary: Some(self.summary.as_str()).filter(|summary| !summary.is_empty()),
            unlock: &unlock,
            lock: self.locked.as_deref().unwrap_or_default(),
        };
        plex.describe_collection(&made, &words).await?;
        if self.mode.is_some() {
            let mode = CollectionWords::mode(self.mode.as_deref())?;
            plex.set_collection_mode(&made, mode).await?;
        }
        if let Some(shown) = self.shown {
            plex.show_collection(&made, Some(shown.plex())).await?;
        }
        let found = plex.collection(&made).await?;
        plex.unlock_members(&found, &self.locks.unlock).await?;
        Ok(made)
    }
}

/// Says what is in a collection, and in which order.
pub(super) fn held(facts: Facts, thing: &Thing) -> Facts {
    let order = order_of(thing.item());
    match thing {
        Thing::Collection(_, Some(members), _) => ordered(facts, members, order),
        _ => facts.with("order", order),
    }
}

/// Says what a collection holds: in the order of a person's hand, or else in none.
pub(super) fn ordered(facts: Facts, items: &[RatingKey], order: Option<&str>) -> Facts {
    let facts = facts.with("order", order);
    if order == Some(CUSTOM) {
        return holding(facts, items);
    }
    let mut sorted = items.to_vec();
    sorted.sort_unstable();
    holding(facts, &sorted)
}

/// Returns the order of a collection; none for by release.
fn order_of(collection: &MediaItem) -> Option<&'static str> {
    CollectionWords::order_of(collection)
}

/// Says where a collection is shown as a row, and whether it has one.
pub(super) fn row(facts: Facts, thing: &Thing) -> Facts {
    let row = match thing {
        Thing::Collection(_, _, row) => *row,
        _ => None,
    };
    let shown = row.map(|row| Shown {
        home: row.own_home,
        shared_home: row.shared_home,
        library: row.recommended,
    });
    facts
        .with("visible_on", shown.unwrap_or_default().names())
        .with(ROW, row.is_some())
}

fn kind_named(name: &str) -> ItemType {
    name.parse().unwrap_or_default()
}
