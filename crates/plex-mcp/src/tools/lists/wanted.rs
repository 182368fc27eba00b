//! What a playlist is to be, as acts and in words.

use plex_client::{ItemType, MediaItem, PlaylistKind, RatingKey};

use super::members::Removed;
use crate::{
    change::{Act, Contents, Deed, Failed, Left, Listing, Name, Wish},
    clean,
    error::ToolError,
    tools::which::Which,
    view,
};

/// The longest title in a sentence, in characters.
const TITLE_CHARS: usize = 60;

/// A playlist that is to be made.
pub(super) struct New<'a> {
    pub(super) title: &'a str,
    pub(super) summary: &'a str,
}

/// A playlist that is to change.
pub(super) struct Changing<'a> {
    by: &'static str,
    list: &'a MediaItem,
    key: RatingKey,
    /// What is to be in it.
    pub(super) items: Vec<MediaItem>,
    wish: Wish,
    /// What is done, as an order and as a report.
    said: Vec<(String, String)>,
}

/// Returns the kind of playlist that an item can be in.
fn kind_of(item: &MediaItem) -> Option<&'static str> {
    PlaylistKind::of(&item.item_type).map(PlaylistKind::as_str)
}

impl New<'_> {
    /// Returns the wish to make it of a rule.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for a rule that finds what no playlist holds.
    pub(super) fn smart(&self, by: &'static str, rule: String) -> Result<Wish, ToolError> {
        let read: plex_client::SmartRule = rule.parse()?;
        let item_type = read.item_type.unwrap_or_default();
        let kind = PlaylistKind::of(&item_type)
            .filter(|_| !has_parts(&item_type))
            .ok_or_else(|| {
                ToolError::invalid(format!(
                    "where.type: a playlist holds no {item_type}; give movie, episode, track, clip \
                     or photo"
                ))
            })?;
        Ok(self.made(
            by,
            kind.as_str(),
            Contents::Rule(rule),
            "the smart playlist",
        ))
    }

    /// Returns the wish to make it of some items.
    ///
    /// # Errors
    ///
    /// The only failure, where there is nothing to put into it.
    pub(super) fn plain(
        &self,
        by: &'static str,
        which: Which,
        order: &[RatingKey],
    ) -> Result<Wish, ToolError> {
        let first = which.items.iter().find_map(kind_of);
        if let (None, Some(failed)) = (first, which.failed.first()) {
            return Err(failed.error.clone());
        }
        let kind = first.unwrap_or(PlaylistKind::Video.as_str());
        let (fitting, unfit) = fitting(which.items, kind);
        let keys = ordered(&fitting, order);
        let mut wish = self.made(by, kind, Contents::Items(keys), "the playlist");
        wish.failed = which.failed;
        wish.failed.extend(unfit);
        wish.note = which.note;
        Ok(wish)
    }

    fn made(&self, by: &'static str, kind: &str, contents: Contents, what: &str) -> Wish {
        let shown = clean::quoted(self.title, TITLE_CHARS);
        let deed = Deed::Whole {
            order: format!("Make {what} {shown}"),
            report: format!("Made {what} {shown}"),
        };
        let make = Listing::Make {
            title: self.title.to_owned(),
            kind: kind.to_owned(),
            summary: self.summary.trim().to_owned(),
            contents,
            besides: Vec::new(),
        };
        Wish::new(by, deed, vec![Act::Listing(make)])
    }
}

impl<'a> Changing<'a> {
    /// Returns a change of a playlist, with nothing changed yet.
    pub(super) fn new(by: &'static str, list: &'a MediaItem, key: RatingKey) -> Self {
        let deed = Deed::Whole {
            order: String::new(),
            report: String::new(),
        };
        Self {
            by,
            list,
            key,
            items: Vec::new(),
            wish: Wish::new(by, deed, Vec::new()),
            said: Vec::new(),
        }
    }

    /// Gives it another rule.
    pub(super) fn rule(&mut self, rule: Option<String>) {
        if let Some(rule) = rule {
            let playlist = self.key.clone();
            self.wish
                .acts
                .push(Act::Listing(Listing::Rule { playlist, rule }));
            self.say("Change the rule of", "Changed the rule of");
        }
    }

    /// Adds items behind what is in it.
    pub(super) fn add(&mut self, held: &[MediaItem], which: Which) {
        self.items = held.to_vec();
        let kind = self.list.playlist_type.as_deref().unwrap_or_default();
        let (fits, unfit) = fitting(which.items, kind);
        self.wish.failed.extend(which.failed);
        self.wish.failed.extend(unfit);
        self.wish.note = which.note;
        let mut added = 0;
        for item in fits {
            let is_same = |known: &MediaItem| known.rating_key == item.rating_key;
            if self.items.iter().any(is_same) {
                self.leave(&item, "already in it");
            } else {
                self.items.push(item);
                added += 1;
            }
        }
        if added > 0 {
            let what = counted(added);
            self.say(&format!("Add {what} to"), &format!("Added {what} to"));
        }
    }

