//! What was watched, how far, and how it is liked.

use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use super::{home, home_as, state, writes};
use crate::support::Fixture;

async fn undo(fixture: &Fixture, change: &Value) -> Value {
    let id = &change["change_id"];
    fixture.ok("plex_undo", json!({"change_id": id})).await
}

#[tokio::test]
async fn what_is_marked_and_taken_back_is_as_it_was() {
    for arguments in [
        json!({"rating_keys": ["Faust"], "state": "watched"}),
        json!({"rating_keys": ["M"], "state": "watched"}),
        json!({"rating_keys": ["M"], "state": "unwatched"}),
        json!({"rating_keys": ["M"], "position_s": 900}),
        json!({"rating_keys": ["Faust"], "position_s": 900}),
        json!({"rating_keys": ["Harbour"], "state": "watched"}),
        json!({"rating_keys": ["Harbour season 1"], "state": "watched"}),
        json!({"rating_keys": ["Faust", "M", "Harbour"], "state": "watched"}),
    ] {
        let fixture = home().await;
        let before = state(&fixture);
        let change = fixture.ok("plex_mark_watched", arguments.clone()).await;
        assert_ne!(change["changed"], 0, "{arguments}: {change}");
        assert_ne!(state(&fixture), before, "{arguments}: {change}");
        let undone = undo(&fixture, &change).await;
        assert_eq!(undone["changed"], change["changed"], "{undone}");
        assert_eq!(state(&fixture), before, "{arguments}: {change} {undone}");
    }
}

#[tokio::test]
async fn what_plex_cannot_restore_is_said() {
    let fixture = home().await;
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Sunrise"], "state": "unwatched"}),
        )
        .await;
    assert_eq!(
        change["undo"],
        "yes, but Plex cannot restore when and how often it was watched"
    );
    let undone = undo(&fixture, &change).await;
    assert_eq!(undone["items"][0]["after"], json!({"watched": true}));
}

#[tokio::test]
async fn what_is_so_already_is_not_sent() {
    let fixture = home().await;
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Sunrise", "Harbour"], "state": "watched"}),
        )
        .await;
    assert_eq!(change["changed"], 2, "{change}");
    let unchanged: Vec<&Value> = change["unchanged"].as_array().unwrap().iter().collect();
    assert_eq!(unchanged.len(), 2, "{change}");
    assert_eq!(unchanged[0]["title"], "Sunrise");
    assert_eq!(unchanged[1]["title"], "Arrival");
    assert_eq!(
        writes(&fixture).len(),
        2,
        "to mark it again would lose when it was watched"
    );
    let again = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Harbour"], "state": "watched"}),
        )
        .await;
    assert_eq!(again["changed"], 0);
    assert!(
        again.get("change_id").is_none(),
        "nothing to journal: {again}"
    );
    assert_eq!(writes(&fixture).len(), 2);
}

#[tokio::test]
async fn a_plan_changes_nothing() {
    let fixture = home().await;
    let before = state(&fixture);
    let plan = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Harbour"], "state": "watched", "dry_run": true}),
        )
        .await;
    assert_eq!(plan["would"], "Mark 2 episodes of \"Harbour\" as watched");
    assert_eq!(plan["changed"], 2);
    assert!(plan.get("change_id").is_none());
    assert_eq!(plan["items"][0]["before"], json!({"watched": false}));
    assert_eq!(state(&fixture), before);
    assert_eq!(writes(&fixture), Vec::<String>::new());
    assert_eq!(fixture.ok("plex_get_changes", json!({})).await["total"], 0);
}

#[tokio::test]
async fn an_item_is_taken_off_continue_watching_and_keeps_its_place() {
    let fixture = home().await;
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["M"], "position_s": 0}),
        )
        .await;
    assert_eq!(change["did"], "Took \"M\" (1931) off continue watching");
    assert_eq!(change["items"][0]["after"], json!({"to_continue": false}));
    assert_eq!(
        change["undo"],
        "no: only playing it brings it back; its position is kept"
    );
    let deck = fixture.ok("plex_get_on_deck", json!({})).await;
    assert!(!deck.to_string().contains("\"M\""), "{deck}");
    let refused = fixture
        .err(
            "plex_undo",
            json!({"change_id": change["change_id"]}),
            ErrorKind::NotAllowed,
        )
        .await;
    assert!(refused.message().contains("only playing it"), "{refused}");
}

