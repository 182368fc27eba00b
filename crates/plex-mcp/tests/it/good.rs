//! What each tool can be called with: what goes over every tool begins here.

use serde_json::{Value, json};

/// Arguments that make each tool's call whole, to which one bad one is added.
pub(crate) fn good(tool: &str) -> Value {
    match tool {
        "plex_get_library_items" | "plex_refresh_library" | "plex_get_filters" => {
            json!({"library_id": "Films"})
        }
        "plex_get_item" | "plex_get_children" | "plex_get_image" => json!({"rating_key": "18"}),
        "plex_search" => json!({"query": "metropolis"}),
        "plex_query" => json!({"sql": "SELECT 1"}),
        "plex_mark_watched" => json!({"rating_keys": ["18"], "state": "watched", "dry_run": true}),
        "plex_rate" => json!({"rating_keys": ["18"], "dry_run": true}),
        "plex_edit_playlist" => json!({"title": "Rainy days", "dry_run": true}),
        "plex_edit_collection" => json!({"title": "Rain", "library_id": "1", "dry_run": true}),
        "plex_edit_metadata" => json!({"rating_keys": ["18"], "lock": ["title"], "dry_run": true}),
        "plex_set_artwork" => json!({"rating_key": "18", "kind": "poster", "dry_run": true}),
        "plex_fix_match" => json!({"rating_key": "18", "action": "candidates"}),
        "plex_play" => json!({"player": "Kitchen", "title": "metropolis"}),
        "plex_control_playback" => json!({"player": "Kitchen", "action": "pause"}),
        "plex_stop_session" => json!({"session_key": "999"}),
        "plex_run_task" => json!({"task": "clean_bundles", "dry_run": true}),
        "plex_edit_setting" => json!({"name": "logDebug", "value": "0", "dry_run": true}),
        "plex_wait_for" => json!({"until": "item_arrives", "rating_key": "18"}),
        "plex_undo" => json!({"change_id": "c-20261127-0001"}),
        "plex_delete_playlist" => json!({"playlist_id": "330", "dry_run": true}),
        "plex_delete_collection" => json!({"collection_id": "320", "dry_run": true}),
        "plex_delete_item" => json!({"rating_key": "18", "dry_run": true}),
        "plex_get_libraries"
        | "plex_get_recently_added"
        | "plex_get_on_deck"
        | "plex_get_sessions"
        | "plex_get_history"
        | "plex_get_players"
        | "plex_diagnose_playback"
        | "plex_get_watch_stats"
        | "plex_audit_library"
        | "plex_recommend"
        | "plex_get_playlists"
        | "plex_get_collections"
        | "plex_get_changes"
        | "plex_get_server"
        | "plex_get_activities"
        | "plex_get_users"
        | "plex_get_bandwidth"
        | "plex_get_settings" => json!({}),
        // What goes over every tool would leave it out.
        other => panic!("{other} is new: say here what it can be called with"),
    }
}
