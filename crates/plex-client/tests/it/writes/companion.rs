//! What players say, each in its own way.

use plex_client::{ErrorKind, Millis, PlexClient, Timelines, wire::answer};

use crate::script::{Reply, Script};

#[tokio::test]
async fn players_that_wrap_their_refusals_in_a_success_are_understood() {
    let replies = [
        (
            r#"<Response code="500" status="No"/>"#,
            Some(ErrorKind::Upstream),
        ),
        (
            r#"<Response code="400" status="Bad"/>"#,
            Some(ErrorKind::InvalidArgument),
        ),
        (
            r#"<Response code="404" status="?"/>"#,
            Some(ErrorKind::NotFound),
        ),
        (
            r#"<Response code="501" status="?"/>"#,
            Some(ErrorKind::Unsupported),
        ),
        (r#"<Response code="200" status="OK"/>"#, None),
        ("", None),
        ("OK", None),
    ];
    for (reply, kind) in replies {
        let script = Script::start(move |_, _| Reply::status("200 OK", "text/xml", reply)).await;
        let client = script.client().build().unwrap();
        let told = client.player("p").unwrap().pause().await;
        assert_eq!(told.map_err(|error| error.kind()).err(), kind, "{reply}");
        assert_eq!(script.seen().len(), 1);
    }
}

#[tokio::test]
async fn what_a_player_answers_itself_says_nothing_of_the_server_or_the_token() {
    for (line, status, kind) in [
        ("401 Unauthorized", 401, ErrorKind::Upstream),
        ("403 Forbidden", 403, ErrorKind::Upstream),
        ("429 Too Many Requests", 429, ErrorKind::Upstream),
        ("500 Internal Server Error", 500, ErrorKind::Upstream),
        ("503 Service Unavailable", 503, ErrorKind::Upstream),
        ("501 Not Implemented", 501, ErrorKind::Unsupported),
        ("404 Not Found", 404, ErrorKind::NotFound),
        ("400 Bad Request", 400, ErrorKind::InvalidArgument),
    ] {
        let script = Script::start(move |_, _| Reply::page(line)).await;
        // Its server is elsewhere, and not even up.
        let client = PlexClient::new("http://127.0.0.1:9", "t").unwrap();
        let player = client.player("p").unwrap().directly(&script.url).unwrap();
        for error in [
            player.pause().await.unwrap_err(),
            player.timelines().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), kind, "{line}: {error}");
            if kind == ErrorKind::Upstream {
                let told = error.to_string();
                assert!(told.contains("player p") && told.contains(&status.to_string()));
                assert!(error.hint().contains("player"));
            }
        }
    }
}

#[tokio::test]
async fn a_player_that_wants_to_be_asked_first_is_asked_and_told_again() {
    let script = Script::start(|_, number| match number {
        0 => Reply::page("406 Not Acceptable"),
        1 => Reply::json(r#"{"MediaContainer":{"Timeline":[{"type":"video","state":"stopped"}]}}"#),
        _ => Reply::page("200 OK"),
    })
    .await;
    let client = script.client().build().unwrap();
    client.player("p").unwrap().pause().await.unwrap();
    assert_eq!(script.seen().len(), 3);
}

#[test]
fn any_number_of_timelines_is_read_on_either_wire() {
    let one: Timelines = answer(
        br#"<MediaContainer commandID="7"><Timeline type="video" state="buffering" volume="100"
            key="/library/metadata/9" containerKey="/library/metadata/9" subtitleStreamID="-1"
            shuffle="0" mute="0" repeat="x" token="secret"/></MediaContainer>"#,
    )
    .unwrap();
    let active = one.active().unwrap();
    assert_eq!(
        (active.volume, active.mute, active.repeat),
        (Some(100), Some(false), None)
    );
    assert_eq!(one.command_id, Some(7));
    assert!(!format!("{one:?}").contains("secret"));
    let none: Timelines = answer(br#"{"MediaContainer":{"size":0}}"#).unwrap();
    assert_eq!(none.active(), None);
    let lone: Timelines =
        answer(br#"{"MediaContainer":{"Timeline":{"type":"music","state":"paused","time":"5"}}}"#)
            .unwrap();
    assert_eq!(lone.active().unwrap().time, Some(Millis::new(5)));
}

#[tokio::test]
async fn an_identifier_of_a_player_can_be_no_other_header() {
    let client = PlexClient::new("http://127.0.0.1:9", "t").unwrap();
    for identifier in ["", "a b", "a\r\nX-Plex-Token: x", "é", &"x".repeat(257)] {
        assert!(client.player(identifier).is_err(), "{identifier:?}");
    }
    assert!(client.player("com.plexapp-ä".trim_end_matches('ä')).is_ok());
}
