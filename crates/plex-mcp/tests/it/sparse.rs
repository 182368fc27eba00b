//! Servers that tell less than others do.

use serde_json::{Value, json};

use crate::{
    outage::{sample, server_at},
    proxy::{self, Reply},
    support::{items, object},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filters_work_on_a_server_that_describes_none() {
    let emulator = sample().await;
    let url = proxy::before(&emulator, |path, query| {
        if query.contains("includeMeta=1") {
            Reply::json(&json!({"MediaContainer": {"size": 0, "totalSize": 62}}))
        } else if path.ends_with("/filters") || path.ends_with("/sorts") {
            Reply::json(&json!({"MediaContainer": {"size": 0}}))
        } else {
            Reply::Pass
        }
    });
    let server = server_at(&url, emulator.token());
    let known = server_at(emulator.url(), emulator.token());
    for arguments in [
        json!({"library_id": "Films", "filters": {"genre": "Comedy", "unwatched": true}}),
        json!({"library_id": "Films", "filters": {"year": {"min": 1920, "max": 1925}}, "sort": "year:desc"}),
        json!({"library_id": "Films", "filters": {"director": "F. W. Murnau"}}),
        json!({"library_id": "Films", "filters": {"added_at": {"after": "3650d"}}}),
        json!({"library_id": "2", "filters": {"unwatched": true}}),
    ] {
        let answer = server
            .call("plex_get_library_items", object(arguments.clone()))
            .await;
        let expected = known
            .call("plex_get_library_items", object(arguments.clone()))
            .await
            .unwrap();
        assert_eq!(answer.unwrap()["total"], expected["total"], "{arguments}");
    }
    let offered = server
        .call("plex_get_filters", object(json!({"library_id": "Films"})))
        .await
        .unwrap();
    assert!(offered["fields"].to_string().contains("genre"), "{offered}");
    assert!(
        offered["note"].as_str().unwrap().contains("does not tell"),
        "{offered}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_a_server_that_sends_no_offset_follow_each_other() {
    let emulator = sample().await;
    let all = server_at(emulator.url(), emulator.token())
        .call(
            "plex_get_library_items",
            object(json!({"library_id": "1", "sort": "title"})),
        )
        .await
        .unwrap();
    let titles = |page: &Value| -> Vec<String> {
        items(page)
            .iter()
            .map(|item| item["title"].to_string())
            .collect()
    };
    for keeps_total in [true, false] {
        let url = proxy::before(&emulator, move |path, query| {
            if path != "/library/sections/1/all" || query.contains("includeMeta") {
                return Reply::Pass;
            }
            Reply::Changed(Box::new(move |body| {
                let mut answer: Value = serde_json::from_str(&body).unwrap();
                let container = answer["MediaContainer"].as_object_mut().unwrap();
                container.remove("offset");
                if !keeps_total {
                    container.remove("totalSize");
                }
                answer.to_string()
            }))
        });
        let server = server_at(&url, emulator.token());
        let mut seen = Vec::new();
        let mut offset = 0;
        loop {
            let page = json!({"library_id": "1", "sort": "title", "limit": 7, "offset": offset});
            let page = server
                .call("plex_get_library_items", object(page))
                .await
                .unwrap();
            seen.extend(titles(&page));
            match page["next_offset"].as_u64() {
                Some(next) => {
                    assert!(next > offset, "{page}");
                    offset = next;
                }
                None => break,
            }
        }
        let whole = all["total"].as_u64().unwrap() as usize;
        assert_eq!(seen.len(), whole, "total: {keeps_total}");
        assert_eq!(
            seen[..items(&all).len()],
            titles(&all),
            "total: {keeps_total}"
        );
    }
}
