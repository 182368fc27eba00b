//! Pictures that are chosen, brought and taken back.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use plex_emulator::Fault;
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use super::{assert_same, shelves, shelves_as, state, undo};
use crate::{changes::writes, support::Fixture};

const TOOL: &str = "plex_set_artwork";

/// A picture of one point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";

/// Faust's pictures of a kind that there are to choose from.
async fn choices(fixture: &Fixture, kind: &str) -> Vec<Value> {
    let arguments = json!({"rating_key": "2", "kind": kind});
    let listed = fixture.ok(TOOL, arguments).await;
    listed["choices"].as_array().cloned().unwrap_or_default()
}

/// The id of the picture that is shown.
async fn shown(fixture: &Fixture, kind: &str) -> Value {
    let choices = choices(fixture, kind).await;
    let shown = choices.iter().find(|choice| choice["selected"] == true);
    shown.map_or(Value::Null, |choice| choice["id"].clone())
}

/// What the server knows, without what is written anew with each choice.
fn without_stamps(fixture: &Fixture) -> Value {
    let mut state = state(fixture);
    forget_stamps(&mut state);
    state
}

fn forget_stamps(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for moved in ["artwork", "thumb", "art"] {
                fields.remove(moved);
            }
            fields.values_mut().for_each(forget_stamps);
        }
        Value::Array(values) => values.iter_mut().for_each(forget_stamps),
        _ => {}
    }
}

#[tokio::test]
async fn without_a_choice_it_lists_and_changes_nothing() {
    let fixture = shelves().await;
    let listed = fixture
        .ok(TOOL, json!({"rating_key": "Faust", "kind": "poster"}))
        .await;
    assert_eq!(listed["changed"], 0);
    assert_eq!(listed["note"], "Nothing was changed: give choice.");
    let choices = listed["choices"].as_array().unwrap();
    assert_eq!(choices.len(), 3, "{listed}");
    assert_eq!(choices[0]["number"], 1);
    assert_eq!(choices[0]["selected"], true);
    assert!(choices[1].get("selected").is_none(), "{listed}");
    assert_eq!(choices[0]["provider"], "tv.plex.agents");
    assert_eq!(writes(&fixture), Vec::<String>::new());
    let none = fixture
        .ok(TOOL, json!({"rating_key": "Faust", "kind": "logo"}))
        .await;
    assert_eq!(
        none["note"],
        "Plex offers none: bring one with url or data."
    );
}

#[tokio::test]
async fn the_other_poster_is_used_in_one_call_and_put_back() {
    for (kind, choice) in [
        ("poster", json!("other")),
        ("poster", json!("the other one")),
        ("poster", json!(3)),
        ("poster", json!("2")),
        ("art", json!("next")),
    ] {
        let fixture = shelves().await;
        let before = without_stamps(&fixture);
        let was = shown(&fixture, kind).await;
        let arguments = json!({"rating_key": "Faust", "kind": kind, "choice": choice});
        let change = fixture.ok(TOOL, arguments).await;
        assert_eq!(change["changed"], 1, "{change}");
        let number = if choice == json!(3) { 3 } else { 2 };
        let did = match kind {
            "art" => "Changed the background of",
            _ => "Changed the poster of",
        };
        let did = format!("{did} \"Faust\" (1926) to number {number} of 3");
        assert_eq!(change["did"], did.as_str());
        assert_eq!(change["items"][0]["before"]["picture"], was);
        let now = shown(&fixture, kind).await;
        assert_ne!(now, was);
        assert_eq!(change["items"][0]["after"]["picture"], now, "{change}");
        assert_eq!(change["undo"], "yes");
        let undone = undo(&fixture, &change).await;
        assert_eq!(undone["changed"], 1, "{undone}");
        assert_eq!(shown(&fixture, kind).await, was);
        // The lock that came with it is gone as well.
        assert_same(&without_stamps(&fixture), &before, kind);
    }
}

