//! `pms://library/{library_id}`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    resource::{Content, Resource, Words, ask},
    topic::Topic,
};
use crate::{
    call::Call,
    error::ToolError,
    tools::{
        Tool,
        library::{GetLibraries, GetRecentlyAdded},
    },
    view::library::LibraryView,
};

/// How much of what is new is shown.
const NEWEST: u32 = 20;

/// Returns one library: what it is, how much is in it, what is new.
pub(super) fn resource() -> Resource {
    Resource::read_by(
        Words {
            uri: "pms://library/{library_id}",
            name: "library",
            title: "One library",
            description: "One library, by id or title: its type, counts and last scan, and what \
                was added last.",
            fresh_s: 60,
        },
        vec![Tool::of::<GetLibraries>(), Tool::of::<GetRecentlyAdded>()],
        read,
    )
    .about(Topic::Library)
}

async fn read(call: Arc<Call>, wanted: String) -> Result<Content, ToolError> {
    let library = call.plex.find_library("library_id", &wanted).await?;
    let newest = json!({"library_id": library.key.as_str(), "limit": NEWEST});
    let (counts, newest) = tokio::join!(
        call.plex.library_counts(&library),
        ask::<GetRecentlyAdded>(Arc::clone(&call), newest)
    );
    let view = LibraryView::of(&library, &counts?, &call.options.calendar);
    let mut view = serde_json::to_value(view)
        .map_err(|error| ToolError::internal(format!("a library could not be written: {error}")))?;
    let mut newest = newest?.structured;
    if let (Value::Object(view), Some(rows)) = (&mut view, newest.get_mut("items"))
        && rows.as_array().is_some_and(|rows| !rows.is_empty())
    {
        view.insert("recently_added".to_owned(), rows.take());
    }
    Ok(Content::Json(view))
}
