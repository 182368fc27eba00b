//! Who may ask what: every row of the table.

use super::person::Person;
use super::with_plex_tv;
use plex_emulator::plex_tv_endpoints;
use reqwest::Method;

#[tokio::test]
async fn strangers_are_refused_at_every_door_that_is_not_open() {
    let emulator = with_plex_tv().start().await.unwrap();
    let shared = emulator.token_of("linus").unwrap();
    let table = plex_tv_endpoints();
    let mut doors = 0;
    for row in table.lines().skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let (method, path, access) = (cells[0], cells[1].trim_matches('`'), cells[2]);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let path = path.replace(['{', '}'], "");
        doors += 1;
        // A token that a share has on the server is none of an account.
        for token in ["", "nobodys", shared.as_str()] {
            let stranger = Person::with_token(&emulator, token);
            let said = stranger.json(method.clone(), &path).await;
            if access == "everybody" {
                assert_ne!(said.status, 401, "{method} {path}");
            } else {
                assert_eq!(said.status, 401, "{method} {path}");
                assert!(
                    said.text.contains("Invalid authentication token") || said.code() == 1001,
                    "{path}: {said:?}"
                );
            }
        }
        if access == "the home's admin" {
            for name in ["grace", "linus"] {
                let other = Person::called(&emulator, name);
                let said = other.json(method.clone(), &path).await;
                assert_eq!(said.status, 403, "{method} {path}");
            }
        }
    }
    assert!(doors > 60, "{doors}");
}

#[tokio::test]
async fn answers_are_xml_unless_json_is_asked_for() {
    let emulator = with_plex_tv().start().await.unwrap();
    let owner = Person::owner(&emulator);
    let xml = owner.xml(Method::GET, "/api/v2/user").await;
    assert_eq!(xml.xml("user", "title"), ["Ada"]);
    assert_eq!(xml.xml("user", "homeAdmin"), ["1"]);
    assert_eq!(xml.xml("subscription", "active"), ["1"]);
    assert!(xml.xml("feature", "id").contains(&"webhooks".to_owned()));
    let refused = Person::with_token(&emulator, "x")
        .xml(Method::GET, "/api/v2/user")
        .await;
    assert_eq!(refused.xml("error", "code"), ["1001"]);
    let resources = owner.xml(Method::GET, "/api/v2/resources").await;
    assert_eq!(resources.xml("resource", "provides")[0], "server");
    assert_eq!(resources.xml("connection", "local"), ["1"]);
    let first = owner.xml(Method::GET, "/api/resources").await;
    assert_eq!(first.xml("Device", "owned"), ["1", "1"]);
    assert_eq!(first.xml("Connection", "protocol"), ["http"]);
}
