//! The names of what can be edited of an item.

use plex_client::{ArtworkField, ItemField, ItemType, Lockable, TagField};

use super::{field, squeezed};
use crate::nearest::nearest;

/// Our names where they are not Plex's own in snake case.
const FIELDS: [(ItemField, &str); 5] = [
    (ItemField::SortTitle, "sort_title"),
    (ItemField::ReleaseDate, "originally_available_at"),
    (ItemField::EditionTitle, "edition"),
    (ItemField::Index, "track_number"),
    (ItemField::DiscNumber, "disc_number"),
];

/// Our names of pictures.
const ARTWORK: [(ArtworkField, &str); 5] = [
    (ArtworkField::Poster, "poster"),
    (ArtworkField::Background, "art"),
    (ArtworkField::Logo, "logo"),
    (ArtworkField::Square, "square"),
    (ArtworkField::Theme, "theme"),
];

/// Returns our name for a field.
pub(crate) fn name_of(edited: ItemField) -> String {
    match FIELDS.iter().find(|(other, _)| *other == edited) {
        Some((_, name)) => (*name).to_owned(),
        None => field::our_name(edited.name()),
    }
}

/// Returns our name for a picture or the theme.
pub(crate) fn name_of_artwork(artwork: ArtworkField) -> &'static str {
    let named = ARTWORK.iter().find(|(other, _)| *other == artwork);
    named.map_or_else(|| artwork.name(), |(_, name)| name)
}

/// Returns our name for what can be locked.
pub(crate) fn name_of_lockable(what: Lockable) -> String {
    match what {
        Lockable::Field(edited) => name_of(edited),
        Lockable::Artwork(artwork) => name_of_artwork(artwork).to_owned(),
        other => other.name().to_owned(),
    }
}

/// Returns the field of items of a type that a name means.
pub(crate) fn field_of(item_type: &ItemType, name: &str) -> Option<ItemField> {
    let fields = ItemField::of(item_type).iter().copied();
    let mut fields = fields.filter(|edited| {
        squeezed(&name_of(*edited)) == squeezed(name) || field::means(name, edited.name())
    });
    fields.next()
}

/// Returns the kind of tags of items of a type that a name means, in the singular or the plural.
pub(crate) fn tags_of(item_type: &ItemType, name: &str) -> Option<TagField> {
    let wanted = squeezed(name);
    let singular = match wanted.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => wanted.trim_end_matches('s').to_owned(),
    };
    let mut tags = TagField::of(item_type).iter().copied();
    tags.find(|tags| tags.name() == wanted || tags.name() == singular)
}

/// Returns what can be locked of items of a type that a name means.
pub(crate) fn lockable_of(item_type: &ItemType, name: &str) -> Option<Lockable> {
    let wanted = squeezed(name);
    let artwork = || {
        let mut all = ARTWORK.iter();
        let found =
            all.find(|(artwork, ours)| *ours == wanted || squeezed(artwork.name()) == wanted);
        found.map(|(artwork, _)| Lockable::Artwork(*artwork))
    };
    field_of(item_type, name)
        .map(Lockable::Field)
        .or_else(|| tags_of(item_type, name).map(Lockable::Tags))
        .or_else(artwork)
}

/// Returns the names of the fields that items of a type have.
pub(crate) fn field_names(item_type: &ItemType) -> Vec<String> {
    ItemField::of(item_type)
        .iter()
        .copied()
        .map(name_of)
        .collect()
}

/// Returns the names of the kinds of tags that items of a type can be given.
pub(crate) fn tag_names(item_type: &ItemType) -> Vec<String> {
    let tags = TagField::of(item_type).iter();
    tags.map(|tags| tags.name().to_owned()).collect()
}

/// Returns the names of all that can be locked of items of a type.
pub(crate) fn lockable_names(item_type: &ItemType) -> Vec<String> {
    let artwork = ARTWORK.iter().map(|(_, name)| (*name).to_owned());
    field_names(item_type)
        .into_iter()
        .chain(tag_names(item_type))
        .chain(artwork)
        .collect()
}

/// Returns the name that was probably meant, of those there are.
pub(crate) fn meant<'n>(name: &str, names: &'n [String]) -> Option<&'n str> {
    nearest(name, names.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edited_has_our_name_and_plexs_and_others() {
        let film = ItemType::Movie;
        for name in ["sort_title", "titleSort", "title sort", "SortTitle"] {
            assert_eq!(field_of(&film, name), Some(ItemField::SortTitle), "{name}");
        }
        for name in ["originally_available_at", "released", "release_date"] {
            assert_eq!(
                field_of(&film, name),
                Some(ItemField::ReleaseDate),
                "{name}"
            );
        }
        assert_eq!(field_of(&ItemType::Season, "tagline"), None);
        assert_eq!(tags_of(&film, "Countries"), Some(TagField::Country));
        assert_eq!(tags_of(&film, "genres"), Some(TagField::Genre));
        assert_eq!(tags_of(&film, "mood"), None);
        let poster = lockable_of(&film, "poster");
        assert_eq!(poster, Some(Lockable::Artwork(ArtworkField::Poster)));
        assert_eq!(lockable_of(&film, "thumb"), poster);
    }

    #[test]
    fn every_name_means_what_it_names() {
        for kind in [ItemType::Movie, ItemType::Track, ItemType::Album] {
            for field in ItemField::of(&kind) {
                assert_eq!(field_of(&kind, &name_of(*field)), Some(*field));
            }
            for name in lockable_names(&kind) {
                let found = lockable_of(&kind, &name);
                assert_eq!(found.map(name_of_lockable), Some(name));
            }
        }
    }
}
