//! A playlist that is to be made: what it holds, and what it cannot hold.

use plex_client::{ItemType, MediaItem, PlaylistKind, RatingKey};

use super::changing::{TITLE_CHARS, fitting};
use crate::{
    change::{Act, Contents, Deed, Listing, Wish},
    clean,
    error::ToolError,
    tools::which::Which,
    view,
};

/// A playlist that is to be made.
pub(super) struct NewPlaylist<'a> {
    pub(super) title: &'a str,
    pub(super) summary: &'a str,
}

/// Returns the kind of playlist that an item can be in.
fn kind_of(item: &MediaItem) -> Option<&'static str> {
    PlaylistKind::of(&item.item_type).map(PlaylistKind::as_str)
}

impl NewPlaylist<'_> {
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
        let (fitting, unfit) = fitting(which.items, |item| unfit(item, kind));
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

/// Says why an item cannot be in a playlist of a kind; `None` where it can.
pub(super) fn unfit(item: &MediaItem, kind: &str) -> Option<String> {
    (kind_of(item) != Some(kind)).then(|| {
        let own = view::named::kind(&item.item_type);
        format!("it is of type {own}, and the playlist holds {kind}")
    })
}

/// Returns the keys of items in an order of keys that may be of more.
pub(super) fn ordered(items: &[MediaItem], order: &[RatingKey]) -> Vec<RatingKey> {
    let is_of = |key: &&RatingKey| {
        items
            .iter()
            .any(|item| item.rating_key.as_ref() == Some(*key))
    };
    order.iter().filter(is_of).cloned().collect()
}