#[tokio::test]
async fn stars_are_given_taken_away_and_taken_back() {
    let fixture = home().await;
    let before = state(&fixture);
    let first = fixture
        .ok(
            "plex_rate",
            json!({"rating_keys": ["Faust", "Harbour"], "stars": 4.5}),
        )
        .await;
    assert_eq!(first["did"], "Rated 2 items with 4.5 of 5 stars");
    let second = fixture
        .ok("plex_rate", json!({"rating_keys": ["Faust"]}))
        .await;
    assert_eq!(second["did"], "Took the rating of \"Faust\" (1926) away");
    assert_eq!(second["items"][0]["before"], json!({"stars": 4.5}));
    let third = json!({"rating_keys": ["Faust"], "stars": 2});
    let third = fixture.ok("plex_rate", third).await;
    // The first can only be taken back where nothing has happened since.
    let refused = undo(&fixture, &first).await;
    assert_eq!(refused["changed"], 1, "{refused}");
    assert_eq!(refused["failed"][0]["title"], "Faust", "{refused}");
    let reason = refused["failed"][0]["error"]["message"].as_str().unwrap();
    assert!(reason.contains("stars"), "{reason}");
    for change in [&third, &second] {
        undo(&fixture, change).await;
    }
    let first = fixture
        .ok("plex_rate", json!({"rating_keys": ["Faust"]}))
        .await;
    assert_eq!(first["changed"], 1, "{first}");
    assert_eq!(state(&fixture), before);
    let no_halves = json!({"rating_keys": ["Faust"], "stars": 4.3});
    fixture
        .err("plex_rate", no_halves, ErrorKind::InvalidArgument)
        .await;
}

#[tokio::test]
async fn what_matches_is_marked_and_what_is_wrong_is_said_before_anything_is_sent() {
    let fixture = home().await;
    let change = fixture
        .ok(
            "plex_mark_watched",
            json!({"where": {"library_id": "Films", "filters": {"unwatched": true}}, "state": "watched"}),
        )
        .await;
    assert_eq!(change["did"], "Marked 2 films as watched", "{change}");
    for (arguments, kind) in [
        (
            json!({"rating_keys": ["Faust"]}),
            ErrorKind::InvalidArgument,
        ),
        (json!({"state": "watched"}), ErrorKind::InvalidArgument),
        (
            json!({"rating_keys": ["Faust"], "state": "watched", "position_s": 3}),
            ErrorKind::InvalidArgument,
        ),
        (
            json!({"rating_keys": ["Faust"], "where": {"library_id": "Films"}, "state": "watched"}),
            ErrorKind::InvalidArgument,
        ),
        (
            json!({"rating_keys": ["Faust", "M"], "position_s": 3}),
            ErrorKind::InvalidArgument,
        ),
        (
            json!({"rating_keys": ["Faust"], "position_s": 6000}),
            ErrorKind::InvalidArgument,
        ),
        (
            json!({"rating_keys": ["1/../2"], "state": "watched"}),
            ErrorKind::InvalidArgument,
        ),
        (
            json!({"rating_keys": ["424242"], "state": "watched"}),
            ErrorKind::NotFound,
        ),
    ] {
        fixture.err("plex_mark_watched", arguments, kind).await;
    }
    assert_eq!(writes(&fixture).len(), 2);
    let some = fixture
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["424242", "Faust"], "state": "unwatched"}),
        )
        .await;
    assert_eq!(some["changed"], 1, "{some}");
    assert_eq!(some["failed"][0]["rating_key"], "424242");
    assert_eq!(some["failed"][0]["error"]["kind"], "not_found");
}

