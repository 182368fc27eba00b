//! Who gets in, and what an answer looks like on the outside.

use crate::ask;
use plex_emulator::{Emulator, Library};

#[tokio::test]
async fn identity_is_open_and_the_rest_is_not() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let http = ask::http();
    let identity = http
        .get(format!("{}/identity", emulator.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(identity.status(), 200);
    assert_eq!(identity.headers()["content-type"], "text/xml;charset=utf-8");
    assert_eq!(identity.headers()["x-plex-protocol"], "1.0");
    let root = http.get(emulator.url()).send().await.unwrap();
    assert_eq!(root.status(), 401);
    assert_eq!(root.headers()["content-type"], "text/html");
    assert_eq!(root.bytes().await.unwrap().len(), 91);
}
