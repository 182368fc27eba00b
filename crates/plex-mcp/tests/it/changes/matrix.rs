//! Each tool that changes something, with each way in which a server can fail at its first request that
//! does: what is told is what is so, and the journal says it too.

use std::time::Duration;

use plex_emulator::{Fault, Library};
use plex_mcp::{PlexMcpServer, ToolError};
use serde_json::{Value, json};

use super::{agreed, is_write, known};
use crate::{
    lists::LISTS,
    support::{Fixture, options},
    worlds::at_rest,
};

/// A server whose answers are waited for a moment only.
async fn hasty() -> Fixture {
    let library = Library::from_toml(LISTS).unwrap();
    let emulator = at_rest().library(library).start().await.unwrap();
    let client = plex_client::PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("plex-mcp-tests")
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let mut options = options();
    options.settle = Duration::from_millis(5);
    options.choice.allow_destructive = true;
    options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    let server = PlexMcpServer::with_options(client, options);
    Fixture::of(emulator, server)
}

/// What was asked of the server, and whether it would change something.
fn asked(fixture: &Fixture) -> Vec<(String, bool)> {
    let requests = fixture.emulator.requests();
    let one = |request: &plex_emulator::RecordedRequest| {
        let line = format!("{} {}?{:?}", request.method, request.path, request.query);
        (line, is_write(request))
    };
    requests.iter().map(one).collect()
}

/// Whether a result says that it was done, and done whole.
fn is_told_done(result: &Result<Value, ToolError>) -> bool {
    matches!(result, Ok(change) if change["changed"] == 1 && change.get("failed").is_none())
}

/// The calls, each of which changes one thing.
fn calls() -> [(&'static str, Value); 16] {
    [
        (
            "plex_mark_watched",
            json!({"rating_keys": ["1"], "state": "watched"}),
        ),
        (
            "plex_mark_watched",
            json!({"rating_keys": ["3"], "state": "unwatched"}),
        ),
        (
            "plex_mark_watched",
            json!({"rating_key": "1", "position_s": 600}),
        ),
        ("plex_rate", json!({"rating_keys": ["1"], "stars": 4})),
        (
            "plex_edit_playlist",
            json!({"playlist_id": "60", "add": ["4"]}),
        ),
        (
            "plex_edit_playlist",
            json!({"playlist_id": "60", "remove": ["2"]}),
        ),
        (
            "plex_edit_playlist",
            json!({"playlist_id": "60", "rename": "Dry days"}),
        ),
        (
            "plex_edit_playlist",
            json!({"title": "Silent", "add": ["1", "4"]}),
        ),
        ("plex_delete_playlist", json!({"playlist_id": "60"})),
        (
            "plex_edit_collection",
            json!({"collection_id": "70", "add": ["3"]}),
        ),
        (
            "plex_edit_collection",
            json!({"collection_id": "70", "rename": "Weimar"}),
        ),
        (
            "plex_edit_collection",
            json!({"collection_id": "70", "visible_on": ["home"]}),
        ),
        (
            "plex_edit_collection",
            json!({"title": "Silent", "add": ["1", "4"]}),
        ),
        ("plex_delete_collection", json!({"collection_id": "70"})),
        (
            "plex_edit_metadata",
            json!({"rating_keys": ["1"], "set": {"summary": "A pact."}}),
        ),
        (
            "plex_edit_metadata",
            json!({"rating_keys": ["1"], "add_tags": {"label": ["Kids"]}}),
        ),
    ]
}

fn faults() -> [Fault; 12] {
    [
        Fault::Status(400),
        Fault::Status(401),
        Fault::Status(403),
        Fault::Status(404),
        Fault::Status(500),
        Fault::Status(503),
        Fault::NotApplied,
        Fault::Reset,
        Fault::CutBody,
        Fault::Malformed,
        Fault::Stall,
        Fault::Endless,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_is_what_is_so() {
    for (tool, arguments) in calls() {
        let fixture = hasty().await;
        let before = known(fixture.emulator.dump());
        let result = agreed(&fixture, tool, arguments.clone()).await;
        assert!(is_told_done(&result), "{tool} {arguments}: {result:?}");
        let done = known(fixture.emulator.dump());
        assert_ne!(done, before);
        let reads = asked(&fixture)
            .iter()
            .take_while(|(_, is_write)| !is_write)
            .count();
        for fault in faults() {
            let case = format!("{tool} {arguments} {fault:?}");
            let fixture = hasty().await;
            let after = u32::try_from(reads).unwrap();
            let is_done_first = matches!(fault, Fault::CutBody | Fault::Malformed | Fault::Endless);
            fixture.emulator.inject(fault.on("*").after(after).times(1));
            let result = agreed(&fixture, tool, arguments.clone()).await;
            let now = known(fixture.emulator.dump());
            assert_eq!(is_told_done(&result), now == done, "{case}: {result:?}");
            assert_eq!(
                now,
                if is_done_first {
                    done.clone()
                } else {
                    before.clone()
                },
                "{case}"
            );
            let mut writes = asked(&fixture);
            writes.retain(|(_, is_write)| *is_write);
            let sent = writes.len();
            writes.dedup();
            assert_eq!(writes.len(), sent, "{case}: sent twice: {writes:?}");
            let journal = fixture.ok("plex_get_changes", json!({})).await;
            let row = &journal["items"][0];
            assert_eq!(journal["total"], 1, "{case}: {journal}");
            assert_eq!(row["changed"] == 1, now == done, "{case}: {row}");
            let undo = json!({"change_id": row["change_id"]});
            let undone = agreed(&fixture, "plex_undo", undo).await;
            assert_eq!(is_told_done(&undone), now == done, "{case}: {undone:?}");
            assert_eq!(known(fixture.emulator.dump()), before, "{case}");
        }
    }
}
