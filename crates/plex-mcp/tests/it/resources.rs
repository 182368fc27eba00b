//! Resources: what is listed, what is read, in both eras; who is offered which.

use plex_emulator::Fault;
use plex_mcp::{Content, ErrorKind, PlexMcpServer, Resource, Toolset};
use rmcp::{
    ServiceError,
    model::{
        PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResult, ResourceContents,
    },
};
use serde_json::{Value, json};

use crate::worlds;
use crate::{
    eras::{connect, eras},
    support::{Fixture, client, items, options},
};

/// What is read under a URI: data.
pub(crate) async fn data(fixture: &Fixture, uri: &str) -> Value {
    match fixture.server.read(uri).await {
        Ok((_, Content::Json(value))) => value,
        other => panic!("{uri}: {other:?}"),
    }
}

/// What a client got: its text, and how long it may keep it.
fn text(result: &ReadResourceResult) -> &str {
    match &result.contents[0] {
        ResourceContents::TextResourceContents { text, .. } => text,
        other => panic!("{other:?}"),
    }
}

fn uris(server: &PlexMcpServer) -> Vec<&'static str> {
    server.resources().iter().map(Resource::uri).collect()
}

const ALL: [&str; 9] = [
    "pms://server",
    "pms://libraries",
    "pms://sessions",
    "pms://activities",
    "pms://schema",
    "pms://library/{library_id}",
    "pms://item/{rating_key}",
    "pms://item/{rating_key}/poster",
    "pms://playlist/{playlist_id}",
];

