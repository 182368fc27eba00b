//! `pms://schema`.

use super::resource::{Content, Resource, Words};
use crate::tools::{Tool, insights::Query};

/// The media type of the reference.
const MARKDOWN: &str = "text/markdown";

/// Returns what `plex_query` can ask: every table, every column, and examples.
pub(super) fn resource() -> Resource {
    Resource::read_by(
        Words {
            uri: "pms://schema",
            name: "schema",
            title: "The tables of plex_query",
            description: "Every table and column that plex_query can ask, what each holds, and ten \
                questions with the SQL that answers them.",
            fresh_s: 24 * 3600,
        },
        vec![Tool::of::<Query>()],
        |_, _| async { Ok(Content::Text(plex_index::schema::reference().to_owned())) },
    )
    .of_media_type(MARKDOWN)
}
