//! The registry of resources.
//!
//! `all` is the only list of them; its order is fixed. A resource tells what some tools tell, and is
//! there only where the user has left those: it can widen nothing.

use serde_json::json;

use super::{
    library, playlist,
    resource::{Resource, Words},
    schema,
    topic::Topic,
};
use crate::{
    options::Options,
    tools::{Tool, library as media, playback, server},
};

/// Returns every resource, in the order in which clients are shown them.
fn all() -> Vec<Resource> {
    vec![
        Resource::told_by::<server::GetServer>(
            Words {
                uri: "pms://server",
                name: "server",
                title: "The server",
                description: "What the Plex server is and how it does: name, version, updates, \
                    platform, remote access, running conversions, load.",
                fresh_s: 30,
            },
            |_| json!({}),
        ),
        Resource::told_by::<media::GetLibraries>(
            Words {
                uri: "pms://libraries",
                name: "libraries",
                title: "Libraries",
                description: "Every library with its id, type, counts and last scan.",
                fresh_s: 60,
            },
            |_| json!({}),
        )
        .about(Topic::Libraries),
        Resource::told_by::<playback::GetSessions>(
            Words {
                uri: "pms://sessions",
                name: "sessions",
                title: "Now playing",
                description: "Who is playing what right now, on which player, how far they are, \
                    and how it is delivered.",
                fresh_s: 5,
            },
            |_| json!({}),
        )
        .about(Topic::Sessions),
        Resource::told_by::<server::GetActivities>(
            Words {
                uri: "pms://activities",
                name: "activities",
                title: "Running tasks",
                description: "What the server is busy with now (scans, analysis, downloads) and \
                    how far it is.",
                fresh_s: 5,
            },
            |_| json!({}),
        )
        .about(Topic::Activities),
        schema::resource(),
        library::resource(),
        Resource::told_by::<media::GetItem>(
            Words {
                uri: "pms://item/{rating_key}",
                name: "item",
                title: "One item",
                description: "Everything about one film, show, season, episode, album, track, photo \
                    or collection: people, genres, summary, watch state, quality.",
                fresh_s: 60,
            },
            |key| json!({"rating_key": key}),
        )
        .about(Topic::Item),
        Resource::pictured_by::<media::GetImage>(
            Words {
                uri: "pms://item/{rating_key}/poster",
                name: "poster",
                title: "A poster",
                description: "The poster or cover of one item, at most 512 pixels high.",
                fresh_s: 3600,
            },
            |key| json!({"rating_key": key}),
        ),
        playlist::resource(),
    ]
}

/// Returns the resources that the options leave, in the same order.
pub(crate) fn chosen(options: &Options) -> Vec<Resource> {
    let is_limited = !options.libraries.is_empty();
    let mut resources = all();
    resources.retain(|resource| {
        let tells = |tool: &Tool| tool.may_be_told_under(&options.choice);
        resource.tools().iter().all(tells) && (!is_limited || resource.keeps_to_libraries())
    });
    resources
}