    /// Takes items out of it.
    pub(super) fn remove(&mut self, removed: Removed) {
        let before = self.items.len();
        self.items.retain(|item| {
            let key = item.rating_key.as_ref();
            key.is_none_or(|key| !removed.keys.contains(key))
        });
        self.wish.failed.extend(removed.others.failed);
        for item in removed.others.items {
            self.leave(&item, "not in it");
        }
        let gone = before.saturating_sub(self.items.len());
        if gone > 0 {
            let what = counted(gone);
            self.say(
                &format!("Take {what} out of"),
                &format!("Took {what} out of"),
            );
        }
    }

    /// Puts what is in it in order, and settles what it holds.
    pub(super) fn order(&mut self, keys: &[RatingKey]) {
        let now = self
            .items
            .iter()
            .filter_map(|item| item.rating_key.as_ref());
        if !now.eq(keys.iter()) {
            self.say("Sort", "Sorted");
        }
        // Nothing is sent where it holds just this.
        if !self.said.is_empty() {
            let (playlist, items) = (self.key.clone(), keys.to_vec());
            let act = Listing::Arrange { playlist, items };
            self.wish.acts.push(Act::Listing(act));
        }
    }

    /// Changes what it is called.
    pub(super) fn describe(&mut self, title: Option<&str>, summary: Option<&str>) {
        if title.is_none() && summary.is_none() {
            return;
        }
        let act = Listing::Describe {
            playlist: self.key.clone(),
            title: title.map(|title| title.trim().to_owned()),
            summary: summary.map(|summary| summary.trim().to_owned()),
        };
        self.wish.acts.push(Act::Listing(act));
        match title {
            Some(_) => self.say("Rename", "Renamed"),
            None => self.say("Change the summary of", "Changed the summary of"),
        }
    }

    /// Returns the wish.
    ///
    /// # Errors
    ///
    /// `invalid_argument` where nothing was to change.
    pub(super) fn wish(mut self) -> Result<Wish, ToolError> {
        if self.wish.acts.is_empty() && self.wish.left.is_empty() && self.wish.failed.is_empty() {
            let key = self.key.as_str();
            let name = Name::unknown(key);
            let name = Name {
                title: clean::title(&self.list.title),
                ..name
            };
            let why = "it is so already, or nothing was to change".to_owned();
            self.wish.left.push(Left { name, why });
        }
        let shown = clean::quoted(&self.list.title, TITLE_CHARS);
        let sentence = |words: Vec<&str>| {
            let joined = words.join(" and ");
            let mut letters = joined.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            format!("{first}{} the playlist {shown}", letters.as_str())
        };
        let orders = self.said.iter().map(|(order, _)| order.as_str());
        let reports = self.said.iter().map(|(_, report)| report.as_str());
        self.wish.deed = Deed::Whole {
            order: sentence(orders.collect()),
            report: sentence(reports.collect()),
        };
        self.wish.by = self.by;
        Ok(self.wish)
    }

    fn leave(&mut self, item: &MediaItem, why: &str) {
        let (name, why) = (Name::of(item), why.to_owned());
        self.wish.left.push(Left { name, why });
    }

    fn say(&mut self, order: &str, report: &str) {
        let lower = |text: &str| match self.said.is_empty() {
            true => text.to_owned(),
            false => text.to_lowercase(),
        };
        self.said.push((lower(order), lower(report)));
    }
}

/// Tells whether an item is a whole of what playlists hold.
fn has_parts(item_type: &ItemType) -> bool {
    matches!(
        item_type,
        ItemType::Show
            | ItemType::Season
            | ItemType::Artist
            | ItemType::Album
            | ItemType::PhotoAlbum
    )
}

/// Parts items into those that a playlist of a kind can hold, and the failures of the others.
fn fitting(items: Vec<MediaItem>, kind: &str) -> (Vec<MediaItem>, Vec<Failed>) {
    let (fits, unfit): (Vec<_>, Vec<_>) = items
        .into_iter()
        .partition(|item| kind_of(item) == Some(kind));
    let unfit = unfit.iter().map(|item| Failed {
        name: Name::of(item),
        error: ToolError::invalid(format!(
            "it is of type {}, and the playlist holds {kind}",
            view::item::kind(&item.item_type)
        )),
    });
    (fits, unfit.collect())
}

/// Returns the keys of items in an order of keys that may be of more.
fn ordered(items: &[MediaItem], order: &[RatingKey]) -> Vec<RatingKey> {
    let is_of = |key: &&RatingKey| {
        items
            .iter()
            .any(|item| item.rating_key.as_ref() == Some(*key))
    };
    order.iter().filter(is_of).cloned().collect()
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 item".to_owned(),
        count => format!("{count} items"),
    }
}