#[tokio::test]
async fn what_may_not_be_shown_cannot_be_changed_nor_seen_in_the_journal() {
    let home = tempfile::tempdir().unwrap();
    let place = || Some(plex_mcp::JournalPlace::new(home.path(), "token"));
    let whole = home_as(|options| options.journal = place()).await;
    let key =
        whole.ok("plex_search", json!({"query": "Secret"})).await["items"][0]["rating_key"].clone();
    let shown = whole
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": ["Faust"], "state": "watched"}),
        )
        .await;
    let change = whole
        .ok(
            "plex_mark_watched",
            json!({"rating_keys": [key, "Mystery", "M"], "state": "watched"}),
        )
        .await;
    assert_eq!(change["changed"], 3, "{change}");
    let limited = home_as(|options| {
        options.journal = place();
        options.libraries = vec!["Films".to_owned()];
    })
    .await;
    let arguments = json!({"rating_keys": [key], "state": "watched"});
    limited
        .err("plex_mark_watched", arguments, ErrorKind::NotFound)
        .await;
    assert_eq!(writes(&limited), Vec::<String>::new());
    // Those that are not shown neither count nor stand in the way of those that are.
    let journal = limited.ok("plex_get_changes", json!({"limit": 1})).await;
    assert_eq!(journal["items"][0]["change_id"], shown["change_id"]);
    assert_eq!(journal["total"], 1, "{journal}");
    let id = json!({"change_id": change["change_id"]});
    let refused = limited.err("plex_undo", id, ErrorKind::NotFound).await;
    assert!(!refused.to_string().contains("Secret"), "{refused}");
}

#[tokio::test]
async fn who_may_only_read_has_none_of_it() {
    let reading = home_as(|options| options.choice.read_only = true).await;
    for tool in [
        "plex_mark_watched",
        "plex_rate",
        "plex_edit_playlist",
        "plex_edit_collection",
        "plex_get_changes",
        "plex_undo",
    ] {
        assert!(reading.server.tool(tool).is_none(), "{tool}");
    }
    let without = home_as(|options| {
        let writing = [
            "plex_play",
            "plex_control_playback",
            "plex_stop_session",
            "plex_mark_watched",
            "plex_rate",
            "plex_edit_playlist",
            "plex_edit_collection",
        ];
        options.choice.excluded = writing.map(str::to_owned).to_vec();
    })
    .await;
    assert!(
        without.server.tool("plex_undo").is_none(),
        "there is nothing to undo"
    );
    let harmless = home().await.server.with_only(plex_mcp::Tool::is_harmless);
    assert!(harmless.tool("plex_get_changes").is_none());
}

#[tokio::test]
async fn where_there_is_nothing_to_mark_it_is_said() {
    let fixture = home().await;
    let empty = fixture
        .ok(
            "plex_edit_playlist",
            json!({"title": "Empty", "add": ["M"]}),
        )
        .await["items"][0]["rating_key"]
        .clone();
    fixture
        .ok(
            "plex_edit_playlist",
            json!({"playlist_id": empty, "remove": ["M"]}),
        )
        .await;
    let arguments = json!({"rating_keys": [empty], "state": "watched"});
    let error = fixture
        .err("plex_mark_watched", arguments, ErrorKind::NotFound)
        .await;
    assert_eq!(error.message(), "there is nothing in it");
    // Nor what nothing has in common: a list that is only added to by it, too.
    let all_of = json!({"library_id": "Films", "filters": {"title": "Qwertzuiop"}});
    for (tool, arguments) in [
        (
            "plex_mark_watched",
            json!({"where": all_of, "state": "watched"}),
        ),
        (
            "plex_edit_playlist",
            json!({"playlist_id": empty, "where": all_of, "snapshot": true}),
        ),
    ] {
        let done = fixture.ok(tool, arguments).await;
        assert_eq!(done["changed"], 0, "{tool}: {done}");
        assert_eq!(
            done["note"], "Nothing in \"Films\" matches where.",
            "{tool}: {done}"
        );
    }
}

/// However many changes there are, those few that are listed are told with what changed.
#[tokio::test]
async fn few_changes_are_listed_with_what_changed() {
    let fixture = home().await;
    for stars in 1..=5 {
        let rate = json!({"rating_keys": ["M"], "stars": stars});
        fixture.ok("plex_rate", rate).await;
    }
    let last = fixture.ok("plex_get_changes", json!({"limit": 1})).await;
    assert_eq!(
        last["items"][0]["items"][0]["after"]["stars"], 5.0,
        "{last}"
    );
    let all = fixture.ok("plex_get_changes", json!({})).await;
    assert!(all["items"][0].get("items").is_none(), "{all}");
}
