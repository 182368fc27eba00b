//! The protocol in both eras, through the SDK's own client.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use plex_emulator::{Emulator, Fault};
use plex_mcp::PlexMcpServer;
use rmcp::{
    ClientHandler, ClientLifecycleMode, ClientServiceExt, RoleClient,
    model::{CallToolRequestParams, ProgressNotificationParam, ProtocolVersion},
    service::{NotificationContext, RunningService},
};
use serde_json::{Value, json};

use crate::support::{Fixture, client, object, options, tool_count};

/// A client that remembers what it was told of progress.
#[derive(Clone, Default)]
pub(crate) struct Watcher(Arc<Mutex<Vec<ProgressNotificationParam>>>);

impl Watcher {
    /// What it was told.
    pub(crate) fn updates(&self) -> Vec<ProgressNotificationParam> {
        self.0.lock().unwrap().clone()
    }
}

impl ClientHandler for Watcher {
    async fn on_progress(
        &self,
        update: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        self.0.lock().unwrap().push(update);
    }
}

/// The lifecycles of the two eras.
pub(crate) fn eras() -> [ClientLifecycleMode; 2] {
    let preferred_versions = vec![ProtocolVersion::V_2026_07_28];
    [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover { preferred_versions },
    ]
}

/// A client connected to `server` over a pipe in this process.
pub(crate) async fn connect(
    server: &PlexMcpServer,
    era: ClientLifecycleMode,
) -> (RunningService<RoleClient, Watcher>, Watcher) {
    let (ours, theirs) = tokio::io::duplex(64 * 1024);
    let server = server.clone();
    tokio::spawn(async move {
        let (reader, writer) = tokio::io::split(theirs);
        server.serve(reader, writer).await.unwrap();
    });
    let watcher = Watcher::default();
    let client = watcher
        .clone()
        .serve_with_lifecycle(ours, era)
        .await
        .unwrap();
    (client, watcher)
}

fn request(tool: &str, arguments: Value) -> CallToolRequestParams {
    CallToolRequestParams::new(tool.to_owned()).with_arguments(object(arguments))
}

#[tokio::test]
async fn an_answer_is_the_same_in_both_forms_and_a_picture_is_content_alone() {
    let fixture = Fixture::sample().await;
    for era in eras() {
        let (client, _) = connect(&fixture.server, era).await;
        let list = client
            .call_tool(request("plex_get_recently_added", json!({"limit": 3})))
            .await
            .unwrap();
        let [text] = list.content.as_slice() else {
            panic!("{:?}", list.content);
        };
        let text: Value = serde_json::from_str(&text.as_text().unwrap().text).unwrap();
        assert_eq!(Some(text), list.structured_content);
        let picture = client
            .call_tool(request("plex_get_image", json!({"rating_key": "18"})))
            .await
            .unwrap();
        // Clients that read structured content drop all else.
        assert_eq!(picture.structured_content, None);
        assert_eq!(picture.is_error, Some(false));
        let [words, image] = picture.content.as_slice() else {
            panic!("{:?}", picture.content);
        };
        let words: Value = serde_json::from_str(&words.as_text().unwrap().text).unwrap();
        assert_eq!(words["image"], "poster", "{words}");
        assert_eq!(
            image.as_image().unwrap().mime_type,
            words["mime_type"].as_str().unwrap()
        );
    }
}