#[tokio::test]
async fn a_picture_is_chosen_by_its_id_and_what_is_chosen_is_not_sent() {
    let fixture = shelves().await;
    let third = choices(&fixture, "poster").await[2]["id"].clone();
    let arguments = json!({"rating_key": "Faust", "kind": "poster", "choice": third});
    let change = fixture.ok(TOOL, arguments.clone()).await;
    assert_eq!(shown(&fixture, "poster").await, third, "{change}");
    let again = fixture.ok(TOOL, arguments).await;
    assert_eq!(again["changed"], 0, "{again}");
    assert_eq!(again["unchanged"][0]["why"], "it is so already");
    assert_eq!(writes(&fixture).len(), 1);
    // After the last comes the first.
    let next = json!({"rating_key": "Faust", "kind": "poster", "choice": "next", "dry_run": true});
    let plan = fixture.ok(TOOL, next).await;
    assert_eq!(
        plan["would"],
        "Change the poster of \"Faust\" (1926) to number 1 of 3"
    );
    assert_eq!(plan["note"], "3 are offered; this is number 1, the next.");
    assert_eq!(writes(&fixture).len(), 1, "a plan sends nothing");
}

#[tokio::test]
async fn a_picture_is_brought_and_the_former_put_back() {
    let fixture = shelves().await;
    let before = without_stamps(&fixture);
    let was = shown(&fixture, "poster").await;
    let data = BASE64_STANDARD.encode(PNG);
    for data in [data.clone(), format!("data:image/png;base64,{data}")] {
        let change = fixture
            .ok(
                TOOL,
                json!({"rating_key": "Faust", "kind": "poster", "data": data}),
            )
            .await;
        assert_eq!(change["changed"], 1, "{change}");
        let now = shown(&fixture, "poster").await;
        assert!(now.as_str().unwrap().starts_with("upload"), "{now}");
        assert_eq!(
            change["undo"],
            "yes, but what was brought stays among those to choose from"
        );
        let undone = undo(&fixture, &change).await;
        assert_eq!(undone["changed"], 1, "{undone}");
        assert_eq!(shown(&fixture, "poster").await, was);
        assert_same(&without_stamps(&fixture), &before, "brought");
        // And forth again, from what stayed.
        let again = undo(&fixture, &undone).await;
        assert_eq!(shown(&fixture, "poster").await, now, "{again}");
        undo(&fixture, &again).await;
    }
}

