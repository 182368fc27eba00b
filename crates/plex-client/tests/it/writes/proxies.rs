//! What stands before a server, and answers a change in its place.

use plex_client::{ErrorKind, PlexError};

use super::key;
use crate::script::{Reply, Script};

/// What proxies answer when they have lost sight of a server that may have heard the request.
const LOST: [u16; 12] = [408, 499, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527];

#[tokio::test]
async fn a_proxy_that_lost_sight_of_the_server_does_not_say_what_became_of_a_change() {
    for status in LOST {
        let script = Script::start(move |_, _| Reply::page(&format!("{status} Lost"))).await;
        let client = script.client().build().unwrap();
        let error = client.delete_item(&key("7")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{status}: {error}");
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert_eq!(script.seen().len(), 1, "{status}");
        // Nothing became of what only looks.
        let error = client.libraries().await.unwrap_err();
        assert!(
            matches!(error, PlexError::Status { .. }),
            "{status}: {error}"
        );
    }
    for status in [500, 501, 505, 519, 528] {
        let script = Script::start(move |_, _| Reply::page(&format!("{status} Failed"))).await;
        let client = script.client().build().unwrap();
        let error = client.delete_item(&key("7")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Upstream, "{status}: {error}");
    }
}
