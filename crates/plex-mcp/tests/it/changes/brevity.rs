//! What a change of one thing costs a model to read.

use serde_json::{Value, json};

use super::{agreed, playing};
use crate::{lists::lists_as, support::Fixture, tokens::tokens};

/// The most tokens in which a change of one thing is told.
const MOST: usize = 120;

/// Makes changes one after the other, each told briefly, and each taken back as briefly where it can be.
async fn are_told_briefly(fixture: &Fixture, calls: &[(&str, Value)]) {
    for (tool, arguments) in calls {
        let change = agreed(fixture, tool, arguments.clone()).await.unwrap();
        assert!(change["did"].is_string(), "{tool} {arguments}: {change}");
        let cost = tokens(&change);
        assert!(cost <= MOST, "{cost} tokens: {change}");
        if change["undo"] != "yes" {
            continue;
        }
        let undo = json!({"change_id": change["change_id"]});
        let undone = agreed(fixture, "plex_undo", undo).await.unwrap();
        let cost = tokens(&undone);
        assert!(cost <= MOST, "{cost} tokens: {undone}");
    }
}

#[tokio::test]
async fn a_change_of_one_thing_is_told_in_at_most_120_tokens() {
    let fixture = lists_as(|options| {
        options.choice.allow_destructive = true;
        options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    })
    .await;
    let calls = [
        (
            "plex_mark_watched",
            json!({"rating_keys": ["1"], "state": "watched"}),
        ),
        (
            "plex_mark_watched",
            json!({"rating_keys": ["12"], "state": "watched"}),
        ),
        (
            "plex_mark_watched",
            json!({"rating_key": "12", "position_s": 600}),
        ),
        ("plex_rate", json!({"rating_keys": ["12"], "stars": 3.5})),
        (
            "plex_edit_playlist",
            json!({"playlist_id": "60", "add": ["4", "12"]}),
        ),
        (
            "plex_edit_playlist",
            json!({"playlist_id": "60", "rename": "Dry days"}),
        ),
        (
            "plex_edit_playlist",
            json!({"title": "Silent", "add": ["1"], "summary": "For the sofa"}),
        ),
        (
            "plex_edit_collection",
            json!({"collection_id": "70", "add": ["3"], "visible_on": ["home"]}),
        ),
        (
            "plex_edit_metadata",
            json!({"rating_keys": ["1"], "set": {"studio": "Ufa"}, "add_tags": {"label": ["Kids"]}}),
        ),
        ("plex_delete_playlist", json!({"playlist_id": "60"})),
    ];
    are_told_briefly(&fixture, &calls).await;
}

#[tokio::test]
async fn what_is_played_is_told_in_at_most_120_tokens() {
    let fixture = playing::home().await;
    let player = playing::TELEVISION;
    let order = |action: &str| json!({"player": player, "action": action});
    let calls = [
        ("plex_play", json!({"player": player, "title": "Harbour"})),
        ("plex_play", json!({"player": player, "rating_key": "10"})),
        ("plex_control_playback", order("skip")),
        ("plex_control_playback", order("pause")),
        (
            "plex_control_playback",
            json!({"player": player, "action": "volume", "value": "30"}),
        ),
    ];
    are_told_briefly(&fixture, &calls).await;
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    let session = &sessions["items"][0]["session_key"];
    let stop = json!({"session_key": session, "reason": "Dinner"});
    are_told_briefly(&fixture, &[("plex_stop_session", stop)]).await;
}