#[tokio::test]
async fn resources_are_listed_and_read_in_both_eras() {
    let fixture = Fixture::sample().await;
    for (era, is_modern) in eras().into_iter().zip([false, true]) {
        let (client, _) = connect(&fixture.server, era).await;
        let listed = client.list_resources(None).await.unwrap();
        let templates = client.list_resource_templates(None).await.unwrap();
        let mut all: Vec<&str> = listed.resources.iter().map(|one| &*one.uri).collect();
        all.extend(
            templates
                .resource_templates
                .iter()
                .map(|one| &*one.uri_template),
        );
        assert_eq!(all, ALL);
        assert_eq!(listed.ttl_ms.is_some(), is_modern);
        assert_eq!(templates.ttl_ms.is_some(), is_modern);
        for resource in &listed.resources {
            assert!(resource.title.is_some() && resource.description.is_some());
            let request = ReadResourceRequestParams::new(resource.uri.clone());
            let read = client.read_resource(request).await.unwrap();
            match resource.mime_type.as_deref() {
                Some("application/json") => {
                    let data: Value = serde_json::from_str(text(&read)).unwrap();
                    assert!(data.is_object());
                }
                Some("text/markdown") => assert!(text(&read).starts_with("# ")),
                other => panic!("{other:?}"),
            }
            assert_eq!(read.ttl_ms.is_some_and(|ttl| ttl > 0), is_modern);
        }
        let request = ReadResourceRequestParams::new("pms://item/99999999");
        match client.read_resource(request).await {
            Err(ServiceError::McpError(error)) => {
                assert_eq!(error.code.0, if is_modern { -32602 } else { -32002 });
                let data = error.data.unwrap();
                assert_eq!(data["error"]["kind"], "not_found");
                assert_eq!(data["uri"], "pms://item/99999999");
            }
            other => panic!("{other:?}"),
        }
        let cursor = PaginatedRequestParams::default().with_cursor(Some("2".to_owned()));
        assert!(client.list_resources(Some(cursor)).await.is_err());
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn a_resource_tells_what_its_tool_tells() {
    let fixture = Fixture::over_everything().await;
    for (uri, tool) in [
        ("pms://libraries", "plex_get_libraries"),
        ("pms://sessions", "plex_get_sessions"),
        ("pms://activities", "plex_get_activities"),
    ] {
        assert_eq!(data(&fixture, uri).await, fixture.ok(tool, json!({})).await);
    }
    assert_eq!(data(&fixture, "pms://server").await["name"], "Lantern");
    let film = fixture
        .ok("plex_get_item", json!({"title": "Metropolis"}))
        .await;
    let key = film["rating_key"].as_str().unwrap();
    assert_eq!(data(&fixture, &format!("pms://item/{key}")).await, film);
    let poster = fixture
        .server
        .read(&format!("pms://item/{key}/poster"))
        .await;
    assert!(matches!(poster, Ok((_, Content::Picture(picture))) if picture.bytes.len() > 100));
}

#[tokio::test]
async fn the_schema_is_all_that_can_be_asked_and_asks_plex_nothing() {
    let fixture = Fixture::sample().await;
    let text = match fixture.server.read("pms://schema").await {
        Ok((_, Content::Text(text))) => text,
        other => panic!("{other:?}"),
    };
    for table in plex_mcp::plex_index::schema::TABLES {
        assert!(
            text.contains(&format!("## {}\n", table.name)),
            "{}",
            table.name
        );
    }
    for question in &plex_mcp::plex_index::schema::QUESTIONS {
        assert!(text.contains(question.sql), "{}", question.text);
    }
    assert!(fixture.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_library_is_read_by_id_and_by_title() {
    let fixture = Fixture::sample().await;
    let by_title = data(&fixture, "pms://library/Films").await;
    assert_eq!(by_title, data(&fixture, "pms://library/1").await);
    assert_eq!(by_title["title"], "Films");
    assert!(by_title["items"].as_u64().unwrap() > 20);
    let newest = fixture
        .ok(
            "plex_get_recently_added",
            json!({"library_id": "1", "limit": 20}),
        )
        .await;
    assert_eq!(by_title["recently_added"], newest["items"]);
    let error = fixture
        .server
        .read("pms://library/Flims")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(error.advice(), Some("Did you mean \"Films\"?"));
}

#[tokio::test]
async fn a_playlist_is_read_by_id_and_by_title() {
    let fixture = Fixture::sample().await;
    let playlists = fixture
        .server
        .client()
        .playlists(Default::default())
        .await
        .unwrap();
    assert!(playlists.items.len() > 1);
    for playlist in playlists.items {
        let key = playlist.rating_key.unwrap();
        let read = data(&fixture, &format!("pms://playlist/{key}")).await;
        assert_eq!(read["playlist_id"], key.as_str());
        assert_eq!(read["title"], playlist.title);
        assert!(!items(&read).is_empty());
        let title = playlist.title.replace(' ', "%20");
        assert_eq!(
            read,
            data(&fixture, &format!("pms://playlist/{title}")).await
        );
    }
    let error = fixture
        .server
        .read("pms://playlist/none")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn what_names_no_resource_is_told_and_asks_plex_nothing() {
    let fixture = Fixture::sample().await;
    let before = fixture.emulator.requests().len();
    for uri in [
        "pms://nothing",
        "plex://server",
        "file:///etc/passwd",
        "pms://item/",
        "pms://item/1/2/3",
        "pms://item/1?X-Plex-Token=abc",
        "",
    ] {
        let error = fixture.server.read(uri).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{uri}");
    }
    for uri in [
        "pms://item/..%2Fidentity",
        "pms://item/%2e%2e",
        "pms://item/a%20b/poster",
    ] {
        let error = fixture.server.read(uri).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{uri}");
    }
    assert_eq!(fixture.emulator.requests().len(), before);
    let error = fixture.server.read("pms://libaries").await.unwrap_err();
    assert_eq!(error.advice(), Some("Did you mean \"pms://libraries\"?"));
}

#[tokio::test]
async fn an_outage_is_no_empty_resource() {
    let server = PlexMcpServer::with_options(client("http://127.0.0.1:9", "token"), options());
    for era in eras() {
        let (client, _) = connect(&server, era).await;
        assert!(!client.list_all_resources().await.unwrap().is_empty());
        let request = ReadResourceRequestParams::new("pms://sessions");
        match client.read_resource(request).await {
            Err(ServiceError::McpError(error)) => {
                assert_eq!(error.code.0, -32603);
                assert_eq!(error.data.unwrap()["error"]["kind"], "unreachable");
            }
            other => panic!("{other:?}"),
        }
        client.cancel().await.unwrap();
    }
    let fixture = Fixture::sample().await;
    // `/identity` is for anybody, and so is not refused for a token.
    fixture.emulator.inject(Fault::Status(401).on("/library/*"));
    fixture.emulator.inject(Fault::Status(401).on("/status/*"));
    let error = fixture.server.read("pms://sessions").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn what_is_read_keeps_to_the_budget() {
    let mut options = options();
    options.max_result_bytes = plex_mcp::MIN_MAX_RESULT_BYTES;
    let emulator = worlds::sample().await;
    let client = client(emulator.url(), emulator.token());
    let fixture = Fixture::of(emulator, PlexMcpServer::with_options(client, options));
    let library = data(&fixture, "pms://library/Films").await;
    assert!(
        library.to_string().len() <= plex_mcp::MIN_MAX_RESULT_BYTES,
        "{library}"
    );
    assert!(
        library["note"].as_str().unwrap().contains("recently_added"),
        "{library}"
    );
}

#[test]
fn whoever_takes_a_tool_away_takes_its_resource_away() {
    let of = |change: &dyn Fn(&mut plex_mcp::Options)| {
        let mut options = options();
        change(&mut options);
        uris(&PlexMcpServer::with_options(
            client("http://127.0.0.1:9", ""),
            options,
        ))
    };
    assert_eq!(of(&|_| {}), ALL);
    assert_eq!(of(&|options| options.choice.read_only = true), ALL);
    assert_eq!(
        of(&|options| options.choice.toolsets = Toolset::ALL.to_vec()),
        ALL
    );
    let excluded = of(&|options| {
        options.choice.excluded = ["plex_get_sessions", "plex_get_server", "plex_get_image"]
            .map(str::to_owned)
            .to_vec();
    });
    assert_eq!(
        excluded,
        [
            "pms://libraries",
            "pms://activities",
            "pms://schema",
            "pms://library/{library_id}",
            "pms://item/{rating_key}",
            "pms://playlist/{playlist_id}",
        ]
    );
    assert_eq!(
        of(&|options| options.choice.toolsets = vec![Toolset::Playback, Toolset::Server]),
        ["pms://server", "pms://sessions", "pms://activities"]
    );
    assert_eq!(
        of(&|options| {
            options.choice.toolsets = Vec::new();
            options.choice.tools = vec!["plex_get_item".to_owned()];
        }),
        ["pms://item/{rating_key}"]
    );
    let limited = of(&|options| options.libraries = vec!["Films".to_owned()]);
    assert!(
        !limited.contains(&"pms://playlist/{playlist_id}"),
        "it is of no library"
    );
    let server = PlexMcpServer::new(client("http://127.0.0.1:9", ""));
    let one = server.with_only(|tool| tool.name() == "plex_get_libraries");
    assert_eq!(uris(&one), ["pms://libraries"]);
}