#[tokio::test]
async fn what_is_no_picture_and_what_is_no_public_address_is_not_sent() {
    let fixture = shelves().await;
    let with = |name: &str, value: &str| {
        let mut arguments = json!({"rating_key": "2", "kind": "poster"});
        arguments[name] = json!(value);
        arguments
    };
    let encoded = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    let mut large = PNG.to_vec();
    large.resize((2 << 20) + 1, 0);
    for (arguments, words) in [
        (with("data", "%%%"), "it is not base64"),
        (
            with("data", &encoded(b"<svg onload=x>")),
            "it is no picture",
        ),
        (with("data", &encoded(&PNG[..8])), "it is no picture"),
        (with("data", &encoded(&large)), "more than 2 MiB"),
        (with("url", "http://1.1.1.1/x.png"), "an https address"),
        (
            with("url", "https://127.0.0.1/x.png"),
            "on the public internet",
        ),
        (
            with("url", "https://[fd00::1]/x.png"),
            "on the public internet",
        ),
        (
            with("url", "https://localhost:32400/x.png"),
            "on the public internet",
        ),
        (
            with("url", "https://169.254.169.254/latest"),
            "on the public internet",
        ),
        (with("url", "file:///etc/passwd"), "an https address"),
        (
            with("url", "/library/metadata/1/thumb/1"),
            "an https address",
        ),
        // What is chosen is what Plex offers, and no address in its place.
        (
            with("choice", "http://127.0.0.1/x.png"),
            "a number from 1 to 3",
        ),
        (with("choice", "0"), "a number from 1 to 3"),
        (with("choice", "4"), "a number from 1 to 3"),
        (
            json!({"rating_key": "2", "kind": "logo", "choice": "other"}),
            "Plex offers none",
        ),
        (
            json!({"rating_key": "2", "kind": "poster", "choice": "1", "url": "https://1.1.1.1/x.png"}),
            "exclude each other",
        ),
        (json!({"rating_key": "2", "kind": "theme"}), "kind"),
    ] {
        let error = fixture
            .err(TOOL, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(words), "{words}: {error}");
    }
    assert_eq!(writes(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn a_picture_at_a_public_address_is_fetched_here_and_plex_gets_only_its_bytes() {
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&asked);
    let fixture = shelves_as(move |options| {
        options.elsewhere = plex_mcp::Elsewhere::of(move |url| {
            seen.lock().unwrap().push(url.to_string());
            let is_there = !url.path().contains("none");
            Box::pin(async move {
                match is_there {
                    true => Ok(PNG.to_vec()),
                    false => Err(plex_client::PlexError::InvalidArgument {
                        argument: "url",
                        reason: "answered with status 404".to_owned(),
                    }),
                }
            })
        });
    })
    .await;
    let with = |url: &str, dry_run: bool| json!({"rating_key": "2", "kind": "poster", "url": url, "dry_run": dry_run});
    fixture.ok(TOOL, with("https://1.1.1.1/a.png", true)).await;
    assert!(
        asked.lock().unwrap().is_empty(),
        "a plan asks nobody elsewhere"
    );
    let gone = with("https://1.1.1.1/none.png", false);
    let error = fixture.err(TOOL, gone, ErrorKind::InvalidArgument).await;
    assert!(error.message().contains("status 404"), "{error}");
    assert_eq!(writes(&fixture), Vec::<String>::new());
    let change = fixture
        .ok(TOOL, with("https://1.1.1.1/a b.png?size=1&token=no", false))
        .await;
    assert_eq!(change["changed"], 1, "{change}");
    let did = change["did"].as_str().unwrap();
    assert!(did.contains("to one from \"1.1.1.1\""), "{did}");
    assert_eq!(
        asked.lock().unwrap()[1],
        "https://1.1.1.1/a%20b.png?size=1&token=no"
    );
    let requests = fixture.emulator.requests();
    let posted: Vec<_> = requests.iter().filter(|one| one.method == "POST").collect();
    assert_eq!(posted.len(), 1, "nothing is sent twice");
    assert!(!posted[0].query.contains("1.1.1.1"), "{posted:?}");
}

#[tokio::test]
async fn a_server_that_says_yes_and_does_nothing_is_not_believed() {
    let fixture = shelves().await;
    fixture
        .emulator
        .inject(Fault::NotApplied.on("/library/metadata/*/poster"));
    let arguments = json!({"rating_key": "2", "kind": "poster", "choice": "other"});
    let error = fixture.err(TOOL, arguments, ErrorKind::Upstream).await;
    assert!(error.message().starts_with("Not applied"), "{error}");
    assert_eq!(writes(&fixture).len(), 1, "nothing is sent twice");
}

#[tokio::test]
async fn a_picture_that_comes_a_moment_later_is_waited_for() {
    let behaviour = plex_emulator::Behaviour {
        artwork_lag: Duration::from_millis(300),
        ..plex_emulator::Behaviour::default()
    };
    let library = plex_emulator::Library::from_toml(super::SHELVES).unwrap();
    let fixture = Fixture::over(
        plex_emulator::Emulator::builder()
            .library(library)
            .behaviour(behaviour),
    )
    .await;
    let mut options = crate::support::options();
    options.choice.toolsets = plex_mcp::Toolset::ALL.to_vec();
    let client = crate::support::client(fixture.emulator.url(), fixture.emulator.token());
    let server = plex_mcp::PlexMcpServer::with_options(client, options);
    let fixture = Fixture::of(fixture.emulator, server);
    let data = BASE64_STANDARD.encode(PNG);
    let arguments = json!({"rating_key": "2", "kind": "poster", "data": data});
    let change = fixture.ok(TOOL, arguments).await;
    assert_eq!(change["changed"], 1, "{change}");
}

#[tokio::test]
async fn what_somebody_chose_since_is_left() {
    let fixture = shelves().await;
    let choose = |number: u8| json!({"rating_key": "2", "kind": "poster", "choice": number});
    let change = fixture.ok(TOOL, choose(2)).await;
    fixture.ok(TOOL, choose(3)).await;
    let third = shown(&fixture, "poster").await;
    let id = json!({"change_id": change["change_id"]});
    let error = fixture.err("plex_undo", id, ErrorKind::NotAllowed).await;
    assert!(
        error.message().contains("somebody has changed picture"),
        "{error}"
    );
    assert_eq!(shown(&fixture, "poster").await, third);
}

#[tokio::test]
async fn what_may_not_be_shown_gets_no_picture() {
    let limited = shelves_as(|options| options.libraries = vec!["Films".to_owned()]).await;
    for arguments in [
        json!({"rating_key": "30", "kind": "poster"}),
        json!({"rating_key": "30", "kind": "poster", "choice": "other"}),
    ] {
        limited.err(TOOL, arguments, ErrorKind::NotFound).await;
    }
    assert_eq!(writes(&limited), Vec::<String>::new());
    let reading = shelves_as(|options| options.choice.read_only = true).await;
    assert!(reading.server.tool(TOOL).is_none());
}