#[tokio::test]
async fn tools_are_listed_and_called_in_both_eras() {
    let fixture = Fixture::sample().await;
    for era in eras() {
        let (client, _) = connect(&fixture.server, era.clone()).await;
        let tools = client.list_all_tools().await.unwrap();
        assert_eq!(tools.len(), tool_count(), "{era:?}");
        for tool in &tools {
            let annotations = tool.annotations.as_ref().unwrap();
            let scans = tool.name == "plex_refresh_library";
            let once = ["plex_play", "plex_control_playback", "plex_undo"].contains(&&*tool.name);
            let sets = [
                "plex_mark_watched",
                "plex_rate",
                "plex_edit_playlist",
                "plex_edit_collection",
                "plex_stop_session",
            ];
            let writes = once || sets.contains(&&*tool.name);
            let reads = !scans && !writes;
            let again = !once;
            assert_eq!(annotations.read_only_hint, Some(reads), "{}", tool.name);
            assert_eq!(annotations.destructive_hint, Some(false), "{}", tool.name);
            assert_eq!(annotations.idempotent_hint, Some(again), "{}", tool.name);
            assert_eq!(annotations.open_world_hint, Some(scans), "{}", tool.name);
            // A picture is content.
            let is_picture = tool.name == "plex_get_image";
            assert_eq!(tool.output_schema.is_none(), is_picture, "{}", tool.name);
        }
        let result = client
            .call_tool(request("plex_get_libraries", json!({})))
            .await
            .unwrap();
        assert_eq!(result.is_error, Some(false));
        let structured = result.structured_content.unwrap();
        let text = &result.content[0].as_text().unwrap().text;
        assert_eq!(
            *text,
            structured.to_string(),
            "the text is the same compact JSON, in the same order"
        );
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn bad_arguments_are_results_not_protocol_errors() {
    let fixture = Fixture::sample().await;
    for era in eras() {
        let (client, _) = connect(&fixture.server, era).await;
        let result = client
            .call_tool(request("plex_search", json!({"query": 5.5})))
            .await
            .unwrap();
        assert_eq!(result.is_error, Some(true));
        assert_eq!(
            result.structured_content.unwrap()["error"]["kind"],
            "invalid_argument"
        );
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn a_scan_that_is_waited_for_reports_progress_in_both_eras() {
    let fixture =
        Fixture::over(Emulator::builder().scan_duration(std::time::Duration::from_millis(150)))
            .await;
    for era in eras() {
        let (client, watcher) = connect(&fixture.server, era.clone()).await;
        let result = client
            .call_tool(request(
                "plex_refresh_library",
                json!({"library_id": "Films", "wait": true}),
            ))
            .await
            .unwrap();
        assert_eq!(
            result.structured_content.unwrap()["status"],
            "finished",
            "{era:?}"
        );
        let updates = watcher.0.lock().unwrap().clone();
        assert!(!updates.is_empty(), "{era:?}");
        assert!(
            updates
                .windows(2)
                .all(|pair| pair[0].progress < pair[1].progress),
            "{updates:?}"
        );
        assert!(
            updates.iter().all(|update| update
                .message
                .as_deref()
                .unwrap()
                .starts_with("Scanning \"Films\"")),
            "{updates:?}"
        );
        client.cancel().await.unwrap();
    }
}

/// What a first call gives while the server, having told how much it holds, never lists its photos.
#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_that_takes_long_reports_progress_and_says_when_to_ask_again_in_both_eras() {
    for era in eras() {
        let fixture =
            Fixture::limited(|options| options.index_wait = Duration::from_millis(500)).await;
        let photos = Fault::Stall.on("/library/sections/4/all");
        fixture.emulator.inject(photos.after(PHOTO_TYPES));
        let (client, watcher) = connect(&fixture.server, era.clone()).await;
        // Until a slow machine has got to the pages, too.
        let (percent, updates) = loop {
            watcher.0.lock().unwrap().clear();
            let result = client
                .call_tool(request("plex_query", json!({"sql": "SELECT 1"})))
                .await
                .unwrap();
            assert_eq!(result.is_error, Some(true), "{era:?}");
            let error = &result.structured_content.unwrap()["error"];
            assert_eq!(error["kind"], "starting_up", "{error}");
            let percent = number_before(&error["message"], " % done");
            assert!(number_before(&error["hint"], " s;") > 0, "{error}");
            let updates = watcher.0.lock().unwrap().clone();
            if percent > 0 && !updates.is_empty() {
                break (percent, updates);
            }
        };
        assert!(percent < 100);
        for update in &updates {
            assert_eq!(update.total, Some(100.0));
            assert_eq!(update.message.as_deref(), Some("Building the snapshot"));
            assert!(update.progress <= f64::from(percent), "{update:?}");
        }
        assert!(
            updates
                .windows(2)
                .all(|pair| pair[0].progress <= pair[1].progress),
            "{updates:?}"
        );
        client.cancel().await.unwrap();
    }
}

/// How many types of items a library of photos lists: of each the server is asked the count first.
const PHOTO_TYPES: u32 = 2;

/// The number that stands in a text right before `unit`.
fn number_before(text: &Value, unit: &str) -> u32 {
    let (before, _) = text.as_str().unwrap().split_once(unit).unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn without_plex_tools_are_still_listed() {
    let server = PlexMcpServer::with_options(client("http://127.0.0.1:9", "token"), options());
    for era in eras() {
        let (client, _) = connect(&server, era).await;
        assert_eq!(client.list_all_tools().await.unwrap().len(), tool_count());
        let result = client
            .call_tool(request("plex_get_on_deck", json!({})))
            .await
            .unwrap();
        assert_eq!(
            result.structured_content.unwrap()["error"]["kind"],
            "unreachable"
        );
        client.cancel().await.unwrap();
    }
}
