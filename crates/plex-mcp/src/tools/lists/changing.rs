//! A list that is to change, in words and as a wish.

use plex_client::{MediaItem, RatingKey};

use super::members::Removed;
use crate::{
    change::{Act, Deed, Failed, Left, Name, Wish},
    clean,
    error::ToolError,
    tools::which::Which,
};

/// The longest title in a sentence, in characters.
pub(super) const TITLE_CHARS: usize = 60;

/// A list that is to change: what is to be in it, and what is done to it in words.
pub(super) struct Changing<'a> {
    /// What it is: "playlist".
    noun: &'static str,
    list: &'a MediaItem,
    /// What is to be in it.
    pub(super) items: Vec<MediaItem>,
    wish: Wish,
    /// What is done, as an order and as a report.
    said: Vec<(String, String)>,
}

impl<'a> Changing<'a> {
    /// Returns a change of a list by a tool, with nothing changed yet.
    pub(super) fn new(by: &'static str, noun: &'static str, list: &'a MediaItem) -> Self {
        let deed = Deed::Whole {
            order: String::new(),
            report: String::new(),
        };
        Self {
            noun,
            list,
            items: Vec::new(),
            wish: Wish::new(by, deed, Vec::new()),
            said: Vec::new(),
        }
    }

    /// Adds an act, and says what it does.
    pub(super) fn act(&mut self, act: Act, order: &str, report: &str) {
        self.wish.acts.push(act);
        self.say(order, report);
    }

    /// Adds items behind what is in it, as far as nothing speaks against them.
    pub(super) fn add(
        &mut self,
        held: &[MediaItem],
        which: Which,
        unfit: impl Fn(&MediaItem) -> Option<String>,
    ) {
        self.items = held.to_vec();
        let (fits, unfit) = fitting(which.items, unfit);
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

    /// Says that it is put in this order, where it is not in it. Returns what is to be in it, where that
    /// or its order is otherwise than it was.
    pub(super) fn order(
        &mut self,
        keys: Vec<RatingKey>,
        is_sorted: bool,
    ) -> Option<Vec<RatingKey>> {
        let now = self
            .items
            .iter()
            .filter_map(|item| item.rating_key.as_ref());
        if is_sorted || !now.eq(keys.iter()) {
            self.say("Sort", "Sorted");
        }
        // Nothing is sent where it holds just this.
        (!self.said.is_empty()).then_some(keys)
    }

    /// Adds an act of which something was said already.
    pub(super) fn settle(&mut self, act: Act) {
        self.wish.acts.push(act);
    }

    /// Returns the wish.
    ///
    /// # Errors
    ///
    /// `invalid_argument` where nothing was to change.
    pub(super) fn wish(mut self) -> Result<Wish, ToolError> {
        if self.wish.acts.is_empty() && self.wish.left.is_empty() && self.wish.failed.is_empty() {
            let name = Name::of(self.list);
            let why = "it is so already, or nothing was to change".to_owned();
            self.wish.left.push(Left { name, why });
        }
        let (noun, shown) = (self.noun, clean::quoted(&self.list.title, TITLE_CHARS));
        let sentence = |words: Vec<&str>| {
            let joined = words.join(" and ");
            let mut letters = joined.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            format!("{first}{} the {noun} {shown}", letters.as_str())
        };
        let orders = self.said.iter().map(|(order, _)| order.as_str());
        let reports = self.said.iter().map(|(_, report)| report.as_str());
        self.wish.deed = Deed::Whole {
            order: sentence(orders.collect()),
            report: sentence(reports.collect()),
        };
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

/// Parts items into those that a list can hold, and the failures of the others, of which `unfit` says why.
pub(super) fn fitting(
    items: Vec<MediaItem>,
    unfit: impl Fn(&MediaItem) -> Option<String>,
) -> (Vec<MediaItem>, Vec<Failed>) {
    let (mut fits, mut failed) = (Vec::new(), Vec::new());
    for item in items {
        match unfit(&item) {
            Some(why) => failed.push(Failed {
                name: Name::of(&item),
                error: ToolError::invalid(why),
            }),
            None => fits.push(item),
        }
    }
    (fits, failed)
}

/// Says how many items.
pub(super) fn counted(count: usize) -> String {
    match count {
        1 => "1 item".to_owned(),
        count => format!("{count} items"),
    }
}
