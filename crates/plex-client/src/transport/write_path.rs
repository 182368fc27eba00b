//! The paths of what changes things, each by name.

use super::path::{Path, encoded, fixed, of_item};
use crate::id::{ActivityId, HistoryId, HubId, LibraryKey, MediaId, RatingKey, TaskName};

/// Returns the path of new collections.
pub(crate) fn collections() -> Path {
    fixed("/library/collections")
}

/// Returns the path of a collection.
pub(crate) fn collection(collection: &RatingKey) -> Path {
    let collection = encoded(collection.as_str());
    fixed(&format!("/library/collections/{collection}"))
}

/// Returns the path of an item of a collection.
pub(crate) fn collection_member(collection: &RatingKey, item: &RatingKey) -> Path {
    let (collection, item) = (encoded(collection.as_str()), encoded(item.as_str()));
    fixed(&format!("/library/collections/{collection}/items/{item}"))
}

/// Returns the path that moves an item of a collection.
pub(crate) fn collection_move(collection: &RatingKey, item: &RatingKey) -> Path {
    let member = collection_member(collection, item);
    fixed(&format!("{}/move", member.as_str()))
}

/// Returns the path of the settings of an item.
pub(crate) fn item_preferences(item: &RatingKey) -> Path {
    of_item(item, "prefs")
}

/// Returns the path of the rows that a library can show.
pub(crate) fn managed_hubs(library: &LibraryKey) -> Path {
    let library = encoded(library.as_str());
    fixed(&format!("/hubs/sections/{library}/manage"))
}

/// Returns the path of one row of a library.
pub(crate) fn managed_hub(library: &LibraryKey, hub: &HubId) -> Path {
    let all = managed_hubs(library);
    fixed(&format!("{}/{}", all.as_str(), encoded(hub.as_str())))
}

/// Returns the path that moves a row of a library.
pub(crate) fn managed_hub_move(library: &LibraryKey, hub: &HubId) -> Path {
    fixed(&format!("{}/move", managed_hub(library, hub).as_str()))
}

/// Returns the path of an item that is to go.
pub(crate) fn item(item: &RatingKey) -> Path {
    fixed(&format!("/library/metadata/{}", encoded(item.as_str())))
}

/// Returns the path of a version of an item.
pub(crate) fn version(item: &RatingKey, version: &MediaId) -> Path {
    let version = encoded(version.as_str());
    of_item(item, &format!("media/{version}"))
}

/// Returns the path of a record of the history.
pub(crate) fn history_record(record: &HistoryId) -> Path {
    let record = encoded(record.as_str());
    fixed(&format!("/status/sessions/history/{record}"))
}

/// Returns the path of the tasks.
pub(crate) fn tasks() -> Path {
    fixed("/butler")
}

/// Returns the path of a task.
pub(crate) fn task(task: &TaskName) -> Path {
    fixed(&format!("/butler/{}", encoded(task.as_str())))
}

/// Returns the path that empties the trash of a library.
pub(crate) fn empty_trash(library: &LibraryKey) -> Path {
    let library = encoded(library.as_str());
    fixed(&format!("/library/sections/{library}/emptyTrash"))
}

/// Returns the path that looks at the files of a library.
pub(crate) fn analyze(library: &LibraryKey) -> Path {
    let library = encoded(library.as_str());
    fixed(&format!("/library/sections/{library}/analyze"))
}

/// Returns the path that removes metadata of nothing.
pub(crate) fn clean_bundles() -> Path {
    fixed("/library/clean/bundles")
}

/// Returns the path that optimises the database.
pub(crate) fn optimize() -> Path {
    fixed("/library/optimize")
}

/// Returns the path of an activity.
pub(crate) fn activity(activity: &ActivityId) -> Path {
    fixed(&format!("/activities/{}", encoded(activity.as_str())))
}
