//! What the agents have said of items, which a refresh brings back where nothing is locked.

use super::World;
use super::attribute::{Name, name};
use super::ids::ItemId;
use super::kind::Kind;
use super::origin::Origin;
use super::tag::{TagKind, Tagging};

/// What an agent says of an item, and what the field is called.
const AGENTS: &[(&str, Name)] = &[
    ("title", name::TITLE),
    ("titleSort", name::TITLE_SORT),
    ("originalTitle", name::ORIGINAL_TITLE),
    ("summary", name::SUMMARY),
    ("tagline", name::TAGLINE),
    ("studio", name::STUDIO),
    ("contentRating", name::CONTENT_RATING),
    ("originallyAvailableAt", name::ORIGINALLY_AVAILABLE_AT),
    ("year", name::YEAR),
    ("rating", name::RATING),
    ("audienceRating", name::AUDIENCE_RATING),
    ("index", name::INDEX),
    ("parentIndex", name::PARENT_INDEX),
];

impl World {
    /// Keeps what the agent has said of an item, before it is edited for the first time.
    pub(super) fn keep_origin(&mut self, id: ItemId) {
        let item = self.items.get(id);
        let is_group = |kind| matches!(kind, Kind::Playlist | Kind::Collection);
        if let Some(item) = item.filter(|item| !is_group(item.kind)) {
            let origin = Origin::of(item);
            self.origins.entry(id).or_insert(origin);
        }
    }

    /// Brings back what the agent has said of an item, but for what is locked, and of all that is in
    /// it.
    pub(crate) fn refresh_item(&mut self, id: ItemId, now_millis: i64) {
        for one in self.within(id) {
            self.refresh_one(one, now_millis);
        }
    }

    fn refresh_one(&mut self, id: ItemId, now_millis: i64) {
        let Some(origin) = self.origins.get(&id).cloned() else {
            self.edit_item(id, now_millis, |_| ());
            return;
        };
        let fields: Vec<Name> = AGENTS
            .iter()
            .filter(|(field, _)| {
                // The year is the date's.
                let lock = if *field == "year" {
                    "originallyAvailableAt"
                } else {
                    field
                };
                !self.is_locked(id, lock) && !self.is_locked(id, field)
            })
            .map(|(_, name)| *name)
            .collect();
        // Collections and labels are no agent's.
        let is_agents = |kind: TagKind| {
            !matches!(kind, TagKind::Collection | TagKind::Label)
                && !self.is_locked(id, kind.field())
        };
        let kinds: Vec<TagKind> = TagKind::ALL
            .into_iter()
            .filter(|kind| is_agents(*kind))
            .collect();
        let is_of = |tagging: &&Tagging| {
            let tag = self.tags.get(tagging.tag);
            tag.is_some_and(|tag| kinds.contains(&tag.kind))
        };
        let Some(item) = self.items.get(id) else {
            return;
        };
        let kept = item.tags.iter().filter(|tagging| !is_of(tagging));
        let tags: Box<[Tagging]> = kept
            .chain(origin.tags.iter().filter(is_of))
            .cloned()
            .collect();
        self.edit_item(id, now_millis, |item| {
            for field in fields {
                match origin.attributes.get(field) {
                    Some(value) => item.attributes.set(field, value.clone()),
                    None => item.attributes.remove(field),
                }
            }
            item.tags = tags;
        });
    }
}
