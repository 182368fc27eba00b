//! What the program refuses.

use reqwest::Method;
use serde_json::{Value, json};

use super::asking::{control, done, state};
use crate::ask::CLIENT;
use crate::program::Program;

#[tokio::test]
async fn what_is_malformed_is_refused_in_words_and_changes_nothing() {
    let program = Program::start(&["--control", "0", "--players", "--plex-tv", "1h"]);
    done(&program, Method::POST, "/clock", json!({ "held": true })).await;
    let before = state(&program).await;
    let show = json!({ "title": "A", "item": [{ "index": 1, "item": [{ "addedAt": "soon" }] }] });
    let taken = json!({ "title": "A", "item": [{ "index": 1, "ratingKey": "1" }] });
    let refused = [
        (Method::POST, "/clock", json!({}), 400, "by_s"),
        (Method::POST, "/clock", json!([]), 400, "object"),
        (
            Method::POST,
            "/clock",
            json!({ "to": "soon" }),
            400,
            "moment",
        ),
        (
            Method::POST,
            "/clock",
            json!({ "to": "+010000-01-01T00:00:00Z" }),
            400,
            "`to`",
        ),
        (Method::POST, "/clock", json!({ "by_s": -1 }), 400, "by_s"),
        (
            Method::POST,
            "/clock",
            json!({ "by_s": i64::MAX }),
            400,
            "9998",
        ),
        (
            Method::POST,
            "/clock",
            json!({ "by_s": 1, "to": 5 }),
            400,
            "both",
        ),
        (
            Method::POST,
            "/clock",
            json!({ "by_s": 1, "held": "no" }),
            400,
            "held",
        ),
        (
            Method::POST,
            "/clock",
            json!({ "by_s": 1, "by": 1 }),
            400,
            "`by`",
        ),
        (
            Method::POST,
            "/clock?by_s=1",
            json!({ "by_s": 1 }),
            400,
            "parameter",
        ),
        (
            Method::PUT,
            "/behaviour",
            json!({ "tag": 1 }),
            400,
            "`tags`",
        ),
        (
            Method::PUT,
            "/behaviour",
            json!({ "smartEdits": "ignored", "tags": "none" }),
            400,
            "additive or replacing",
        ),
        (
            Method::PUT,
            "/behaviour",
            json!({ "accountToken": "apart" }),
            400,
            "starts",
        ),
        (Method::PUT, "/behaviour", json!([]), 400, "object"),
        (Method::PUT, "/latency", json!({}), 400, "latency"),
        (
            Method::PUT,
            "/latency",
            json!({ "latency": "soon" }),
            400,
            "span",
        ),
        (Method::PUT, "/files", json!({}), 400, "path"),
        (Method::PUT, "/files?path=M.mkv", json!({}), 400, "`/`"),
        (
            Method::PUT,
            "/files?path=/m/M.mkv",
            json!({ "profile": "none" }),
            400,
            "none",
        ),
        (
            Method::PUT,
            "/files?path=/m/M.mkv",
            json!({ "duratoin": "1h" }),
            400,
            "duratoin",
        ),
        (
            Method::PUT,
            "/files?path=/m/M.mkv",
            json!({ "duration": null }),
            400,
            "describes",
        ),
        (
            Method::PUT,
            "/files?path=/m/M.mkv&path=/n",
            json!({}),
            400,
            "twice",
        ),
        (Method::DELETE, "/files", json!({}), 400, "path"),
        (
            Method::DELETE,
            "/files?path=/nowhere",
            json!({}),
            404,
            "/nowhere",
        ),
        (
            Method::POST,
            "/files/restore?path=/nowhere",
            json!({}),
            404,
            "/nowhere",
        ),
        (
            Method::POST,
            "/files/rename",
            json!({ "from": "/a" }),
            400,
            "`to`",
        ),
        (
            Method::POST,
            "/files/rename",
            json!({ "from": "/a", "to": "/b" }),
            404,
            "/a",
        ),
        (
            Method::POST,
            "/sections/99/items",
            json!({ "title": "A" }),
            400,
            "99",
        ),
        (Method::POST, "/sections/2/items", show, 400, "addedAt"),
        (Method::POST, "/sections/2/items", taken, 400, "taken"),
        (
            Method::POST,
            "/faults",
            json!({ "rule": "status=99" }),
            400,
            "99",
        ),
        (
            Method::POST,
            "/faults",
            json!({ "rule": "stall,path" }),
            400,
            "path",
        ),
        (Method::POST, "/faults", json!({}), 400, "rule"),
        (
            Method::POST,
            "/events",
            json!({ "type": "a", "list": "B", "notification": 1 }),
            400,
            "notification",
        ),
        (
            Method::POST,
            "/events/lose",
            json!({ "all": true }),
            400,
            "all",
        ),
        (Method::POST, "/restart", json!({ "now": true }), 400, "now"),
        (Method::GET, "/dump?format=xml", Value::Null, 400, "format"),
        (
            Method::POST,
            "/players/Attic/stop",
            json!({}),
            404,
            "Living Room",
        ),
        (
            Method::POST,
            "/players/Desk/play",
            json!({ "ratingKey": "none" }),
            400,
            "none",
        ),
        (
            Method::PUT,
            "/players/Desk/misbehaviour",
            json!({ "misbehaviour": "x" }),
            400,
            "vanished",
        ),
        (
            Method::PUT,
            "/players/Desk/misbehaviour",
            json!({ "lag": "x" }),
            400,
            "lag",
        ),
        (
            Method::POST,
            "/plex-tv/approve",
            json!({ "code": "none" }),
            404,
            "none",
        ),
        (
            Method::POST,
            "/plex-tv/people",
            json!({ "name": 5 }),
            400,
            "name",
        ),
        (
            Method::PUT,
            "/plex-tv/servers",
            json!({ "servers": [5] }),
            400,
            "servers",
        ),
        (Method::PATCH, "/clock", json!({}), 405, "GET, POST"),
        (Method::GET, "/nothing", Value::Null, 404, "/nothing"),
    ];
    for (method, path, body, status, word) in refused {
        let body = (method != Method::GET).then_some(body);
        let said = control(&program, method.clone(), path, body.clone()).await;
        let error = said.1["error"].as_str().unwrap_or_default();
        let case = format!("{method} {path} {body:?}: {said:?}");
        assert!(said.0 == status && error.contains(word), "{case}");
        assert_eq!(state(&program).await, before, "{case}");
    }
    let url = format!("{}/clock", program.address("control").unwrap());
    let half = CLIENT.post(&url).body("{\"by_s\":").send().await.unwrap();
    assert_eq!(half.status(), 400);
    let page = CLIENT
        .post(&url)
        .body("{\"by_s\":1}")
        .header("Origin", "http://web.example");
    assert_eq!(page.send().await.unwrap().status(), 403);
    let name = CLIENT
        .post(&url)
        .body("{\"by_s\":1}")
        .header("Host", "web.example");
    assert_eq!(name.send().await.unwrap().status(), 403);
    assert_eq!(state(&program).await, before);
}
