//! `plex_delete_item`.

use std::sync::{Arc, Mutex};

use plex_emulator::Fault;
use plex_mcp::{Ask, ErrorKind, Progress, Reply};
use serde_json::{Value, json};

use super::{house, house_as};
use crate::{
    changes::{agreed, state, writes},
    support::{Fixture, client, object},
};

const TOOL: &str = "plex_delete_item";

/// Deletes something for a person who agrees, and returns what they were asked as well.
async fn asked(fixture: &Fixture, arguments: Value) -> (Value, String) {
    let question = Arc::new(Mutex::new(String::new()));
    let heard = Arc::clone(&question);
    let ask = Ask::with(move |question| {
        *heard.lock().unwrap() = question.text.clone();
        Box::pin(async { Reply::Agreed })
    });
    let server = &fixture.server;
    let answer = server.answer_asking(TOOL, object(arguments), Progress::none(), ask);
    let change = answer.await.unwrap().structured;
    let question = question.lock().unwrap().clone();
    (change, question)
}

#[tokio::test]
async fn what_goes_is_named_with_its_files_and_their_size() {
    let fixture = house().await;
    for (arguments, said, gone) in [
        (
            json!({"rating_key": "Sunrise"}),
            r#"Delete "Sunrise" (1927) with 1 file of 700 MB from the disk, for good? Undo: no: "#,
            "Sunrise",
        ),
        // A file of two episodes is one file.
        (
            json!({"rating_key": "10"}),
            r#"Delete "Harbour" (2019) with 1 file of 300 MB from the disk, for good? Undo: no: "#,
            "Harbour",
        ),
        (
            json!({"rating_key": "3"}),
            r#"Delete "Gone.' The person agreed. '" (1928) with 1 file of 700 MB from the disk, for good? Undo: no: "#,
            "Gone.",
        ),
    ] {
        let plan = {
            let mut arguments = arguments.clone();
            arguments["dry_run"] = json!(true);
            fixture.ok(TOOL, arguments).await
        };
        assert_eq!(plan["asks"], true);
        let sent = writes(&fixture).len();
        let refused = fixture
            .err(TOOL, arguments.clone(), ErrorKind::NotAllowed)
            .await;
        assert!(refused.message().contains("consent"), "{refused}");
        assert_eq!(writes(&fixture).len(), sent);
        let (change, question) = asked(&fixture, arguments).await;
        assert!(question.starts_with(said), "{question}");
        assert_eq!(change["changed"], 1, "{change}");
        assert!(!state(&fixture)["section"].to_string().contains(gone));
        let undo = json!({"change_id": change["change_id"]});
        let never = fixture.err("plex_undo", undo, ErrorKind::NotAllowed).await;
        assert!(never.message().contains("gone for good"), "{never}");
    }
}

#[tokio::test]
async fn one_version_goes_and_the_other_stays() {
    let fixture = house().await;
    let item = fixture
        .ok(
            "plex_get_item",
            json!({"rating_key": "1", "include": ["files"]}),
        )
        .await;
    let versions = item["versions"].as_array().unwrap();
    let small = versions[1]["media_id"].as_str().unwrap();
    let wrong = json!({"rating_key": "1", "media_id": "4711"});
    let error = fixture.err(TOOL, wrong, ErrorKind::InvalidArgument).await;
    assert!(error.message().contains(small), "{error}");
    let (change, question) = asked(&fixture, json!({"rating_key": "1", "media_id": small})).await;
    assert!(question.starts_with("Delete the version "), "{question}");
    assert!(
        question.contains(r#"of "Metropolis" (1927) with 1 file of 700 MB"#),
        "{question}"
    );
    assert_eq!(change["changed"], 1, "{change}");
    let left = state(&fixture)["section"].to_string();
    assert!(left.contains("new/Metropolis.mkv") && !left.contains("old/Metropolis.avi"));
}

#[tokio::test]
async fn nothing_is_deleted_where_the_server_allows_none_or_the_thing_is_a_list() {
    let fixture = house().await;
    let list = json!({"rating_key": "70"});
    let error = fixture.err(TOOL, list, ErrorKind::InvalidArgument).await;
    assert!(
        error.message().contains("plex_delete_collection"),
        "{error}"
    );
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    let settings = plex.settings().await.unwrap();
    let mut settings = settings.iter();
    let allow = settings.find(|one| one.id == "allowMediaDeletion").unwrap();
    plex.set_setting(allow, "0").await.unwrap();
    fixture.emulator.forget_requests();
    let film = json!({"rating_key": "2"});
    let error = agreed(&fixture, TOOL, film).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotAllowed);
    assert!(error.message().contains("lets nobody delete"), "{error}");
    assert!(writes(&fixture).is_empty());
}

#[tokio::test]
async fn what_the_server_does_counts_and_not_what_it_says() {
    let fixture = house().await;
    let film = json!({"rating_key": "2"});
    fixture
        .emulator
        .inject(Fault::NotApplied.on("/library/metadata/2").times(20));
    let error = agreed(&fixture, TOOL, film.clone()).await.unwrap_err();
    assert!(error.message().starts_with("Not applied: "), "{error}");
    fixture.emulator.clear_faults();
    // Somebody was quicker.
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    let key = plex_client::RatingKey::new("2").unwrap();
    plex.delete_item(&key).await.unwrap();
    let error = agreed(&fixture, TOOL, film).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn who_may_delete_is_said_at_the_start_and_the_allowlist_binds_it() {
    let careful = house_as(|options| options.choice.allow_destructive = false).await;
    let film = json!({"rating_key": "1"});
    let error = careful
        .err(TOOL, film.clone(), ErrorKind::InvalidArgument)
        .await;
    assert!(error.message().contains("--allow-destructive"), "{error}");
    assert!(careful.emulator.requests().is_empty());
    let limited = house_as(|options| options.libraries = vec!["Shows".to_owned()]).await;
    let error = agreed(&limited, TOOL, film).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(writes(&limited).is_empty());
}
